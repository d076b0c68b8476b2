import Charts
import Drawing
import Fitting

/// Places on a curve that its reader looks up: where it begins to exist, and where it first reaches given values.
struct CurveLandmarks {
  /// A place with its 95 % interval over the draws; nil without draws, or when some draws have none inside the range.
  struct Place {
    var point: Point
    var interval: ClosedRange<Double>?
  }

  /// Where the curve begins inside the range: left of it the law is not defined.
  private(set) var start: Place?
  /// The values asked for with the place of the first crossing from below.
  private(set) var reached: [(value: Double, place: Place)] = []

  private static let steps = 192
  private static let draws = 200

  /// Looks for the values from the left; a value that the curve does not reach inside the range is left out.
  init(
    of curve: PlannedCurve, over range: ClosedRange<Double>, isLog: Bool, values: [Double], wantsStart: Bool
  ) {
    let places = SampledCurve.places(range, isLog, Self.steps)
    let count = min(curve.expression.drawCount, Self.draws)
    func interval(_ find: (Int) -> Double?) -> ClosedRange<Double>? {
      let found = (0..<count).compactMap(find)
      return count > 0 && Double(found.count) >= 0.975 * Double(count) ? Interval.percentile(found) : nil
    }
    func first(_ draw: Int?, _ test: (Double) -> Bool) -> Double? {
      Self.change(along: places) { test(curve.value($0, draw: draw)) }
    }
    if wantsStart, let x = first(nil, \.isFinite) {
      let y = curve.value(x)
      start = Place(
        point: Point(x, y.isFinite ? y : 0), interval: interval { first($0, \.isFinite) })
    }
    for value in values {
      guard let x = first(nil, { $0 >= value }) else { continue }
      reached.append(
        (value, Place(point: Point(x, value), interval: interval { first($0, { $0 >= value }) })))
    }
  }

  /// The first place at which a condition begins to hold, by halving between two neighbours; nil where it holds at once or
  /// never.
  private static func change(along places: [Double], _ test: (Double) -> Bool) -> Double? {
    guard let index = places.firstIndex(where: test), index > 0 else { return nil }
    var (outside, inside) = (places[index - 1], places[index])
    for _ in 0..<50 {
      let middle = (outside + inside) / 2
      if test(middle) { inside = middle } else { outside = middle }
    }
    return inside
  }
}
