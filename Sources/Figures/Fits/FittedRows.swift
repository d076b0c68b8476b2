import Diagnostics
import Expressions
import Fitting
import Runs
import Typesetting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rows of a table with what was observed and what a fit predicts for them.
struct FittedRows {
  /// On which scale residuals are taken.
  enum ResidualScale: String, CaseIterable {
    /// Observed − predicted, in the column's unit.
    case linear
    /// 100 · ln(observed / predicted): per cent while small.
    case log
  }

  /// One row that both have a value for.
  struct Row {
    /// Its place in the table.
    var index: Int
    var observed, predicted, residual: Double
    /// Held out of the fit.
    var isHollow: Bool
  }

  let table: RunTable
  let observedName: String
  let scale: ResidualScale
  let rows: [Row]
  /// Rows that no statistic counts, with the author's reason.
  let excluded: [Row]
  let reason: String?
  /// Rows without a finite observation or prediction, which no figure can show.
  let missing: Int

  /// The keys that `init` reads.
  static let keys = ["data", "where", "observed", "predicted", "hollow", "excluded", "scale"]

  /// Reads the table and evaluates the prediction, an expression over fits and the table's columns.
  init(_ settings: FigureSettings) throws(DiagnosticError) {
    let table = try settings.rows(try settings.table("data"))
    self.table = table
    let observed = try settings.column("observed", of: table)
    observedName = observed.name
    scale = try settings.choice("scale", ResidualScale.self) ?? .linear
    let numeric = table.columns.filter { if case .numbers = $0.values { true } else { false } }.map(\.name)
    let (expression, place) = try settings.requiredExpression("predicted")
    let fitted = try FittedExpression(expression, fits: settings.inputs.fits, variables: numeric)
    let predicted = fitted.values(numeric.map { table.numbers($0) ?? [] })
    let hollow = try settings.truths("hollow", of: table)
    let out = try settings.nested("excluded", keys: FigureShapes.excluded)
    if let out, out.node["where"] == nil || out.node["reason"] == nil {
      throw DiagnosticError(
        "E0105", "excluded rows need a condition and a reason", at: out.node.location,
        help: ["excluded: {where: P < 3, reason: unstable}"])
    }
    let isOut = try out?.truths("where", of: table)
    reason = try out?.text("reason")
    var (rows, excluded): ([Row], [Row]) = ([], [])
    for index in 0..<table.rowCount {
      let (o, p) = (observed.values[index], predicted[index])
      let residual = scale == .linear ? o - p : 100 * Self.logarithm(o / p)
      guard o.isFinite, p.isFinite, residual.isFinite else { continue }
      let row = Row(
        index: index, observed: o, predicted: p, residual: residual, isHollow: hollow?[index] ?? false)
      if isOut?[index] ?? false { excluded.append(row) } else { rows.append(row) }
    }
    guard !rows.isEmpty else {
      throw DiagnosticError(
        "E0716", "no row of \"\(table.name)\" has both an observed and a predicted value", at: place)
    }
    (self.rows, self.excluded) = (rows, excluded)
    missing = table.rowCount - rows.count - excluded.count
  }

  /// The unit of residuals, given that of the observed column.
  func residualUnit(_ unit: String?) -> String? { scale == .log ? "%" : unit }

  /// A residual as words: `−0.012`, `1.3 %`.
  func text(residual: Double) -> String {
    scale == .log
      ? NumberWords.signed(residual, digits: 2) + " %" : NumberWords.signed(residual, digits: 2)
  }

  /// Error statistics of some rows.
  struct Statistics {
    let count: Int
    let rmse, mean, largest, rSquared: Double
  }

  /// Root mean square, mean of the magnitudes, largest magnitude of the residuals, and R² on their scale; nil for no
  /// rows.
  func statistics(_ rows: [Row]) -> Statistics? {
    guard !rows.isEmpty else { return nil }
    let count = Double(rows.count)
    let target = rows.map { scale == .linear ? $0.observed : 100 * Self.logarithm($0.observed) }
    let mean = target.reduce(0, +) / count
    let squares = rows.reduce(0) { $0 + $1.residual * $1.residual }
    let total = target.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Statistics(
      count: rows.count, rmse: (squares / count).squareRoot(),
      mean: rows.reduce(0) { $0 + abs($1.residual) } / count,
      largest: rows.map { abs($0.residual) }.max() ?? 0, rSquared: total > 0 ? 1 - squares / total : .nan)
  }

  /// The statistics of the fitted rows, called in-sample, and of those held out: the name of each split with its numbers.
  func splits(unit: String?) -> [(name: String, numbers: [String])] {
    let suffix = scale == .log ? " %" : unit.map { " \($0)" } ?? ""
    return [("Fitted rows (in sample)", false), ("Held out", true)].compactMap { name, isHollow in
      guard let s = statistics(rows.filter { $0.isHollow == isHollow }) else { return nil }
      func words(_ value: Double) -> String { NumberWords.magnitude(value, digits: 2) + suffix }
      var numbers = [
        "n = \(s.count)", "RMSE \(words(s.rmse))", "mean magnitude \(words(s.mean))",
        "largest \(words(s.largest))",
      ]
      // A share of variance explained over one or two rows says nothing.
      if s.count > 2, s.rSquared.isFinite {
        numbers.append("R² \(NumberWords.share(s.rSquared)) on the \(scale.rawValue) scale")
      }
      return (name, numbers)
    }
  }

  /// The same in a sentence each.
  func sentences(unit: String?) -> [String] {
    splits(unit: unit).map { "\($0.name): \($0.numbers.joined(separator: ", "))." } + omissions
  }

  /// What is not counted: excluded rows with the reason, and rows without a value.
  var omissions: [String] {
    var result: [String] = []
    if let reason, !excluded.isEmpty {
      result.append("Excluded: \(NumberText.counted(excluded.count, "row")), \(SymbolText.literal(reason)).")
    }
    if missing > 0 {
      result.append("\(NumberText.counted(missing, "row")) without a value of both: not shown.")
    }
    return result
  }

  /// The natural logarithm, from the system's library whatever that is.
  static func logarithm(_ value: Double) -> Double { log(value) }
}
