/// A canonical prefix code for symbols that occur so often, as Deflate wants it.
struct HuffmanCode {
  /// The length of each symbol's code in bits; 0 for one that does not occur.
  private(set) var lengths: [UInt8]
  /// The bits of each symbol's code, the first in the lowest place.
  private(set) var codes: [UInt32]

  /// Builds the code with the least total length (Huffman 1952), then shortens what is longer than `limit` bits.
  init(counts: [Int], limit: Int) {
    lengths = Self.lengths(counts, limit)
    codes = Self.codes(lengths, limit)
  }

  private static func lengths(_ counts: [Int], _ limit: Int) -> [UInt8] {
    let symbols = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $0) < (counts[$1], $1) }
    var lengths = [UInt8](repeating: 0, count: counts.count)
    guard symbols.count > 2 else {
      // A decoder wants at least two codes of one bit, used or not.
      for symbol in symbols + (0..<counts.count).filter({ counts[$0] == 0 }).prefix(2 - symbols.count) {
        lengths[symbol] = 1
      }
      return lengths
    }
    // Leaves come in order of count and so do the nodes above them: the two least are at the fronts of two queues.
    let leaves = symbols.count
    var weight = symbols.map { counts[$0] }
    var parent = [Int](repeating: 0, count: 2 * leaves - 1)
    var (leaf, inner) = (0, leaves)
    for node in leaves..<2 * leaves - 1 {
      var total = 0
      for _ in 0..<2 {
        let isLeaf = leaf < leaves && (inner >= node || weight[leaf] <= weight[inner])
        let least = isLeaf ? leaf : inner
        if isLeaf { leaf += 1 } else { inner += 1 }
        parent[least] = node
        total += weight[least]
      }
      weight.append(total)
    }
    var depth = [Int](repeating: 0, count: 2 * leaves - 1)
    var ofLength = [Int](repeating: 0, count: limit + 1)
    for node in stride(from: 2 * leaves - 3, through: 0, by: -1) {
      depth[node] = depth[parent[node]] + 1
      if node < leaves { ofLength[min(depth[node], limit)] += 1 }
    }
    shorten(&ofLength, limit)
    // The rarest symbols take the longest codes.
    var next = 0
    for length in stride(from: limit, to: 0, by: -1) {
      for _ in 0..<ofLength[length] {
        lengths[symbols[next]] = UInt8(length)
        next += 1
      }
    }
    return lengths
  }

  /// Makes room for codes that were cut to `limit` bits: while they are too many, a shorter code gives way to two.
  private static func shorten(_ ofLength: inout [Int], _ limit: Int) {
    var room = (1...limit).reduce(1 << limit) { $0 - ofLength[$1] << (limit - $1) }
    while room < 0 {
      guard let length = (1..<limit).last(where: { ofLength[$0] > 0 }) else { return }
      ofLength[length] -= 1
      ofLength[length + 1] += 2
      ofLength[limit] -= 1
      room += 1
    }
  }

  private static func codes(_ lengths: [UInt8], _ limit: Int) -> [UInt32] {
    var next = [UInt32](repeating: 0, count: limit + 2)
    for length in lengths where length > 0 { next[Int(length) + 1] += 1 }
    for length in 1...limit { next[length + 1] = (next[length] + next[length + 1]) << 1 }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      let code = next[Int(length)]
      next[Int(length)] += 1
      return reversed(code, Int(length))
    }
  }

  private static func reversed(_ code: UInt32, _ length: Int) -> UInt32 {
    var (code, result) = (code, UInt32(0))
    for _ in 0..<length {
      result = result << 1 | code & 1
      code >>= 1
    }
    return result
  }
}
