import Diagnostics

/// Reads `{#id .class key="value"}`.
struct AttributeReader {
  private let text: MappedText
  private let source: SourceText
  /// The next byte; after `read`, the one behind the closing brace.
  private(set) var index: Int

  init(_ text: MappedText, _ source: SourceText, at index: Int = 0) {
    (self.text, self.source, self.index) = (text, source, index)
  }

  /// Reads from an opening brace to its closing brace. Throws `E0804` at what does not belong.
  mutating func read() throws(DiagnosticError) -> Attributes {
    var attributes = Attributes(location: location(index))
    let opening = index
    index += 1
    return try finish(&attributes, opening: opening)
  }

  /// The first byte behind the braces that is not white space, or nil.
  var trailingText: Int? {
    let next = text.bytes.skip(from: index) { $0.isWhitespace }
    return next < text.count ? next : nil
  }

  /// Reads `{name …}`: the name of a cell and what follows it.
  mutating func readCell() throws(DiagnosticError) -> (name: String, attributes: Attributes?) {
    var attributes = Attributes(location: location(index))
    let opening = index
    index = text.bytes.skip(from: index + 1) { $0.isWhitespace }
    let name = text.bytes[index..<nameEnd(index)].text
    index += name.utf8.count
    let rest = try finish(&attributes, opening: opening)
    return (name, rest.id == nil && rest.classes.isEmpty && rest.pairs.isEmpty ? nil : rest)
  }

  private mutating func finish(
    _ attributes: inout Attributes, opening: Int
  ) throws(DiagnosticError) -> Attributes {
    while true {
      let before = index
      index = text.bytes.skip(from: index) { $0.isWhitespace }
      guard index < text.count else {
        throw failure("attributes are not closed", at: opening, help: "write } after the last one")
      }
      let byte = text.bytes[index]
      if byte == .closeBrace {
        index += 1
        return attributes
      }
      if before == index, before > opening + 1 {
        throw failure("attributes must be separated by spaces", at: index)
      }
      switch byte {
      case .hash:
        let name = try name("an id")
        if let id = attributes.id {
          throw failure("a second id, after \"\(id)\"", at: index - name.utf8.count - 1)
        }
        attributes.id = name
      case .dot: attributes.classes.append(try name("a class"))
      case .hyphen where text.bytes.byte(index + 1).map { $0 == .closeBrace || $0.isWhitespace } ?? false:
        attributes.classes.append("unnumbered")
        index += 1
      default: attributes.pairs.append(try pair())
      }
    }
  }

  private mutating func name(_ what: String) throws(DiagnosticError) -> String {
    let end = nameEnd(index + 1)
    guard end > index + 1 else { throw failure("\(what) must follow here", at: index) }
    defer { index = end }
    return text.bytes[(index + 1)..<end].text
  }

  private func nameEnd(_ start: Int) -> Int {
    text.bytes.skip(from: start) { byte in
      byte.isLetterOrDigit || byte >= 0x80 || [.hyphen, .underscore, .colon, .dot, .slash].contains(byte)
    }
  }

  private mutating func pair() throws(DiagnosticError) -> Attributes.Pair {
    let start = index
    let keyEnd = nameEnd(start)
    let key = text.bytes[start..<keyEnd].text
    guard keyEnd > start, text.bytes.byte(keyEnd) == .equals else {
      throw failure(
        keyEnd > start ? "attribute \"\(key)\" has no value" : "expected #id, .class or key=\"value\"",
        at: start,
        help: keyEnd > start
          ? "write \(key)=\"…\", or .\(key) for a class" : "write \\{ for a brace in the text")
    }
    index = keyEnd + 1
    guard let quote = text.bytes.byte(index), quote == .quote || quote == .apostrophe else {
      let valueStart = index
      index = text.bytes.skip(from: index) { !$0.isWhitespace && $0 != .closeBrace && $0 != .quote }
      guard index > valueStart else { throw failure("attribute \"\(key)\" has no value", at: start) }
      return Attributes.Pair(
        key: key, value: text.bytes[valueStart..<index].text, keyLocation: location(start),
        valueLocation: location(valueStart))
    }
    let valueStart = index + 1
    var value: [UInt8] = []
    index = valueStart
    while let byte = text.bytes.byte(index), byte != quote {
      if byte == .backslash, text.bytes.byte(index + 1) == quote { index += 1 }
      // A value that is broken over lines is still one expression or sentence.
      value.append(byte == .newline ? .space : text.bytes[index])
      index += 1
    }
    guard index < text.count else {
      throw failure("the value of \"\(key)\" has no closing quote", at: valueStart - 1)
    }
    index += 1
    return Attributes.Pair(
      key: key, value: value.text, keyLocation: location(start), valueLocation: location(valueStart))
  }

  private func location(_ index: Int) -> SourceLocation { source.location(text.sourceOffset(index)) }

  private func failure(_ message: String, at index: Int, help: String? = nil) -> DiagnosticError {
    DiagnosticError("E0804", message, at: location(index), help: help.map { [$0] } ?? [])
  }
}
