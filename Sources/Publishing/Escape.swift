import Diagnostics

/// Makes text from outside safe to stand in Markdown, in preformatted code and in a link. Everything that a report's
/// author, a table of runs or a bibliography says goes through one of these, or through `XMLText` into HTML.
public enum Escape {
  /// Code for `<pre>`: line ends as references, so that no template's indentation can reach them.
  static func preformatted(_ text: String) -> String {
    XMLText.escaped(text).replacing("\r\n", with: "\n").replacing("\n", with: "&#10;")
  }

  /// Text in a Markdown line: characters that could begin markup get a backslash.
  public static func markdown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "$", "|", "~", "#":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "&": result += "&amp;"
      case "\n", "\r": result += " "
      default: result.unicodeScalars.append(XMLText.isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// A whole Markdown block of text: also what would be a list, heading or rule only at a line's beginning.
  static func markdownLineStart(_ escaped: String) -> String {
    guard let first = escaped.unicodeScalars.first else { return escaped }
    if first == "-" || first == "+" || first == "=" { return "\\" + escaped }
    let digits = escaped.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count < 10, let after = escaped.dropFirst(digits.count).first,
      after == "." || after == ")"
    else { return escaped }
    return digits + "\\" + escaped.dropFirst(digits.count)
  }

  /// A file's name or path as a relative link.
  public static func path(_ path: String) -> String { URLPath.escaped(path) }

  /// Whether a link's address may stand in a page: a web or mail address, a place in the page or a relative path.
  public static func isSafeDestination(_ destination: String) -> Bool {
    let address = destination.unicodeScalars.filter {
      XMLText.isAllowed($0) && $0 != "\n" && $0 != "\r" && $0 != "\t"
    }
    guard let colon = address.firstIndex(of: ":") else { return true }
    let scheme = address[..<colon]
    if scheme.contains(where: { $0 == "/" || $0 == "#" || $0 == "?" }) { return true }
    return ["http", "https", "mailto"].contains(
      String(String.UnicodeScalarView(scheme)).lowercased().trimmingSpaces())
  }
}
