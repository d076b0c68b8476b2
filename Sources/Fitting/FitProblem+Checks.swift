import Diagnostics
import Laws

extension FitProblem {
  /// The rows that count, those of weight 0 left out before anything else looks at them.
  ///
  /// - Throws: E0502 for columns of different lengths, E0508 for weights that weigh nothing.
  static func counted(_ law: Law, _ data: FitData, _ variables: [String]) throws(DiagnosticError) -> (
    data: FitData, rows: [Int]
  ) {
    try checkShape(law, data, variables)
    guard let weights = data.weights else { return (data, Array(data.observed.indices)) }
    if let row = weights.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
      throw DiagnosticError(
        "E0508", "line \(data.lines[row]): the weight is \(weights[row]), not a number from 0 up")
    }
    let rows = weights.indices.filter { weights[$0] > 0 }
    guard !rows.isEmpty else {
      throw DiagnosticError("E0508", "the weight of every row is 0, so no row counts")
    }
    return (rows.count == weights.count ? data : data.selecting(rows), rows)
  }

  private static func checkShape(
    _ law: Law, _ data: FitData, _ variables: [String]
  ) throws(DiagnosticError) {
    let rows = data.observed.count
    guard rows > 0 else { throw DiagnosticError("E0502", "no rows to fit \"\(law.name)\" to") }
    guard data.clusters.count == rows, data.lines.count == rows else {
      throw DiagnosticError("E0502", "the runs or lines of the rows are not as many as the \(rows) rows")
    }
    if let weights = data.weights, weights.count != rows {
      throw DiagnosticError("E0502", "there are \(weights.count) weights for \(rows) rows")
    }
    var found: [Diagnostic] = []
    for variable in variables {
      guard let column = data.variables[variable] else {
        found.append(
          Diagnostic(
            .error, "E0502", "the law \"\(law.name)\" needs a column for its variable \"\(variable)\"",
            notes: ["given: \(data.variables.keys.sorted().joined(separator: ", "))"],
            help: Spelling.didYouMean(variable, among: data.variables.keys)))
        continue
      }
      if column.count != rows {
        found.append(
          Diagnostic(
            .error, "E0502", "the column of \"\(variable)\" has \(column.count) values for \(rows) rows"))
      }
    }
    if !found.isEmpty { throw DiagnosticError(found) }
  }

  /// Refuses rows without usable numbers (E0503).
  static func checkNumbers(
    _ law: Law, _ data: FitData, _ variables: [String], isLog: Bool
  ) throws(DiagnosticError) {
    var found: [Diagnostic] = []
    for variable in variables {
      if let row = data.variables[variable]?.firstIndex(where: { !$0.isFinite }) {
        found.append(
          Diagnostic(
            .error, "E0503", "line \(data.lines[row]): \"\(variable)\" is missing or not a finite number"))
      }
    }
    if let row = data.observed.firstIndex(where: { !$0.isFinite || (isLog && $0 <= 0) }) {
      let value = data.observed[row]
      let expected = isLog ? "a positive number, for the objective takes its logarithm" : "a finite number"
      found.append(
        Diagnostic(
          .error, "E0503", "line \(data.lines[row]): the observed \(law.target) is \(value), not \(expected)",
          help: ["leave such rows out with `where`"]))
    }
    if !found.isEmpty { throw DiagnosticError(found) }
  }
}

extension FitData {
  /// Some of the rows, in the order given.
  func selecting(_ rows: [Int]) -> FitData {
    FitData(
      variables: variables.mapValues { column in rows.map { column[$0] } },
      observed: rows.map { observed[$0] }, clusters: rows.map { clusters[$0] },
      lines: rows.map { lines[$0] }, weights: weights.map { all in rows.map { all[$0] } })
  }
}
