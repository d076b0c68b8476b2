import Diagnostics

// `[` and `]`: links, images, and in reports spans, citations and footnote marks.
extension InlineParser {
  mutating func readOpenBracket(isImage: Bool) {
    if extensions, !isImage, readFootnoteMark() { return }
    if !brackets.isEmpty { brackets[brackets.count - 1].hasBracketAfter = true }
    let width = isImage ? 2 : 1
    let node = append(.text(Array(bytes[index..<(index + width)])), at: index)
    brackets.append(Bracket(node: node, delimiter: lastDelimiter, content: index + width, isImage: isImage))
    index += width
  }

  private mutating func readFootnoteMark() -> Bool {
    guard bytes.byte(index + 1) == .caret else { return false }
    let end = bytes.skip(from: index + 2) { !$0.isWhitespace && $0 != .closeBracket && $0 != .openBracket }
    guard end > index + 2, bytes.byte(end) == .closeBracket else { return false }
    append(.footnote(bytes[(index + 2)..<end].text), at: index)
    index = end + 1
    return true
  }

  mutating func readCloseBracket() {
    guard let bracket = brackets.last else { return appendText(.closeBracket) }
    if extensions, bytes.byte(index + 1) == .openBrace, makeSpan(bracket) { return }
    if bracket.isActive, makeLink(bracket) { return }
    if extensions, !bracket.isImage, makeCitation(bracket) { return }
    brackets.removeLast()
    appendText(.closeBracket)
  }

  // MARK: Links

  private mutating func makeLink(_ bracket: Bracket) -> Bool {
    guard let target = inlineTarget() ?? referenceTarget(bracket) else { return false }
    close(bracket, as: bracket.isImage ? .image(target.link) : .link(target.link), end: target.end)
    if !bracket.isImage {
      for index in brackets.indices.reversed() where !brackets[index].isImage {
        guard brackets[index].isActive else { break }
        brackets[index].isActive = false
      }
    }
    readTrailingAttributes()
    return true
  }

  /// Replaces an opening bracket and what follows it by one node, and goes on at `end`.
  private mutating func close(_ bracket: Bracket, as kind: InlineNode.Kind, end: Int) {
    processEmphasis(above: bracket.delimiter)
    _ = wrap(kind, after: bracket.node, before: -1, at: nodes[bracket.node].start)
    unlink(bracket.node)
    brackets.removeLast()
    while let key = openKeys.last, key >= bracket.content { openKeys.removeLast() }
    index = end
  }

  /// `(destination "title")` after the bracket.
  private func inlineTarget() -> (link: LinkReference, end: Int)? {
    guard bytes.byte(index + 1) == .openParenthesis else { return nil }
    let start = bytes.skip(from: index + 2) { $0.isWhitespace }
    guard let destination = LinkSyntax.destination(bytes, from: start) else { return nil }
    var link = LinkReference(destination: destination.text)
    var end = bytes.skip(from: destination.end) { $0.isWhitespace }
    if end > destination.end, let title = LinkSyntax.title(bytes, from: end) {
      link.title = title.text
      end = bytes.skip(from: title.end) { $0.isWhitespace }
    }
    return bytes.byte(end) == .closeParenthesis ? (link, end + 1) : nil
  }

  /// `[label]` or `[]` or nothing after the bracket.
  private func referenceTarget(_ bracket: Bracket) -> (link: LinkReference, end: Int)? {
    let after = index + 1
    var end = after
    var label = bytes[bracket.content..<index]
    if let labelEnd = LinkSyntax.labelEnd(bytes, from: after), labelEnd > after + 2 {
      label = bytes[(after + 1)..<(labelEnd - 1)]
      end = labelEnd
    } else {
      if bracket.hasBracketAfter || label.count > 999 { return nil }
      if bytes.has("[]", at: after) { end = after + 2 }
    }
    guard !references.isEmpty, let link = references[LinkSyntax.normalized(label)] else { return nil }
    return (link, end)
  }

  // MARK: Spans

  /// `[words]{attributes}`
  private mutating func makeSpan(_ bracket: Bracket) -> Bool {
    var reader = AttributeReader(text, source, at: index + 1)
    do throws(DiagnosticError) {
      let attributes = try reader.read()
      if bracket.isImage {
        // An exclamation mark before a span.
        nodes[bracket.node].kind = .text([.exclamation])
        nodes.append(InlineNode(kind: .text([]), start: bracket.content - 1, next: nodes[bracket.node].next))
        let opening = nodes.count - 1
        insert(opening, after: bracket.node)
        var moved = bracket
        moved.node = opening
        close(moved, as: .span(attributes), end: reader.index)
      } else {
        close(bracket, as: .span(attributes), end: reader.index)
      }
      return true
    } catch {
      diagnostics += error.diagnostics
      return false
    }
  }

  private mutating func insert(_ node: Int, after previous: Int) {
    let next = nodes[previous].next
    (nodes[node].previous, nodes[node].next) = (previous, next)
    nodes[previous].next = node
    if next >= 0 { nodes[next].previous = node } else { last = node }
  }

  /// Attributes glued to the node just made: it becomes the content of a span.
  mutating func readTrailingAttributes() {
    guard extensions, bytes.byte(index) == .openBrace, last >= 0 else { return }
    var reader = AttributeReader(text, source, at: index)
    do throws(DiagnosticError) {
      let attributes = try reader.read()
      let content = last
      var span = InlineNode(kind: .span(attributes), start: nodes[content].start)
      unlink(content)
      (nodes[content].previous, nodes[content].next) = (-1, -1)
      (span.previous, span.firstChild, span.lastChild) = (last, content, content)
      nodes.append(span)
      if last >= 0 { nodes[last].next = nodes.count - 1 } else { first = nodes.count - 1 }
      last = nodes.count - 1
      index = reader.index
    } catch {
      diagnostics += error.diagnostics
    }
  }

  // MARK: Citations

  /// `[see @a, p. 3; @b]`, `[-@fig-x]`
  private mutating func makeCitation(_ bracket: Bracket) -> Bool {
    guard let key = openKeys.last, key >= bracket.content else { return false }
    processEmphasis(above: bracket.delimiter)
    guard let items = citationItems(after: bracket.node) else { return false }
    var kind = InlineNode.Kind.citation(items)
    if items.count == 1, items[0].prefix.isEmpty, items[0].suffix.isEmpty {
      let key = items[0].key
      if items[0].suppressAuthor {
        kind = .reference(key, suppressWord: true)
      } else if ReferenceKey.isTyped(key) {
        kind = .reference(key, suppressWord: false)
      }
    }
    close(bracket, as: kind, end: index + 1)
    return true
  }
}
