import Diagnostics
import Reports
import Typesetting

/// A table of a report as LaTeX with the package `booktabs`: a file of its own for another paper, or a float of the
/// report's article.
///
/// Numbers stand with their points under one another: a numeric column is two, `r` up to the point and `l` behind it.
struct LaTeXTable {
  let table: ExecutedTable
  /// The cells in LaTeX.
  private let header: [String]
  private let units: [String]
  private let rows: [[String]]
  private let summary: [[String]]

  /// From so many rows on a table of the article may break over pages.
  private static let longest = 36

  /// Writes the cells of a table by `write`; that of the file knows no links and notes.
  init(_ table: ExecutedTable, write: ([Run]) -> String = LaTeXText.line) {
    self.table = table
    header = table.header.map(write)
    units = table.units.map(write)
    rows = table.rows.map { $0.map(write) }
    summary = table.summary.map { $0.map(write) }
  }

  /// The whole file: needs `booktabs` and nothing else, to be read by `\\input` of a paper.
  var document: String {
    var lines = ["% Needs \\usepackage{booktabs}.", "\\begin{table}", "\\centering"]
    let caption = LaTeXText.line(table.caption).trimmingSpaces()
    if !caption.isEmpty { lines.append("\\caption{\(caption)}") }
    if let id = table.id { lines.append("\\label{\(id.replacing("tbl-", with: "tab:"))}") }
    lines += grid(columns.joined())
    if !notes.isEmpty { lines.append("\\par\\smallskip{\\footnotesize \(notes)}") }
    // The straight quote of a paper without T1 fonts is that of its typewriter face.
    let text = ((lines + ["\\end{table}"]).joined(separator: "\n") + "\n")
      .replacing("\\textquotedbl{}", with: "{\\ttfamily\\char34}")
    return LaTeXEscape.needsOtherCharacters(text) ? LaTeXEscape.otherCharacters + "\n" + text : text
  }

  /// The table in an article: columns of words wrap where it would be wider than the page, a long table breaks, and one
  /// without caption and label stands where it is.
  func block(caption: String, label: String) -> String {
    guard !header.isEmpty else { return "" }
    let format = wrappingColumns.joined()
    let title = caption.isEmpty && label.isEmpty ? "" : "\\caption{\(caption)}\(label)"
    let below = notes.isEmpty ? "" : "\n\\par\\smallskip{\\footnotesize \(notes)}"
    if rows.count > Self.longest {
      let opening = title.isEmpty ? "" : "\(title)\\\\\n"
      let top = self.top.joined(separator: "\n")
      return "{\\small\\begin{longtable}{\(format)}\n\(opening)\(top)\n\\endfirsthead\n\(top)\n\\endhead\n"
        + "\\bottomrule\n\\endfoot\n\(body.joined(separator: "\n"))\n\\end{longtable}\(below)}"
    }
    let grid = grid(format).joined(separator: "\n")
    return title.isEmpty
      ? "\\begin{center}\\small\n\(grid)\(below)\n\\end{center}"
      : "\\begin{table}[htbp]\n\\centering\\small\n\(title)\n\\vspace{1ex}\n\n\(grid)\(below)\n\\end{table}"
  }

  // MARK: Lines

  private func grid(_ format: String) -> [String] {
    ["\\begin{tabular}{\(format)}"] + top + body + ["\\bottomrule", "\\end{tabular}"]
  }

  private var top: [String] {
    var lines = ["\\toprule", heads(header) + " \\\\"]
    if units.contains(where: { !$0.isEmpty }) {
      lines.append(heads(header.indices.map { unit($0) }) + " \\\\")
    }
    return lines + ["\\midrule"]
  }

  private var body: [String] {
    var lines = rows.indices.map { line(rows[$0], table.rows[$0], $0) + " \\\\" }
    guard !summary.isEmpty else { return lines }
    lines.append("\\midrule")
    return lines + summary.indices.map { line(summary[$0], table.summary[$0], nil) + " \\\\" }
  }

  private func unit(_ column: Int) -> String {
    units.indices.contains(column) && !units[column].isEmpty ? "(\(units[column]))" : ""
  }

  private func heads(_ cells: [String]) -> String {
    cells.enumerated().map { column, words in
      isNumeric(column) ? "\\multicolumn{2}{c}{\(words)}" : words
    }.joined(separator: " & ")
  }

  private func line(_ cells: [String], _ runs: [[Run]], _ row: Int?) -> String {
    cells.enumerated().map { column, words in
      let isBest = row.map { table.best.contains(.init(row: $0, column: column)) } ?? false
      guard isNumeric(column) else { return words }
      // The first column of a summary has its word.
      if row == nil, column == 0 { return "\\multicolumn{2}{l}{\(words)}" }
      let (head, tail) = DecimalAlignment.split(PlainText.text(runs[column]).trimmingSpaces())
      func part(_ text: String) -> String {
        let words = LaTeXEscape.text(text)
        return isBest && !words.isEmpty ? "\\textbf{\(words)}" : words
      }
      return "\(part(head))&\(part(tail))\(isBest ? "$^{\\star}$" : "")"
    }.joined(separator: " & ")
  }

  private var notes: String {
    var sentences = table.notes
    if table.rowCount > table.rows.count {
      sentences.insert(
        "The first \(Counted.number(table.rows.count)) of \(Counted.number(table.rowCount)) rows.", at: 0)
    }
    let words = LaTeXEscape.text(sentences.joined(separator: " "))
    return table.best.isEmpty ? words : words + (words.isEmpty ? "" : " ") + "$^{\\star}$ Best of its column."
  }

  // MARK: Columns

  private func isNumeric(_ column: Int) -> Bool {
    table.isNumeric.indices.contains(column) && table.isNumeric[column]
  }

  private var columns: [String] { header.indices.map { isNumeric($0) ? "r@{}l" : "l" } }

  private var wrappingColumns: [String] {
    let widths = header.indices.map { column in
      ([table.header] + table.rows).map { column < $0.count ? PlainText.text($0[column]).count : 0 }.max()
        ?? 0
    }
    return Self.wrapping(columns, widths: widths)
  }

  /// Columns of words become paragraphs where the table would be wider than the page: they share what is left by the
  /// letters of their longest cells.
  static func wrapping(_ columns: [String], widths: [Int]) -> [String] {
    let limit = 78
    let long = columns.indices.filter { columns[$0] == "l" && widths[$0] > 14 }
    guard widths.reduce(0, { $0 + $1 + 2 }) > limit, !long.isEmpty else { return columns }
    let fixed = columns.indices.filter { !long.contains($0) }.reduce(0) { $0 + widths[$1] }
    let free = max(0.3, 0.96 - 0.028 * Double(columns.count) - Double(fixed) / 82)
    let wanted = long.reduce(0.0) { $0 + Double(min(widths[$1], 60)) }
    return columns.indices.map { column in
      guard long.contains(column) else { return columns[column] }
      let share = free * Double(min(widths[column], 60)) / wanted
      return ">{\\raggedright\\arraybackslash}p{\(NumberText.decimal(share, places: 3))\\linewidth}"
    }
  }
}
