/// The check of a zlib stream (RFC 1950), a run of pixels at a time.
struct Adler32 {
  private var sum: UInt64 = 1
  private var sumOfSums: UInt64 = 0
  private static let modulus: UInt64 = 65521

  var value: UInt32 {
    UInt32(sumOfSums % Self.modulus) << 16 | UInt32(sum % Self.modulus)
  }

  mutating func add(_ byte: UInt8) { add(UInt32(byte), depth: 1, count: 1) }

  /// Adds a pixel of `depth` bytes, the highest first. `reduce` is due after some hundreds.
  @inline(__always)
  mutating func add(_ pixel: UInt32, depth: Int) {
    let (bytes, weighted) = Self.sums(pixel, depth)
    sumOfSums &+= UInt64(depth) &* sum &+ weighted
    sum &+= bytes
  }

  /// Adds `count` equal pixels of `depth` bytes each: what adding byte by byte comes to.
  @inline(__always)
  mutating func add(_ pixel: UInt32, depth: Int, count: Int) {
    let (bytes, weighted) = Self.sums(pixel, depth)
    let (n, d) = (UInt64(count), UInt64(depth))
    sumOfSums &+= n &* (d &* sum &+ weighted) &+ d &* bytes &* (n &* (n &- 1) / 2)
    sum &+= n &* bytes
    reduce()
  }

  /// Keeps the sums far below what 64 bits hold, as a row is at most 80 000 pixels wide.
  @inline(__always)
  mutating func reduce() {
    guard sumOfSums > 1 << 40 else { return }
    sum %= Self.modulus
    sumOfSums %= Self.modulus
  }

  /// The sum of a pixel's bytes, and that with each as often as sums follow it.
  @inline(__always)
  private static func sums(_ pixel: UInt32, _ depth: Int) -> (bytes: UInt64, weighted: UInt64) {
    let (first, second, third) = (UInt64(pixel >> 16 & 0xFF), UInt64(pixel >> 8 & 0xFF), UInt64(pixel & 0xFF))
    return depth == 3
      ? (first &+ second &+ third, 3 &* first &+ 2 &* second &+ third) : (third, third)
  }
}
