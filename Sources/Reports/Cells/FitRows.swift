import Diagnostics
import Expressions
import Fitting
import Laws
import Runs

/// The rows of a table as a fit takes them, with a record of those that it cannot use.
struct FitRows {
  var data: FitData
  /// Reasons and counts, in order of first occurrence.
  var excluded: [(reason: String, count: Int)]
  /// Those of them without a usable observed value, by reason with their lines.
  var unusable: [(reason: String, lines: [Int])] = []

  /// Chooses the rows of a fit. Errors: columns that do not exist or hold no numbers, weights that weigh
  /// nothing, nothing left.
  init(_ cell: FitCell, table: RunTable, clusters: [Int]?) throws(DiagnosticError) {
    var problems = Problems()
    let chosen =
      problems.attempt { () throws(DiagnosticError) in try Self.rows(cell, table) } ?? []
    var inputs: [(name: String, column: String, values: [Double])] = []
    for variable in cell.law.variables {
      problems.attempt { () throws(DiagnosticError) in
        if let level = variable.level {
          inputs.append((variable.name, level.column, try cell.indicator(level, table)))
          return
        }
        let (column, values) = try Self.numbers(
          cell.variables[variable.name], or: variable.name, table, for: "variable \"\(variable.name)\"", cell)
        inputs.append((variable.name, column, values))
      }
    }
    let target = problems.attempt { () throws(DiagnosticError) in
      try Self.numbers(cell.observed, or: cell.law.target, table, for: "target \"\(cell.law.target)\"", cell)
    }
    let weights = cell.weights.flatMap { weights in
      problems.attempt { () throws(DiagnosticError) in try RowWeights(weights, table: table) }
    }
    let resampled = cell.resample.flatMap { column in
      problems.attempt { () throws(DiagnosticError) in
        try Clusters.number(column.column, of: table, at: column.location)
      }
    }
    try problems.finish()
    guard let (column, observed) = target else { throw DiagnosticError("E0432", "the fit has no target") }
    var kept: [Int] = []
    var reasons: [(reason: String, count: Int)] = []
    func exclude(_ reason: String) {
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].count += 1
      } else {
        reasons.append((reason, 1))
      }
    }
    var unusable: [(reason: String, lines: [Int])] = []
    func refuse(_ reason: String, _ row: Int) {
      exclude(reason)
      if let index = unusable.firstIndex(where: { $0.reason == reason }) {
        unusable[index].lines.append(table.lines[row])
      } else {
        unusable.append((reason, [table.lines[row]]))
      }
    }
    for row in chosen {
      if let missing = inputs.first(where: { !$0.values[row].isFinite }) {
        exclude("no value of \(missing.column)")
      } else if !observed[row].isFinite {
        refuse("no value of \(column)", row)
      } else if cell.objective.isLog, observed[row] <= 0 {
        refuse("\(column) is not above 0, so it has no logarithm", row)
      } else if let weights, try weights.of(row) == 0 {
        exclude("the weight is 0")
      } else {
        kept.append(row)
      }
    }
    if let weights, kept.isEmpty, reasons.contains(where: { $0.reason == "the weight is 0" }) {
      throw weights.allZero
    }
    guard !kept.isEmpty else {
      throw DiagnosticError(
        "E0531", "the fit \"\(cell.label)\" has no rows", at: cell.condition?.location ?? cell.dataLocation,
        notes: reasons.map { "\($0.count) rows: \($0.reason)" })
    }
    var columns: [String: [Double]] = [:]
    for input in inputs { columns[input.name] = kept.map { input.values[$0] } }
    data = FitData(
      variables: columns, observed: kept.map { observed[$0] },
      clusters: (resampled ?? clusters).map { all in Clusters.renumbered(kept.map { all[$0] }) },
      lines: kept.map { table.lines[$0] },
      weights: weights.map { weights in kept.map { weights.values[$0] } })
    excluded = reasons
    self.unusable = unusable
  }

  /// The condition is evaluated over the whole table, so that `sibling` sees every row.
  static func rows(_ cell: FitCell, _ table: RunTable) throws(DiagnosticError) -> [Int] {
    guard let condition = cell.condition else { return Array(0..<table.rowCount) }
    guard
      case .booleans(let flags) = try condition.evaluate(
        rows: table.rowCount, columns: table.expressionColumns)
    else {
      throw DiagnosticError("E0204", "`where` must be a condition", at: condition.location)
    }
    let rows = (0..<table.rowCount).filter { flags[$0] }
    guard !rows.isEmpty else {
      throw DiagnosticError(
        "E0206", "no row of \"\(table.name)\" meets \"\(condition.source)\"", at: condition.location,
        notes: ["\"\(table.name)\" has \(table.rowCount) rows"])
    }
    return rows
  }

  private static func numbers(
    _ expression: Expression?, or name: String, _ table: RunTable, for what: String, _ cell: FitCell
  ) throws(DiagnosticError) -> (column: String, values: [Double]) {
    guard let expression else {
      guard let column = table.column(name) else {
        let key = what.hasPrefix("target") ? "observed: column" : "variables: {\(name): column}"
        throw DiagnosticError(
          "E0432", "the fit \"\(cell.label)\" has no column for the \(what) of its law",
          at: cell.dataLocation,
          notes: ["columns of \"\(table.name)\": \(table.columns.map(\.name).joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: table.columns.map(\.name)) + ["say which it is: \(key)"])
      }
      guard case .numbers(let values) = column.values else {
        throw DiagnosticError(
          "E0433", "the column \"\(name)\" for the \(what) holds texts", at: cell.dataLocation)
      }
      return (name, values)
    }
    guard
      case .numbers(let values) = try expression.evaluate(
        rows: table.rowCount, columns: table.expressionColumns)
    else {
      throw DiagnosticError("E0433", "the \(what) must be numbers", at: expression.location)
    }
    return (expression.source, values)
  }
}
