import Diagnostics

/// The blocks that were read become the document's blocks, their texts read as inlines.
struct BlockTree {
  let source: SourceText
  let extensions: Bool
  let nodes: [BlockNode]
  let references: [String: LinkReference]
  var diagnostics: [Diagnostic] = []

  init(_ parser: BlockParser) {
    (source, extensions, nodes) = (parser.source, parser.extensions, parser.nodes)
    references = parser.references
  }

  mutating func blocks(of node: Int) -> [Block] {
    var result: [Block] = []
    for child in nodes[node].children {
      if case .caption = nodes[child].kind {
        setCaption(child, of: &result)
      } else if let kind = kind(child) {
        result.append(Block(kind, at: source.location(nodes[child].start)))
      }
    }
    return result
  }

  private mutating func kind(_ index: Int) -> Block.Kind? {
    let node = nodes[index]
    switch node.kind {
    case .paragraph: return .paragraph(inlines(node.text))
    case .heading(let level):
      let (text, attributes) = takeAttributes(node.text)
      return .heading(level: level, inlines(text), attributes)
    case .quote: return .quote(blocks(of: index))
    case .list(let mark):
      let items = node.children.map { blocks(of: $0) }
      return .list(start: mark.ordinal, tight: isTight(node), items)
    case .indentedCode: return .code(info: "", text: node.text.bytes.text)
    case .fence(let fence): return code(node, fence)
    case .html:
      var html = node.text.bytes
      if html.last == .newline { html.removeLast() }
      return .html(html.text)
    case .math(_, let attributes):
      let text = node.text.trimmed()
      let start = text.isEmpty ? node.start + 2 : text.sourceOffset(0)
      return .math(
        tex: text.verbatim(0..<text.count, source), texLocation: source.location(start), attributes)
    case .table(let table):
      let header = table.header.map { inlines($0) }
      let rows = table.rows.map { row in row.map { inlines($0) } }
      return .table(header: header, alignments: table.alignments, rows: rows, caption: nil, nil)
    case .div(let attributes, _): return .div(attributes, blocks(of: index))
    case .definitionList: return .definitionList(definitions(node))
    case .rule: return .rule
    case .footnote, .document, .item, .definition, .term, .caption: return nil
    }
  }

  /// A list is loose when a blank line stands between its items or between the blocks of one.
  private func isTight(_ list: BlockNode) -> Bool {
    func hasGaps(_ children: [Int]) -> Bool {
      zip(children, children.dropFirst()).contains { nodes[$0].endLine + 1 != nodes[$1].startLine }
    }
    return !hasGaps(list.children) && !list.children.contains { hasGaps(nodes[$0].children) }
  }

  private mutating func definitions(_ list: BlockNode) -> [Block.Definition] {
    var result: [Block.Definition] = []
    for child in list.children {
      if case .term = nodes[child].kind {
        result.append(Block.Definition(term: inlines(nodes[child].text), definitions: []))
      } else if !result.isEmpty {
        result[result.count - 1].definitions.append(blocks(of: child))
      }
    }
    return result
  }

  mutating func inlines(_ text: MappedText) -> [Inline] {
    var parser = InlineParser(text, source, extensions: extensions, references: references)
    parser.parse()
    let result = parser.inlines()
    diagnostics += parser.diagnostics
    return result
  }

  // MARK: Code

  private mutating func code(_ node: BlockNode, _ fence: Fence) -> Block.Kind {
    let info = LinkSyntax.unescaped(fence.info.bytes[...])
    let text = node.text.bytes.text
    guard extensions, let brace = fence.info.bytes.firstIndex(of: .openBrace) else {
      return .code(info: info, text: text)
    }
    var reader = AttributeReader(fence.info, source, at: brace)
    do throws(DiagnosticError) {
      if brace == 0, fence.info.bytes.byte(1)?.isLetter == true {
        let (name, attributes) = try reader.readCell()
        if let trailing = reader.trailingText {
          throw DiagnosticError(
            "E0804", "unexpected text after a cell's name",
            at: source.location(fence.info.sourceOffset(trailing)))
        }
        return .cell(name: name, attributes: attributes, body: text, bodyLocation: bodyLocation(node))
      }
      var attributes = try reader.read()
      if let trailing = reader.trailingText {
        throw DiagnosticError(
          "E0804", "unexpected text after a code block's attributes",
          at: source.location(fence.info.sourceOffset(trailing)))
      }
      var language = fence.info.slice(0..<brace).trimmed().bytes.text
      if language.isEmpty, !attributes.classes.isEmpty { language = attributes.classes.removeFirst() }
      let code = Block.Kind.code(info: language, text: text)
      if attributes.id == nil, attributes.classes.isEmpty, attributes.pairs.isEmpty { return code }
      return .div(attributes, [Block(code, at: source.location(node.start))])
    } catch {
      diagnostics += error.diagnostics
      return .code(info: info, text: text)
    }
  }

  /// The first character of the body; of an empty body, the start of the line after the fence.
  private func bodyLocation(_ node: BlockNode) -> SourceLocation {
    if !node.text.isEmpty { return source.location(node.text.sourceOffset(0)) }
    return SourceLocation(file: source.file, line: node.startLine + 2, column: 1)
  }

  // MARK: Attributes at the end of a text

  /// Takes `{#id .class}` off the end of a heading or a caption.
  private mutating func takeAttributes(_ text: MappedText) -> (MappedText, Attributes?) {
    let bytes = text.bytes
    guard extensions, bytes.last == .closeBrace else { return (text, nil) }
    for start in bytes.indices where bytes[start] == .openBrace && bytes.byte(start - 1) != .backslash {
      // A brace glued to a word or a bracket belongs to that.
      guard start == 0 || bytes[start - 1].isWhitespace, let next = bytes.byte(start + 1) else { continue }
      guard next == .hash || next == .dot || next == .hyphen || next.isLetter else { continue }
      var reader = AttributeReader(text, source, at: start)
      do throws(DiagnosticError) {
        let attributes = try reader.read()
        if reader.index == bytes.count { return (text.slice(0..<start).trimmed(), attributes) }
      } catch {
        // Braces with a plain word inside are words.
        if !next.isLetter {
          diagnostics += error.diagnostics
          return (text.slice(0..<start).trimmed(), nil)
        }
      }
    }
    return (text, nil)
  }

  private mutating func setCaption(_ node: Int, of blocks: inout [Block]) {
    guard let last = blocks.last, case .table(let header, let alignments, let rows, _, _) = last.kind else {
      return
    }
    let (text, attributes) = takeAttributes(nodes[node].text.trimmed())
    let caption = inlines(text)
    blocks[blocks.count - 1].kind = .table(
      header: header, alignments: alignments, rows: rows, caption: caption.isEmpty ? nil : caption, attributes
    )
  }
}
