import Drawing

/// Which marks of a crowd can be told apart at the size of the picture.
///
/// Of a million points most lie under others of the same colour. A mark is drawn when more than a thirty-second of it
/// covers paper that no mark before it covers, which is less than a pixel of common marks; holes of that size fill as
/// others come. The picture then has as many marks as its
/// area asks for, however many rows the table has.
struct MarkCover {
  /// Cells of half a pixel.
  private static let cellsPerPixel = 2.0
  private let left, top: Double
  private let columns: Int
  private let radius: Int
  /// Half the width of a mark's disk on each of its rows of cells, from top to bottom.
  private let spans: [Int]
  private let least: Int
  private var isCovered: [Bool]
  /// Cells whose disk adds less than it has to: its cover only grows, so it stays so.
  private var isSpent: [Bool]

  /// For marks of one diameter with centres on and in a frame.
  init(_ frame: Rect, diameter: Double) {
    let reach = max(0.5, diameter / 2 * Self.cellsPerPixel)
    radius = Int(reach)
    spans = (-radius...radius).map { row in Int((reach * reach - Double(row * row)).squareRoot()) }
    least = max(1, spans.reduce(0) { $0 + 2 * $1 + 1 } / 32)
    (left, top) = (frame.x - 1, frame.y - 1)
    columns = Int((frame.width + 2) * Self.cellsPerPixel) + 2 * radius + 2
    let rows = Int((frame.height + 2) * Self.cellsPerPixel) + 2 * radius + 2
    isCovered = [Bool](repeating: false, count: columns * rows)
    isSpent = [Bool](repeating: false, count: columns * rows)
  }

  /// Whether a mark there is to be drawn; it then covers its disk.
  mutating func takes(_ center: Point) -> Bool {
    let column = radius + Int((center.x - left) * Self.cellsPerPixel)
    let row = radius + Int((center.y - top) * Self.cellsPerPixel)
    let place = row * columns + column
    guard isSpent.indices.contains(place), !isSpent[place] else { return false }
    isSpent[place] = true
    guard newCells(place) >= least else { return false }
    for (index, span) in spans.enumerated() {
      let middle = place + (index - radius) * columns
      for cell in max(0, middle - span)...min(isCovered.count - 1, middle + span) { isCovered[cell] = true }
    }
    return true
  }

  private func newCells(_ place: Int) -> Int {
    var count = 0
    for (index, span) in spans.enumerated() {
      let middle = place + (index - radius) * columns
      for cell in max(0, middle - span)...min(isCovered.count - 1, middle + span) where !isCovered[cell] {
        count += 1
      }
    }
    return count
  }
}
