import Diagnostics
import Expressions

extension RunTable {
  /// The columns as expressions see them.
  public var expressionColumns: [String: ExpressionColumn] {
    var result: [String: ExpressionColumn] = [:]
    for column in columns {
      switch column.values {
      case .numbers(let values): result[column.name] = .numbers(values)
      case .texts(let values): result[column.name] = .texts(values)
      }
    }
    return result
  }

  /// Gives columns the names that the report uses; other columns keep the header's.
  ///
  /// Throws, all at once: `E0410` for a header that the file does not have, `E0411` for a name that another column bears
  /// and for a column named twice.
  public func renaming(
    _ names: [(name: String, header: String, location: SourceLocation)]
  ) throws(DiagnosticError) -> RunTable {
    var table = self
    var findings: [Diagnostic] = []
    var renamed: [String: String] = [:]
    for (name, header, location) in names {
      guard let index = columns.firstIndex(where: { $0.header == header }) else {
        let headers = columns.compactMap(\.header)
        findings.append(
          Diagnostic(
            .error, "E0410", "no column \"\(header)\" in \"\(source)\"", at: location,
            notes: ["columns: \(headers.joined(separator: ", "))"],
            help: Spelling.didYouMean(header, among: headers)))
        continue
      }
      if let other = renamed[header] {
        findings.append(
          Diagnostic(
            .error, "E0411", "column \"\(header)\" is already called \"\(other)\"", at: location,
            help: ["derive a second column from it: derive: {\(name): \(other)}"]))
        continue
      }
      renamed[header] = name
      table.columns[index].name = name
    }
    var seen: [String: String?] = [:]
    for column in table.columns {
      if let other = seen[column.name] {
        let place = names.last { $0.name == column.name }?.location
        let headers = [other, column.header].compactMap { $0.map { "\"\($0)\"" } }.joined(separator: " and ")
        findings.append(
          Diagnostic(
            .error, "E0411", "two columns would be called \"\(column.name)\"", at: place,
            notes: headers.isEmpty ? [] : ["in the file: \(headers)"]))
      }
      seen[column.name] = .some(column.header)
    }
    guard findings.isEmpty else { throw DiagnosticError(findings) }
    return table
  }

  /// Adds a column computed from others; a truth becomes 1 or 0, a value that is not finite is missing.
  ///
  /// Throws `E0411` when the name is taken, and what the expression throws.
  public func deriving(_ name: String, _ expression: Expression) throws(DiagnosticError) -> RunTable {
    if column(name) != nil {
      throw DiagnosticError("E0411", "column \"\(name)\" exists already", at: expression.location)
    }
    let values: Values =
      switch try expression.evaluate(rows: rowCount, columns: expressionColumns) {
      case .numbers(let values): .numbers(values.map { $0.isFinite ? $0 : .nan })
      case .texts(let values): .texts(values)
      case .booleans(let values): .numbers(values.map { $0 ? 1 : 0 })
      }
    var table = self
    table.columns.append(Column(name: name, values: values))
    return table
  }

  /// Keeps the rows for which a condition holds and records each other row with the first part of it, between `and`s,
  /// that the row does not meet; names whose values are missing in the row are added to the reason.
  ///
  /// Throws `E0412` when the condition is no truth, and what the expression throws.
  public func filtered(where condition: Expression) throws(DiagnosticError) -> RunTable {
    let known = expressionColumns
    var reasons: [String?] = Array(repeating: nil, count: rowCount)
    for part in condition.conjuncts {
      guard case .booleans(let holds) = try part.evaluate(rows: rowCount, columns: known) else {
        throw DiagnosticError(
          "E0412", "\"\(part.source)\" is not a condition", at: part.location,
          help: ["compare it with something: \(part.source) == …"])
      }
      let text = part.source
      let used =
        part.asksForMissing ? [] : part.names.compactMap { name in column(name).map { (name, $0.values) } }
      for row in 0..<rowCount where !holds[row] && reasons[row] == nil {
        let missing = used.filter { $0.1.isMissing(row) }.map(\.0)
        reasons[row] = missing.isEmpty ? text : "\(text) (\(missing.joined(separator: ", ")) missing)"
      }
    }
    var table = selecting(reasons.indices.filter { reasons[$0] == nil })
    for (row, reason) in reasons.enumerated() {
      if let reason { table.dropped.append(DroppedRow(line: lines[row], reason: reason)) }
    }
    table.dropped.sort { $0.line < $1.line }
    return table
  }

  /// The rows of some indices, in that order.
  public func selecting(_ rows: [Int]) -> RunTable {
    var table = self
    table.lines = rows.map { lines[$0] }
    for index in table.columns.indices {
      switch columns[index].values {
      case .numbers(let values): table.columns[index].values = .numbers(rows.map { values[$0] })
      case .texts(let values): table.columns[index].values = .texts(rows.map { values[$0] })
      }
    }
    return table
  }
}

extension RunTable.Values {
  /// Whether the value of a row is missing.
  func isMissing(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values): values[row].isNaN
    case .texts(let values): values[row] == nil
    }
  }
}

extension Expression {
  /// The parts that `and` joins.
  public var conjuncts: [Expression] {
    if case .binary(.and, let left, let right) = kind { return left.conjuncts + right.conjuncts }
    return [self]
  }

  /// Whether it calls `missing`, so that a missing value is what it is about.
  fileprivate var asksForMissing: Bool {
    switch kind {
    case .number, .string, .boolean, .name: false
    case .member(let base, _): base.asksForMissing
    case .call(let callee, let arguments):
      callee.kind == .name("missing") || arguments.contains { $0.value.asksForMissing }
    case .unary(_, let operand): operand.asksForMissing
    case .binary(_, let left, let right): left.asksForMissing || right.asksForMissing
    case .selection(let rows, let condition): rows.asksForMissing || condition.asksForMissing
    }
  }
}
