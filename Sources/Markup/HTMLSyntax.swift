/// Raw HTML inside a line, as the specification defines it: tags, comments, instructions, declarations, CDATA.
enum HTMLSyntax {
  /// The end of the open or closing tag that begins at `start`, or nil.
  static func tagEnd(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start + 1
    let isClosing = bytes.byte(index) == .slash
    if isClosing { index += 1 }
    guard bytes.byte(index)?.isLetter == true else { return nil }
    index = bytes.skip(from: index) { $0.isLetterOrDigit || $0 == .hyphen }
    if isClosing {
      index = bytes.skip(from: index) { $0.isWhitespace }
      return bytes.byte(index) == .greater ? index + 1 : nil
    }
    while true {
      let next = bytes.skip(from: index) { $0.isWhitespace }
      guard let byte = bytes.byte(next) else { return nil }
      if byte == .greater { return next + 1 }
      if byte == .slash { return bytes.byte(next + 1) == .greater ? next + 2 : nil }
      guard next > index, let end = attributeEnd(bytes, from: next) else { return nil }
      index = end
    }
  }

  private static func attributeEnd(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard let first = bytes.byte(start), first.isLetter || first == .underscore || first == .colon else {
      return nil
    }
    let nameEnd = bytes.skip(from: start) {
      $0.isLetterOrDigit || $0 == .underscore || $0 == .colon || $0 == .dot || $0 == .hyphen
    }
    let equals = bytes.skip(from: nameEnd) { $0.isWhitespace }
    guard bytes.byte(equals) == .equals else { return nameEnd }
    let value = bytes.skip(from: equals + 1) { $0.isWhitespace }
    guard let quote = bytes.byte(value) else { return nil }
    if quote == .quote || quote == .apostrophe {
      let end = bytes.skip(from: value + 1) { $0 != quote }
      return end < bytes.endIndex ? end + 1 : nil
    }
    let end = bytes.skip(from: value) { byte in
      !byte.isWhitespace && ![.equals, .less, .greater, .backtick, .quote, .apostrophe].contains(byte)
    }
    return end > value ? end : nil
  }

  /// How many bytes a construct that is not a tag opens with, and what it runs to. `<!-->` is a whole comment, so
  /// that the end of one may overlap its opening.
  static func delimiter(_ bytes: ArraySlice<UInt8>, at start: Int) -> (opening: Int, ending: StaticString)? {
    if bytes.has("<!--", at: start) { return (2, "-->") }
    if bytes.has("<?", at: start) { return (2, "?>") }
    if bytes.has("<![CDATA[", at: start) { return (9, "]]>") }
    if bytes.has("<!", at: start), bytes.byte(start + 2)?.isLetter == true { return (2, ">") }
    return nil
  }

  /// The end of `<scheme:…>` or `<name@host>` with its destination, or nil.
  static func autolink(_ bytes: ArraySlice<UInt8>, at start: Int) -> (end: Int, destination: String)? {
    let end = bytes.skip(from: start + 1) { !$0.isControl && $0 != .space && $0 != .less && $0 != .greater }
    guard bytes.byte(end) == .greater else { return nil }
    let inside = bytes[(start + 1)..<end]
    if isURI(inside) { return (end + 1, inside.text) }
    if isEmail(inside) { return (end + 1, "mailto:" + inside.text) }
    return nil
  }

  private static func isURI(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first?.isLetter == true else { return false }
    let end = bytes.skip(from: bytes.startIndex) {
      $0.isLetterOrDigit || $0 == .plus || $0 == .dot || $0 == .hyphen
    }
    return bytes.byte(end) == .colon && (2...32).contains(end - bytes.startIndex)
  }

  private static func isEmail(_ bytes: ArraySlice<UInt8>) -> Bool {
    let marks = Array(".!#$%&'*+/=?^_`{|}~-".utf8)
    let at = bytes.skip(from: bytes.startIndex) { $0.isLetterOrDigit || marks.contains($0) }
    guard at > bytes.startIndex, bytes.byte(at) == .at else { return false }
    return bytes[(at + 1)...].split(separator: .dot, omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.count) && label.allSatisfy { $0.isLetterOrDigit || $0 == .hyphen }
        && label.first != .hyphen && label.last != .hyphen
    }
  }
}
