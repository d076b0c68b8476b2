/// The directed pieces of one level's lines, each from one crossed edge of the grid to another: every edge begins one at
/// most and ends one at most.
struct ContourSegments {
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []
  /// The piece that begins where each ends, or -1.
  private(set) var next: [Int32] = []
  /// Whether a piece ends where each begins.
  private(set) var hasPrevious: [Bool] = []
  /// Pieces by a hash of the edge that they begin at, the next free place on a clash; at least twice as many places.
  private var places: [Int32] = []

  var count: Int { starts.count }

  /// Starts again for another level.
  mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  mutating func connect(_ start: Int, _ end: Int) {
    starts.append(Int32(start))
    ends.append(Int32(end))
  }

  /// Finds what follows what, once all pieces are there.
  mutating func link() {
    let count = starts.count
    var bits = 4
    while 1 << bits < 2 * count { bits += 1 }
    let mask = 1 << bits - 1
    func place(_ edge: Int32) -> Int { Int((UInt32(bitPattern: edge) &* 0x9E37_79B1) >> UInt32(32 - bits)) }
    places = [Int32](repeating: -1, count: 1 << bits)
    next = [Int32](repeating: -1, count: count)
    hasPrevious = [Bool](repeating: false, count: count)
    for index in 0..<count {
      var at = place(starts[index])
      while places[at] >= 0 { at = (at + 1) & mask }
      places[at] = Int32(index)
    }
    for index in 0..<count {
      var at = place(ends[index])
      while places[at] >= 0, starts[Int(places[at])] != ends[index] { at = (at + 1) & mask }
      guard places[at] >= 0 else { continue }
      next[index] = places[at]
      hasPrevious[Int(places[at])] = true
    }
  }
}
