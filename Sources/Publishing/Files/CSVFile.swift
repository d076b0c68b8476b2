import Figures
import Typesetting

/// Writes a figure's table as CSV (RFC 4180 with plain line ends).
public enum CSVFile {
  /// Header and rows. Numbers are written to ten significant digits; text that a spreadsheet would run as a formula
  /// (it begins with `=`, `+`, `-`, `@` or a tab) gets an apostrophe in front.
  public static func text(_ table: FigureTable) -> String {
    var text = table.columns.map(cell).joined(separator: ",")
    text += "\n"
    for row in table.rows {
      for (index, value) in row.enumerated() {
        if index > 0 { text += "," }
        switch value {
        case .number(let number): text += NumberText.machine(number)
        case .line(let line): text += String(line)
        case .text(let written): text += cell(written)
        case .empty: break
        }
      }
      text += "\n"
    }
    return text
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
