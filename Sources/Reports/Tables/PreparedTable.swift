import Figures
import Typesetting

/// A table with its rows in order and its numbers written, whose heads and caption the text still has to execute.
struct PreparedTable {
  /// What stands above each column.
  var heads: [TableColumn.Head]
  /// The rest: rows, marks, summary, data.
  var table: ExecutedTable
  /// The numbers with intervals that the rows show, for the record of the report.
  var values: [ExecutedValue] = []

  /// Puts columns together.
  ///
  /// - Parameters:
  ///   - columns: as many rows each; the first is the row's head where it has words.
  ///   - keys: what the rows are ordered by, first by the first.
  ///   - cell: limits, and how much is shown.
  ///   - notes: sentences under the table.
  init(_ columns: [TableColumn], sortedBy keys: [TableColumn] = [], cell: TableCell, notes: [String] = []) {
    let all = columns.first?.entries.count ?? 0
    var order = Array(0..<all)
    if !keys.isEmpty { order.sort { Self.isBefore($0, $1, keys) } }
    let kept = Array(order.prefix(cell.limit ?? all))
    let columns = columns.map { $0.selecting(kept) }
    heads = columns.map(\.head)
    let count = kept.count
    let shown = TableLength.shown(of: count, asked: cell.shown)
    let texts = columns.map { $0.runs() }
    table = ExecutedTable(
      id: cell.label, number: nil, caption: [], header: columns.map { _ in [] },
      isNumeric: columns.map(\.isNumeric), rows: (0..<shown).map { row in texts.map { $0[row] } })
    table.units = columns.map { $0.unit.isEmpty ? [] : [.text($0.unit)] }
    table.rowCount = count
    var hidden = 0
    for (column, part) in columns.enumerated() {
      for row in part.bestRows() {
        if row < shown { table.best.insert(.init(row: row, column: column)) } else { hidden += 1 }
      }
    }
    if count > shown { table.summary = Self.summary(columns) }
    table.data = Self.data(columns)
    var sentences = notes
    if count < all {
      sentences.insert(
        "The table has the first \(ValueFormat.grouped(count)) of \(ValueFormat.grouped(all)) rows.", at: 0)
    }
    if hidden > 0 { sentences.append("The best of a column may be a row that only the CSV has.") }
    table.notes = sentences
    for part in columns {
      for entry in part.entries.prefix(shown) { if case .value(let value) = entry { values.append(value) } }
    }
  }

  /// Rows without a value come last; equal rows keep their order.
  private static func isBefore(_ a: Int, _ b: Int, _ keys: [TableColumn]) -> Bool {
    for key in keys {
      switch (key.entries[a], key.entries[b]) {
      case (.words(_, let x), .words(_, let y)):
        if x != y { return x < y }
      case (let x, let y):
        let (left, right) = (x.number ?? .nan, y.number ?? .nan)
        if left.isNaN != right.isNaN { return right.isNaN }
        if left != right, !left.isNaN { return left < right }
      }
    }
    return a < b
  }

  private static func summary(_ columns: [TableColumn]) -> [[[Run]]] {
    let parts = columns.map { $0.summary() }
    return ["Smallest", "Median", "Largest"].enumerated().map { index, word in
      parts.enumerated().map { column, part in
        // The word stands in the first column, before its number where it has one.
        let value = part?[index] ?? []
        guard column == 0 else { return value }
        return value.isEmpty ? [.text(word)] : [.text("\(word) ")] + value
      }
    }
  }

  private static func data(_ columns: [TableColumn]) -> FigureTable {
    var table = FigureTable(columns: [])
    let count = columns.first?.entries.count ?? 0
    table.rows = Array(repeating: [], count: count)
    for column in columns {
      let hasBounds = column.entries.contains {
        if case .value(let value) = $0 { value.bounds != nil } else { false }
      }
      let name = column.unit.isEmpty ? column.name : "\(column.name) (\(column.unit))"
      table.columns += hasBounds ? [name, "\(name) low", "\(name) high"] : [name]
      for (row, entry) in column.entries.enumerated() {
        table.rows[row].append(cell(entry))
        guard hasBounds else { continue }
        var ends: [FigureTable.Cell] = [.empty, .empty]
        if case .value(let value) = entry, let bounds = value.bounds {
          ends = [bounds.low, bounds.high].map { $0.isFinite ? .number($0) : .empty }
        }
        table.rows[row] += ends
      }
    }
    return table
  }

  private static func cell(_ entry: TableColumn.Entry) -> FigureTable.Cell {
    switch entry {
    case .number(let value): value.isFinite ? .number(value) : .empty
    case .value(let value): value.number.flatMap { $0.isFinite ? .number($0) : nil } ?? .text(value.full)
    case .words(_, let text): .text(text)
    case .empty: .empty
    }
  }
}
