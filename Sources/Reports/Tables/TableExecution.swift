import Diagnostics
import Expressions
import Fitting
import Laws

/// Executes a table cell: finds its rows and columns and computes them.
struct TableExecution {
  let cell: TableCell
  let data: ReportData
  /// Where each table of runs was read from, for the words behind a value.
  let sources: [String: String]

  /// What can be found wrong before anything is fitted: names that do not exist; all that needs no fit is computed, and is
  /// the table then.
  func check() throws(DiagnosticError) -> PreparedTable? {
    switch cell.source {
    case .rows(let source):
      guard data.tables[source.data] != nil else {
        // A runs cell that could not be read has said so itself.
        throw ValueEvaluator.undefined(
          source.data, kind: "table", among: data.tables.keys.sorted(), at: source.location)
      }
      return try needsNoFit()
        ? RowTable(cell: cell, source: source, data: data, sources: sources).make() : nil
    case .values(let names):
      return try needsNoFit()
        ? ValueTable(cell: cell, names: names, data: data, sources: sources).make() : nil
    case .fits(let source): try FitTable(cell: cell, source: source, data: data, sources: sources).check()
    case .comparison(let label, let location, let criteria):
      try ComparisonRows(cell: cell, label: label, location: location, criteria: criteria, data: data).check()
    }
    return nil
  }

  /// The table, or nil when something that it needs failed and has said so.
  func make() throws(DiagnosticError) -> PreparedTable? {
    switch cell.source {
    case .rows(let source): try RowTable(cell: cell, source: source, data: data, sources: sources).make()
    case .values(let names): try ValueTable(cell: cell, names: names, data: data, sources: sources).make()
    case .fits(let source): try FitTable(cell: cell, source: source, data: data, sources: sources).make()
    case .comparison(let label, let location, let criteria):
      try ComparisonRows(cell: cell, label: label, location: location, criteria: criteria, data: data).make()
    }
  }

  /// Checks the names of all expressions; whether none of them waits for a fit.
  private func needsNoFit() throws(DiagnosticError) -> Bool {
    var expressions = (cell.columns + cell.sort).map(\.expression)
    if case .rows(let source) = cell.source {
      expressions += source.derived.map(\.expression) + (source.condition.map { [$0] } ?? [])
    }
    let names = NameCheck(data: data)
    var problems = Problems()
    for expression in expressions {
      problems.attempt { () throws(DiagnosticError) in try names.check(expression) }
    }
    try problems.finish()
    return !expressions.contains { names.needsFit($0) }
  }
}

/// The columns of a table whose every row is computed on its own, so that fits in it keep their intervals.
struct TableRowWriter {
  let cell: TableCell
  let sources: [String: String]

  /// An expression in one row: what stands in the table.
  func entry(
    _ column: TableCell.Column, _ expression: Expression, _ data: ReportData
  ) throws(DiagnosticError) -> TableColumn.Entry {
    let format = column.format ?? cell.format
    let parsed = ValueWriter.Parsed(
      expression: expression, format: format ?? ValueFormat(), source: expression.source,
      location: column.expression.location)
    let value = try ValueWriter(data: data, sources: sources).write(parsed)
    guard let number = value.number else { return .words([.text(value.text)], value.text) }
    return value.bounds == nil && value.interval == nil ? .number(number) : .value(value)
  }

  /// A column of the cell without its rows.
  func empty(_ column: TableCell.Column, at index: Int) -> TableColumn {
    TableColumn(
      head: .author(index), name: Self.name(column), unit: column.unit, format: column.format ?? cell.format,
      best: column.best, entries: [])
  }

  /// The head's words, for data files.
  static func name(_ column: TableCell.Column) -> String {
    let line = try? EmbeddedText.line(column.title, "a column's title")
    let words = line.map { DocumentWalk.plainText($0.inlines).trimmingSpaces() } ?? ""
    return words.isEmpty ? column.expression.source : words
  }
}

/// A table over every combination of values of some names.
struct ValueTable {
  let cell: TableCell
  let names: [(name: String, location: SourceLocation, values: [TableCell.Literal])]
  let data: ReportData
  let sources: [String: String]

  func make() throws(DiagnosticError) -> PreparedTable {
    let writer = TableRowWriter(cell: cell, sources: sources)
    guard !cell.columns.isEmpty else {
      throw DiagnosticError(
        "E0105", "the table \"\(cell.label)\" has no columns", at: cell.location,
        help: ["add `columns:` with expressions of \(names.map(\.name).joined(separator: ", "))"])
    }
    var rows: [[TableCell.Literal]] = [[]]
    for name in names { rows = rows.flatMap { row in name.values.map { row + [$0] } } }
    // A name that no column shows as it is stands in front.
    var columns = names.enumerated().filter { name in
      !cell.columns.contains { $0.expression.kind == .name(name.element.name) }
    }.map { index, name in
      TableColumn(
        head: .made([.text(name.name)]), name: name.name, format: nil,
        entries: rows.map { Self.entry($0[index]) })
    }
    var keys = cell.sort.map { writer.empty($0, at: 0) }
    var parts = cell.columns.enumerated().map { writer.empty($1, at: $0) }
    var problems = Problems()
    for row in rows {
      let values = Dictionary(uniqueKeysWithValues: zip(names.map(\.name), row.map(\.kind)))
      func add(_ source: TableCell.Column, to column: inout TableColumn) {
        let data = data
        let entry = problems.attempt { () throws(DiagnosticError) in
          if case .name(let name) = source.expression.kind,
            let index = names.firstIndex(where: { $0.name == name })
          {
            return Self.entry(row[index])
          }
          let expression = source.expression.substitutingFree(values) { label in
            data.fitLaws[label].map { Set($0.variables.map(\.name)) }
          }
          return try writer.entry(source, expression, data)
        }
        column.entries.append(entry ?? .empty)
      }
      for index in parts.indices { add(cell.columns[index], to: &parts[index]) }
      for index in keys.indices { add(cell.sort[index], to: &keys[index]) }
    }
    try problems.finish()
    columns += parts
    return PreparedTable(columns, sortedBy: keys, cell: cell)
  }

  private static func entry(_ literal: TableCell.Literal) -> TableColumn.Entry {
    switch literal {
    case .number(let value, _): .number(value)
    case .text(let text): .words([.text(text)], text)
    }
  }
}
