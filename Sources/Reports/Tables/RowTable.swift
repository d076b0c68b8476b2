import Diagnostics
import Expressions
import Runs
import Typesetting

/// A table of runs: a row a run, or a row a group of them.
struct RowTable {
  let cell: TableCell
  let source: TableCell.RowSource
  let data: ReportData
  let sources: [String: String]

  /// No name that somebody writes begins with a space.
  private static let group = " group"

  func make() throws(DiagnosticError) -> PreparedTable? {
    guard let table = data.tables[source.data] else { return nil }
    var trail = Trail()
    let chosen = try selected(derived(table, &trail), &trail)
    return source.groups.isEmpty ? try ungrouped(chosen, trail) : try grouped(chosen)
  }

  // MARK: Rows

  private func derived(_ table: RunTable, _ trail: inout Trail) throws(DiagnosticError) -> RunTable {
    var table = table
    for column in source.derived {
      guard table.column(column.name) == nil else {
        throw DiagnosticError(
          "E0411", "column \"\(column.name)\" exists already", at: column.expression.location)
      }
      let values: RunTable.Values =
        switch try evaluator.column(column.expression, of: table, &trail) {
        case .numbers(let numbers): .numbers(numbers.map { $0.isFinite ? $0 : .nan })
        case .texts(let texts): .texts(texts)
        case .booleans(let flags): .numbers(flags.map { $0 ? 1 : 0 })
        }
      table.columns.append(RunTable.Column(name: column.name, values: values))
    }
    return table
  }

  private func selected(_ table: RunTable, _ trail: inout Trail) throws(DiagnosticError) -> RunTable {
    guard let condition = source.condition else { return table }
    guard case .booleans(let flags) = try evaluator.column(condition, of: table, &trail) else {
      throw DiagnosticError("E0204", "expected a condition here", at: condition.location)
    }
    let rows = flags.indices.filter { flags[$0] }
    guard !rows.isEmpty else {
      throw DiagnosticError(
        "E0206", "no row of \"\(table.name)\" meets \"\(condition.source)\"", at: condition.location,
        notes: ["\"\(table.name)\" has \(table.rowCount) rows"])
    }
    return table.selecting(rows)
  }

  private var evaluator: ValueEvaluator { ValueEvaluator(data: data) }

  // MARK: A row a run

  private func ungrouped(_ table: RunTable, _ trail: Trail) throws(DiagnosticError) -> PreparedTable {
    var trail = trail
    let writer = TableRowWriter(cell: cell, sources: sources)
    var problems = Problems()
    func column(_ source: TableCell.Column, at index: Int) -> TableColumn {
      var column = writer.empty(source, at: index)
      if column.unit.isEmpty, case .name(let name) = source.expression.kind { column.unit = unit(of: name) }
      column.entries =
        problems.attempt { () throws(DiagnosticError) in
          Self.entries(try evaluator.column(source.expression, of: table, &trail))
        } ?? []
      return column
    }
    var columns = cell.columns.enumerated().map { column($1, at: $0) }
    let keys = cell.sort.map { column($0, at: 0) }
    try problems.finish()
    if columns.isEmpty {
      columns = table.columns.map { own in
        TableColumn(
          head: .made([.text(own.name)]), name: own.name, unit: unit(of: own.name), format: cell.format,
          entries: Self.entries(own.values))
      }
    }
    let fits = (trail.fits + trail.estimatesOnly).isEmpty ? [] : ["Values of fits are at their estimates."]
    return PreparedTable(columns, sortedBy: keys, cell: cell, notes: fits + trail.notes)
  }

  /// What the runs cell says of a column's unit; empty when it says nothing.
  private func unit(of column: String) -> String { data.units[source.data]?[column] ?? "" }

  private static func entries(_ column: ExpressionColumn) -> [TableColumn.Entry] {
    switch column {
    case .numbers(let values): values.map { $0.isNaN ? .empty : .number($0) }
    case .texts(let texts): texts.map { $0.map { .words([.text($0)], $0) } ?? .empty }
    case .booleans(let flags): flags.map { $0 ? .words([.text("yes")], "yes") : .words([.text("no")], "no") }
    }
  }

  private static func entries(_ values: RunTable.Values) -> [TableColumn.Entry] {
    switch values {
    case .numbers(let numbers): entries(ExpressionColumn.numbers(numbers))
    case .texts(let texts): entries(ExpressionColumn.texts(texts))
    }
  }

  // MARK: A row a group

  private func grouped(_ table: RunTable) throws(DiagnosticError) -> PreparedTable {
    let writer = TableRowWriter(cell: cell, sources: sources)
    let groups = try self.groups(of: table)
    var columns = source.groups.enumerated().filter { group in
      !cell.columns.contains { $0.expression.kind == .name(group.element.name) }
    }.map { index, group in
      TableColumn(
        head: .made([.text(group.name)]), name: group.name, unit: unit(of: group.name),
        entries: groups.map { $0.keys[index] })
    }
    var parts = cell.columns.enumerated().map { writer.empty($1, at: $0) }
    var keys = cell.sort.map { writer.empty($0, at: 0) }
    if parts.isEmpty {
      columns.append(
        TableColumn(
          head: .made([.text("Rows")]), name: "rows", entries: groups.map { .number(Double($0.rows.count)) }))
    }
    var problems = Problems()
    for group in groups {
      var inner = data
      inner.tables[Self.group] = table.selecting(group.rows)
      func add(_ source: TableCell.Column, to column: inout TableColumn) {
        let data = inner
        let entry = problems.attempt { () throws(DiagnosticError) in
          try self.entry(source, in: group, of: table, data, writer)
        }
        column.entries.append(entry ?? .empty)
      }
      for index in parts.indices { add(cell.columns[index], to: &parts[index]) }
      for index in keys.indices { add(cell.sort[index], to: &keys[index]) }
      // Every group of a wrong column would say the same again.
      try problems.finish()
    }
    let outside = table.rowCount - groups.reduce(0) { $0 + $1.rows.count }
    let names = source.groups.map(\.name).joined(separator: " or ")
    return PreparedTable(
      columns + parts, sortedBy: keys, cell: cell,
      notes: outside == 0
        ? []
        : [
          "\(NumberText.counted(outside, "row")) without a value of \(names) \(outside == 1 ? "is" : "are") left out."
        ])
  }

