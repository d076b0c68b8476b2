import Charts
import Diagnostics
import Drawing
import Expressions

/// Cells of a heat map in which nothing is measured because the value is zero by definition: they are shaded, bounded by a
/// stepped line, and named.
struct ZeroCells {
  /// Places of the cells: column, row.
  private let isZero: [[Bool]]
  private let columns, rows: Int
  let words: String

  /// Nil when the cell does not ask for it. Throws `E0714` for what is no condition.
  init?(_ settings: FigureSettings, _ x: LevelAxis, _ y: LevelAxis) throws(DiagnosticError) {
    guard let inner = try settings.nested("zero", keys: FigureShapes.zero) else { return nil }
    let (condition, place) = try inner.requiredExpression("where")
    words = try inner.text("label") ?? "defined as 0"
    (columns, rows) = (x.count, y.count)
    let pairs = (0..<(x.count * y.count)).map { (x: $0 % x.count, y: $0 / x.count) }
    let names = [x.name: x.column(pairs.map(\.x)), y.name: y.column(pairs.map(\.y))]
    guard case .booleans(let truths) = try condition.evaluate(rows: pairs.count, columns: names) else {
      throw DiagnosticError("E0714", "\"where\" is not a condition", at: place)
    }
    let wide = x.count
    isZero = (0..<y.count).map { row in Array(truths[(row * wide)..<((row + 1) * wide)]) }
  }

  /// Whether a pair of levels is one of them.
  func holds(_ x: Int, _ y: Int) -> Bool {
    y >= 0 && y < rows && x >= 0 && x < columns && isZero[y][x]
  }

  var count: Int { isZero.joined().count { $0 } }

  /// Shade, the stepped line, and the words in the largest rectangle of such cells.
  var marks: [Mark] {
    guard count > 0 else { return [] }
    var marks: [Mark] = []
    let named = largest
    for y in 0..<rows {
      var x = 0
      while x < columns {
        guard holds(x, y) else {
          x += 1
          continue
        }
        var last = x
        while holds(last + 1, y) { last += 1 }
        var run = zone(x...last, y...y, label: nil)
        // Over the edge to a run below, so that no seam shows between them.
        if y > 0, (x...last).allSatisfy({ holds($0, y - 1) }) {
          run.y = run.y.lowerBound - 0.05...run.y.upperBound
        }
        let isNamed = named.y.contains(y) && named.x.contains(x) && named.x.contains(last)
        if !isNamed { marks.append(.zone(run)) }
        x = last + 1
      }
    }
    marks.append(.zone(zone(named.x, named.y, label: words)))
    var points: [Point] = []
    func edge(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
      points += [Point(x0, y0), Point(x1, y1), Point(.nan, .nan)]
    }
    for y in 0..<rows {
      for x in 0..<columns {
        let (left, low) = (Double(x) - 0.5, Double(y) - 0.5)
        if x > 0, holds(x, y) != holds(x - 1, y) { edge(left, low, left, low + 1) }
        if y > 0, holds(x, y) != holds(x, y - 1) { edge(left, low, left + 1, low) }
      }
    }
    let style = SeriesStyle(name: "", paint: Palette.ink)
    if !points.isEmpty { marks.append(.line(LineMark(series: style, points: points, width: 1.4))) }
    return marks
  }

  private func zone(_ x: ClosedRange<Int>, _ y: ClosedRange<Int>, label: String?) -> ZoneMark {
    ZoneMark(
      x: Double(x.lowerBound) - 0.5...Double(x.upperBound) + 0.5,
      y: Double(y.lowerBound) - 0.5...Double(y.upperBound) + 0.5, paint: Palette.zone, label: label)
  }

  /// The largest rectangle of zero cells, the wider one of two.
  private var largest: (x: ClosedRange<Int>, y: ClosedRange<Int>) {
    var best: (x: ClosedRange<Int>, y: ClosedRange<Int>) = (0...0, 0...0)
    var most = (area: 0, width: 0)
    for y in 0..<rows {
      for x in 0..<columns where holds(x, y) {
        var width = columns - x
        var top = y
        while top < rows, holds(x, top) {
          var run = 0
          while run < width, holds(x + run, top) { run += 1 }
          width = run
          let found = (area: width * (top - y + 1), width: width)
          if found > most { (most, best) = (found, (x...x + width - 1, y...top)) }
          top += 1
        }
      }
    }
    return best
  }
}
