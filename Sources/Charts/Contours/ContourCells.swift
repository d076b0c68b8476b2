/// A row of a grid's corners as runs that lie between the same two levels.
///
/// A grid is much larger than the lines on it: only where a run ends, or the run above lies between other levels, is
/// there a cell with a line.
struct LevelRuns {
  /// Where each run begins, and the row's length after the last.
  private var starts: [Int32] = []
  /// How many levels lie below a run's values; `unknown` where they are not numbers.
  private var ranks: [Int32] = []

  static let unknown = Int32.max

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - levels: in order.
  ///   - rank: how many levels lie below the value read last. Neighbours lie between the same levels or nearly so: the
  ///     count goes on from there.
  mutating func read(
    _ row: UnsafeBufferPointer<Double>, _ levels: UnsafeBufferPointer<Double>, _ rank: inout Int
  ) {
    starts.removeAll(keepingCapacity: true)
    ranks.removeAll(keepingCapacity: true)
    var i = 0
    while i < row.count {
      let value = row[i]
      starts.append(Int32(i))
      if value.isNaN {
        ranks.append(Self.unknown)
        repeat { i += 1 } while i < row.count && row[i].isNaN
        continue
      }
      while rank < levels.count, levels[rank] < value { rank += 1 }
      while rank > 0, levels[rank - 1] >= value { rank -= 1 }
      ranks.append(Int32(rank))
      let low = rank > 0 ? levels[rank - 1] : -.infinity
      let high = rank < levels.count ? levels[rank] : .infinity
      repeat { i += 1 } while i < row.count && row[i] > low && row[i] <= high
    }
    starts.append(Int32(row.count))
  }

  /// Calls `body` with each cell between this row and the one over it that levels cross, and which those are.
  func forEachCell(under above: LevelRuns, _ body: (_ column: Int, _ levels: Range<Int>) -> Void) {
    let columns = Int(starts[starts.count - 1]) - 1
    // The runs that a cell's left corners lie in.
    var (lower, upper, column) = (0, 0, 0)
    while column < columns {
      while starts[lower + 1] <= column { lower += 1 }
      while above.starts[upper + 1] <= column { upper += 1 }
      let ends = min(Int(starts[lower + 1]), Int(above.starts[upper + 1])) - 1
      let (a, c) = (ranks[lower], above.ranks[upper])
      // Up to the cell that the next run begins in, all are alike.
      if column < ends {
        if a != c, max(a, c) != Self.unknown {
          for cell in column..<ends { body(cell, Int(min(a, c))..<Int(max(a, c))) }
        }
        column = ends
      }
      guard column < columns else { return }
      let b = ranks[starts[lower + 1] <= column + 1 ? lower + 1 : lower]
      let d = above.ranks[above.starts[upper + 1] <= column + 1 ? upper + 1 : upper]
      let (least, most) = (min(min(a, b), min(c, d)), max(max(a, b), max(c, d)))
      if least < most, most != Self.unknown { body(column, Int(least)..<Int(most)) }
      column += 1
    }
  }
}
