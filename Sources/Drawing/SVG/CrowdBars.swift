/// A crowd of dots of one opaque colour as what it looks like: bars where dots leave no paper, dots round them.
///
/// Most dots of a large scatter lie in the middle of the crowd, where a bar of their colour says the same in one step.
/// Bars lie on a grid of half pixels and cover cells whose middle a dot covers, and holes of up to a pixel between dots,
/// which are what the selection of marks left: the points that are not drawn cover them.
struct CrowdBars {
  /// Lines with flat ends, `height` high, in tenths of a pixel; neighbours overlap, so that no seam shows between them.
  private(set) var bars: [(x: Int, y: Int, length: Int)] = []
  /// The dots that bars do not cover whole.
  private(set) var dots: [(x: Int, y: Int)] = []
  /// The height of a bar in pixels.
  static let height = 3.0

  /// The side of a cell in tenths of a pixel.
  private static let cell = 5
  /// Bars are four cells apart and one more high on both sides.
  private static let pitch = 4
  /// A bar is as long as this many cells or more.
  private static let leastCells = 12

  private let left, top, columns, rows: Int

  /// - Parameters:
  ///   - centers: the dots, in tenths of a pixel.
  ///   - diameter: theirs, in pixels.
  init(_ centers: [(x: Int, y: Int)], diameter: Double) {
    let radius = diameter * 5
    let reach = Int(radius) + 2 * Self.cell
    left = Self.cell * (((centers.map(\.x).min() ?? 0) - reach) / Self.cell - 1)
    top = Self.cell * (((centers.map(\.y).min() ?? 0) - reach) / Self.cell - 1)
    columns = ((centers.map(\.x).max() ?? 0) + reach - left) / Self.cell + 2
    rows = ((centers.map(\.y).max() ?? 0) + reach - top) / Self.cell + 2 * Self.pitch
    // A picture has some million cells at most.
    guard columns > 0, rows > 0, columns < 20_000, rows < 20_000 else {
      dots = centers
      return
    }
    var isCovered = [Bool](repeating: false, count: columns * rows)
    for center in centers {
      each(center, radius, touched: false) { row, range in
        for column in range { isCovered[row * columns + column] = true }
        return true
      }
    }
    fillHoles(&isCovered)
    let isInBar = placeBars(isCovered)
    dots = centers.filter { center in
      var isHidden = true
      each(center, radius, touched: true) { row, range in
        isHidden = range.allSatisfy { isInBar[row * columns + $0] }
        return isHidden
      }
      return !isHidden
    }
  }

  /// Covers holes of at most four cells, a pixel.
  private func fillHoles(_ isCovered: inout [Bool]) {
    for place in isCovered.indices where !isCovered[place] {
      var hole = [place]
      var next = 0
      while next < hole.count, hole.count <= 4 {
        for step in [-1, 1, -columns, columns] {
          let neighbour = hole[next] + step
          if isCovered.indices.contains(neighbour), !isCovered[neighbour], !hole.contains(neighbour) {
            hole.append(neighbour)
          }
        }
        next += 1
      }
      if hole.count <= 4 { for cell in hole { isCovered[cell] = true } }
    }
  }

  /// The cells whose middle a dot covers, or all that it touches, row by row, until `body` says that it has enough.
  private func each(
    _ center: (x: Int, y: Int), _ radius: Double, touched: Bool, _ body: (Int, Range<Int>) -> Bool
  ) {
    let (x, y, cell) = (Double(center.x - left), Double(center.y - top), Double(Self.cell))
    for row in max(0, Int((y - radius) / cell))..<min(rows, Int((y + radius) / cell) + 1) {
      let (above, below) = (Double(row) * cell - y, Double(row + 1) * cell - y)
      let distance = touched ? max(0, max(above, -below)) : abs(above + below) / 2
      guard distance <= radius else { continue }
      let half = (radius * radius - distance * distance).squareRoot()
      let from = touched ? ((x - half) / cell).rounded(.down) : ((x - half) / cell - 0.5).rounded(.up)
      let to = touched ? ((x + half) / cell).rounded(.up) : ((x + half) / cell + 0.5).rounded(.down)
      let range = max(0, Int(from))..<max(max(0, Int(from)), min(columns, Int(to)))
      if !range.isEmpty, !body(row, range) { return }
    }
  }

  private mutating func placeBars(_ isCovered: [Bool]) -> [Bool] {
    var isInBar = [Bool](repeating: false, count: isCovered.count)
    for band in stride(from: 1, to: rows - Self.pitch - 1, by: Self.pitch) {
      let own = band - 1..<band + Self.pitch + 1
      var start: Int?
      for column in 0...columns {
        let isSolid = column < columns && own.allSatisfy { isCovered[$0 * columns + column] }
        if isSolid {
          start = start ?? column
        } else if let opened = start {
          start = nil
          // A cell at an end may stand out of the dots by a quarter of a pixel.
          let (first, last) = (opened + 1, column - 1)
          guard last - first >= Self.leastCells else { continue }
          for row in own { for cell in first..<last { isInBar[row * columns + cell] = true } }
          bars.append(
            (
              left + first * Self.cell, top + band * Self.cell + Self.pitch * Self.cell / 2,
              (last - first) * Self.cell
            ))
        }
      }
    }
    return isInBar
  }
}
