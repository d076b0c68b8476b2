import Drawing

/// Which pixels of a panel are taken, and by what: a bitmap with cells of one CSS pixel.
///
/// Text is placed where it covers least (after Kittivorawong, Moritz, Wongsuphasawat and Heer, 2020).
struct Occupancy {
  /// What the edges of pale areas are called: words are read over them as they are.
  static let edge: UInt16 = 2
  private let grid: Grid
  /// By row; empty while nothing is taken.
  private var cells: [UInt16] = []
  private let isAsked: Bool

  private struct Grid {
    let left, top: Double
    let columns, rows: Int

    @inline(__always)
    func index(_ x: Double, _ y: Double) -> Int? {
      let (u, v) = (x - left, y - top)
      // NaN is not 0 or more.
      guard u >= 0, v >= 0, u < Double(columns), v < Double(rows) else { return nil }
      return Int(v) * columns + Int(u)
    }
  }

  /// Nothing is taken. One that is not `isAsked` stays so: the panel has no words to place.
  init(_ frame: Rect, isAsked: Bool = true) {
    grid = Grid(
      left: frame.x, top: frame.y, columns: max(1, Int(frame.width.rounded(.up))),
      rows: max(1, Int(frame.height.rounded(.up))))
    self.isAsked = isAsked
  }

  /// Calls `body` with the cells to take.
  private mutating func take(_ body: (inout UnsafeMutableBufferPointer<UInt16>) -> Void) {
    guard isAsked else { return }
    if cells.isEmpty { cells = [UInt16](repeating: 0, count: grid.columns * grid.rows) }
    cells.withUnsafeMutableBufferPointer(body)
  }

  /// Takes the pixels under a polyline for the thing called `name`, which is above 0.
  mutating func add(polyline points: [Point], name: UInt16 = 1) {
    let grid = grid
    take { cells in
      for i in points.indices.dropFirst() {
        let (a, b) = (points[i - 1], points[i])
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let steps = max(1, (max(abs(dx), abs(dy)) * 1.5).rounded(.up))
        guard steps.isFinite, steps < 1e5 else { continue }
        for k in 0...Int(steps) {
          let t = Double(k) / steps
          if let cell = grid.index(a.x + dx * t, a.y + dy * t) { cells[cell] = name }
        }
      }
    }
  }

  /// Takes a rectangle.
  mutating func add(_ rect: Rect, name: UInt16 = 1) {
    let grid = grid
    take { cells in
      var y = rect.y
      while y < rect.maxY {
        var x = rect.x
        while x < rect.maxX {
          if let cell = grid.index(x, y) { cells[cell] = name }
          x += 1
        }
        y += 1
      }
    }
  }

  /// How many pixels of a rectangle are taken by anything but the thing called `name`.
  func count(in rect: Rect, except name: UInt16? = nil) -> Int { count(TextBox(rect), except: name) }

  /// How many pixels of a turned box are taken by anything but the thing called `name`.
  func count(_ box: TextBox, except name: UInt16? = nil) -> Int {
    guard !cells.isEmpty else { return 0 }
    // Nothing is called 0.
    let name = name ?? 0
    return cells.withUnsafeBufferPointer { cells in
      box.sine == 0 && box.cosine == 1
        ? countUpright(box, name, cells) ?? countTurned(box, name, cells) : countTurned(box, name, cells)
    }
  }

  /// Row by row; nil for a box that is nowhere near.
  private func countUpright(_ box: TextBox, _ name: UInt16, _ cells: UnsafeBufferPointer<UInt16>) -> Int? {
    let (x, y) = (box.center.x - box.width / 2 - grid.left, box.center.y - box.height / 2 - grid.top)
    guard abs(x) < 1e5, abs(y) < 1e5, (0..<1e5).contains(box.width), (0..<1e5).contains(box.height) else {
      return nil
    }
    let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (first, end) = (max(0, column), min(grid.columns, column + Int(box.width) + 1))
    guard first < end else { return 0 }
    var count = 0
    for line in max(0, row)..<max(0, row, min(grid.rows, row + Int(box.height) + 1)) {
      for cell in line * grid.columns + first..<line * grid.columns + end {
        count &+= cells[cell] != 0 && cells[cell] != name ? 1 : 0
      }
    }
    return count
  }

  private func countTurned(_ box: TextBox, _ name: UInt16, _ cells: UnsafeBufferPointer<UInt16>) -> Int {
    var count = 0
    var v = -box.height / 2
    while v <= box.height / 2 {
      var u = -box.width / 2
      while u <= box.width / 2 {
        if let cell = grid.index(
          box.center.x + u * box.cosine - v * box.sine, box.center.y + u * box.sine + v * box.cosine),
          cells[cell] != 0, cells[cell] != name
        {
          count += 1
        }
        u += 1
      }
      v += 1
    }
    return count
  }
}

/// The box of a piece of text, turned about its centre.
struct TextBox {
  var center: Point
  var width, height: Double
  var sine = 0.0
  var cosine = 1.0

  init(center: Point, width: Double, height: Double, degrees: Double = 0) {
    (self.center, self.width, self.height) = (center, width, height)
    (sine, cosine) = MathLine.sineAndCosine(degrees: degrees)
  }

  init(_ rect: Rect) {
    self.init(
      center: Point(rect.x + rect.width / 2, rect.y + rect.height / 2), width: rect.width, height: rect.height
    )
  }

  func isInside(_ rect: Rect) -> Bool {
    let (x, y) = (reach(1, 0), reach(0, 1))
    return center.x - x >= rect.x && center.x + x <= rect.maxX && center.y - y >= rect.y
      && center.y + y <= rect.maxY
  }

  /// How far the box reaches from its centre in a direction of length 1.
  private func reach(_ x: Double, _ y: Double) -> Double {
    (width * abs(x * cosine + y * sine) + height * abs(y * cosine - x * sine)) / 2
  }

  func contains(_ p: Point, margin: Double) -> Bool {
    let (dx, dy) = (p.x - center.x, p.y - center.y)
    return abs(dx * cosine + dy * sine) <= width / 2 + margin
      && abs(dy * cosine - dx * sine) <= height / 2 + margin
  }

  /// Whether two boxes overlap: no side of either separates them.
  func intersects(_ other: TextBox) -> Bool {
    // Most boxes are far apart: the circles around them do not meet.
    let (dx, dy) = (center.x - other.center.x, center.y - other.center.y)
    let diagonals = (width * width + height * height).squareRoot()
    let others = (other.width * other.width + other.height * other.height).squareRoot()
    if 4 * (dx * dx + dy * dy) > (diagonals + others) * (diagonals + others) { return false }
    /// Whether a line across the direction runs between them.
    func isApart(_ x: Double, _ y: Double) -> Bool {
      abs(dx * x + dy * y) >= reach(x, y) + other.reach(x, y)
    }
    return
      !(isApart(cosine, sine) || isApart(-sine, cosine) || isApart(other.cosine, other.sine)
      || isApart(-other.sine, other.cosine))
  }
}
