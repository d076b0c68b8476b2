import Diagnostics
import Expressions
import Fitting
import Runs
import Typesetting

/// Functions of the rows of a table.
enum RowFunction: String, CaseIterable {
  case count, min, max, mean, median, sum, all, any, value

  /// Whether the name has no meaning for single numbers.
  var isOnlyOfRows: Bool { self != .min && self != .max }
}

extension ValueEvaluator {
  /// `f(table where condition, expression)`.
  func rows(
    _ function: RowFunction, _ values: [Expression], at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    try expect(values, function == .count ? 1...1 : 2...2, function.rawValue, location)
    guard isTable(values[0]) else {
      throw DiagnosticError(
        "E0204", "\"\(function.rawValue)\" takes the rows of a table first", at: values[0].location,
        help: ["for example \(function.rawValue)(\(data.tables.keys.sorted().first ?? "runs") where …, …)"],
        missing: values[0].names.first.map { .label($0) })
    }
    let (table, chosen) = try selection(values[0], &trail)
    trail.use(table: table.name, rows: chosen.count)
    if chosen.isEmpty, function != .count || refusesEmptyCount { throw empty(values[0], table) }
    if function == .count { return .number(Estimate(value: Double(chosen.count))) }
    let column = try self.column(values[1], of: table, &trail)
    switch function {
    case .all, .any:
      guard case .booleans(let flags) = column else {
        throw DiagnosticError("E0204", "expected a condition here", at: values[1].location)
      }
      let met = chosen.count { flags[$0] }
      let isTrue = function == .all ? met == chosen.count : met > 0
      return .truth(Truth(isTrue, evidence: ["\(met) of \(NumberText.counted(chosen.count, "row"))"]))
    case .value:
      guard chosen.count == 1 else {
        let lines = chosen.prefix(5).map { String(table.lines[$0]) }.joined(separator: ", ")
        throw DiagnosticError(
          "E0223", "\"value\" needs exactly one row, found \(chosen.count)", at: values[0].location,
          notes: ["lines \(lines)\(chosen.count > 5 ? ", …" : "") of \(table.source)"])
      }
      switch column {
      case .numbers(let numbers):
        return .number(Estimate(value: try present(numbers, chosen, values[1], table)[0]))
      case .booleans(let flags): return .truth(Truth(flags[chosen[0]]))
      case .texts(let texts):
        guard let text = texts[chosen[0]] else {
          throw DiagnosticError("E0224", "the one row has no value here", at: values[1].location)
        }
        return .text(text)
      }
    default:
      guard case .numbers(let numbers) = column else {
        throw DiagnosticError("E0204", "expected numbers here", at: values[1].location)
      }
      return .number(Estimate(value: summarise(function, try present(numbers, chosen, values[1], table))))
    }
  }

  /// The rows that an argument names.
  func selection(
    _ expression: Expression, _ trail: inout Trail
  ) throws(DiagnosticError) -> (table: RunTable, rows: [Int]) {
    switch expression.kind {
    case .selection(let base, let condition):
      let (table, rows) = try selection(base, &trail)
      let column = try self.column(condition, of: table, &trail)
      guard case .booleans(let flags) = column else {
        throw DiagnosticError("E0204", "expected a condition here", at: condition.location)
      }
      return (table, rows.filter { flags[$0] })
    case .name(let label):
      guard let table = data.tables[label] else {
        throw Self.undefined(label, kind: "table", among: data.tables.keys.sorted(), at: expression.location)
      }
      return (table, Array(0..<table.rowCount))
    default:
      throw DiagnosticError("E0204", "expected a table or `table where condition`", at: expression.location)
    }
  }

  /// An expression over a table's columns, one value a row; fits in it stand at their estimates.
  func column(
    _ expression: Expression, of table: RunTable, _ trail: inout Trail
  ) throws(DiagnosticError) -> ExpressionColumn {
    var columns = table.expressionColumns
    let rewritten = try rewritten(expression, table, &columns, &trail)
    return try rewritten.evaluate(rows: table.rowCount, columns: columns)
  }

  private func empty(_ expression: Expression, _ table: RunTable) -> DiagnosticError {
    guard case .selection(_, let condition) = expression.kind else {
      return DiagnosticError("E0206", "the table \"\(table.name)\" has no rows", at: expression.location)
    }
    return DiagnosticError(
      "E0206", "no row of \"\(table.name)\" meets \"\(condition.source)\"", at: condition.location,
      notes: ["\"\(table.name)\" has \(table.rowCount) rows"],
      help: ["to say that no row meets a condition, write all(\(table.name), not (…))"])
  }

  /// The chosen values; a missing one is an error, since leaving it out would be silent.
  private func present(
    _ numbers: [Double], _ chosen: [Int], _ expression: Expression, _ table: RunTable
  ) throws(DiagnosticError) -> [Double] {
    let missing = chosen.filter { !numbers[$0].isFinite }
    guard missing.isEmpty else {
      let lines = missing.prefix(5).map { String(table.lines[$0]) }.joined(separator: ", ")
      throw DiagnosticError(
        "E0207", "\(missing.count) of \(chosen.count) rows have no value of \"\(expression.source)\"",
        at: expression.location,
        notes: ["lines \(lines)\(missing.count > 5 ? ", …" : "") of \(table.source)"],
        help: ["leave them out by name: … where … and not missing(…)"])
    }
    return chosen.map { numbers[$0] }
  }

  private func summarise(_ function: RowFunction, _ values: [Double]) -> Double {
    switch function {
    case .min: return values.min() ?? .nan
    case .max: return values.max() ?? .nan
    case .mean: return values.reduce(0, +) / Double(values.count)
    case .sum: return values.reduce(0, +)
    default:
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }
}
