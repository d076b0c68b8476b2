import Drawing

extension ContourGrid {
  /// Where the function is above a level, as rings to be filled by winding: the level's lines, joined along the border of
  /// the grid where they end there.
  func rings(above level: Double, _ lines: [(points: [Point], isClosed: Bool)]) -> [[Point]] {
    var rings = lines.filter(\.isClosed).map(\.points)
    let open = lines.filter { !$0.isClosed }.map(\.points)
    guard !open.isEmpty else {
      // Nothing crosses the border: all of it is above the level, or none.
      return isAbove(level) ? [corners(from: 0, to: Double(perimeter) - 1e-9)] + rings : rings
    }
    let starts = open.map { place($0[0]) }
    var isUsed = [Bool](repeating: false, count: open.count)
    for first in open.indices where !isUsed[first] {
      var ring: [Point] = []
      var line = first
      while !isUsed[line] {
        isUsed[line] = true
        ring += open[line]
        // Higher values lie on the left of a line, so the border is followed against the clock to the next start.
        guard let end = place(open[line][open[line].count - 1]),
          let next = starts.indices.filter({ starts[$0] != nil }).min(by: {
            ahead(starts[$0] ?? 0, of: end) < ahead(starts[$1] ?? 0, of: end)
          }), let start = starts[next]
        else { break }
        ring += corners(from: end, to: end + ahead(start, of: end))
        line = next
      }
      if ring.count > 2 { rings.append(ring) }
    }
    return rings
  }

  private var perimeter: Int { 2 * (columns + rows) }

  /// How far along the border a place lies after another.
  private func ahead(_ place: Double, of other: Double) -> Double {
    place >= other ? place - other : place - other + Double(perimeter)
  }

  /// The place of a point on the border, counted from the lower left corner against the clock; nil inside, where a line
  /// ends at a hole in the function.
  private func place(_ p: Point) -> Double? {
    let (width, height) = (Double(columns), Double(rows))
    if p.y == 0 { return p.x }
    if p.x == width { return width + p.y }
    if p.y == height { return 2 * width + height - p.x }
    return p.x == 0 ? 2 * (width + height) - p.y : nil
  }

  /// The corners of the grid between two places of the border, the second of which may lie one round on.
  private func corners(from start: Double, to end: Double) -> [Point] {
    let (width, height) = (Double(columns), Double(rows))
    let corners = [
      (0, Point(0, 0)), (width, Point(width, 0)), (width + height, Point(width, height)),
      (2 * width + height, Point(0, height)),
    ]
    return [0, Double(perimeter)].flatMap { round in
      corners.filter { start <= $0.0 + round && $0.0 + round <= end }.map(\.1)
    }
  }

  /// Whether the first corner with a value is above a level.
  private func isAbove(_ level: Double) -> Bool {
    [(0, 0), (columns, 0), (0, rows), (columns, rows)].map { value($0.0, $0.1) }.first { !$0.isNaN }
      .map { $0 > level } ?? false
  }
}
