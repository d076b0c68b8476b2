import Diagnostics

// The containers that reports add: divs, footnotes, definitions; and the caption under a table.
extension BlockParser {
  /// What a line that begins with a colon opens.
  mutating func startColon() -> BlockStart {
    guard extensions else { return .none }
    if cursor.rest.has(":::", at: cursor.content) { return startDiv() }
    guard cursor.content + 1 < cursor.end, cursor.bytes[cursor.content + 1].isSpaceOrTab else {
      return startTable()
    }
    if let table = precedingTable() { return startCaption(of: table) }
    return startDefinition()
  }

  // MARK: Divs

  private mutating func startDiv() -> BlockStart {
    let start = cursor.content
    let end = cursor.bytes[..<cursor.end].skip(from: start) { $0 == .colon }
    var rest = MappedText(source, end..<cursor.end).trimmed()
    if rest.isEmpty { return closeDiv(at: start) }
    // Colons after the attributes are decoration.
    var last = rest.count
    while last > 0, rest.bytes[last - 1] == .colon { last -= 1 }
    rest = rest.slice(0..<last).trimmed()
    guard mayNest(at: start) else { return .line }
    addChild(.div(divAttributes(rest, at: start), isClosed: false), at: start)
    return .line
  }

  private mutating func divAttributes(_ text: MappedText, at start: Int) -> Attributes {
    var attributes = Attributes(location: source.location(text.isEmpty ? start : text.sourceOffset(0)))
    guard text.bytes.first == .openBrace else {
      attributes.classes = [text.bytes.text]
      if text.isEmpty || text.bytes.contains(where: { $0.isWhitespace || $0 == .openBrace }) {
        report(
          "E0804", "a div's colons must be followed by one name or by attributes in braces", at: start,
          help: ["write ::: name or ::: {.name key=\"value\"}"])
      }
      return attributes
    }
    var reader = AttributeReader(text, source)
    do throws(DiagnosticError) {
      attributes = try reader.read()
      if let trailing = reader.trailingText {
        report("E0804", "unexpected text after a div's attributes", at: text.sourceOffset(trailing))
      }
    } catch {
      diagnostics += error.diagnostics
    }
    return attributes
  }

  private mutating func closeDiv(at start: Int) -> BlockStart {
    guard let depth = path[..<matched].lastIndex(where: { nodes[$0].isOpenDiv }) else {
      report("E0802", "there is no open div to close here", at: start)
      return .line
    }
    let node = path[depth]
    if case .div(let attributes, _) = nodes[node].kind { nodes[node].kind = .div(attributes, isClosed: true) }
    closeThrough(node)
    return .line
  }

  // MARK: Footnotes

  /// `[^label]: text`
  mutating func startFootnote() -> BlockStart {
    guard extensions, cursor.rest.has("[^", at: cursor.content) else { return .none }
    let line = cursor.bytes[..<cursor.end]
    let end = line.skip(from: cursor.content + 2) {
      !$0.isWhitespace && $0 != .closeBracket && $0 != .openBracket
    }
    guard end > cursor.content + 2, line.has("]:", at: end), mayNest(at: cursor.content) else { return .none }
    let label = line[(cursor.content + 2)..<end].text
    let start = cursor.content
    if !footnoteLabels.insert(label).inserted {
      report("E0807", "footnote \"\(label)\" is defined twice", at: start)
    }
    cursor.advanceToContent()
    cursor.advance(bytes: end + 2 - start)
    addChild(.footnote(label: label), at: start)
    footnotes.append(tip)
    return .container
  }

  // MARK: Definition lists

  private mutating func startDefinition() -> BlockStart {
    if !nodes[container].isDefinitionList {
      guard let term = precedingTerm(), makeTerm(term) else { return .none }
    }
    guard mayNest(at: cursor.content) else { return .none }
    let start = cursor.content
    let indent = cursor.indent
    cursor.advanceToContent()
    cursor.advance(bytes: 1)
    let width = 1 + takeMarkerSpace()
    addChild(.definition(indent: indent + width), at: start)
    return .container
  }

  /// The one-line paragraph just above, or one blank line above.
  private func precedingTerm() -> Int? {
    var candidate: Int?
    if nodes[container].isParagraph {
      candidate = container
    } else if let last = nodes[container].children.last, nodes[last].isParagraph, allMatched,
      nodes[last].endLine >= lineNumber - 2
    {
      candidate = last
    }
    guard let candidate, nodes[candidate].startLine >= lineNumber - 2,
      nodes[candidate].text.bytes.filter({ $0 == .newline }).count == 1
    else { return nil }
    return candidate
  }

  /// Turns a paragraph into a term of the definition list before it, or of a new one, and opens that list.
  private mutating func makeTerm(_ term: Int) -> Bool {
    if path.contains(term) { closeThrough(term) }
    // A link reference definition has vanished by now.
    guard nodes[nodes[term].parent].children.last == term else { return false }
    nodes[term].kind = .term
    nodes[term].text = nodes[term].text.trimmed()
    nodes[term].endLine = nodes[term].startLine
    let parent = nodes[term].parent
    nodes[parent].children.removeLast()
    var list = nodes.count
    if let last = nodes[parent].children.last, nodes[last].isDefinitionList {
      list = last
    } else {
      nodes.append(
        BlockNode(
          kind: .definitionList, start: nodes[term].start, parent: parent, startLine: nodes[term].startLine,
          endLine: lineNumber))
      nodes[parent].children.append(list)
    }
    nodes[list].children.append(term)
    nodes[term].parent = list
    closeUnmatched()
    path.append(list)
    matched = path.count
    return true
  }

  // MARK: Captions

  /// The table that ends just above, or one blank line above.
  private func precedingTable() -> Int? {
    var candidate: Int?
    if let last = nodes[container].children.last { candidate = last }
    guard let candidate, nodes[candidate].isTable else { return nil }
    // A table that is still open ended on the line before.
    return path.contains(candidate) || nodes[candidate].endLine >= lineNumber - 2 ? candidate : nil
  }

  private mutating func startCaption(of table: Int) -> BlockStart {
    let start = cursor.content
    cursor.advanceToContent()
    cursor.advance(bytes: 1)
    cursor.advanceToContent()
    addChild(.caption, at: start)
    return .leaf
  }
}
