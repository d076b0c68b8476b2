/// The parts of links: labels, destinations, titles.
enum LinkSyntax {
  /// The index after `]` of the label that begins with the `[` at `start`.
  static func labelEnd(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard bytes.byte(start) == .openBracket else { return nil }
    var index = start + 1
    while let byte = bytes.byte(index), index - start <= 1000 {
      switch byte {
      case .closeBracket: return index + 1
      case .openBracket: return nil
      case .backslash: index += 2
      default: index += 1
      }
    }
    return nil
  }

  /// Labels match without regard to case and white space. Upper case after lower case folds ß and SS together.
  static func normalized(_ label: ArraySlice<UInt8>) -> String {
    label.split(whereSeparator: \.isWhitespace).map(\.text).joined(separator: " ").lowercased().uppercased()
  }

  /// `<destination>` or one without spaces and with balanced parentheses; empty text is a destination.
  static func destination(_ bytes: ArraySlice<UInt8>, from start: Int) -> (text: String, end: Int)? {
    if bytes.byte(start) == .less {
      var index = start + 1
      while let byte = bytes.byte(index) {
        switch byte {
        case .greater: return (unescaped(bytes[(start + 1)..<index]), index + 1)
        case .less, .newline: return nil
        case .backslash: index += 2
        default: index += 1
        }
      }
      return nil
    }
    var index = start
    var depth = 0
    while let byte = bytes.byte(index) {
      if byte == .backslash, bytes.byte(index + 1)?.isPunctuation == true {
        index += 2
        continue
      }
      if byte == .openParenthesis {
        depth += 1
        if depth > 32 { return nil }
      } else if byte == .closeParenthesis {
        if depth == 0 { break }
        depth -= 1
      } else if byte == .space || byte.isControl {
        break
      }
      index += 1
    }
    return depth == 0 ? (unescaped(bytes[start..<index]), index) : nil
  }

  /// `"title"`, `'title'` or `(title)`.
  static func title(_ bytes: ArraySlice<UInt8>, from start: Int) -> (text: String, end: Int)? {
    guard let opening = bytes.byte(start), [.quote, .apostrophe, .openParenthesis].contains(opening) else {
      return nil
    }
    let closing: UInt8 = opening == .openParenthesis ? .closeParenthesis : opening
    var index = start + 1
    while let byte = bytes.byte(index) {
      if byte == closing { return (unescaped(bytes[(start + 1)..<index]), index + 1) }
      if byte == .openParenthesis, closing == .closeParenthesis { return nil }
      index += byte == .backslash ? 2 : 1
    }
    return nil
  }

  /// Text with `\!` and `&amp;` decoded.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(where: { $0 == .backslash || $0 == .ampersand }) else { return bytes.text }
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == .backslash, let next = bytes.byte(index + 1), next.isPunctuation {
        result.append(next)
        index += 2
      } else if bytes[index] == .ampersand, let entity = Entities.decode(bytes, at: index) {
        result.append(contentsOf: entity.text.utf8)
        index = entity.end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result.text
  }
}
