import Diagnostics
import Figures
import Reports
import Typesetting

/// Figures with captions, downloads and the table of what is drawn.
extension HTMLWriter {
  /// Up to how many rows of a figure's data stand in the page; of more there is a line for each column, and the CSV.
  private static let shownRows = 50

  mutating func figure(_ index: Int) throws(DiagnosticError) -> String {
    let executed = report.figures[index]
    let id = unused(executed.id)
    // A figure shown again would repeat every id of its picture.
    guard !id.isEmpty, figures.indices.contains(index) else {
      return
        "<p><a href=\"#\(XMLText.escaped(executed.id))\">Figure \(XMLText.escaped(executed.number))</a></p>"
    }
    let isLong = executed.figure.data.rows.count > Self.shownRows
    let data = isLong ? executed.figure.data : Self.withoutEmptyColumns(executed.figure.data)
    let isNumeric = Self.numericColumns(data)
    // The summary of a long table is numbers.
    let isNumericTable = isLong || 2 * isNumeric.count(where: { $0 }) > isNumeric.count
    // Words in front of numbers are stated once for their columns.
    let leading = isLong || !isNumericTable ? 0 : min(isNumeric.prefix { !$0 }.count, 4)
    return try trimmed(
      templates.render(
        "figure",
        [
          "id": .text(id), "name": .text("Figure \(executed.number)"),
          "svg": .html(
            picture(
              executed, named(Self.briefed(figures[index].inline, executed.id, as: "_\(index)."), executed.id)
            )
          ),
          "narrow_svg": .html(
            picture(
              executed, Self.briefed(figures[index].inlineNarrow, "\(executed.id)-narrow", as: "_\(index)n."))
          ),
          "caption": .html(html(executed.caption)),
          "about": .text(CaptionFacts(executed, in: report).text),
          "description": .text(executed.figure.description),
          "has_curves": .flag(!executed.figure.curves.rows.isEmpty),
          "pictures": .list(
            report.metadata.pictures.map {
              ["path": .text($0.file(of: executed.id)), "name": .text($0.title)]
            }),
          "has_warnings": .flag(!executed.figure.warnings.isEmpty),
          "warnings": .list(executed.figure.warnings.map { ["text": .text(sentence($0.message))] }),
          "has_rows": .flag(!data.rows.isEmpty), "row_count": .text(Counted.number(data.rows.count)),
          "is_long": .flag(isLong), "summary": .list(isLong ? Self.summary(data, isNumeric) : []),
          "is_numeric": .flag(isNumericTable), "leading_words": .text(leading == 0 ? "" : String(leading)),
          "columns": .list(
            zip(data.columns, isNumeric).map { ["name": .text($0), "numeric": .flag($1)] }),
          "rows": .list(
            (isLong ? [] : data.rows).map { row in
              [
                "cells": .list(
                  row.indices.map { column in
                    let kind = CellKind(isNumeric: isNumeric[column], in: isNumericTable)
                    return [
                      "text": .text(Self.text(row[column])),
                      "kind": .text(column < leading ? "" : kind.classes()),
                    ]
                  })
              ]
            }),
        ]))
  }

  /// A figure's picture: in the page, or the file beside it.
  private func picture(_ executed: ExecutedFigure, _ inline: String) -> String {
    guard hasAssets else { return inline }
    return
      "<img src=\"\(PictureFormat.svg.file(of: Escape.path(executed.id)))\" alt=\"\(XMLText.escaped(executed.figure.alt))\">"
  }

  /// A picture whose parts have ids that begin shortly, and as no id of an author does.
  private static func briefed(_ picture: String, _ figure: String, as prefix: String) -> String {
    let long = Array((XMLText.escaped(figure) + "-").utf8)
    let marks = [" id=\"", "url(#", "href=\"#", "aria-labelledby=\""].map { Array($0.utf8) }
    let bytes = Array(picture.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      index += 1
      // Every mark ends in one of these two.
      guard let last = result.last, last == UInt8(ascii: "\"") || last == UInt8(ascii: "#"),
        bytes[index...].starts(with: long),
        marks.contains(where: { result.suffix($0.count).elementsEqual($0) })
      else { continue }
      result += prefix.utf8
      index += long.count
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A picture with an id, so that cards can draw it again.
  private func named(_ picture: String, _ figure: String) -> String {
    guard picture.hasPrefix("<svg ") else { return picture }
    return "<svg id=\"\(XMLText.escaped(Self.pictureID(figure)))\" \(picture.dropFirst(5))"
  }

  /// Of each column how many different values it has, and the range of its numbers.
  private static func summary(_ table: FigureTable, _ isNumeric: [Bool]) -> [TemplateObject] {
    table.columns.indices.map { column in
      let cells = table.rows.compactMap { column < $0.count ? $0[column] : nil }
      let numbers = cells.compactMap { cell -> Double? in
        switch cell {
        case .number(let value): value
        case .line(let line): Double(line)
        case .text, .empty: nil
        }
      }
      let different = Set(cells.filter { !isBlank($0) }).count
      return [
        "name": .text(table.columns[column]), "different": .text(Counted.number(different)),
        "least": .text(isNumeric[column] ? numbers.min().map(Numbers.exact) ?? "" : ""),
        "greatest": .text(isNumeric[column] ? numbers.max().map(Numbers.exact) ?? "" : ""),
      ]
    }
  }

  /// Whether nothing stands in a cell.
  private static func isBlank(_ cell: FigureTable.Cell) -> Bool {
    switch cell {
    case .number(let value): value.isNaN
    case .text(let text): text.isEmpty
    case .line: false
    case .empty: true
    }
  }

  /// The columns that say something; the file has all of them.
  private static func withoutEmptyColumns(_ table: FigureTable) -> FigureTable {
    let kept = table.columns.indices.filter { column in
      table.rows.contains { $0.indices.contains(column) && !isBlank($0[column]) }
    }
    return FigureTable(
      columns: kept.map { table.columns[$0] },
      rows: table.rows.map { row in kept.map { row.indices.contains($0) ? row[$0] : .empty } })
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
    case .line(let line): Numbers.exact(Double(line))
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
