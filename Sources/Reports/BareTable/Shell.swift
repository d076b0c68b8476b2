/// Text for a command line that somebody may copy.
public enum Shell {
  /// The argument, in quotes where a shell would take it apart.
  public static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil
          || "-_./=:,+".unicodeScalars.contains($0))
    }
    if plain, !text.isEmpty { return text }
    return "'\(text.replacing("'", with: "'\\''"))'"
  }
}
