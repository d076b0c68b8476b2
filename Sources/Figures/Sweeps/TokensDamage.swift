import Diagnostics
import Fitting
import Typesetting

/// What a width loses to the baseline at the same size and tokens: the second row of a figure of loss against tokens.
struct TokensDamage {
  /// The vertical axis.
  let label: String
  private let data: TokensData
  private let curve: FittedExpression
  private let baseline: FittedExpression
  /// The baseline's mean measured loss where it was measured.
  private var measured: [Place: Double] = [:]

  private struct Place: Hashable {
    var facet, x: Double
  }

  /// Nil when the cell does not ask for it. Throws `E0105` without the two curves and the baseline's rows, of which it
  /// is the difference.
  init?(_ settings: FigureSettings, _ data: TokensData) throws(DiagnosticError) {
    guard let node = settings.node["damage"] else { return nil }
    guard let curve = data.curve, let baseline = data.baseline else {
      throw DiagnosticError(
        "E0105", "damage is a loss over that of a baseline, and a curve is missing", at: node.location,
        help: ["add curve: with the law, and baseline: {where: …, curve: …}"])
    }
    label = try node.string("damage")
    (self.data, self.curve, self.baseline) = (data, curve, baseline)
    var sums: [Place: (sum: Double, count: Double)] = [:]
    for item in data.measurements where item.series == nil {
      let old = sums[Place(facet: item.facet, x: item.x)] ?? (0, 0)
      sums[Place(facet: item.facet, x: item.x)] = (old.sum + item.y, old.count + 1)
    }
    measured = sums.mapValues { $0.sum / $0.count }
  }

  /// What a measured run loses to the baseline measured at its place; nil without one, and where it loses nothing, which a
  /// logarithmic axis cannot show.
  func value(_ item: TokensData.Measurement) -> Double? {
    guard item.series != nil, let base = measured[Place(facet: item.facet, x: item.x)] else { return nil }
    return item.y > base ? item.y - base : nil
  }

  /// The same by the laws.
  func value(at x: Double, series: Double, facet: Double, draw: Int? = nil) -> Double {
    data.predict(curve, x: x, series: series, facet: facet, draw: draw)
      - data.predict(baseline, x: x, series: nil, facet: facet, draw: draw)
  }

  /// The draws that both laws have.
  var drawCount: Int {
    // A law of constants has none and needs none.
    let counts = [curve.drawCount, baseline.drawCount].filter { $0 > 0 }
    return counts.min() ?? 0
  }

  /// How many rows have no place in the second row; nil when all have one.
  var note: String? {
    let rows = data.measurements.filter { $0.series != nil }
    let missing = rows.count { value($0) == nil }
    guard missing > 0 else { return nil }
    return
      "Not in the second row: \(NumberText.counted(missing, "run")) without a baseline, or no worse than it."
  }
}
