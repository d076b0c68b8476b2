import Drawing

/// Which pixels of a panel are taken, and by what: a bitmap with cells of one CSS pixel.
///
/// Text is placed where it covers least (after Kittivorawong, Moritz, Wongsuphasawat and Heer, 2020).
struct Occupancy {
  private let frame: Rect
  private let columns, rows: Int
  private var cells: [UInt16]

  init(_ frame: Rect) {
    self.frame = frame
    columns = max(1, Int(frame.width.rounded(.up)))
    rows = max(1, Int(frame.height.rounded(.up)))
    cells = [UInt16](repeating: 0, count: columns * rows)
  }

  private func index(_ p: Point) -> Int? {
    guard p.x.isFinite, p.y.isFinite else { return nil }
    let (x, y) = ((p.x - frame.x).rounded(.down), (p.y - frame.y).rounded(.down))
    guard x >= 0, y >= 0, x < Double(columns), y < Double(rows) else { return nil }
    return Int(y) * columns + Int(x)
  }

  /// Takes the pixels under a polyline for the thing called `name`, which is above 0.
  mutating func add(polyline points: [Point], name: UInt16 = 1) {
    for i in points.indices.dropFirst() {
      let (a, b) = (points[i - 1], points[i])
      let steps = max(1, (max(abs(b.x - a.x), abs(b.y - a.y)) * 1.5).rounded(.up))
      guard steps.isFinite, steps < 1e5 else { continue }
      for k in 0...Int(steps) {
        let t = Double(k) / steps
        if let cell = index(Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)) { cells[cell] = name }
      }
    }
  }

  /// Takes a rectangle.
  mutating func add(_ rect: Rect, name: UInt16 = 1) {
    var y = rect.y
    while y < rect.maxY {
      var x = rect.x
      while x < rect.maxX {
        if let cell = index(Point(x, y)) { cells[cell] = name }
        x += 1
      }
      y += 1
    }
  }

  /// How many pixels of a rectangle are taken.
  func count(in rect: Rect) -> Int {
    count(
      TextBox(
        center: Point(rect.x + rect.width / 2, rect.y + rect.height / 2), width: rect.width,
        height: rect.height))
  }

  /// How many pixels of a turned box are taken by anything but the thing called `name`.
  func count(_ box: TextBox, except name: UInt16? = nil) -> Int {
    var count = 0
    var v = -box.height / 2
    while v <= box.height / 2 {
      var u = -box.width / 2
      while u <= box.width / 2 {
        let place = Point(
          box.center.x + u * box.cosine - v * box.sine, box.center.y + u * box.sine + v * box.cosine)
        if let cell = index(place), cells[cell] != 0, cells[cell] != name { count += 1 }
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

  var corners: [Point] {
    [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { sx, sy in
      let (u, v) = (sx * width / 2, sy * height / 2)
      return Point(center.x + u * cosine - v * sine, center.y + u * sine + v * cosine)
    }
  }

  func isInside(_ rect: Rect) -> Bool {
    corners.allSatisfy { $0.x >= rect.x && $0.x <= rect.maxX && $0.y >= rect.y && $0.y <= rect.maxY }
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
    let (mine, theirs) = (corners, other.corners)
    for box in [self, other] {
      for (ax, ay) in [(box.cosine, box.sine), (-box.sine, box.cosine)] {
        let a = mine.map { $0.x * ax + $0.y * ay }
        let b = theirs.map { $0.x * ax + $0.y * ay }
        if (a.max() ?? 0) <= (b.min() ?? 0) || (b.max() ?? 0) <= (a.min() ?? 0) { return false }
      }
    }
    return true
  }
}
