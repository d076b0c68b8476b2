import Charts
import Drawing

/// The convex hull of runs on the scales of a picture: inside it a law interpolates.
struct DataHull {
  private let xScale, yScale: ScaleKind
  /// Corners on the scales, counter-clockwise.
  private let corners: [Point]

  /// Nil for runs that lie on a line.
  init?(_ points: [Point], _ xScale: ScaleKind, _ yScale: ScaleKind) {
    (self.xScale, self.yScale) = (xScale, yScale)
    let placed = Set(points).map { Point(Scale.transform($0.x, xScale), Scale.transform($0.y, yScale)) }
      .filter { $0.x.isFinite && $0.y.isFinite }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    // Andrew's monotone chain: the lower side from left to right, the upper one back.
    func chain(_ points: [Point]) -> [Point] {
      var side: [Point] = []
      for point in points {
        while side.count > 1, Self.turn(side[side.count - 2], side[side.count - 1], point) <= 0 {
          side.removeLast()
        }
        side.append(point)
      }
      return side.dropLast()
    }
    corners = chain(placed) + chain(placed.reversed())
    guard corners.count >= 3 else { return nil }
  }

  /// Twice the area of a triangle, positive for a turn to the left.
  private static func turn(_ a: Point, _ b: Point, _ c: Point) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  /// Whether a place lies inside or on the edge, with room for rounding.
  func contains(_ point: Point) -> Bool {
    let place = Point(Scale.transform(point.x, xScale), Scale.transform(point.y, yScale))
    guard place.x.isFinite, place.y.isFinite else { return false }
    return zip(corners, corners.dropFirst() + corners.prefix(1)).allSatisfy { a, b in
      let size = abs(b.x - a.x) + abs(b.y - a.y)
      return Self.turn(a, b, place) >= -1e-9 * size * (1 + abs(place.x) + abs(place.y))
    }
  }

  /// Its outline, closed.
  var outline: Mark {
    let style = SeriesStyle(name: "", paint: Palette.muted, dash: [1.5, 2.5])
    let points = (corners + corners.prefix(1)).map {
      Point(Scale.inverse($0.x, xScale), Scale.inverse($0.y, yScale))
    }
    return .line(LineMark(series: style, points: points, width: 1))
  }
}
