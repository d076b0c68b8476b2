/// A seeded stream of random numbers: xoshiro256++, its state filled by SplitMix64.
///
/// Every draw of a bootstrap has a stream of its own, keyed by the seed and the draw's index, so that results do not
/// depend on how many threads share the work or in which order they take it.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Makes stream number `stream` of a seed; different numbers give unrelated streams.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var key = seed
    let first = RandomStream.splitMix(&key)
    var state = first ^ (stream &* 0xD134_2543_DE82_EF95)
    s0 = RandomStream.splitMix(&state)
    s1 = RandomStream.splitMix(&state)
    s2 = RandomStream.splitMix(&state)
    s3 = RandomStream.splitMix(&state)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = ((sum << 23) | (sum >> 41)) &+ s0
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A number in 0..<1 with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number in 0..<count without bias (Lemire's method).
  public mutating func index(below count: Int) -> Int {
    let bound = UInt64(count)
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= bound || product.low >= (0 &- bound) % bound { return Int(product.high) }
    }
  }

  /// A standard normal number (Marsaglia's polar method; the second of each pair is discarded).
  public mutating func normal() -> Double {
    while true {
      let u: Double = 2 * uniform() - 1
      let v: Double = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * naturalLogarithm(s) / s).squareRoot() }
    }
  }

  private static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
