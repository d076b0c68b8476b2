/// Smooth polylines as few cubic curves (Schneider 1990, "An algorithm for automatically fitting digitized curves").
///
/// A curve of a law comes as a polyline of 20 to 100 vertices and is three or four cubic curves, at a third of the bytes
/// and smooth however far a reader zooms. Corners stay corners: a line of measured values comes back as it is.
struct CurveFitting {
  /// How far a curve may lie from a vertex, in pixels.
  let tolerance: Double
  /// How far it may lie from a segment between vertices: the polyline itself leaves the drawn function by so much.
  private var sag: Double { 2 * tolerance }
  /// From so many segments on one curve is shorter than they are.
  private static let leastSegments = 4
  /// The cosine of the turn from which on a vertex is a corner, 25°.
  private static let corner = 0.906

  /// Replaces the straight pieces of a path by curves where those are shorter; all else stays.
  static func smooth(_ path: Path, tolerance: Double = 0.05) -> Path {
    let fitting = CurveFitting(tolerance: tolerance)
    var result: [Path.Element] = []
    result.reserveCapacity(path.elements.count)
    var line: [Point] = []
    func flush() {
      guard line.count > 1 else { return line.removeAll(keepingCapacity: true) }
      fitting.append(line, to: &result)
      line.removeAll(keepingCapacity: true)
    }
    for element in path.elements {
      switch element {
      case .move(let p):
        flush()
        result.append(element)
        line = [p]
      case .line(let p):
        line.append(p)
      case .curve(_, _, let p):
        flush()
        result.append(element)
        line = [p]
      case .close:
        flush()
        result.append(element)
      }
    }
    flush()
    return Path(result)
  }

  /// Adds what leads from the first point to the last: pieces between corners, each as curves.
  private func append(_ points: [Point], to result: inout [Path.Element]) {
    var start = 0
    for end in 1..<points.count where end == points.count - 1 || isCorner(points, end) {
      fit(points[start...end], to: &result)
      start = end
    }
  }

  private func isCorner(_ points: [Point], _ index: Int) -> Bool {
    let (a, b) = (points[index] - points[index - 1], points[index + 1] - points[index])
    return a.dot(b) < Self.corner * (a.length * b.length)
  }

  private func fit(_ points: ArraySlice<Point>, to result: inout [Path.Element]) {
    guard points.count > Self.leastSegments else {
      result += points.dropFirst().map(Path.Element.line)
      return
    }
    if isStraight(points) { return result.append(.line(points[points.endIndex - 1])) }
    fit(points, tangents(points), to: &result)
  }

  /// Whether nobody would see that the vertices between the ends are left out.
  private func isStraight(_ points: ArraySlice<Point>) -> Bool {
    let (from, step) = (points[points.startIndex], points[points.endIndex - 1] - points[points.startIndex])
    let limit = 0.2 * tolerance * step.length
    return points.allSatisfy { abs(($0 - from).x * step.y - ($0 - from).y * step.x) <= limit }
      && zip(points, points.dropFirst()).allSatisfy { ($1 - $0).dot(step) >= 0 }
  }

  /// One curve where it is near enough; else two, which meet at the vertex that lies farthest and go the same way there.
  private func fit(_ points: ArraySlice<Point>, _ tangents: [Point], to result: inout [Path.Element]) {
    guard points.count > Self.leastSegments else {
      result += points.dropFirst().map(Path.Element.line)
      return
    }
    let base = points.startIndex
    var places = Self.places(points)
    var worst = (distance: Double.infinity, index: base + points.count / 2)
    for _ in 0..<4 {
      let cubic = Cubic(points, places, tangents[0], tangents[points.count - 1])
      worst = cubic.worst(points, places)
      if worst.distance <= tolerance, cubic.sag(points, places) <= sag {
        result.append(.curve(cubic.b, cubic.c, cubic.d))
        return
      }
      // Too far for better places on the same curve to help.
      guard worst.distance < 20 * tolerance else { break }
      places = cubic.nearest(points, places)
    }
    let split = min(max(worst.index, base + 1), points.endIndex - 2)
    fit(points[base...split], Array(tangents[...(split - base)]), to: &result)
    fit(points[split...], Array(tangents[(split - base)...]), to: &result)
  }

