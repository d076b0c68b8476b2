/// An order to paint pieces of a picture in that puts those of one look together, while nobody sees a difference.
///
/// A picture is laid out panel by panel, so its inks return in each. Two pieces may change places where they lie apart;
/// of those that overlap, the later stays over the earlier.
struct PaintOrder {
  private let looks: [Int]
  /// The pieces that lie over each one.
  private var above: [[Int]]
  /// How many pieces of other looks lie under each one and are not painted yet, and how many of its own.
  private var others: [Int]
  private var own: [Int]
  /// The pieces of each look that are not painted yet, in order, and how many of them wait for other looks.
  private var rest: [[Int]]
  private var waiting: [Int]

  /// More pieces than this are ordered part by part: each is compared with all before it.
  private static let most = 1000

  /// Runs of pieces of one look, as places in `pieces`: a run is painted after the runs before it, each in its order.
  ///
  /// - Parameter pieces: back to front; looks are numbered from 0.
  static func runs(of pieces: [(look: Int, bounds: Rect)]) -> [[Int]] {
    stride(from: 0, to: pieces.count, by: most).flatMap { start in
      var order = PaintOrder(pieces[start..<min(start + most, pieces.count)])
      var runs: [[Int]] = []
      while let run = order.next() { runs.append(run.map { $0 + start }) }
      return runs
    }
  }

  private init(_ pieces: ArraySlice<(look: Int, bounds: Rect)>) {
    looks = pieces.map(\.look)
    let bounds = pieces.map(\.bounds)
    above = Array(repeating: [], count: looks.count)
    others = Array(repeating: 0, count: looks.count)
    own = others
    rest = Array(repeating: [], count: (looks.max() ?? -1) + 1)
    waiting = Array(repeating: 0, count: rest.count)
    for piece in looks.indices {
      for under in 0..<piece where bounds[piece].intersects(bounds[under]) {
        above[under].append(piece)
        if looks[under] == looks[piece] { own[piece] += 1 } else { others[piece] += 1 }
      }
      rest[looks[piece]].append(piece)
      if others[piece] > 0 { waiting[looks[piece]] += 1 }
    }
  }

  /// The next run: a look whose pieces all wait for none but each other, or else what can be painted of the look of the
  /// backmost piece.
  private mutating func next() -> [Int]? {
    var chosen: (look: Int, first: Int)?
    var backmost: (look: Int, first: Int)?
    for (look, pieces) in rest.enumerated() {
      guard let first = pieces.first else { continue }
      if first < backmost?.first ?? .max { backmost = (look, first) }
      if waiting[look] == 0, first < chosen?.first ?? .max { chosen = (look, first) }
    }
    return (chosen ?? backmost).map { take($0.look) }
  }

  private mutating func take(_ look: Int) -> [Int] {
    var (run, left): ([Int], [Int]) = ([], [])
    for piece in rest[look] {
      guard others[piece] == 0, own[piece] == 0 else {
        left.append(piece)
        continue
      }
      run.append(piece)
      for over in above[piece] {
        if looks[over] == look {
          own[over] -= 1
        } else {
          others[over] -= 1
          if others[over] == 0 { waiting[looks[over]] -= 1 }
        }
      }
    }
    rest[look] = left
    return run
  }
}
