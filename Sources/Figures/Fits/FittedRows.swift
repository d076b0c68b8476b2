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
  /// Rows without a finite observation or prediction, which no figure can show.
  let missing: Int

  /// The keys that `init` reads.
  static let keys = ["data", "where", "observed", "predicted", "hollow", "scale"]

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
    var rows: [Row] = []
    for index in 0..<table.rowCount {
      let (o, p) = (observed.values[index], predicted[index])
      let residual = scale == .linear ? o - p : 100 * Self.logarithm(o / p)
      guard o.isFinite, p.isFinite, residual.isFinite else { continue }
      rows.append(
        Row(index: index, observed: o, predicted: p, residual: residual, isHollow: hollow?[index] ?? false))
    }
    guard !rows.isEmpty else {
      throw DiagnosticError(
        "E0716", "no row of \"\(table.name)\" has both an observed and a predicted value", at: place)
    }
    self.rows = rows
    missing = table.rowCount - rows.count
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

  /// The statistics of the fitted rows, called in-sample, and of those held out, in a sentence each.
  func sentences(unit: String?) -> [String] {
    let splits = [("Fitted rows (in sample)", false), ("Held out", true)]
    let suffix = scale == .log ? " %" : unit.map { " \($0)" } ?? ""
    var result = splits.compactMap { name, isHollow -> String? in
      guard let s = statistics(rows.filter { $0.isHollow == isHollow }) else { return nil }
      func words(_ value: Double) -> String { NumberWords.magnitude(value, digits: 2) }
      // A share of variance explained over one or two rows says nothing.
      let share =
        s.count > 2 && s.rSquared.isFinite
        ? ", R² \(NumberWords.share(s.rSquared)) on the \(scale.rawValue) scale" : ""
      return
        "\(name): n = \(s.count), RMSE \(words(s.rmse))\(suffix), mean magnitude \(words(s.mean))\(suffix), "
        + "largest \(words(s.largest))\(suffix)\(share)."
    }
    if missing > 0 {
      result.append("\(NumberText.counted(missing, "row")) without a value of both: not shown.")
    }
    return result
  }

  /// The natural logarithm, from the system's library whatever that is.
  static func logarithm(_ value: Double) -> Double { log(value) }
}