  /// A group's values of the columns that make it, as they are shown, and its rows.
  private struct Group {
    var keys: [TableColumn.Entry]
    var kinds: [Expression.Kind]
    var rows: [Int]
  }

  /// The groups in ascending order of their values; a row without one of them is in none.
  private func groups(of table: RunTable) throws(DiagnosticError) -> [Group] {
    var columns: [[TableColumn.Entry]] = []
    for group in source.groups {
      guard let column = table.column(group.name) else {
        throw DiagnosticError(
          "E0340", "no column \"\(group.name)\"", at: group.location,
          notes: ["columns: \(table.columns.map(\.name).joined(separator: ", "))"],
          help: Spelling.didYouMean(group.name, among: table.columns.map(\.name)))
      }
      columns.append(Self.entries(column.values))
    }
    var order: [[String]] = []
    var groups: [[String]: Group] = [:]
    for row in 0..<table.rowCount {
      var keys: [TableColumn.Entry] = []
      var kinds: [Expression.Kind] = []
      for column in columns {
        switch column[row] {
        case .number(let value): kinds.append(Expression.constant(value))
        case .words(_, let text): kinds.append(.string(text))
        default: continue
        }
        keys.append(column[row])
      }
      guard keys.count == columns.count else { continue }
      let name = kinds.map { kind in if case .string(let text) = kind { "\"" + text } else { "\(kind)" } }
      if groups[name] == nil { order.append(name) }
      groups[name, default: Group(keys: keys, kinds: kinds, rows: [])].rows.append(row)
    }
    let found = order.compactMap { groups[$0] }
    guard !found.isEmpty else {
      throw DiagnosticError(
        "E0206", "no row has a value of \(source.groups.map(\.name).joined(separator: " and "))",
        at: source.groups[0].location)
    }
    return found.enumerated().sorted { a, b in Self.isBefore(a, b) }.map(\.element)
  }

  private static func isBefore(
    _ a: EnumeratedSequence<[Group]>.Element, _ b: EnumeratedSequence<[Group]>.Element
  ) -> Bool {
    for (x, y) in zip(a.element.keys, b.element.keys) {
      switch (x, y) {
      case (.number(let left), .number(let right)) where left != right: return left < right
      case (.words(_, let left), .words(_, let right)) where left != right: return left < right
      default: continue
      }
    }
    return a.offset < b.offset
  }

  private func entry(
    _ column: TableCell.Column, in group: Group, of table: RunTable, _ data: ReportData,
    _ writer: TableRowWriter
  ) throws(DiagnosticError) -> TableColumn.Entry {
    if case .name(let name) = column.expression.kind,
      let index = source.groups.firstIndex(where: { $0.name == name })
    {
      return group.keys[index]
    }
    let values = Dictionary(uniqueKeysWithValues: zip(source.groups.map(\.name), group.kinds))
    return try writer.entry(column, try aggregated(column.expression, values, table), data)
  }

  /// An expression of a group: `mean(L)` is over its rows, a column that makes the groups is its value.
  private func aggregated(
    _ expression: Expression, _ values: [String: Expression.Kind], _ table: RunTable
  ) throws(DiagnosticError) -> Expression {
    let location = expression.location
    func inside(_ part: Expression) throws(DiagnosticError) -> Expression {
      try aggregated(part, values, table)
    }
    switch expression.kind {
    case .number, .string, .boolean, .member, .selection: return expression
    case .name(let name):
      if let value = values[name] { return Expression(value, at: location) }
      if table.column(name) != nil, data.tables[name] == nil {
        throw DiagnosticError(
          "E0230", "\"\(name)\" has a value in each run of a group, so the table needs one number of them",
          at: location, help: ["write mean(\(name)), min(\(name)), max(\(name)) or median(\(name))"])
      }
      return expression
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind, let function = RowFunction(rawValue: name),
        let call = Self.call(function, callee, arguments, at: location, tables: data)
      {
        return call
      }
      var parts: [Expression.Argument] = []
      for argument in arguments { parts.append(.init(label: argument.label, try inside(argument.value))) }
      return Expression(.call(callee, parts), at: location)
    case .unary(let operation, let value):
      return Expression(.unary(operation, try inside(value)), at: location)
    case .binary(let operation, let left, let right):
      return Expression(.binary(operation, try inside(left), try inside(right)), at: location)
    }
  }

  /// `mean(L)` as a function of the group's rows, `count(x > 1)` as a count of some of them; nil when it names a table of
  /// its own or is a function of numbers.
  private static func call(
    _ function: RowFunction, _ callee: Expression, _ arguments: [Expression.Argument],
    at location: SourceLocation, tables data: ReportData
  ) -> Expression? {
    let rows = Expression(.name(group), at: location)
    guard function != .count else {
      guard let condition = arguments.first?.value else {
        return Expression(.call(callee, [.init(rows)]), at: location)
      }
      if ValueEvaluator(data: data).isTable(condition) { return nil }
      return Expression(
        .call(callee, [.init(Expression(.selection(rows, where: condition), at: location))]), at: location)
    }
    guard arguments.count == 1 else { return nil }
    return Expression(.call(callee, [.init(rows)] + arguments), at: location)
  }
}
