/// The rim of a mark as the area between two outlines.
///
/// Cairo fills an area in a third of the time in which it strokes a line of that width, and a scatter is hundreds of equal
/// rims.
struct MarkRim {
  /// The outer edge of the rim, with round corners, and the inner one.
  let outer, inner: Path

  /// The rim that a pen of a width leaves along a mark's outline. Nil for shapes that are not convex and where the pen
  /// fills the mark.
  init?(_ shape: MarkerShape, size: Double, width: Double) {
    let reach = width / 2
    if shape == .circle {
      guard reach < size / 2 else { return nil }
      self.init(
        outer: MarkerShape.circle.outline(size: size + width),
        inner: MarkerShape.circle.outline(size: size - width))
      return
    }
    guard [.square, .diamond, .triangleUp, .triangleDown].contains(shape) else { return nil }
    let corners = shape.outline(size: size).elements.compactMap { element -> Point? in
      switch element {
      case .move(let p), .line(let p): p
      default: nil
      }
    }
    self.init(corners, reach: reach)
  }

  private init(outer: Path, inner: Path) { (self.outer, self.inner) = (outer, inner) }

  /// Round a convex polygon.
  private init?(_ corners: [Point], reach: Double) {
    let count = corners.count
    let area = (0..<count).reduce(0) { sum, i in
      let (a, b) = (corners[i], corners[(i + 1) % count])
      return sum + a.x * b.y - b.x * a.y
    }
    // The directions of the sides, and those away from the polygon.
    let along = (0..<count).map { i -> Point in
      let (a, b) = (corners[i], corners[(i + 1) % count])
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = (dx * dx + dy * dy).squareRoot()
      return Point(dx / length, dy / length)
    }
    let away = along.map { area > 0 ? Point($0.y, -$0.x) : Point(-$0.y, $0.x) }
    var (round, sharp): ([Path.Element], [Point]) = ([], [])
    for i in 0..<count {
      let before = (i + count - 1) % count
      let (corner, n, m) = (corners[i], away[before], away[i])
      let cosine = n.x * m.x + n.y * m.y
      let inset = reach / (1 + cosine)
      sharp.append(Point(corner.x - (n.x + m.x) * inset, corner.y - (n.y + m.y) * inset))
      // An arc round the corner as one cubic curve.
      let handle = 4.0 / 3 * reach * ((1 - cosine) / 2).squareRoot() / (1 + ((1 + cosine) / 2).squareRoot())
      let start = Point(corner.x + n.x * reach, corner.y + n.y * reach)
      let end = Point(corner.x + m.x * reach, corner.y + m.y * reach)
      round.append(i == 0 ? .move(start) : .line(start))
      round.append(
        .curve(
          Point(start.x + along[before].x * handle, start.y + along[before].y * handle),
          Point(end.x - along[i].x * handle, end.y - along[i].y * handle), end))
    }
    let isOpen = (0..<count).allSatisfy { i in
      let (a, b) = (sharp[i], sharp[(i + 1) % count])
      return (b.x - a.x) * along[i].x + (b.y - a.y) * along[i].y > 0
    }
    guard isOpen else { return nil }
    self.init(outer: Path(round + [.close]), inner: Path(polyline: sharp, closed: true))
  }
}