  /// The direction at each vertex, of the parabola through it and its neighbours.
  private func tangents(_ points: ArraySlice<Point>) -> [Point] {
    let base = points.startIndex
    let steps = zip(points, points.dropFirst()).map { $1 - $0 }
    let lengths = steps.map { max($0.length, 1e-9) }
    let slopes = zip(steps, lengths).map { $0 * (1 / $1) }
    let last = slopes.count - 1
    return points.indices.map { index in
      let i = index - base
      switch i {
      case 0: return (slopes[0] + (slopes[0] - slopes[1]) * (lengths[0] / (lengths[0] + lengths[1]))).unit
      case last + 1:
        let share = lengths[last] / (lengths[last] + lengths[last - 1])
        return (slopes[last] + (slopes[last] - slopes[last - 1]) * share).unit
      default: return (slopes[i - 1] * lengths[i] + slopes[i] * lengths[i - 1]).unit
      }
    }
  }

  /// Shares of the length of the polyline.
  private static func places(_ points: ArraySlice<Point>) -> [Double] {
    var places = [0.0]
    places.reserveCapacity(points.count)
    for (a, b) in zip(points, points.dropFirst()) { places.append((places.last ?? 0) + (b - a).length) }
    let total = max(places.last ?? 0, 1e-9)
    return places.map { $0 / total }
  }
}

/// A cubic Bézier curve.
private struct Cubic {
  let a, b, c, d: Point

  /// The curve between the ends of `points` that leaves and arrives in the given directions and lies nearest, in the sum
  /// of squares, to the points at their places.
  init(_ points: ArraySlice<Point>, _ places: [Double], _ leaving: Point, _ arriving: Point) {
    let (first, last) = (points[points.startIndex], points[points.endIndex - 1])
    var (c00, c01, c11, x0, x1) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (p, t) in zip(points, places) {
      let s = 1 - t
      let (w0, w1, w2, w3) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
      let (u, v) = (leaving * w1, arriving * -w2)
      c00 += u.dot(u)
      c01 += u.dot(v)
      c11 += v.dot(v)
      let rest = p - first * (w0 + w1) - last * (w2 + w3)
      x0 += u.dot(rest)
      x1 += v.dot(rest)
    }
    let chord = (last - first).length
    let determinant = c00 * c11 - c01 * c01
    var (alpha, beta) = (chord / 3, chord / 3)
    if determinant > 1e-12 * c00 * c11 {
      let (l, r) = ((x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant)
      // Handles that point backwards make loops.
      if l > 1e-6 * chord, r > 1e-6 * chord { (alpha, beta) = (l, r) }
    }
    (a, b, c, d) = (first, first + leaving * alpha, last - arriving * beta, last)
  }

  func point(_ t: Double) -> Point {
    let s = 1 - t
    return a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t)
  }

  /// The vertex that lies farthest from its place.
  func worst(_ points: ArraySlice<Point>, _ places: [Double]) -> (distance: Double, index: Int) {
    var worst = (distance: 0.0, index: points.startIndex)
    for (index, t) in zip(points.indices, places) {
      let distance = (point(t) - points[index]).length
      if distance > worst.distance { worst = (distance, index) }
    }
    return worst
  }

  /// How far the curve leaves the segments, half-way between their ends.
  func sag(_ points: ArraySlice<Point>, _ places: [Double]) -> Double {
    var most = 0.0
    for (index, place) in zip(points.indices.dropFirst(), places.indices.dropFirst()) {
      let middle = point((places[place - 1] + places[place]) / 2)
      let (from, step) = (points[index - 1], points[index] - points[index - 1])
      let t = min(1, max(0, (middle - from).dot(step) / max(step.dot(step), 1e-12)))
      most = max(most, (middle - from - step * t).length)
    }
    return most
  }

  /// Places nearer to the points: one step of Newton's method each.
  func nearest(_ points: ArraySlice<Point>, _ places: [Double]) -> [Double] {
    let (first, middle, last) = (b - a, c - b, d - c)
    let (bendAtStart, bendAtEnd) = (c - b * 2 + a, d - c * 2 + b)
    var least = 0.0
    return zip(points, places).map { p, t in
      let s = 1 - t
      let slope = (first * (s * s) + middle * (2 * s * t) + last * (t * t)) * 3
      let bend = (bendAtStart * s + bendAtEnd * t) * 6
      let away = point(t) - p
      let divisor = slope.dot(slope) + away.dot(bend)
      let moved = divisor > 1e-9 ? t - away.dot(slope) / divisor : t
      // In order along the curve, or it would run back.
      least = max(least, min(1, moved))
      return least
    }
  }
}

extension Point {
  fileprivate static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
  fileprivate static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  fileprivate static func * (a: Point, s: Double) -> Point { Point(a.x * s, a.y * s) }
  fileprivate func dot(_ other: Point) -> Double { x * other.x + y * other.y }
  fileprivate var length: Double { dot(self).squareRoot() }
  fileprivate var unit: Point {
    let length = length
    return length > 0 ? self * (1 / length) : self
  }
}
