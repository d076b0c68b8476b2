import Diagnostics
import Figures
import Reports
import Typesetting

/// Figures with captions, downloads and the table of what is drawn.
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
          "svg": .html(picture(executed, figures[index].inline)),
          "narrow_svg": .html(picture(executed, figures[index].inlineNarrow)),
          "caption": .html(html(executed.caption)),
          "about": .text(CaptionFacts(executed, in: report).text),
          "description": .text(executed.figure.description),
          "has_curves": .flag(!executed.figure.curves.rows.isEmpty),
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

  /// A figure's picture: in the page, or the file beside it.
  private func picture(_ executed: ExecutedFigure, _ inline: String) -> String {
    guard hasAssets else { return inline }
    return
      "<img src=\"figures/\(Escape.path(executed.id)).svg\" alt=\"\(XMLText.escaped(executed.figure.alt))\">"
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
}
