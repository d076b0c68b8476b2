import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Typesetting

/// Lines of equal cost over the plane of a surface: along one of them money is moved from one variable to the other, and
/// where it touches a level line it is spent best.
struct CostLines {
  /// What a line costs times the one before.
  private let factor: Double
  private let name: String
  private let lines: [(cost: Double, points: [Point])]
  private let fitted: FittedExpression
  private let xs: ClosedRange<Double>

  /// At most so many lines are told apart from level lines.
  private static let most = 8.0

  /// Nil when the cell names no cost. Throws what is wrong with the expression, and `E0723` when no line crosses the picture.
  init?(
    of surface: FittedSurface, _ settings: FigureSettings,
    _ x: (range: ClosedRange<Double>, scale: ScaleKind),
    _ y: (range: ClosedRange<Double>, scale: ScaleKind)
  ) throws(DiagnosticError) {
    guard settings.node["cost"] != nil else { return nil }
    let (cost, place) = try settings.requiredExpression("cost")
    let held = Dictionary(surface.fixed.map { ($0.name, Expression.constant($0.value)) }) { first, _ in first
    }
    let fitted = try FittedExpression(
      cost.substituting(held), fits: settings.inputs.fits, variables: [surface.x, surface.y])
    (self.fitted, xs) = (fitted, x.range)
    func value(_ x: Double, _ y: Double) -> Double { Self.cost(fitted, x, y) }
    var values: [Double] = []
    for across in SampledCurve.places(x.range, x.scale == .log, 24) {
      for up in SampledCurve.places(y.range, y.scale == .log, 24) {
        let one = value(across, up)
        if one.isFinite { values.append(one) }
      }
    }
    let (low, high) = (values.min() ?? 1, values.max() ?? 1)
    var levels: [Double] = []
    var step = 1.0
    for candidate in [1.1, 1.25, 1.5, 2, 4, 10, 100, 1e3, 1e4, 1e6] {
      step = candidate
      // Counted from 1, so that lines stay where they are when the picture grows.
      var level = 1.0
      while level > low { level /= candidate }
      while level < low { level *= candidate }
      levels = []
      while level <= high, Double(levels.count) <= Self.most {
        levels.append(level)
        level *= candidate
      }
      if Double(levels.count) <= Self.most { break }
    }
    factor = step
    name = "equal cost \(SymbolText.markup(cost))"
    lines = Contours.trace(
      levels: levels, x: x.range, y: y.range, xScale: x.scale, yScale: y.scale, value
    ).map { ($0.level, $0.points) }
    guard !lines.isEmpty else {
      throw DiagnosticError("E0723", "no line of equal cost crosses the picture", at: place)
    }
  }

  private static func cost(_ fitted: FittedExpression, _ x: Double, _ y: Double) -> Double {
    let value = fitted.value([x, y])
    return value > 0 && value.isFinite ? value : .nan
  }

  /// The costs of the lines, ascending.
  var costs: [Double] { Set(lines.map(\.cost)).sorted() }

  /// From the cheapest line to the dearest; nil for one line.
  var range: ClosedRange<Double>? {
    guard let low = costs.first, let high = costs.last, low < high else { return nil }
    return low...high
  }

  /// The x that a cost leaves at a y, within a hundred times the picture; nil where there is none.
  ///
  /// Logarithms of a cost over those of x are nearly straight lines, so a few steps find it to the last digits.
  func x(_ cost: Double, y: Double) -> Double? {
    let level = cost.naturalLogarithm
    func excess(_ t: Double) -> Double { Self.cost(fitted, t.naturalExponential, y).naturalLogarithm - level }
    let low = max(xs.lowerBound / 100, .leastNormalMagnitude)
    let ends = [low, xs.upperBound * 100].map { x in
      let t = x.naturalLogarithm
      return (t: t, value: excess(t))
    }
    guard ends.allSatisfy(\.value.isFinite), (ends[0].value > 0) != (ends[1].value > 0) else { return nil }
    return ScalarRoot.find(from: ends[0], to: ends[1], tolerance: 1e-14, excess).naturalExponential
  }

  /// The dashed lines.
  var marks: [Mark] {
    let style = SeriesStyle(name: name, paint: Palette.category(3, name: name).paint, dash: [2, 3])
    return lines.map { .line(LineMark(series: style, points: $0.points, width: 1.1)) }
  }

  /// Rows for the table of curves: no value of the surface, the vertices, and the cost last.
  var rows: [[FigureTable.Cell]] {
    lines.enumerated().flatMap { index, line in
      line.points.map {
        [
          .empty, .number(Double(index)), .number($0.x), .number($0.y), .empty, .number(line.cost), .empty,
          .empty,
        ]
      }
    }
  }

  /// What the lines say.
  var note: String {
    "along a finely dashed line the cost is the same; each costs \(NumberText.significant(factor, digits: 3)) times the one "
      + "before."
  }
}
