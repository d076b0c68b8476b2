import Drawing

/// A function sampled at the corners of square cells, and its level lines in the cells' own coordinates.
struct ContourGrid {
  let columns, rows: Int
  /// Values by row, `columns + 1` in each.
  private let values: [Double]
  private let f: (Double, Double) -> Double

  init(columns: Int, rows: Int, _ f: @escaping (Double, Double) -> Double) {
    self.columns = columns
    self.rows = rows
    self.f = f
    var values: [Double] = []
    values.reserveCapacity((columns + 1) * (rows + 1))
    for j in 0...rows {
      for i in 0...columns { values.append(f(Double(i), Double(j))) }
    }
    self.values = values
  }

  func value(_ i: Int, _ j: Int) -> Double { values[j * (columns + 1) + i] }

  /// Edges have whole numbers for names: first the horizontal ones by row, then the vertical ones.
  private func horizontal(_ i: Int, _ j: Int) -> Int { j * columns + i }
  private func vertical(_ i: Int, _ j: Int) -> Int { columns * (rows + 1) + j * (columns + 1) + i }
  private var edgeCount: Int { columns * (rows + 1) + rows * (columns + 1) }

  /// The lines at one level, vertices within `tolerance` of it.
  func lines(at level: Double, tolerance: Double) -> [(points: [Point], isClosed: Bool)] {
    // Every crossed edge begins one segment at most and ends one at most, as segments are directed.
    var next = [Int32](repeating: -1, count: edgeCount)
    var previous = [Int32](repeating: -1, count: edgeCount)
    var starts: [Int] = []
    func connect(_ a: Int, _ b: Int) {
      next[a] = Int32(b)
      previous[b] = Int32(a)
      starts.append(a)
    }
    for j in 0..<rows {
      for i in 0..<columns {
        let corners = (value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1))
        guard !corners.0.isNaN, !corners.1.isNaN, !corners.2.isNaN, !corners.3.isNaN else { continue }
        let above =
          (corners.0 > level ? 1 : 0) | (corners.1 > level ? 2 : 0) | (corners.2 > level ? 4 : 0)
          | (corners.3 > level ? 8 : 0)
        guard above != 0, above != 15 else { continue }
        let bottom = horizontal(i, j)
        let top = horizontal(i, j + 1)
        let left = vertical(i, j)
        let right = vertical(i + 1, j)
        switch above {
        case 1: connect(bottom, left)
        case 2: connect(right, bottom)
        case 3: connect(right, left)
        case 4: connect(top, right)
        case 6: connect(top, bottom)
        case 7: connect(top, left)
        case 8: connect(left, top)
        case 9: connect(bottom, top)
        case 11: connect(right, top)
        case 12: connect(left, right)
        case 13: connect(bottom, right)
        case 14: connect(left, bottom)
        case 5, 10:
          let isHigh = f(Double(i) + 0.5, Double(j) + 0.5) > level
          if above == 5 {
            connect(bottom, isHigh ? right : left)
            connect(top, isHigh ? left : right)
          } else {
            connect(right, isHigh ? top : bottom)
            connect(left, isHigh ? bottom : top)
          }
        default: break
        }
      }
    }
    return chains(starts, next, previous, level, tolerance)
  }

  /// Follows segments into lines: open ones from their first edge, then loops.
  private func chains(
    _ starts: [Int], _ next: [Int32], _ previous: [Int32], _ level: Double, _ tolerance: Double
  ) -> [(points: [Point], isClosed: Bool)] {
    var isUsed = [Bool](repeating: false, count: next.count)
    var lines: [(points: [Point], isClosed: Bool)] = []
    for wantsClosed in [false, true] {
      for start in starts where !isUsed[start] && (wantsClosed || previous[start] < 0) {
        var points: [Point] = []
        var edge = start
        while true {
          if isUsed[edge] { break }
          isUsed[edge] = true
          append(crossing(edge, level, tolerance), to: &points, level, tolerance)
          guard next[edge] >= 0 else { break }
          edge = Int(next[edge])
        }
        if wantsClosed, let first = points.first {
          append(first, to: &points, level, tolerance)
          points[points.count - 1] = first
        }
        if points.count > 1 { lines.append((points, wantsClosed)) }
      }
    }
    return lines
  }

  /// Adds a vertex, and before it the point of the level line halfway where the line bends inside the cell.
  private func append(_ point: Point, to points: inout [Point], _ level: Double, _ tolerance: Double) {
    guard let last = points.last else {
      points.append(point)
      return
    }
    let (dx, dy) = (point.x - last.x, point.y - last.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 1e-9 else { return }
    let middle = Point((last.x + point.x) / 2, (last.y + point.y) / 2)
    let (nx, ny) = (-dy / length, dx / length)
    let reach = min(0.25 * length, room(middle))
    let a = Point(middle.x - nx * reach, middle.y - ny * reach)
    let b = Point(middle.x + nx * reach, middle.y + ny * reach)
    let (below, over) = (f(a.x, a.y) - level, f(b.x, b.y) - level)
    if reach > 0, (below > 0) != (over > 0), below.isFinite, over.isFinite {
      let t = Crossing.find(below, over, tolerance: tolerance) {
        f(a.x + (b.x - a.x) * $0, a.y + (b.y - a.y) * $0) - level
      }
      if abs(t - 0.5) * 2 * reach > 0.002 {
        let bend = Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
        if abs(f(bend.x, bend.y) - level) <= tolerance { points.append(bend) }
      }
    }
    points.append(point)
  }

  /// The distance to the grid's border, beyond which the function is not asked.
  private func room(_ p: Point) -> Double { min(p.x, Double(columns) - p.x, p.y, Double(rows) - p.y) }

  /// The point of an edge where the function has the level.
  private func crossing(_ edge: Int, _ level: Double, _ tolerance: Double) -> Point {
    if edge < columns * (rows + 1) {
      let (i, j) = (edge % columns, edge / columns)
      let t = Crossing.find(value(i, j) - level, value(i + 1, j) - level, tolerance: tolerance) {
        f(Double(i) + $0, Double(j)) - level
      }
      return Point(Double(i) + t, Double(j))
    }
    let index = edge - columns * (rows + 1)
    let (i, j) = (index % (columns + 1), index / (columns + 1))
    let t = Crossing.find(value(i, j) - level, value(i, j + 1) - level, tolerance: tolerance) {
      f(Double(i), Double(j) + $0) - level
    }
    return Point(Double(i), Double(j) + t)
  }
}

/// The root of a function that changes sign between 0 and 1.
enum Crossing {
  /// Regula falsi with the Illinois rule, and bisection wherever that is slow or the values are infinite.
  static func find(_ atZero: Double, _ atOne: Double, tolerance: Double, _ f: (Double) -> Double) -> Double {
    if abs(atZero) <= tolerance { return 0 }
    if abs(atOne) <= tolerance { return 1 }
    var (a, b, fa, fb) = (0.0, 1.0, atZero, atOne)
    var side = 0
    for step in 0..<100 {
      let width = b - a
      var t = (a * fb - b * fa) / (fb - fa)
      if !t.isFinite || t <= a || t >= b || step % 4 == 3 { t = a + width / 2 }
      guard t > a, t < b else { break }
      let value = f(t)
      if abs(value) <= tolerance { return t }
      if value.isNaN { break }
      if (value > 0) == (fa > 0) {
        (a, fa) = (t, value)
        if side == -1 { fb /= 2 }
        side = -1
      } else {
        (b, fb) = (t, value)
        if side == 1 { fa /= 2 }
        side = 1
      }
    }
    return abs(fa) < abs(fb) ? a : b
  }
}
