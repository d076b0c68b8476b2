import Diagnostics
import Expressions
import Fitting
import Runs

/// The measured points of a figure of loss against tokens, and the laws that are drawn through them.
struct TokensData {
  /// One measured loss.
  struct Measurement {
    var facet: Double
    /// Nil for the baseline.
    var series: Double?
    var x, y: Double
    var isHollow: Bool
    var isFitted: Bool
    /// The line of the data file.
    var line: Int
  }

  let xName, yName, seriesName, facetName: String
  var measurements: [Measurement] = []
  let facets: [Double]
  let levels: [Double]
  /// Variables: x, series, facet.
  let curve: FittedExpression?
  /// Variables: x, facet.
  let baseline: FittedExpression?
  let baselineName: String
  let xRange: ClosedRange<Double>

  /// Whether nothing but constants without runs is drawn.
  let isConstant: Bool

  init(_ settings: FigureSettings) throws(DiagnosticError) {
    if settings.node["data"] == nil {
      try self.init(withoutRuns: settings)
    } else {
      try self.init(withRuns: settings)
    }
  }

  private init(withRuns settings: FigureSettings) throws(DiagnosticError) {
    let table = try settings.table("data")
    let rows = try settings.rows(table)
    let x = try settings.column("x", of: rows)
    let y = try settings.column("y", of: rows)
    let series = try settings.column("series", of: rows)
    let facet = try settings.column("facet", of: rows)
    (xName, yName, seriesName, facetName) = (x.name, y.name, series.name, facet.name)
    let hollow = try settings.truths("hollow", of: rows)
    let fitted = try settings.truths("fitted", of: rows)
    var wanted: [Double]?
    if let list = try settings.node["levels"]?.list("levels") {
      wanted = try list.map { (item) throws(DiagnosticError) in try item.number("levels") }
    }
    for row in 0..<rows.rowCount {
      guard x.values[row] > 0, y.values[row].isFinite, series.values[row].isFinite,
        facet.values[row].isFinite,
        wanted?.contains(series.values[row]) ?? true
      else { continue }
      measurements.append(
        Measurement(
          facet: facet.values[row], series: series.values[row], x: x.values[row], y: y.values[row],
          isHollow: hollow?[row] ?? false, isFitted: fitted?[row] ?? true, line: rows.lines[row]))
    }
    guard !measurements.isEmpty else {
      throw DiagnosticError(
        "E0716",
        "no row has \"\(x.name)\" above 0 and values of \"\(y.name)\", \"\(series.name)\", \"\(facet.name)\"",
        at: settings.node.location)
    }
    facets = Set(measurements.map(\.facet)).sorted()
    levels = Set(measurements.compactMap(\.series)).sorted()
    let baselineSettings = try settings.nested("baseline", keys: FigureShapes.baseline)
    baselineName = try baselineSettings?.text("label") ?? "baseline"
    if let inner = baselineSettings, inner.node["where"] != nil {
      let base = try inner.rows(table)
      let names = [x.name, y.name, facet.name]
      let columns = names.compactMap { base.numbers($0) }
      let hollow = try settings.truths("hollow", of: base)
      let fitted = try settings.truths("fitted", of: base)
      for row in 0..<base.rowCount where columns.count == 3 && facets.contains(columns[2][row]) {
        guard columns[0][row] > 0, columns[1][row].isFinite else { continue }
        measurements.append(
          Measurement(
            facet: columns[2][row], series: nil, x: columns[0][row], y: columns[1][row],
            isHollow: hollow?[row] ?? false, isFitted: fitted?[row] ?? true, line: base.lines[row]))
      }
    }
    (curve, baseline) = try Self.curves(settings, baselineSettings, x.name, series.name, facet.name)
    isConstant = false
    let xs = measurements.map(\.x)
    xRange = try settings.range("x-range") ?? (xs.min() ?? 1)...(xs.max() ?? 1)
  }

