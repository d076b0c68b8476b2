import Charts
import Diagnostics
import Drawing
import Fitting
import Laws

/// One curve of a panel, compiled.
struct PlannedCurve {
  /// Name and look; the name is empty for a curve that stands alone.
  var style: SeriesStyle
  /// The horizontal variable and, behind it, everything that is held.
  var expression: FittedExpression
  /// The values behind the horizontal variable.
  var held: [Double]
  /// The names that occur in the expression.
  var names: [String]
  /// The extremum to mark, or nil.
  var mark: ExtremumMark?
  /// The definition that is drawn, if the expression is one call.
  var definition: String?
  /// Where the fits behind it have runs.
  var measured: MeasuredArguments
  /// What it asks the laws of its fits.
  var domain: CurveDomain
  /// What must be above 0 for the curve to be drawn, or nil.
  var margin: FittedExpression?
  /// Numbers that are told beside the panel under the curve's name.
  var shown: [(label: String, value: FittedExpression)] = []
  /// Measured values along it, or nil.
  var points: CurvePoints?
  /// The stroke's width; nil is that of all lines.
  var width: Double?

  /// The value at a place; NaN where the curve is not to be drawn.
  func value(_ x: Double, draw: Int? = nil) -> Double {
    if let margin, !(margin.value([x] + held, draw: draw) > 0) { return .nan }
    return expression.value([x] + held, draw: draw)
  }

  /// The held values for an expression that knows what is held, and not the axis.
  func held(for value: FittedExpression) -> [Double] { Array(held.prefix(value.variables.count)) }

  /// Whether the fits have seen what the curve asks them at a place.
  func isMeasured(_ x: Double) -> Bool { measured.contains([x] + held) }

  /// Looks whether its laws are defined at a place, and their constants behind it; a curve that its author cut off there
  /// has nothing to say.
  func look(_ point: Point, isVisible: Bool, _ note: inout DomainNote) {
    if !isVisible, margin != nil { return }
    domain.look([point.x] + held, isDrawn: isVisible, &note)
  }

  /// What the laws used say about a variable of this name.
  func variable(_ name: String, _ fits: [String: FitResult]) -> LawVariable? {
    for label in expression.fitLabels {
      if let found = fits[label]?.law.variables.first(where: { $0.name == name }) { return found }
    }
    return nil
  }
}

/// The numeric extremum of a curve, to be marked.
struct ExtremumMark {
  /// Whether it is the greatest value rather than the least.
  var isMaximum: Bool
  /// Words with `{x}` and `{y}` for its place and value, or nil for a marker alone.
  var label: String?
  /// A relative difference: where the curve stays that close, it is drawn thick.
  var within: Double?

  /// The least value, with the stretch that comes within a share of it.
  static func minimum(within share: Double) -> ExtremumMark {
    ExtremumMark(isMaximum: false, within: share)
  }

  private init(isMaximum: Bool, within: Double?) { (self.isMaximum, self.within) = (isMaximum, within) }

  init(_ node: ConfigNode) throws(DiagnosticError) {
    var word = node
    if case .map = node.content {
      try node.expectKeys(FigureShapes.extremumKeys, in: "mark")
      guard let at = node["at"] else {
        throw DiagnosticError("E0105", "a mark needs at: minimum or maximum", at: node.location)
      }
      word = at
      label = try node["label"]?.string("label")
      if let share = node["within"] {
        let value = try share.number("within")
        guard value > 0, value < 1 else { throw share.mismatch("within must be a share between 0 and 1") }
        within = value
      }
    }
    switch try word.string("mark") {
    case "minimum": isMaximum = false
    case "maximum": isMaximum = true
    default: throw word.mismatch("mark must be minimum or maximum")
    }
  }
}
