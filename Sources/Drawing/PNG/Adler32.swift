/// The check of a zlib stream (RFC 1950), a run of pixels at a time.
struct Adler32 {
  private var sum: UInt64 = 1
  private var sumOfSums: UInt64 = 0
  private static let modulus: UInt64 = 65521

  var value: UInt32 {
    UInt32(sumOfSums % Self.modulus) << 16 | UInt32(sum % Self.modulus)
  }

  mutating func add(_ byte: UInt8) { add(UInt32(byte), depth: 1, count: 1) }

  /// Adds `count` equal pixels of `depth` bytes each, the highest first: what adding byte by byte comes to.
  @inline(__always)
  mutating func add(_ pixel: UInt32, depth: Int, count: Int) {
    let (first, second, third) = (UInt64(pixel >> 16 & 0xFF), UInt64(pixel >> 8 & 0xFF), UInt64(pixel & 0xFF))
    let isColour = depth == 3
    let bytes = isColour ? first &+ second &+ third : third
    let weighted = isColour ? 3 &* first &+ 2 &* second &+ third : third
    let (n, d) = (UInt64(count), UInt64(depth))
    sumOfSums &+= n &* (d &* sum &+ weighted) &+ d &* bytes &* (n &* (n &- 1) / 2)
    sum &+= n &* bytes
    // Far below what 64 bits hold, as a row is at most 80 000 pixels wide.
    if sumOfSums > 1 << 40 {
      sum %= Self.modulus
      sumOfSums %= Self.modulus
    }
  }
}
