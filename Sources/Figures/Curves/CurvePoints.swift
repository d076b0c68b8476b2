import Diagnostics
import Expressions
import Fitting
import Runs

/// Measured values along a curve: rows of a table with an expression over the table's columns and the figure's fits.
///
/// What is drawn of a run may itself rest on a fit (the effective size that a measured loss stands for); the interval of a
/// point is then that of the expression over the draws of the fits.
struct CurvePoints {
  /// One row that has a value.
  struct Row {
    var x, y: Double
    /// The 95 % interval over the draws; nil without draws.
    var interval: ClosedRange<Double>?
    var isHollow: Bool
    /// The line of the data file.
    var line: Int
  }

  let rows: [Row]
  /// Rows whose expression has no value.
  let missing: Int

  private static let draws = 200

  /// Reads `points` of a series. Throws `E0716` when no row has a value, and what is wrong with its columns.
  init(_ node: ConfigNode, _ settings: FigureSettings) throws(DiagnosticError) {
    let inner = try settings.inner(node, kind: "points", keys: FigureShapes.points.map(\.name))
    let table = try inner.rows(try settings.table("data"))
    let x = try inner.column("x", of: table)
    let (expression, place) = try inner.requiredExpression("y")
    let numeric = table.columns.filter { if case .numbers = $0.values { true } else { false } }.map(\.name)
    let fitted = try FittedExpression(expression, fits: settings.inputs.fits, variables: numeric)
    let columns = numeric.map { table.numbers($0) ?? [] }
    let values = fitted.values(columns)
    let draws = (0..<min(fitted.drawCount, Self.draws)).map { fitted.values(columns, draw: $0) }
    let hollow = try inner.truths("hollow", of: table)
    var rows: [Row] = []
    for row in 0..<table.rowCount where x.values[row].isFinite && values[row].isFinite {
      let spread = draws.map { $0[row] }.filter(\.isFinite)
      // A draw without a value would make the interval too narrow.
      let isKnown = !draws.isEmpty && Double(spread.count) >= 0.975 * Double(draws.count)
      rows.append(
        Row(
          x: x.values[row], y: values[row], interval: isKnown ? Interval.percentile(spread) : nil,
          isHollow: hollow?[row] ?? false, line: table.lines[row]))
    }
    guard !rows.isEmpty else {
      throw DiagnosticError(
        "E0716", "no row of \"\(table.name)\" has a value of \"\(expression.source)\"", at: place)
    }
    self.rows = rows
    missing = table.rowCount - rows.count
  }
}
