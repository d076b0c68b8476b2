import Figures
import Typesetting

/// Writes a figure's table as CSV (RFC 4180 with plain line ends).
public enum CSVFile {
  /// Header and rows. Numbers are written to ten significant digits; text that a spreadsheet would run as a formula
  /// (it begins with `=`, `+`, `-`, `@` or a tab) gets an apostrophe in front.
  public static func text(_ table: FigureTable) -> String {
    var lines = [table.columns.map(cell).joined(separator: ",")]
    for row in table.rows {
      lines.append(
        row.map { value in
          switch value {
          case .number(let number): NumberText.machine(number)
          case .line(let line): String(line)
          case .text(let text): cell(text)
          case .empty: ""
          }
        }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, ["=", "+", "-", "@", "\t", "\r"].contains(first) {
      text = "'" + text
    }
    // By scalars: a quote with a combining mark is still a quote to a reader of CSV.
    let needsQuotes = text.unicodeScalars.contains { ["\"", ",", "\n", "\r"].contains($0) }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
