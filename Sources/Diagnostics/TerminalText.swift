/// Text from outside, made safe to print: it can neither steer the terminal nor show its words in another order.
public enum TerminalText {
  /// The text with U+FFFD for every control character but a tab, and for marks that turn the direction of writing.
  public static func safe(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(isSafe(scalar) ? scalar : "\u{FFFD}")
    }
    return result
  }

  /// Embeddings, overrides and isolates (the letters of a path or a number could be shown in another order).
  public static func isDirectional(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\t" { return true }
    return scalar.properties.generalCategory != .control && !isDirectional(scalar)
      && scalar != "\u{2028}" && scalar != "\u{2029}"
  }
}
