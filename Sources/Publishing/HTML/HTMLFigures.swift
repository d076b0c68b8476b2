import Diagnostics
import Figures
import Reports
import Typesetting

/// Figures with captions, downloads and the table of what is drawn; the author's tables.
extension HTMLWriter {
  /// How many rows of a figure's data a page shows.
  private static let shownRows = 200

  mutating func figure(_ index: Int) throws(DiagnosticError) -> String {
    let executed = report.figures[index]
    let id = unused(executed.id)
    // A figure shown again would repeat every id of its picture.
    guard !id.isEmpty, figures.indices.contains(index) else {
      return
        "<p><a href=\"#\(XMLText.escaped(executed.id))\">Figure \(XMLText.escaped(executed.number))</a></p>"
    }
    let data = executed.figure.data
    let isNumeric = Self.numericColumns(data)
    return try trimmed(
      templates.render(
        "figure",
        [
          "id": .text(id), "name": .text("Figure \(executed.number)"),
          "svg": .html(figures[index].inline), "narrow_svg": .html(figures[index].inlineNarrow),
          "caption": .html(html(executed.caption)), "has_curves": .flag(!executed.figure.curves.rows.isEmpty),
          "has_warnings": .flag(!executed.figure.warnings.isEmpty),
          "warnings": .list(executed.figure.warnings.map { ["text": .text(sentence($0.message))] }),
          "has_rows": .flag(!data.rows.isEmpty), "row_count": .text(Counted.number(data.rows.count)),
          "shown_count": .text(Counted.number(min(data.rows.count, Self.shownRows))),
          "has_more": .flag(data.rows.count > Self.shownRows),
          "columns": .list(
            zip(data.columns, isNumeric).map { ["name": .text($0), "numeric": .flag($1)] }),
          "rows": .list(
            data.rows.prefix(Self.shownRows).map { row in
              [
                "cells": .list(
                  zip(row, isNumeric).map { ["text": .text(Self.text($0)), "numeric": .flag($1)] })
              ]
            }),
        ]))
  }

  private static func numericColumns(_ table: FigureTable) -> [Bool] {
    table.columns.indices.map { column in
      table.rows.allSatisfy { row in
        if column < row.count, case .text = row[column] { false } else { true }
      }
    }
  }

  private static func text(_ cell: FigureTable.Cell) -> String {
    switch cell {
    case .number(let value): Numbers.exact(value)
    case .text(let text): text
    case .empty: ""
    }
  }

  /// A finding's message as a sentence of the page.
  func sentence(_ message: String) -> String {
    let text = message.prefix(1).uppercased() + message.dropFirst()
    return text.last.map { ".!?".contains($0) } ?? true ? text : text + "."
  }

  mutating func table(_ table: ExecutedTable) throws(DiagnosticError) -> String {
    let id = unused(table.id)
    let captionID =
      table.caption.isEmpty ? "" : unused("\(id.isEmpty ? "table-\(usedIDs.count)" : id)-caption")
    let longest = table.isNumeric.indices.map { column in
      table.rows.compactMap { row in
        column < row.count ? Numbers.fractionDigits(PlainText.text(row[column]).trimmingSpaces()) : nil
      }.max() ?? 0
    }
    var columns: [TemplateObject] = []
    for (column, cell) in table.header.enumerated() {
      columns.append(["content": .html(html(cell)), "numeric": .flag(isNumeric(column, of: table))])
    }
    var rows: [TemplateObject] = []
    for row in table.rows {
      var cells: [TemplateObject] = []
      for (column, cell) in row.enumerated() {
        let numeric = isNumeric(column, of: table)
        let padding =
          numeric ? Numbers.padding(PlainText.text(cell).trimmingSpaces(), to: longest[column]) : ""
        cells.append([
          "content": .html(html(cell) + padding), "numeric": .flag(numeric),
          "row_header": .flag(column == 0 && !numeric),
        ])
      }
      rows.append(["cells": .list(cells)])
    }
    return try trimmed(
      templates.render(
        "table",
        [
          "id": .text(id), "number": .text(id.isEmpty ? "" : table.number ?? ""),
          "caption": .html(html(table.caption)), "caption_id": .text(captionID), "columns": .list(columns),
          "rows": .list(rows),
        ]))
  }

  private func isNumeric(_ column: Int, of table: ExecutedTable) -> Bool {
    table.isNumeric.indices.contains(column) && table.isNumeric[column]
  }
}
