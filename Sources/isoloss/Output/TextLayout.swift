import Foundation

/// Words and tables of a command's output, laid out for the reader's terminal.
struct TextLayout: Sendable {
  /// Columns of the terminal.
  let width: Int
  /// Whether headings are set in bold.
  let isStyled: Bool

  /// Words that wrap, behind a first line's mark and an indentation of the same width.
  func paragraph(_ text: String, indent: Int = 0, mark: String = "") -> [String] {
    let margin = String(repeating: " ", count: indent)
    // Long lines are hard to read, however wide the window is.
    let limit = max(16, min(width, 100) - indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, line.count + 1 + word.count > limit {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " \(word)"
    }
    if !line.isEmpty { lines.append(line) }
    let front = mark + String(repeating: " ", count: max(0, indent - mark.count))
    return lines.enumerated().map { ($0 == 0 ? front : margin) + $1 }
  }

  /// Rows of cells in columns; the last column wraps.
  func grid(_ rows: [[String]], indent: Int = 2) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<max(0, columns - 1)).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.flatMap { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.dropLast().enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      let last = paragraph(row.last ?? "", indent: line.count, mark: line)
      return last.isEmpty ? [Self.trimmed(line)] : last
    }
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// A line that heads a part.
  func heading(_ text: String) -> String { isStyled ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

extension TextLayout {
  /// The layout for standard output: `COLUMNS`, the terminal's width or 80; bold on a terminal unless `NO_COLOR` is set.
  init(color: ColorChoice) {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) != 0
    var size = winsize()
    if let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 {
      width = max(40, columns)
    } else if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      width = max(40, Int(size.ws_col))
    } else {
      width = 80
    }
    isStyled =
      switch color {
      case .always: true
      case .never: false
      case .auto:
        isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
      }
  }
}
