import Charts
import Diagnostics
import Drawing

/// Which level lines of a surface are drawn, and where they leave the measured rectangle.
enum LevelLines {
  /// Round levels over what the surface spans where runs were measured, or multiples of the author's step.
  static func levels(
    of surface: FittedSurface, _ x: (range: ClosedRange<Double>, scale: ScaleKind),
    _ y: (range: ClosedRange<Double>, scale: ScaleKind), step node: ConfigNode?
  ) throws(DiagnosticError) -> (levels: [Double], majors: [Double], decimals: Int) {
    var least = Double.infinity
    var most = -Double.infinity
    let ys = SampledCurve.places(y.range, y.scale == .log, 40)
    for xv in SampledCurve.places(x.range, x.scale == .log, 40) {
      for yv in ys {
        let v = surface.value(xv, yv)
        guard v.isFinite else { continue }
        least = min(least, v)
        most = max(most, v)
      }
    }
    guard let node else {
      return Contours.niceLevels(min: least, max: most, count: 12)
    }
    let step = try node.number("levels")
    guard step > 0, (most - least) / step <= 40 else {
      throw node.mismatch("levels must be a step of at most 40 levels")
    }
    let first = Int((least / step).rounded(.up))
    let last = Int((most / step).rounded(.down))
    guard first <= last else { return ([], [], 0) }
    let all = (first...last).map { Double($0) * step }
    let majors = (first...last).filter { $0 % 2 == 0 }.map { Double($0) * step }
    var decimals = 0
    var scaled = step
    while decimals < 6, abs(scaled - scaled.rounded()) > 1e-9 {
      scaled *= 10
      decimals += 1
    }
    return (all, majors.isEmpty ? all : majors, decimals)
  }

  /// Cuts a line where it crosses the edge of the measured rectangle.
  static func split(
    _ line: Contours.Line, _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>
  ) -> [(points: [Point], isOutside: Bool)] {
    func isOutside(_ point: Point) -> Bool { !xs.contains(point.x) || !ys.contains(point.y) }
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
