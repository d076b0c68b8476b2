/// The rows of a picture that a match can reach, and where pixels stood in them last.
final class PixelHistory {
  private let width: Int
  private let rowBytes: Int
  /// Rows lie in slots, a power of two of them; before and behind each is a pixel that equals none.
  private let memory: UnsafeMutablePointer<UInt32>
  private let slotMask: Int
  /// Row and column of the last place by a hash of the pixel there and the next; all ones for none.
  private let pairs: UnsafeMutablePointer<UInt64>
  /// The same by a hash of the pixel alone.
  private let singles: UnsafeMutablePointer<UInt64>
  private var row = 0
  /// The row that is being read, and the one above it.
  private(set) var here: UnsafeMutablePointer<UInt32>
  private var above: UnsafeMutablePointer<UInt32>

  private static let pairBits = 14
  private static let singleBits = 12
  private static let nowhere = UInt64.max
  /// As many pixels as one match holds of three bytes each.
  private static let longest = 86

  init(width: Int, depth: Int) {
    (self.width, rowBytes) = (width, 1 + width * depth)
    var slots = 2
    while slots < DeflateStream.window / rowBytes + 2 { slots *= 2 }
    slotMask = slots - 1
    // Two pixels are compared at once, so one is read behind the last.
    let count = slots * (width + 1) + 2
    memory = .allocate(capacity: count)
    memory.initialize(repeating: .max, count: count)
    pairs = .allocate(capacity: 1 << Self.pairBits)
    pairs.initialize(repeating: Self.nowhere, count: 1 << Self.pairBits)
    singles = .allocate(capacity: 1 << Self.singleBits)
    singles.initialize(repeating: Self.nowhere, count: 1 << Self.singleBits)
    (here, above) = (memory + 1, memory + 1)
  }

  deinit {
    memory.deallocate()
    pairs.deallocate()
    singles.deallocate()
  }

  /// Goes on to a row; its pixels are to be written where it says.
  func begin(_ row: Int) -> UnsafeMutablePointer<UInt32> {
    self.row = row
    (above, here) = (start(row - 1), start(row))
    return here
  }

  @inline(__always)
  private func start(_ row: Int) -> UnsafeMutablePointer<UInt32> {
    memory + 1 + (row & slotMask) * (width + 1)
  }

  /// The longest earlier stretch that is equal to what begins here, in pixels, and how many bytes ago it was: among the
  /// row above at this column and its neighbours, and the last places of the next two pixels and of this one.
  @inline(__always)
  func longestMatch(_ x: Int, _ depth: Int) -> (length: Int, distance: Int) {
    let from = here + x
    let most = min(Self.longest, width - x)
    var (length, distance) = (0, 0)
    if row > 0, rowBytes + depth <= DeflateStream.window {
      for shift in -1...1 {
        let found = common(from, above + (x + shift), longerThan: length, most)
        if found > length { (length, distance) = (found, rowBytes - shift * depth) }
      }
    }
    let place = UInt64(row) << 32 | UInt64(x)
    let (pair, single) = (pairHash(from), singleHash(from))
    if let (other, bytes) = last(pairs[pair], x, depth) {
      let found = common(from, other, longerThan: length, most)
      if found > length { (length, distance) = (found, bytes) }
    }
    // The paper's own colour is cheaper said than found.
    if length < 2, from[0] != here[0], let (other, bytes) = last(singles[single], x, depth),
      other[0] == from[0],
      length == 0 || bytes < distance
    {
      (length, distance) = (1, bytes)
    }
    pairs[pair] = place
    singles[single] = place
    return (length, distance)
  }

  /// Keeps a place inside a match for later ones.
  @inline(__always)
  func remember(_ x: Int) { pairs[pairHash(here + x)] = UInt64(row) << 32 | UInt64(x) }

  /// Where the run of one colour ends that a place lies in.
  @inline(__always)
  func endOfRun(_ start: Int) -> Int {
    let pixel = here[start]
    let two = UInt64(pixel) << 32 | UInt64(pixel)
    func differs(_ x: Int) -> UInt64 { UnsafeRawPointer(here + x).loadUnaligned(as: UInt64.self) ^ two }
    var x = start + 1
    while x + 8 <= width, differs(x) | differs(x + 2) | differs(x + 4) | differs(x + 6) == 0 { x += 8 }
    while x < width, here[x] == pixel { x += 1 }
    return x
  }

  @inline(__always)
  private func last(_ place: UInt64, _ x: Int, _ depth: Int) -> (UnsafeMutablePointer<UInt32>, bytes: Int)? {
    guard place != Self.nowhere else { return nil }
    let (y, column) = (Int(place >> 32), Int(place & 0xFFFF_FFFF))
    let bytes = (row - y) * rowBytes + (x - column) * depth
    return bytes <= DeflateStream.window ? (start(y) + column, bytes) : nil
  }

  /// How many pixels from two places on are equal, at most `most`; 0 where they are not more than `length`.
  @inline(__always)
  private func common(
    _ a: UnsafeMutablePointer<UInt32>, _ b: UnsafeMutablePointer<UInt32>, longerThan length: Int, _ most: Int
  ) -> Int {
    guard length < most, a[length] == b[length], a[0] == b[0] else { return 0 }
    var count = 0
    while count < most {
      let difference =
        UnsafeRawPointer(a + count).loadUnaligned(as: UInt64.self).littleEndian
        ^ UnsafeRawPointer(b + count).loadUnaligned(as: UInt64.self).littleEndian
      if difference != 0 { return min(most, count + (UInt32(truncatingIfNeeded: difference) == 0 ? 1 : 0)) }
      count += 2
    }
    return most
  }

  @inline(__always)
  private func pairHash(_ at: UnsafeMutablePointer<UInt32>) -> Int {
    Int((at[0] &* 0x9E37_79B1 ^ at[1] &* 0x85EB_CA6B) >> UInt32(32 - Self.pairBits))
  }

  @inline(__always)
  private func singleHash(_ at: UnsafeMutablePointer<UInt32>) -> Int {
    Int((at[0] &* 0x9E37_79B1) >> UInt32(32 - Self.singleBits))
  }
}
