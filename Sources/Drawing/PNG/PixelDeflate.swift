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
    let stream = DeflateStream(rowBytes: 1 + width * depth)
    let past = PixelHistory(width: width, depth: depth)
    var check = Adler32()
    for row in 0..<height {
      let filter = fill(row, past.begin(row))
      stream.literal(filter)
      check.add(filter)
      // Known to the compiler, the depth costs nothing.
      check = depth == 3 ? encode(past, stream, check, depth: 3) : encode(past, stream, check, depth: 1)
      stream.endBlockIfLong()
    }
    return stream.finish(check: check.value)
  }

  @inline(__always)
  private func encode(
    _ past: PixelHistory, _ stream: DeflateStream, _ before: Adler32, depth: Int
  ) -> Adler32 {
    let pixels = past.here
    var check = before
    var x = 0
    while x < width {
      let pixel = pixels[x]
      if x > 0, pixel == pixels[x - 1] {
        let end = past.endOfRun(x)
        check.add(pixel, depth: depth, count: end - x)
        if (end - x) * depth >= DeflateStream.leastMatch {
          stream.match(length: (end - x) * depth, distance: depth)
        } else {
          for _ in x..<end { say(pixel, stream, depth) }
        }
        x = end
        continue
      }
      let match = past.longestMatch(x, depth)
      check.add(pixel, depth: depth)
      if match.length * depth >= DeflateStream.leastMatch {
        stream.match(length: match.length * depth, distance: match.distance)
        for other in x + 1..<x + match.length {
          check.add(pixels[other], depth: depth)
          if pixels[other] != pixels[other - 1] { past.remember(other) }
        }
        x += match.length
      } else {
        say(pixel, stream, depth)
        x += 1
      }
      check.reduce()
    }
    return check
  }

  @inline(__always)
  private func say(_ pixel: UInt32, _ stream: DeflateStream, _ depth: Int) {
    if depth == 3 {
      stream.literal(UInt8(truncatingIfNeeded: pixel >> 16))
      stream.literal(UInt8(truncatingIfNeeded: pixel >> 8))
    }
    stream.literal(UInt8(truncatingIfNeeded: pixel))
  }
}
