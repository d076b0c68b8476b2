/// Text from outside, made safe to print: it can neither steer the terminal nor show its words in another order.
public enum TerminalText {
  /// The text on one line, with U+FFFD for every control character but a tab, and for characters that nobody sees and
  /// that turn the direction of writing or break lines.
  public static func safe(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(isSafe(scalar) ? scalar : "\u{FFFD}")
    }
    return result
  }

  /// Several lines, each made safe.
  public static func safeLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { safe($0) }.joined(separator: "\n")
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    // Joiners and soft hyphens belong to words of many scripts.
    if scalar == "\t" || scalar == "\u{200C}" || scalar == "\u{200D}" || scalar == "\u{AD}" { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
  }
}
