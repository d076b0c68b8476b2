import Diagnostics
import Reports
import Typesetting

/// Tables of the text: heads with units, numbers aligned on their points, marks, the summary of a long table, files.
extension HTMLWriter {
  /// From how many rows on a table scrolls inside the page.
  private static let tall = 20

  mutating func table(_ table: ExecutedTable) throws(DiagnosticError) -> String {
    let id = unused(table.id)
    let hasCaption = !table.caption.isEmpty || (table.number != nil && !id.isEmpty)
    let captionID =
      !hasCaption ? "" : unused("\(id.isEmpty ? "table-\(usedIDs.count)" : id)-caption")
    let alignments = table.header.indices.map { column in
      isNumeric(column, of: table)
        ? DecimalAlignment(table.rows.map { $0.indices.contains(column) ? $0[column] : [] }) : nil
    }
    var columns: [TemplateObject] = []
    for (column, cell) in table.header.enumerated() {
      let unit = table.units.indices.contains(column) ? table.units[column] : []
      columns.append([
        "content": .html(head(cell)), "numeric": .flag(isNumeric(column, of: table)),
        "unit": .html(html(unit, .inert)),
      ])
    }
    var rows: [TemplateObject] = []
    for (row, cells) in table.rows.enumerated() {
      rows.append(self.row(cells, at: row, of: table, alignments))
    }
    var summary: [TemplateObject] = []
    for cells in table.summary { summary.append(self.row(cells, at: nil, of: table, alignments)) }
    let files = table.id.map { TableFiles.paths(of: $0) }
    return try trimmed(
      templates.render(
        "table",
        [
          "id": .text(id), "number": .text(id.isEmpty ? "" : table.number ?? ""),
          "has_caption": .flag(hasCaption), "caption": .html(html(table.caption)),
          "caption_id": .text(captionID), "columns": .list(columns),
          "rows": .list(rows), "is_tall": .flag(table.rows.count > Self.tall),
          "is_numeric": .flag(isNumeric(table)),
          "has_summary": .flag(!summary.isEmpty), "summary": .list(summary),
          "has_more": .flag(table.rowCount > table.rows.count),
          "shown_count": .text(Counted.number(table.rows.count)),
          "row_count": .text(Counted.number(table.rowCount)),
          "has_notes": .flag(!table.notes.isEmpty),
          "notes": .list(table.notes.map { ["text": .text($0)] }),
          "name": .text(table.number.map { "Table \($0)" } ?? "Table"),
          "csv": .text(id.isEmpty ? "" : files.map { Escape.path($0.csv) } ?? ""),
          "tex": .text(id.isEmpty ? "" : files.map { Escape.path($0.tex) } ?? ""),
        ]))
  }

  private mutating func row(
    _ cells: [[Run]], at row: Int?, of table: ExecutedTable, _ alignments: [DecimalAlignment?]
  ) -> TemplateObject {
    var result: [TemplateObject] = []
    for (column, cell) in cells.enumerated() {
      let numeric = isNumeric(column, of: table)
      var content = ""
      if let alignment = alignments[column], row != nil || column > 0 {
        content = aligned(cell, alignment)
      } else {
        content = column == 0 ? head(cell) : html(cell)
      }
      result.append([
        "content": .html(content), "row_header": .flag(column == 0 && (!numeric || row == nil)),
        "kind": .text(
          CellKind(isNumeric: numeric, in: isNumeric(table)).classes(
            isBest: row.map { table.best.contains(.init(row: $0, column: column)) } ?? false)),
      ])
    }
    return ["cells": .list(result)]
  }

  /// What heads a row or a column. Where that is a formula alone, it also has its words.
  private mutating func head(_ cell: [Run]) -> String {
    guard cell.count == 1, case .math(let formula, let values) = cell[0], values.isEmpty else {
      return html(cell)
    }
    return named(formula)
  }

  /// A formula with its words for who takes none from MathML, as checkers and some readers do.
  func named(_ formula: MathNode) -> String {
    "<span role=\"math\" aria-label=\"\(XMLText.escaped(formula.plainText))\">\(formula.mathML(display: false))</span>"
  }

  /// A number whose point stands under those of its column.
  private mutating func aligned(_ cell: [Run], _ alignment: DecimalAlignment) -> String {
    guard alignment.hasTails else {
      return html(cell) + Numbers.padding(PlainText.text(cell).trimmingSpaces(), to: alignment.fractionDigits)
    }
    switch cell.first {
    case .text(let text) where cell.count == 1: return alignment.html(text)
    case .value(let value) where cell.count == 1: return self.value(value, .text, alignment.html(value.text))
    default: return html(cell)
    }
  }

  /// Whether most cells are numbers; the first column names its rows where it is words.
  private func isNumeric(_ table: ExecutedTable) -> Bool {
    let kinds = table.header.indices.map { isNumeric($0, of: table) }
    let named = kinds.first == false ? 1 : 0
    return 2 * kinds.count(where: { $0 }) > kinds.count - named
  }

  private func isNumeric(_ column: Int, of table: ExecutedTable) -> Bool {
    table.isNumeric.indices.contains(column) && table.isNumeric[column]
  }
}

/// What a cell says about itself: nothing where it is as most of its table's, numbers or words.
struct CellKind {
  private let name: String

  init(isNumeric: Bool, in isNumericTable: Bool) {
    name = isNumeric == isNumericTable ? "" : isNumeric ? "num" : "text"
  }

  /// The cell's classes.
  func classes(isBest: Bool = false) -> String {
    !isBest ? name : name.isEmpty ? "best" : name + " best"
  }
}

/// How the numbers of a column come to stand with their points in one line.
///
/// Plain numbers are made equally long by figures that nobody sees. Where something follows a number (an error, an
/// interval, a unit's letter), all that is behind the point's place is one box, as wide in every row.
struct DecimalAlignment {
  /// Whether something else than digits follows a number of the column.
  let hasTails: Bool
  /// The most digits behind a point.
  let fractionDigits: Int
  /// The width of the box, in halves of a figure.
  private let width: Int

  init(_ cells: [[Run]]) {
    let texts = cells.map { PlainText.text($0).trimmingSpaces() }
    hasTails = texts.contains { !$0.isEmpty && $0 != "–" && Numbers.fractionDigits($0) == nil }
    fractionDigits = texts.compactMap(Numbers.fractionDigits).max() ?? 0
    // Half a figure more: a letter may be wider than a figure.
    width = (texts.map { Self.halves(Self.split($0).tail) }.max() ?? 0) + 1
  }

  /// A number with what follows its digits before the point in a box.
  func html(_ text: String) -> String {
    let (head, tail) = Self.split(text)
    return
      "\(XMLText.escaped(head))<i style=\"--w:\(width / 2)\(width % 2 == 1 ? ".5" : "")\">\(XMLText.escaped(tail))</i>"
  }

  /// About how wide a text is: points, brackets and spaces are half a figure.
  private static func halves(_ text: String) -> Int {
    text.reduce(0) { $0 + (" .,[]()\u{202F}".contains($1) ? 1 : 2) }
  }

  /// The sign and digits before the point, and the rest: `(1.2 ± 0.1)×10⁻³` begins with its bracket.
  static func split(_ text: String) -> (head: String, tail: String) {
    let head = text.prefix { $0.isASCII && $0.isNumber || "\u{2212}-+(\u{202F}–".contains($0) }
    return (String(head), String(text.dropFirst(head.count)))
  }
}
