import Diagnostics
import Reports

/// A table as LaTeX that needs the package `booktabs` and nothing else: to be read by `\input` of a paper.
///
/// Numbers stand with their points under one another: a numeric column is two, `r` up to the point and `l` behind it.
struct LaTeXTable {
  let table: ExecutedTable

  init(_ table: ExecutedTable) { self.table = table }

  /// The whole file.
  var document: String {
    var lines = ["% Needs \\usepackage{booktabs}.", "\\begin{table}", "\\centering"]
    let caption = LaTeXText.line(table.caption).trimmingSpaces()
    if !caption.isEmpty { lines.append("\\caption{\(caption)}") }
    if let id = table.id { lines.append("\\label{\(id.replacing("tbl-", with: "tab:"))}") }
    lines += ["\\begin{tabular}{\(columns)}", "\\toprule", head + " \\\\"]
    if table.units.contains(where: { !$0.isEmpty }) { lines.append(units + " \\\\") }
    lines.append("\\midrule")
    for (row, cells) in table.rows.enumerated() { lines.append(line(cells, row) + " \\\\") }
    if !table.summary.isEmpty {
      lines.append("\\midrule")
      for cells in table.summary { lines.append(line(cells, nil) + " \\\\") }
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    if !notes.isEmpty { lines.append("\\par\\smallskip{\\footnotesize \(notes)}") }
    return (lines + ["\\end{table}"]).joined(separator: "\n") + "\n"
  }

  private func isNumeric(_ column: Int) -> Bool {
    table.isNumeric.indices.contains(column) && table.isNumeric[column]
  }

  private var columns: String {
    table.header.indices.map { isNumeric($0) ? "r@{}l" : "l" }.joined()
  }

  private var head: String {
    table.header.enumerated().map { column, cell in
      let words = LaTeXText.line(cell)
      return isNumeric(column) ? "\\multicolumn{2}{c}{\(words)}" : words
    }.joined(separator: " & ")
  }

  private var units: String {
    table.header.indices.map { column in
      let unit = table.units.indices.contains(column) ? LaTeXText.line(table.units[column]) : ""
      let words = unit.isEmpty ? "" : "(\(unit))"
      return isNumeric(column) ? "\\multicolumn{2}{c}{\(words)}" : words
    }.joined(separator: " & ")
  }

  private func line(_ cells: [[Run]], _ row: Int?) -> String {
    cells.enumerated().map { column, cell in
      let isBest = row.map { table.best.contains(.init(row: $0, column: column)) } ?? false
      guard isNumeric(column) else { return LaTeXText.line(cell) }
      // The first column of a summary has its word.
      if row == nil, column == 0 { return "\\multicolumn{2}{l}{\(LaTeXText.line(cell))}" }
      let (head, tail) = DecimalAlignment.split(PlainText.text(cell).trimmingSpaces())
      func part(_ text: String) -> String {
        let words = LaTeXText.escaped(text)
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
    let words = LaTeXText.escaped(sentences.joined(separator: " "))
    return table.best.isEmpty ? words : words + (words.isEmpty ? "" : " ") + "$^{\\star}$ Best of its column."
  }
}
