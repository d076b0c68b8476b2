import Drawing

/// Geometry of polylines in CSS pixels: clipping, splitting, lengths and simplification.
///
/// Back ends keep coordinates in fixed point and wrap far outside the page, so everything is clipped before it is drawn.
public enum Polyline {
  /// The parts of a polyline inside a rectangle, segment by segment; a NaN splits it.
  public static func clip(_ points: [Point], to rect: Rect) -> [[Point]] {
    var parts: [[Point]] = []
    var current: [Point] = []
    func flush(_ parts: inout [[Point]], _ current: inout [Point]) {
      if current.count > 1 { parts.append(current) }
      current = []
    }
    for i in points.indices.dropFirst() {
      let (a, b) = (points[i - 1], points[i])
      // NaN is in no rectangle.
      if !current.isEmpty, rect.contains(a), rect.contains(b) {
        if b != a { current.append(b) }
        continue
      }
      guard a.x.isFinite, a.y.isFinite, b.x.isFinite, b.y.isFinite,
        let (t0, t1) = rect.part(from: a, to: b)
      else {
        flush(&parts, &current)
        continue
      }
      let start = t0 == 0 ? a : Point(a.x + (b.x - a.x) * t0, a.y + (b.y - a.y) * t0)
      let end = t1 == 1 ? b : Point(a.x + (b.x - a.x) * t1, a.y + (b.y - a.y) * t1)
      if t0 > 0 { flush(&parts, &current) }
      if current.isEmpty { current.append(start) }
      if end != current.last { current.append(end) }
      if t1 < 1 { flush(&parts, &current) }
    }
    flush(&parts, &current)
    return parts
  }

  /// The part of a polygon inside a rectangle (Sutherland–Hodgman).
  public static func clip(polygon: [Point], to rect: Rect) -> [Point] {
    func cutX(_ a: Point, _ b: Point, _ x: Double) -> Point {
      Point(x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x))
    }
    func cutY(_ a: Point, _ b: Point, _ y: Double) -> Point {
      Point(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y)
    }
    let (left, right, top, bottom) = (rect.x, rect.maxX, rect.y, rect.maxY)
    var result = clip(polygon, inside: { $0.x >= left }, cut: { cutX($0, $1, left) })
    result = clip(result, inside: { $0.x <= right }, cut: { cutX($0, $1, right) })
    result = clip(result, inside: { $0.y >= top }, cut: { cutY($0, $1, top) })
    return clip(result, inside: { $0.y <= bottom }, cut: { cutY($0, $1, bottom) })
  }

  /// The part of a polygon on one side of a line.
  @inline(__always)
  private static func clip(
    _ polygon: [Point], inside: (Point) -> Bool, cut: (Point, Point) -> Point
  ) -> [Point] {
    guard var previous = polygon.last, !polygon.allSatisfy(inside) else { return polygon }
    var result: [Point] = []
    for point in polygon {
      if inside(point) != inside(previous) { result.append(cut(previous, point)) }
      if inside(point) { result.append(point) }
      previous = point
    }
    return result
  }

  /// A polyline that runs from left to right, with the first, last, lowest and highest vertex of each column of one
  /// pixel: it inks the same pixels as the original (M4, Jugel et al. 2014).
  ///
  /// A line that turns back, or has few vertices for its width, comes back as it is.
  public static func columns(_ points: [Point]) -> [Point] {
    guard let first = points.first, let last = points.last, Double(points.count) > 4 * (last.x - first.x + 1),
      zip(points, points.dropFirst()).allSatisfy({ $0.x <= $1.x })
    else { return points }
    var result: [Point] = []
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      var (end, low, high) = (start, start, start)
      while end + 1 < points.count, points[end + 1].x < column + 1 {
        end += 1
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
      }
      for index in Set([start, low, high, end]).sorted() { result.append(points[index]) }
      start = end + 1
    }
    return result
  }

  /// A polyline that stays within `tolerance` of the original (Douglas–Peucker) and keeps its ends.
  public static func simplify(_ points: [Point], tolerance: Double = 0.05) -> [Point] {
    guard points.count > 2 else { return points }
    var keep = [Bool](repeating: false, count: points.count)
    keep[0] = true
    keep[points.count - 1] = true
    var stack = [(0, points.count - 1)]
    points.withUnsafeBufferPointer { points in
      while let (first, last) = stack.popLast() {
        guard let place = farthest(points, first, last, beyond: tolerance) else { continue }
        keep[place] = true
        stack.append((first, place))
        stack.append((place, last))
      }
    }
    return points.indices.filter { keep[$0] }.map { points[$0] }
  }

  /// The vertex between two that lies farthest from the segment between them, if it is farther than `tolerance`.
  private static func farthest(
    _ points: UnsafeBufferPointer<Point>, _ first: Int, _ last: Int, beyond tolerance: Double
  ) -> Int? {
    let (a, b) = (points[first], points[last])
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    let share = square == 0 ? 0 : 1 / square
    var worst = tolerance * tolerance
    var place: Int?
    for i in first + 1..<max(first + 1, last) {
      let (px, py) = (points[i].x - a.x, points[i].y - a.y)
      let t = min(1, max(0, (px * dx + py * dy) * share))
      let (ex, ey) = (px - t * dx, py - t * dy)
      let distance = ex * ex + ey * ey
      if distance > worst { (worst, place) = (distance, i) }
    }
    return place
  }

  /// The distance from a point to a segment.
  public static func distance(_ p: Point, toSegment a: Point, _ b: Point) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    let t = square == 0 ? 0 : min(1, max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square))
    let (ex, ey) = (p.x - a.x - t * dx, p.y - a.y - t * dy)
    return (ex * ex + ey * ey).squareRoot()
  }

  /// Arc length from the first point to each point.
  static func lengths(_ points: [Point]) -> [Double] {
    var result = [0.0]
    result.reserveCapacity(points.count)
    for i in points.indices.dropFirst() {
      let (dx, dy) = (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y)
      result.append(result[i - 1] + (dx * dx + dy * dy).squareRoot())
    }
    return result
  }

  /// The point at an arc length, given the lengths of `lengths(_:)`.
  static func point(_ points: [Point], _ lengths: [Double], at length: Double) -> Point {
    var (low, end) = (0, points.count - 1)
    while end - low > 1 {
      let middle = (low + end) / 2
      if lengths[middle] <= length { low = middle } else { end = middle }
    }
    return point(points, lengths, at: length, from: &low)
  }

  /// As `point(_:_:at:)`, for lengths that grow from call to call.
  ///
  /// - Parameter low: the vertex before the last point that was asked for, at first 0.
  @inline(__always)
  static func point(_ points: [Point], _ lengths: [Double], at length: Double, from low: inout Int) -> Point {
    while low + 2 < points.count, lengths[low + 1] <= length { low += 1 }
    let high = min(low + 1, points.count - 1)
    let span = lengths[high] - lengths[low]
    let t = span > 0 ? min(1, max(0, (length - lengths[low]) / span)) : 0
    return Point(
      points[low].x + (points[high].x - points[low].x) * t,
      points[low].y + (points[high].y - points[low].y) * t)
  }

  /// The part between two arc lengths.
  static func part(_ points: [Point], _ lengths: [Double], from a: Double, to b: Double) -> [Point] {
    guard b > a else { return [] }
    var result = [point(points, lengths, at: a)]
    for i in points.indices where lengths[i] > a && lengths[i] < b { result.append(points[i]) }
    result.append(point(points, lengths, at: b))
    return result
  }
}
