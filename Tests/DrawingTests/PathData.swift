import Drawing

/// Path data of an SVG read back: what the writers use of it, which is one absolute move and then steps.
struct PathData {
  /// The ends of all steps.
  private(set) var vertices: [Point] = []
  /// The same with 16 points a curve.
  private(set) var flattened: [Point] = []

  init(_ text: String) {
    var pen = Point(0, 0)
    for part in text.matches(of: /([Mmlhvcz])([^Mmlhvcz]*)/) {
      let numbers = part.output.2.matches(of: /-?(\d+(\.\d+)?|\.\d+)/).compactMap { Double($0.output.0) }
      switch part.output.1 {
      case "h": for x in numbers { line(Point(pen.x + x, pen.y), &pen) }
      case "v": for y in numbers { line(Point(pen.x, pen.y + y), &pen) }
      case "c":
        for i in stride(from: 0, to: numbers.count - 5, by: 6) {
          let p = (0..<3).map { Point(pen.x + numbers[i + 2 * $0], pen.y + numbers[i + 2 * $0 + 1]) }
          let start = pen
          for step in 1...16 {
            let t = Double(step) / 16
            let s = 1 - t
            let (w0, w1, w2, w3) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
            flattened.append(
              Point(
                w0 * start.x + w1 * p[0].x + w2 * p[1].x + w3 * p[2].x,
                w0 * start.y + w1 * p[0].y + w2 * p[1].y + w3 * p[2].y))
          }
          pen = p[2]
          vertices.append(pen)
        }
      case "z": break
      default:
        for i in stride(from: 0, to: numbers.count - 1, by: 2) {
          line(Point(pen.x + numbers[i], pen.y + numbers[i + 1]), &pen)
        }
      }
    }
  }

  private mutating func line(_ point: Point, _ pen: inout Point) {
    pen = point
    vertices.append(point)
    flattened.append(point)
  }

  /// How far a point lies from a polyline.
  static func distance(_ p: Point, to line: [Point]) -> Double {
    zip(line, line.dropFirst()).map { a, b -> Double in
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let t = min(1, max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / max(dx * dx + dy * dy, 1e-12)))
      let (ex, ey) = (p.x - a.x - t * dx, p.y - a.y - t * dy)
      return (ex * ex + ey * ey).squareRoot()
    }.min() ?? .infinity
  }
}
