/// Points that fill the unit cube evenly: Halton's sequence with seeded permutations of the digits.
///
/// Plain Halton points in high dimensions fall on lines, because large neighbouring primes run in step; permuting the
/// digits breaks the lines and keeps the even filling.
struct LowDiscrepancySequence: Sendable {
  private let bases: [Int]
  private let permutations: [[Int]]

  init(dimensions: Int, seed: UInt64) {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < dimensions {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    bases = primes
    permutations = primes.indices.map { dimension in
      var random = RandomStream(seed: seed, stream: 0x5157_4152_5453 &+ UInt64(dimension))
      var digits = Array(0..<primes[dimension])
      for i in stride(from: digits.count - 1, to: 0, by: -1) {
        digits.swapAt(i, random.index(below: i + 1))
      }
      return digits
    }
  }

  /// Point number `index` (from 0), each coordinate in 0..<1.
  func point(_ index: Int) -> [Double] {
    bases.indices.map { dimension in
      let base = bases[dimension]
      let digits = permutations[dimension]
      var rest = index
      var scale = 1.0
      var value = 0.0
      // Digits beyond the index are zero, and zero is permuted like any other digit, so go on to full precision.
      while scale > 0x1p-50 {
        scale /= Double(base)
        value += Double(digits[rest % base]) * scale
        rest /= base
      }
      return min(value, 1 - 0x1p-53)
    }
  }
}
