import Figures
import Reports

/// The files beside a page that a table with a label has: the whole of it as CSV, and what the page shows as LaTeX.
enum TableFiles {
  /// Where they stand in the output.
  static func paths(of id: String) -> (csv: String, tex: String) { ("tables/\(id).csv", "tables/\(id).tex") }

  /// The files of every labelled table of a report.
  static func render(_ report: ExecutedReport) -> [(path: String, bytes: [UInt8])] {
    TableSearch.tables(report.blocks).flatMap { files(of: $0) }
  }

  /// The files of a table; none without a label.
  static func files(of table: ExecutedTable) -> [(path: String, bytes: [UInt8])] {
    guard let id = table.id else { return [] }
    let paths = paths(of: id)
    return [
      (paths.csv, Array(CSVFile.text(data(table)).utf8)),
      (paths.tex, Array(LaTeXTable(table).document.utf8)),
    ]
  }

  /// The table's data, or what its cells say.
  static func data(_ table: ExecutedTable) -> FigureTable {
    table.data
      ?? FigureTable(
        columns: table.header.map { PlainText.text($0) },
        rows: table.rows.map { row in row.map { .text(PlainText.text($0)) } })
  }
}
