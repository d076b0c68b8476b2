import Typesetting

/// Text of other people's files in a report's source.
enum ScaffoldText {
  /// A scalar of YAML on one line.
  static func yaml(_ text: String) -> String {
    if text.unicodeScalars.contains(where: {
      $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x2028 || $0.value == 0x85
    }) {
      return JSON.string(text).text
    }
    return "'\(text.replacing("'", with: "''"))'"
  }

  private static let special = Set("\\`*_{}[]<>#|~$@^!&".unicodeScalars)

  /// Words without markup, for the middle of a line.
  static func markdown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.value <= 0x20 || scalar.value == 0x7F {
        if !result.hasSuffix(" ") { result += " " }
      } else {
        if special.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
