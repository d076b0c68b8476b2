import Charts
import Diagnostics
import Drawing

/// Which level lines of a surface are drawn, and where they leave the measured rectangle.
enum LevelLines {
  /// Round levels over what the surface spans where runs were measured, or multiples of the author's step.
  ///
  /// A law may rise without bound towards the edge of its domain; levels over all of that would leave none for the rest.
  /// Where fewer than two would cross the middle half of the values, they stop at Tukey's outer fence: three
  /// interquartile ranges beyond it.
  static func levels(
    of surface: FittedSurface, _ x: (range: ClosedRange<Double>, scale: ScaleKind),
    _ y: (range: ClosedRange<Double>, scale: ScaleKind), step node: ConfigNode?
  ) throws(DiagnosticError) -> (levels: [Double], majors: [Double], decimals: Int, beyond: Double?) {
    var values: [Double] = []
    let xs = SampledCurve.places(x.range, x.scale == .log, 40)
    for y in SampledCurve.places(y.range, y.scale == .log, 40) {
      values += surface.row(xs, y).filter(\.isFinite)
    }
    values.sort()
    guard let least = values.first, let greatest = values.last else { return ([], [], 0, nil) }
    let quartiles = (values[values.count / 4], values[values.count - 1 - values.count / 4])
    let fence = quartiles.1 + 3 * (quartiles.1 - quartiles.0)
    let whole = Contours.niceLevels(min: least, max: greatest, count: 12)
    let isBunched = whole.levels.count { (quartiles.0...quartiles.1).contains($0) } < 2
    let isCut = isBunched && quartiles.1 > quartiles.0 && greatest > fence
    let fenced = isCut ? fence : greatest
    guard let node else {
      let nice = isCut ? Contours.niceLevels(min: least, max: fenced, count: 12) : whole
      return (nice.levels, nice.majors, nice.decimals, isCut ? greatest : nil)
    }
    let step = try node.number("levels")
    // An author's step goes as far as it can be told apart.
    let isWhole = step > 0 && (greatest - least) / step <= 40
    let (most, beyond) = isWhole ? (greatest, nil) : (fenced, greatest)
    guard step > 0, (most - least) / step <= 40 else {
      throw node.mismatch("levels must be a step of at most 40 levels")
    }
    let first = Int((least / step).rounded(.up))
    let last = Int((most / step).rounded(.down))
    guard first <= last else { return ([], [], 0, nil) }
    let all = (first...last).map { Double($0) * step }
    let majors = (first...last).filter { $0 % 2 == 0 }.map { Double($0) * step }
    var decimals = 0
    var scaled = step
    while decimals < 6, abs(scaled - scaled.rounded()) > 1e-9 {
      scaled *= 10
      decimals += 1
    }
    return (all, majors.isEmpty ? all : majors, decimals, beyond)
  }

  /// Cuts a line where it crosses the edge of the measured region.
  static func split(
    _ line: Contours.Line, isOutside: (Point) -> Bool
  ) -> [(points: [Point], isOutside: Bool)] {
    var pieces: [(points: [Point], isOutside: Bool)] = []
    for point in line.points {
      let outside = isOutside(point)
      guard let last = pieces.last, let before = last.points.last, last.isOutside != outside else {
        if pieces.isEmpty { pieces.append(([], outside)) }
        pieces[pieces.count - 1].points.append(point)
        continue
      }
      // Vertices are a few pixels apart; halving finds the edge to a small part of one.
      var (near, far) = (before, point)
      for _ in 0..<24 {
        let middle = Point((near.x + far.x) / 2, (near.y + far.y) / 2)
        if isOutside(middle) == last.isOutside { near = middle } else { far = middle }
      }
      pieces[pieces.count - 1].points.append(near)
      pieces.append(([near, point], outside))
    }
    return pieces.filter { $0.points.count > 1 }
  }
}
