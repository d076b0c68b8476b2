/// Keeps geometry inside what Cairo can hold: its coordinates are 24.8 fixed point, so a far point wraps round to the
/// other side of the page and a NaN becomes 0.
enum PathClipping {
  /// The pieces of a stroked path that lie within `bounds`; a point that is not finite breaks the line.
  static func stroke(_ path: Path, within bounds: Rect) -> Path {
    guard needsClipping(path, bounds) else { return path }
    var result: [Path.Element] = []
    var pen: Point?
    for line in flattened(path) {
      pen = nil
      for (a, b) in zip(line, line.dropFirst()) {
        guard a.isFinite, b.isFinite, let (from, to) = segment(a, b, bounds) else {
          pen = nil
          continue
        }
        if pen != from { result.append(.move(from)) }
        result.append(.line(to))
        pen = to
      }
    }
    return Path(result)
  }

  /// A filled path cut to `bounds`, ring by ring.
  static func fill(_ path: Path, within bounds: Rect) -> Path {
    guard needsClipping(path, bounds) else { return path }
    return Path(
      flattened(path).flatMap { line in
        let ring = ring(line.filter(\.isFinite), bounds)
        return ring.count < 3 ? [] : Path(polyline: ring, closed: true).elements
      })
  }

  private static func needsClipping(_ path: Path, _ bounds: Rect) -> Bool {
    let (maxX, maxY) = (bounds.maxX, bounds.maxY)
    // Written so that NaN needs clipping as well.
    func isInside(_ p: Point) -> Bool { p.x >= bounds.x && p.x <= maxX && p.y >= bounds.y && p.y <= maxY }
    return path.elements.contains { element in
      switch element {
      case .move(let p), .line(let p): !isInside(p)
      case .curve(let a, let b, let p): !(isInside(a) && isInside(b) && isInside(p))
      case .close: false
      }
    }
  }

  /// Subpaths as polylines; a closed one ends where it began.
  private static func flattened(_ path: Path) -> [[Point]] {
    var lines: [[Point]] = []
    for element in path.elements {
      switch element {
      case .move(let p): lines.append([p])
      case .line(let p): if lines.isEmpty { lines.append([p]) } else { lines[lines.count - 1].append(p) }
      case .curve(let a, let b, let end):
        guard let start = lines.last?.last else { continue }
        for step in 1...16 {
          let t = Double(step) / 16
          let s = 1 - t
          let (w0, w1, w2, w3) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
          let x = w0 * start.x + w1 * a.x + w2 * b.x + w3 * end.x
          let y = w0 * start.y + w1 * a.y + w2 * b.y + w3 * end.y
          lines[lines.count - 1].append(Point(x, y))
        }
      case .close:
        if let first = lines.last?.first { lines[lines.count - 1].append(first) }
      }
    }
    return lines
  }

  private static func segment(_ a: Point, _ b: Point, _ bounds: Rect) -> (Point, Point)? {
    guard let (enter, leave) = bounds.part(from: a, to: b) else { return nil }
    func at(_ t: Double) -> Point {
      t == 0 ? a : t == 1 ? b : Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
    }
    return (at(enter), at(leave))
  }

  /// Sutherland and Hodgman 1974.
  private static func ring(_ ring: [Point], _ bounds: Rect) -> [Point] {
    let sides: [(Point) -> Double] = [
      { $0.x - bounds.x }, { bounds.maxX - $0.x }, { $0.y - bounds.y }, { bounds.maxY - $0.y },
    ]
    return sides.reduce(ring) { points, inside in
      guard var previous = points.last else { return [] }
      var kept: [Point] = []
      for point in points {
        let (d0, d1) = (inside(previous), inside(point))
        if (d0 >= 0) != (d1 >= 0) {
          let t = d0 / (d0 - d1)
          kept.append(Point(previous.x + t * (point.x - previous.x), previous.y + t * (point.y - previous.y)))
        }
        if d1 >= 0 { kept.append(point) }
        previous = point
      }
      return kept
    }
  }
}

extension Point {
  var isFinite: Bool { x.isFinite && y.isFinite }
}

extension Rect {
  func outset(by d: Double) -> Rect { inset(by: -d) }
  /// What two rectangles share; empty where they do not meet.
  public func intersection(_ other: Rect) -> Rect {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return Rect(
      x: left, y: top, width: max(0, min(maxX, other.maxX) - left),
      height: max(0, min(maxY, other.maxY) - top))
  }
}
