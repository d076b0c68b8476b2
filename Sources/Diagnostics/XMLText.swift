/// Text from outside, made safe to stand in HTML, SVG and MathML: the one place where markup is escaped.
public enum XMLText {
  /// The text for an element's content or a quoted attribute.
  ///
  /// It goes by Unicode scalars: a `<` with a combining mark is one character and still opens a tag. Characters that
  /// XML 1.0 or HTML forbid become U+FFFD.
  public static func escaped(_ text: some StringProtocol) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
        false
      default: (0x20..<0x7F).contains(byte)
      }
    }
    if isPlain { return String(text) }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// Whether a character may stand in a document: no control character but tab and line ends, no noncharacter, and none
  /// that shows the letters after it in the other order.
  public static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\u{202D}" || scalar == "\u{202E}" { return false }
    if scalar == "\n" || scalar == "\r" || scalar == "\t" { return true }
    return scalar.properties.generalCategory != .control && !scalar.properties.isNoncharacterCodePoint
  }
}
