// Markdown's syntax is ASCII, so the parsers work on UTF-8 bytes: any byte above 127 is simply text.

extension UInt8 {
  static var tab: UInt8 { 0x09 }
  static var newline: UInt8 { 0x0A }
  static var carriageReturn: UInt8 { 0x0D }
  static var space: UInt8 { 0x20 }
  static var exclamation: UInt8 { 0x21 }
  static var quote: UInt8 { 0x22 }
  static var hash: UInt8 { 0x23 }
  static var dollar: UInt8 { 0x24 }
  static var ampersand: UInt8 { 0x26 }
  static var apostrophe: UInt8 { 0x27 }
  static var openParenthesis: UInt8 { 0x28 }
  static var closeParenthesis: UInt8 { 0x29 }
  static var star: UInt8 { 0x2A }
  static var plus: UInt8 { 0x2B }
  static var hyphen: UInt8 { 0x2D }
  static var dot: UInt8 { 0x2E }
  static var slash: UInt8 { 0x2F }
  static var colon: UInt8 { 0x3A }
  static var semicolon: UInt8 { 0x3B }
  static var less: UInt8 { 0x3C }
  static var equals: UInt8 { 0x3D }
  static var greater: UInt8 { 0x3E }
  static var at: UInt8 { 0x40 }
  static var openBracket: UInt8 { 0x5B }
  static var backslash: UInt8 { 0x5C }
  static var closeBracket: UInt8 { 0x5D }
  static var caret: UInt8 { 0x5E }
  static var underscore: UInt8 { 0x5F }
  static var backtick: UInt8 { 0x60 }
  static var openBrace: UInt8 { 0x7B }
  static var pipe: UInt8 { 0x7C }
  static var closeBrace: UInt8 { 0x7D }
  static var tilde: UInt8 { 0x7E }

  var isSpaceOrTab: Bool { self == .space || self == .tab }
  /// Space, tab, line ends, form feed and vertical tab.
  var isWhitespace: Bool { self == .space || (0x09...0x0D).contains(self) }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isUpper: Bool { (0x41...0x5A).contains(self) }
  var isLetter: Bool { isUpper || (0x61...0x7A).contains(self) }
  var isLetterOrDigit: Bool { isLetter || isDigit }
  var isPunctuation: Bool {
    (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
      || (0x7B...0x7E).contains(self)
  }
  var isControl: Bool { self < 0x20 || self == 0x7F }
  /// The lower case of an ASCII letter, anything else as it is.
  var lowered: UInt8 { isUpper ? self + 32 : self }
}

extension Unicode.Scalar {
  /// The specification's "Unicode whitespace character".
  var isMarkdownWhitespace: Bool {
    switch value {
    case 0x09, 0x0A, 0x0C, 0x0D: true
    default: properties.generalCategory == .spaceSeparator
    }
  }

  /// The specification's "Unicode punctuation character": general categories P and S.
  var isMarkdownPunctuation: Bool {
    if value < 128 { return UInt8(value).isPunctuation }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return true
    default: return false
    }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The byte at an index, or nil past either end.
  func byte(_ index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }

  /// Whether the bytes at `index` are these ASCII letters.
  func has(_ text: StaticString, at index: Int) -> Bool {
    guard index >= startIndex, index + text.utf8CodeUnitCount <= endIndex else { return false }
    for offset in 0..<text.utf8CodeUnitCount where self[index + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// The first index at or after `index` whose byte does not satisfy the predicate.
  func skip(from index: Int, while predicate: (UInt8) -> Bool) -> Int {
    var index = index
    while index < endIndex, predicate(self[index]) { index += 1 }
    return index
  }

  /// The bytes as text.
  var text: String { String(decoding: self, as: UTF8.self) }
}
