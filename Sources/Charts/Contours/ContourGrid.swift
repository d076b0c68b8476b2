import Drawing

/// A function sampled at the corners of square cells, and its level lines in the cells' own coordinates.
struct ContourGrid {
  /// A line in cells.
  typealias Line = (points: [Point], isClosed: Bool)

  let columns, rows: Int
  /// Values by row, `columns + 1` in each.
  private let values: [Double]
  /// The function, or nil where it is known at the corners alone and taken as straight between two.
  private let f: ((Double, Double) -> Double)?

  /// - Parameters:
  ///   - values: by row, `columns + 1` in each of `rows + 1`.
  ///   - f: the function that they are of, in cells; nil where nothing else is known.
  init(columns: Int, rows: Int, values: [Double], _ f: ((Double, Double) -> Double)?) {
    (self.columns, self.rows, self.values, self.f) = (columns, rows, values, f)
  }

  func value(_ i: Int, _ j: Int) -> Double { values[j * (columns + 1) + i] }

  /// Edges have whole numbers for names: first the horizontal ones by row, then the vertical ones.
  private func horizontal(_ i: Int, _ j: Int) -> Int { j * columns + i }
  private func vertical(_ i: Int, _ j: Int) -> Int { columns * (rows + 1) + j * (columns + 1) + i }

  /// The lines at each level, vertices within `tolerance` of it.
  func lines(at levels: [Double], tolerance: (Double) -> Double) -> [[Line]] {
    var segments = ContourSegments()
    return zip(levels, cells(crossedBy: levels)).map { level, cells in
      segments.removeAll()
      for cell in cells { connect(Int(cell), level, &segments) }
      segments.link()
      return lines(of: segments, level, tolerance(level))
    }
  }

  /// The cells that each level crosses, in one walk over the grid.
  private func cells(crossedBy levels: [Double]) -> [[Int32]] {
    let order = levels.indices.sorted { levels[$0] < levels[$1] }
    var cells = [[Int32]](repeating: [], count: levels.count)
    var rank = 0
    var (below, above) = (LevelRuns(), LevelRuns())
    order.map { levels[$0] }.withUnsafeBufferPointer { sorted in
      values.withUnsafeBufferPointer { values in
        for j in 0...rows {
          let row = values[j * (columns + 1)..<(j + 1) * (columns + 1)]
          above.read(UnsafeBufferPointer(rebasing: row), sorted, &rank)
          if j > 0 {
            below.forEachCell(under: above) { column, levels in
              let cell = Int32((j - 1) * columns + column)
              for level in levels { cells[order[level]].append(cell) }
            }
          }
          swap(&below, &above)
        }
      }
    }
    return cells
  }

  private func connect(_ cell: Int, _ level: Double, _ segments: inout ContourSegments) {
    let (i, j) = (cell % columns, cell / columns)
    let corners = (value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1))
    let above =
      (corners.0 > level ? 1 : 0) | (corners.1 > level ? 2 : 0) | (corners.2 > level ? 4 : 0)
      | (corners.3 > level ? 8 : 0)
    let bottom = horizontal(i, j)
    let top = horizontal(i, j + 1)
    let left = vertical(i, j)
    let right = vertical(i + 1, j)
    switch above {
    case 1: segments.connect(bottom, left)
    case 2: segments.connect(right, bottom)
    case 3: segments.connect(right, left)
    case 4: segments.connect(top, right)
    case 6: segments.connect(top, bottom)
    case 7: segments.connect(top, left)
    case 8: segments.connect(left, top)
    case 9: segments.connect(bottom, top)
    case 11: segments.connect(right, top)
    case 12: segments.connect(left, right)
    case 13: segments.connect(bottom, right)
    case 14: segments.connect(left, bottom)
    case 5, 10:
      let middle =
        f.map { $0(Double(i) + 0.5, Double(j) + 0.5) } ?? (corners.0 + corners.1 + corners.2 + corners.3) / 4
      let isHigh = middle > level
      if above == 5 {
        segments.connect(bottom, isHigh ? right : left)
        segments.connect(top, isHigh ? left : right)
      } else {
        segments.connect(right, isHigh ? top : bottom)
        segments.connect(left, isHigh ? bottom : top)
      }
    default: break
    }
  }

  /// Follows segments into lines: open ones from their first edge, then loops.
  private func lines(of segments: ContourSegments, _ level: Double, _ tolerance: Double) -> [Line] {
    var lines: [Line] = []
    var isUsed = [Bool](repeating: false, count: segments.count)
    for wantsClosed in [false, true] {
      for start in 0..<segments.count where !isUsed[start] && (wantsClosed || !segments.hasPrevious[start]) {
        var points: [Point] = []
        var segment = start
        while !isUsed[segment] {
          isUsed[segment] = true
          append(crossing(segments.starts[segment], level, tolerance), to: &points, level, tolerance)
          guard segments.next[segment] >= 0 else {
            append(crossing(segments.ends[segment], level, tolerance), to: &points, level, tolerance)
            break
          }
          segment = Int(segments.next[segment])
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
    guard let last = points.last else { return points.append(point) }
    let (dx, dy) = (point.x - last.x, point.y - last.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 1e-9 else { return }
    guard let f else { return points.append(point) }
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

  /// The point of an edge where the level is: on the function, or on the straight line between two values.
  private func crossing(_ edge: Int32, _ level: Double, _ tolerance: Double) -> Point {
    let horizontals = columns * (rows + 1)
    let isHorizontal = Int(edge) < horizontals
    let index = isHorizontal ? Int(edge) : Int(edge) - horizontals
    let (j, i) = index.quotientAndRemainder(dividingBy: isHorizontal ? columns : columns + 1)
    let (x, y) = (Double(i), Double(j))
    let from = value(i, j) - level
    let to = (isHorizontal ? value(i + 1, j) : value(i, j + 1)) - level
    let t: Double
    if let f {
      t = Crossing.find(from, to, tolerance: tolerance) {
        (isHorizontal ? f(x + $0, y) : f(x, y + $0)) - level
      }
    } else {
      let share = from / (from - to)
      t = share.isFinite ? min(1, max(0, share)) : 0.5
    }
    return isHorizontal ? Point(x + t, y) : Point(x, y + t)
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
