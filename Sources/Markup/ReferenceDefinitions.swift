/// Where a label leads.
struct LinkReference {
  var destination: String
  var title: String?
}

// `[label]: destination "title"` at the start of a paragraph.
extension BlockParser {
  /// Takes definitions off the front of a paragraph's text, and removes the paragraph when nothing else is left.
  mutating func takeReferenceDefinitions(_ node: Int, removing: Bool = true) {
    let text = nodes[node].text
    var start = 0
    while text.bytes.byte(start) == .openBracket, let end = takeDefinition(text.bytes[...], from: start) {
      start = end
    }
    if start > 0 {
      nodes[node].text = text.slice(start..<text.count)
      if start < text.count { nodes[node].start = text.sourceOffset(start) }
    }
    if removing, nodes[node].text.bytes.allSatisfy(\.isWhitespace) { remove(node) }
  }

  /// Records one definition and returns where it ends.
  private mutating func takeDefinition(_ bytes: ArraySlice<UInt8>, from opening: Int) -> Int? {
    if extensions, bytes.byte(opening + 1) == .caret { return nil }
    guard let labelEnd = LinkSyntax.labelEnd(bytes, from: opening), bytes.byte(labelEnd) == .colon else {
      return nil
    }
    let label = LinkSyntax.normalized(bytes[(opening + 1)..<(labelEnd - 1)])
    guard !label.isEmpty else { return nil }
    let start = bytes.skip(from: labelEnd + 1) { $0.isWhitespace }
    guard let destination = LinkSyntax.destination(bytes, from: start), destination.end > start else {
      return nil
    }
    var end = bytes.skip(from: destination.end) { $0.isSpaceOrTab }
    var title: String?
    let titleStart = bytes.skip(from: destination.end) { $0.isWhitespace }
    if titleStart > destination.end, let found = LinkSyntax.title(bytes, from: titleStart) {
      let after = bytes.skip(from: found.end) { $0.isSpaceOrTab }
      if after == bytes.endIndex || bytes[after] == .newline { (title, end) = (found.text, after) }
    }
    guard end == bytes.endIndex || bytes[end] == .newline else { return nil }
    if references[label] == nil {
      references[label] = LinkReference(destination: destination.text, title: title)
    }
    return min(end + 1, bytes.endIndex)
  }
}
