import Charts
import Drawing
import Fitting
import Typesetting

/// The path of least loss over lines of equal cost: where each of them touches a level line.
///
/// Along a line of equal cost x follows from y; the place where the value stops falling is found as the root of its slope, so
/// that the path is as smooth as the law.
struct CostPath {
  /// Where a line of equal cost touches a level line.
  struct Tangent {
    var cost, value: Double
    var point: Point
    /// The 95 % interval of y at this cost over the draws; nil without draws, or when some have none inside the picture.
    var interval: ClosedRange<Double>?
  }

  let tangents: [Tangent]
  /// Lines of equal cost whose least loss lies at an end of the picture's y.
  let ended: Int
  private let path: [Tangent]

  private static let draws = 120
  private static let steps = 48

  /// Nil when no line of equal cost touches a level line inside the picture.
  init?(
    _ surface: FittedSurface, _ costs: CostLines, _ xs: ClosedRange<Double>,
    _ vertical: (range: ClosedRange<Double>, scale: ScaleKind)
  ) {
    let isLog = vertical.scale == .log
    let ys = vertical.range
    /// The value along a line of equal cost.
    func along(_ cost: Double, _ y: Double, _ draw: Int?) -> Double {
      guard let x = costs.x(cost, y: y) else { return .nan }
      return surface.value(x, y, draw: draw)
    }
    func touch(_ cost: Double, _ draw: Int?) -> Double? {
      let found = ScalarMinimum.find(over: ys, logarithmic: isLog) { along(cost, $0, draw) }
      guard found.isInterior, found.value.isFinite else { return nil }
      let reach = (ys.upperBound - ys.lowerBound) / 64
      let step = reach * 1e-3
      let near = max(ys.lowerBound, found.x - reach)...min(ys.upperBound, found.x + reach)
      func slope(_ y: Double) -> Double { along(cost, y + step, draw) - along(cost, y - step, draw) }
      let ends = [near.lowerBound, near.upperBound].map { (t: $0, value: slope($0)) }
      if ends[0].value < 0, ends[1].value > 0 {
        return ScalarRoot.find(from: ends[0], to: ends[1], tolerance: 1e-12 * near.upperBound, slope)
      }
      return ScalarRoot.find(over: near, logarithmic: false, slope) ?? found.x
    }
    func tangent(_ cost: Double) -> Tangent? {
      guard let y = touch(cost, nil), let x = costs.x(cost, y: y), xs.contains(x) else { return nil }
      return Tangent(cost: cost, value: surface.value(x, y), point: Point(x, y))
    }
    let count = min(surface.drawCount, Self.draws)
    tangents = costs.costs.compactMap { cost in
      guard var found = tangent(cost) else { return nil }
      let places = (0..<count).compactMap { touch(cost, $0) }
      if count > 0, Double(places.count) >= 0.975 * Double(count) {
        found.interval = Interval.percentile(places)
      }
      return found
    }
    ended = costs.costs.count { touch($0, nil) == nil }
    guard let range = costs.range, !tangents.isEmpty else { return nil }
    path = SampledCurve.places(range, true, Self.steps).compactMap(tangent)
  }

  /// The path, the places of touch with their intervals; dashed where `isOutside` says so.
  func marks(_ name: String, isOutside: (Point) -> Bool) -> [Mark] {
    var style = Palette.category(2, name: name)
    style.shape = .circle
    let known = tangents.filter { $0.interval != nil }
    var marks = MeasuredLine.marks(
      path.map(\.point), style, isLabelled: false, width: 2.4, isOutside: isOutside)
    if !known.isEmpty {
      marks.append(
        .interval(
          IntervalMark(
            series: style, isHorizontal: false, at: known.map(\.point.x),
            lower: known.compactMap(\.interval?.lowerBound),
            upper: known.compactMap(\.interval?.upperBound))))
    }
    marks.append(.points(PointsMark(series: style, points: tangents.map(\.point), size: 7)))
    return marks
  }

  /// Rows for the table of curves: the value, no line, the place, no mark of extrapolation, the cost, and the interval of y.
  var rows: [[FigureTable.Cell]] {
    tangents.map { item in
      let ends: [FigureTable.Cell] =
        item.interval.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? [.empty, .empty]
      return [
        .number(item.value), .empty, .number(item.point.x), .number(item.point.y), .empty, .number(item.cost),
      ] + ends
    }
  }

  /// What the path says, for symbols in TeX.
  func note(_ x: String, _ y: String) -> String {
    func height(_ item: Tangent) -> String {
      let interval = item.interval.map {
        " [\(CurvesWords.value($0.lowerBound)), \(CurvesWords.value($0.upperBound))]"
      }
      return "\(y) = \(CurvesWords.value(item.point.y))\(interval ?? "")"
    }
    func place(_ item: Tangent) -> String { "\(x) = \(SymbolText.count(item.point.x))" }
    let ends = tangents.count > 1 ? [tangents[0], tangents[tangents.count - 1]] : tangents
    // A path that is level is told once.
    let isLevel = ends.count == 2 && height(ends[0]) == height(ends[1])
    let words =
      isLevel
      ? "\(height(ends[0])) from \(place(ends[0])) to \(SymbolText.count(ends[1].point.x))"
      : ends.map { "\(height($0)) at \(place($0))" }.joined(separator: "; ")
    let whiskers =
      tangents.contains { $0.interval != nil } ? " Whiskers: 95 % of the draws at that cost." : ""
    let missing =
      ended == 0 ? "" : " On \(NumberText.counted(ended, "line")) the least loss lies outside the picture."
    return
      "Thick: the least loss for each cost, where a line of equal cost touches a level line (dots): "
      + "\(words)." + whiskers + missing
  }
}
