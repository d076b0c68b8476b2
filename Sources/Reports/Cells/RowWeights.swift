import Diagnostics
import Expressions
import Runs

/// How much each row of a table counts in a fit: `weights: share`, `weights: 1/err^2`.
struct RowWeights {
  /// One for each row of the table.
  let values: [Double]
  private let expression: Expression
  private let table: RunTable

  /// - Throws: E0508 for an expression that is not numbers, and what its evaluation throws.
  init(_ expression: Expression, table: RunTable) throws(DiagnosticError) {
    guard
      case .numbers(let values) = try expression.evaluate(
        rows: table.rowCount, columns: table.expressionColumns)
    else {
      throw DiagnosticError(
        "E0508", "weights must be numbers", at: expression.location,
        help: ["name a column of numbers, or an expression like 1/err^2"])
    }
    (self.values, self.expression, self.table) = (values, expression, table)
  }

  /// The weight of a row of the table; throws E0508 where it is missing, infinite or below 0.
  func of(_ row: Int) throws(DiagnosticError) -> Double {
    let value = values[row]
    if value.isFinite, value >= 0 { return value }
    let found =
      value.isNaN ? "is missing" : value < 0 ? "is \(ValueFormat.plain(value)), below 0" : "is infinite"
    throw DiagnosticError(
      "E0508", "the weight \(found) in line \(table.lines[row]) of \(table.source)", at: expression.location,
      notes: ["weights: \(expression.source)"],
      help: ["give every row a number from 0 up, or leave such rows out with `where`"])
  }

  /// The error of weights that leave no row.
  var allZero: DiagnosticError {
    DiagnosticError(
      "E0508", "the weight of every row is 0, so no row counts", at: expression.location,
      notes: ["weights: \(expression.source)"])
  }
}