  /// The settings of a picture of laws alone: names are variables of the curve, and levels and facets are listed.
  private init(withoutRuns settings: FigureSettings) throws(DiagnosticError) {
    for key in ["where", "hollow", "fitted"] {
      if let node = settings.node[key] {
        throw DiagnosticError(
          "E0728", "\"\(key)\" chooses rows, but the figure has no data", at: node.location,
          help: ["add data: with a table, or leave it out"])
      }
    }
    xName = try settings.required("x").string("x")
    yName = try settings.required("y").string("y")
    seriesName = try settings.required("series").string("series")
    facetName = try settings.required("facet").string("facet")
    func list(_ key: String) throws(DiagnosticError) -> [Double] {
      let values = try settings.required(key).list(key).map { (item) throws(DiagnosticError) in
        try item.number(key)
      }
      return Set(values).sorted()
    }
    levels = try list("levels")
    facets = try list("facets")
    let rangeNode = try settings.required("x-range")
    xRange = try rangeNode.range("x-range")
    guard xRange.lowerBound > 0, xRange.lowerBound < xRange.upperBound else {
      throw rangeNode.mismatch("x-range must be a range above 0")
    }
    let baselineSettings = try settings.nested(
      "baseline", keys: FigureShapes.baseline.filter { $0.name != "where" })
    baselineName = try baselineSettings?.text("label") ?? "baseline"
    _ = try settings.required("curve")
    (curve, baseline) = try Self.curves(settings, baselineSettings, xName, seriesName, facetName)
    let labels = (curve?.fitLabels ?? []) + (baseline?.fitLabels ?? [])
    isConstant = labels.allSatisfy { settings.inputs.fits[$0]?.hasRuns == false }
  }

  /// The curve in x, series and facet, and the baseline in x and facet.
  private static func curves(
    _ settings: FigureSettings, _ baseline: FigureSettings?, _ x: String, _ series: String, _ facet: String
  ) throws(DiagnosticError) -> (FittedExpression?, FittedExpression?) {
    let fits = settings.inputs.fits
    let curve = try settings.expression("curve").map { (expression) throws(DiagnosticError) in
      try FittedExpression(expression, fits: fits, variables: [x, series, facet])
    }
    let base = try baseline?.expression("curve").map { (expression) throws(DiagnosticError) in
      try FittedExpression(expression, fits: fits, variables: [x, facet])
    }
    return (curve, base)
  }

  /// The law's value, by the names of the variables that it was compiled for.
  func predict(_ expression: FittedExpression, x: Double, series: Double?, facet: Double, draw: Int? = nil)
    -> Double
  {
    let values = expression.variables.map { name in
      name == xName ? x : name == facetName ? facet : series ?? .nan
    }
    return expression.value(values, draw: draw)
  }

  /// Where a curve is lowest within the measured range, with the interval over the bootstrap draws.
  struct Turning {
    var facet: Double
    var series: Double
    var x: Double
    var y: Double
    /// Nil when more than 2.5 % of the draws have their minimum at an end of the measured range.
    var interval: ClosedRange<Double>?
  }

  /// The turning points of all curves that have one at the estimates.
  func turnings() -> [Turning] {
    guard let curve else { return [] }
    var result: [Turning] = []
    for facet in facets {
      for series in levels {
        let found = ScalarMinimum.find(over: xRange, logarithmic: true) {
          predict(curve, x: $0, series: series, facet: facet)
        }
        guard found.isInterior else { continue }
        // A few hundred draws place a 95 % interval well enough for a whisker.
        let count = min(curve.drawCount, 400)
        var places: [Double] = []
        for draw in 0..<count {
          let minimum = ScalarMinimum.find(over: xRange, logarithmic: true) {
            predict(curve, x: $0, series: series, facet: facet, draw: draw)
          }
          if minimum.isInterior { places.append(minimum.x) }
        }
        let isIdentified = count > 0 && Double(places.count) >= 0.975 * Double(count)
        result.append(
          Turning(
            facet: facet, series: series, x: found.x, y: found.value,
            interval: isIdentified ? Interval.percentile(places) : nil))
      }
    }
    return result
  }
}
