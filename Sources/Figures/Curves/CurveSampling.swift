import Charts
import Drawing
import Fitting

/// A curve computed over a panel's range: its vertices, the interval over draws, and its marked extremum.
struct SampledCurve {
  /// The vertices from left to right; a value that is not finite breaks the line.
  var points: [Point] = []
  /// The 95 % percentile interval over the fits' draws, at fewer places; empty without draws.
  private(set) var band = CurveBand()
  /// The extremum inside the range, if one is to be marked and there is one.
  var extremum: Extremum?

  /// Where a curve is least or greatest inside the range.
  struct Extremum {
    var place: Point
    /// The 95 % interval of the place over the draws; nil without draws, or when some have none inside the range.
    var interval: ClosedRange<Double>?
    /// Where the curve stays within a share of its extremum, and that share.
    var flat: (share: Double, range: ClosedRange<Double>)?
  }

  private static let steps = 192
  private static let bandSteps = 48
  private static let draws = 200

  init(_ curve: PlannedCurve, over range: ClosedRange<Double>, isLog: Bool) {
    self.init(over: range, isLog: isLog, drawCount: curve.expression.drawCount, mark: curve.mark) {
      curve.value($0, draw: $1)
    }
  }

  /// Samples a function of place and draw; a draw of nil asks for the estimates.
  init(
    over range: ClosedRange<Double>, isLog: Bool, drawCount: Int, mark: ExtremumMark? = nil,
    value: (Double, Int?) -> Double
  ) {
    points = CurveEnds.closed(Self.places(range, isLog, Self.steps).map { Point($0, value($0, nil)) }) {
      value($0, nil)
    }
    let count = min(drawCount, Self.draws)
    if count > 0 { band = CurveBand(at: Self.places(range, isLog, Self.bandSteps), draws: count, value) }
    if let mark { extremum = Self.extremum(mark, range, isLog, draws: count, value) }
  }

  /// Places spread evenly over a range on its scale, both ends among them.
  static func places(_ range: ClosedRange<Double>, _ isLog: Bool, _ steps: Int) -> [Double] {
    (0...steps).map { step in
      if step == steps { return range.upperBound }
      let t = Double(step) / Double(steps)
      return isLog
        ? range.lowerBound * SymbolText.power(range.upperBound / range.lowerBound, t)
        : range.lowerBound + t * (range.upperBound - range.lowerBound)
    }
  }

  private static func extremum(
    _ mark: ExtremumMark, _ range: ClosedRange<Double>, _ isLog: Bool, draws: Int,
    _ value: (Double, Int?) -> Double
  ) -> Extremum? {
    let sign = mark.isMaximum ? -1.0 : 1.0
    func find(_ draw: Int?) -> (x: Double, value: Double, isInterior: Bool) {
      ScalarMinimum.find(over: range, logarithmic: isLog) { sign * value($0, draw) }
    }
    let found = find(nil)
    guard found.isInterior, found.value.isFinite else { return nil }
    let places = (0..<draws).map(find).filter(\.isInterior).map(\.x)
    let isIdentified = draws > 0 && Double(places.count) >= 0.975 * Double(draws)
    var result = Extremum(
      place: Point(found.x, sign * found.value), interval: isIdentified ? Interval.percentile(places) : nil)
    if let share = mark.within {
      let limit = found.value + share * abs(found.value)
      let low = crossing(from: found.x, to: range.lowerBound) { sign * value($0, nil) - limit }
      let high = crossing(from: found.x, to: range.upperBound) { sign * value($0, nil) - limit }
      result.flat = (share, min(low, high)...max(low, high))
    }
    return result
  }

  /// The first place on the way from one point to another at which a function is no longer below 0; the end of the way
  /// if there is none.
  private static func crossing(from start: Double, to end: Double, _ f: (Double) -> Double) -> Double {
    var near = start
    for step in 1...steps {
      let far = start + (end - start) * Double(step) / Double(steps)
      guard !(f(far) < 0) else {
        near = far
        continue
      }
      var outside = far
      for _ in 0..<60 {
        let middle = (near + outside) / 2
        if f(middle) < 0 { near = middle } else { outside = middle }
      }
      return near
    }
    return end
  }
}
