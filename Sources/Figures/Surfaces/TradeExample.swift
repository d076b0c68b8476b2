import Charts
import Drawing
import Typesetting

/// A worked example on a level line: how much more of x makes up for less of y.
///
/// It starts at the top of the measured rectangle, follows the level down, and ends at the lowest measured value of y
/// that the level reaches within the measured x. The ratio is solved on the surface, not read off the picture.
struct TradeExample {
  /// The path, from most y to least.
  private let points: [Point]
  /// x at the end divided by x at the start.
  let ratio: Double

  /// Where examples start: in the lower third of x on its logarithm.
  static func start(_ xs: ClosedRange<Double>) -> Double {
    xs.lowerBound * SymbolText.power(xs.upperBound / xs.lowerBound, 0.3)
  }

  /// Nil when no level runs through enough of the rectangle.
  init?(
    _ xs: ClosedRange<Double>, _ vertical: (range: ClosedRange<Double>, scale: ScaleKind),
    _ measured: [Double],
    _ value: (_ x: Double, _ y: Double) -> Double
  ) {
    let ys = vertical.range
    guard xs.lowerBound > 0, xs.upperBound / xs.lowerBound > 1.5 else { return nil }
    let start = Self.start(xs)
    let level = value(start, ys.upperBound)
    guard level.isFinite else { return nil }
    /// The x of the level at a height, by halving in log x; nil when it is not within the measured x.
    func solve(_ y: Double) -> Double? {
      var (low, high) = (xs.lowerBound, xs.upperBound)
      let (atLow, atHigh) = (value(low, y) - level, value(high, y) - level)
      guard atLow.isFinite, atHigh.isFinite, (atLow > 0) != (atHigh > 0) else { return nil }
      for _ in 0..<60 {
        let middle = SymbolText.power(low * high, 0.5)
        if (value(middle, y) - level > 0) == (atLow > 0) { low = middle } else { high = middle }
      }
      return SymbolText.power(low * high, 0.5)
    }
    let reachable = Set(measured).sorted().first { $0 < ys.upperBound && solve($0) != nil }
    guard let bottom = reachable, let end = solve(bottom), end / start > 1.02 || end / start < 0.98 else {
      return nil
    }
    let count = 80
    points = SampledCurve.places(bottom...ys.upperBound, vertical.scale == .log, count).reversed()
      .compactMap { y in solve(y).map { Point($0, y) } }
    guard points.count == count + 1 else { return nil }
    ratio = end / start
  }

  /// `P from 16 to 4: 2.70 × N`, for symbols in TeX or in plain text.
  func words(_ x: String, _ y: String) -> String {
    let top = points.first.map { SymbolText.count($0.y) } ?? ""
    let bottom = points.last.map { SymbolText.count($0.y) } ?? ""
    return "\(y) from \(top) to \(bottom): \(NumberText.decimal(ratio, places: 2)) × \(x)"
  }

  /// The path and its ends in a colour of their own, named by what they show.
  func marks(_ name: String) -> [Mark] {
    guard let first = points.first, let last = points.last else { return [] }
    let style = SeriesStyle(name: name, paint: Palette.category(0, name: name).paint, shape: .diamond)
    var arrow = style
    arrow.shape = .triangleDown
    return [
      .line(LineMark(series: style, points: points, width: 2.4)),
      .points(PointsMark(series: style, points: [first], size: 8)),
      .points(PointsMark(series: arrow, points: [last], size: 9)),
    ]
  }
}
