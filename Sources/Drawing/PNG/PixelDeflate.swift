/// Deflates the rows of a picture as pixels, not as bytes.
///
/// A drawing is long runs of one colour with a few pixels of an edge between them, and edges repeat: those of a letter,
/// those of a line in the row above. Runs are found many pixels at a time, and only where the colour changes is there a
/// search for an earlier place that goes on alike (Lempel and Ziv 1977). A general compressor looks at every byte, of
/// which a pixel has three: at equal size zlib takes three to five times as long, libdeflate one and a half to two times.
struct PixelDeflate {
  var width: Int
  var height: Int
  /// Bytes of a pixel: 3 for red, green and blue from the highest, 1 for an index or several packed ones.
  var depth: Int

  /// The zlib stream of all rows.
  ///
  /// - Parameter fill: writes the pixels of a row and returns the number of the filter that it applied; rows are asked for
  ///   from the top, each once.
  func encode(_ fill: (_ row: Int, UnsafeMutablePointer<UInt32>) -> UInt8) -> [UInt8] {
    var stream = DeflateStream()
    var check = Adler32()
    let rowBytes = 1 + width * depth
    let slots = min(height, DeflateStream.window / rowBytes + 1) + 1
    // Before and behind each row is a pixel that equals none, so that comparisons end there.
    var history = [UInt32](repeating: .max, count: slots * (width + 1) + 1)
    var pairs = [UInt64](repeating: .max, count: 1 << PixelHistory.pairBits)
    var singles = [UInt64](repeating: .max, count: 1 << PixelHistory.singleBits)
    history.withUnsafeMutableBufferPointer { history in
      pairs.withUnsafeMutableBufferPointer { pairs in
        singles.withUnsafeMutableBufferPointer { singles in
          guard let base = history.baseAddress, let pairs = pairs.baseAddress,
            let singles = singles.baseAddress
          else { return }
          let past = PixelHistory(
            rows: base + 1, slots: slots, width: width, depth: depth, pairs: pairs, singles: singles)
          for row in 0..<height {
            let filter = fill(row, past.start(row))
            stream.literal(filter)
            check.add(filter)
            encode(row, past, &stream, &check)
            stream.endBlockIfLong()
          }
        }
      }
    }
    return stream.finish(check: check.value)
  }

  private func encode(
    _ row: Int, _ past: PixelHistory, _ stream: inout DeflateStream, _ check: inout Adler32
  ) {
    let pixels = past.start(row)
    var x = 0
    while x < width {
      let pixel = pixels[x]
      if x > 0, pixel == pixels[x - 1] {
        let end = past.endOfRun(pixels, x)
        check.add(pixel, depth: depth, count: end - x)
        if (end - x) * depth >= DeflateStream.leastMatch {
          stream.match(length: (end - x) * depth, distance: depth)
        } else {
          for _ in x..<end { say(pixel, &stream) }
        }
        x = end
        continue
      }
      let match = past.longestMatch(row, x)
      check.add(pixel, depth: depth, count: 1)
      if match.length * depth >= DeflateStream.leastMatch {
        stream.match(length: match.length * depth, distance: match.distance)
        for other in x + 1..<x + match.length {
          check.add(pixels[other], depth: depth, count: 1)
          if pixels[other] != pixels[other - 1] { past.remember(row, other) }
        }
        x += match.length
      } else {
        say(pixel, &stream)
        x += 1
      }
    }
  }

  @inline(__always)
  private func say(_ pixel: UInt32, _ stream: inout DeflateStream) {
    if depth == 3 {
      stream.literal(UInt8(truncatingIfNeeded: pixel >> 16))
      stream.literal(UInt8(truncatingIfNeeded: pixel >> 8))
    }
    stream.literal(UInt8(truncatingIfNeeded: pixel))
  }
}

/// The rows that a match can reach, and where pixels stood in them last.
private struct PixelHistory {
  /// The first pixel of the first slot.
  let rows: UnsafeMutablePointer<UInt32>
  let slots: Int
  let width: Int
  let depth: Int
  /// Row and column of the last place by a hash of the pixel there and the next; all ones for none.
  let pairs: UnsafeMutablePointer<UInt64>
  /// The same by a hash of the pixel alone.
  let singles: UnsafeMutablePointer<UInt64>

  static let pairBits = 14
  static let singleBits = 12
  private static let nowhere = UInt64.max

  @inline(__always)
  func start(_ row: Int) -> UnsafeMutablePointer<UInt32> { rows + (row % slots) * (width + 1) }

  /// The longest earlier stretch that is equal to what begins here, in pixels, and how many bytes ago it was: among the
  /// row above at this column and its neighbours, and the last places of the next two pixels and of this one.
  @inline(__always)
  func longestMatch(_ row: Int, _ x: Int) -> (length: Int, distance: Int) {
    let here = start(row) + x
    let rowBytes = 1 + width * depth
    var (length, distance) = (0, 0)
    if row > 0, rowBytes + depth <= DeflateStream.window {
      let above = start(row - 1) + x
      for shift in -1...1 {
        let found = common(here, above + shift)
        if found > length { (length, distance) = (found, rowBytes - shift * depth) }
      }
    }
    let place = UInt64(row) << 32 | UInt64(x)
    let (pair, single) = (pairHash(here), singleHash(here))
    if let (other, bytes) = last(pairs[pair], row, x) {
      let found = common(here, other)
      if found > length { (length, distance) = (found, bytes) }
    }
    // The paper's own colour is cheaper said than found.
    if length < 2, here[0] != start(row)[0], let (other, bytes) = last(singles[single], row, x),
      other[0] == here[0], length == 0 || bytes < distance
    {
      (length, distance) = (1, bytes)
    }
    pairs[pair] = place
    singles[single] = place
    // Sentinels of two rows are equal.
    return (min(length, width - x), distance)
  }

  /// Keeps a place inside a match for later ones.
  @inline(__always)
  func remember(_ row: Int, _ x: Int) { pairs[pairHash(start(row) + x)] = UInt64(row) << 32 | UInt64(x) }

  @inline(__always)
  func endOfRun(_ row: UnsafeMutablePointer<UInt32>, _ start: Int) -> Int {
    let pixel = row[start]
    let eight = SIMD8(repeating: pixel)
    var x = start + 1
    while x + 8 <= width, UnsafeRawPointer(row + x).loadUnaligned(as: SIMD8<UInt32>.self) == eight { x += 8 }
    while x < width, row[x] == pixel { x += 1 }
    return x
  }

  @inline(__always)
  private func last(
    _ place: UInt64, _ row: Int, _ x: Int
  ) -> (UnsafeMutablePointer<UInt32>, bytes: Int)? {
    guard place != Self.nowhere else { return nil }
    let (y, column) = (Int(place >> 32), Int(place & 0xFFFF_FFFF))
    let bytes = (row - y) * (1 + width * depth) + (x - column) * depth
    return bytes <= DeflateStream.window ? (start(y) + column, bytes) : nil
  }

  /// As many as one match holds of three bytes each.
  @inline(__always)
  private func common(_ a: UnsafeMutablePointer<UInt32>, _ b: UnsafeMutablePointer<UInt32>) -> Int {
    var length = 0
    while a[length] == b[length], length < 86 { length += 1 }
    return length
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
