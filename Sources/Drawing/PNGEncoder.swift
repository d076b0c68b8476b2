import CZlib
import Diagnostics

/// Writes pixels as a PNG.
///
/// Cairo's own writer spends most of a picture's time in zlib, with filters chosen row by row that line drawings gain
/// nothing from. Here rows are stored unfiltered: flat areas and repeated rows are what zlib is best at. A picture of up
/// to 256 colours becomes one with a palette, which loses nothing.
struct PNGEncoder {
  /// Red, green and blue in the low 24 bits of each pixel, row by row from the top.
  var pixels: UnsafeBufferPointer<UInt32>
  var width: Int
  var height: Int
  /// Pixels from the start of a row to that of the next.
  var stride: Int

  /// Level 4 writes files within 3 % of level 6 in two thirds to three quarters of its time; levels 1 to 3 take half of
  /// level 4's and write a sixth to a third more, level 9 takes five times as long for 3 % less.
  private static let compressionLevel: Int32 = 4

  /// The file: header, the given chunks before the image data, the data.
  func encode(_ chunks: [PNGChunk]) throws(DiagnosticError) -> [UInt8] {
    let image = palette().map(indexed) ?? trueColour()
    var file = PNGChunk.signature
    let size = PNGChunk.bigEndian(UInt32(width)) + PNGChunk.bigEndian(UInt32(height))
    file += PNGChunk("IHDR", size + [image.bitDepth, image.colourType, 0, 0, 0]).bytes
    for chunk in chunks { file += chunk.bytes }
    if let palette = image.palette { file += PNGChunk("PLTE", palette).bytes }
    file += PNGChunk("IDAT", try Self.compressed(image.rows)).bytes
    file += PNGChunk("IEND", []).bytes
    return file
  }

  // MARK: -

  private struct Image {
    var bitDepth: UInt8
    /// 2 is red, green, blue; 3 is a palette.
    var colourType: UInt8
    var palette: [UInt8]?
    /// Each row begins with its filter's number, which is none.
    var rows: [UInt8]
  }

  /// The colours in order of appearance, or nil when there are more than 256.
  private func palette() -> [UInt32: UInt8]? {
    var indices: [UInt32: UInt8] = [:]
    var last: UInt32?
    for y in 0..<height {
      for pixel in pixels[y * stride..<y * stride + width] {
        let colour = pixel & 0xFFFFFF
        if colour == last { continue }
        last = colour
        if indices[colour] != nil { continue }
        guard indices.count < 256 else { return nil }
        indices[colour] = UInt8(indices.count)
      }
    }
    return indices
  }

  private func indexed(_ indices: [UInt32: UInt8]) -> Image {
    let colours = indices.sorted { $0.value < $1.value }.map(\.key)
    let depth = [1, 2, 4].first { colours.count <= 1 << $0 } ?? 8
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (width * depth / 8 + 2))
    for y in 0..<height {
      rows.append(0)
      var (byte, bits) = (UInt8(0), 0)
      for pixel in pixels[y * stride..<y * stride + width] {
        byte = byte << UInt8(truncatingIfNeeded: depth) | (indices[pixel & 0xFFFFFF] ?? 0)
        bits += depth
        if bits == 8 {
          rows.append(byte)
          (byte, bits) = (0, 0)
        }
      }
      if bits > 0 { rows.append(byte << UInt8(8 - bits)) }
    }
    return Image(
      bitDepth: UInt8(depth), colourType: 3, palette: colours.flatMap { Self.components($0) }, rows: rows)
  }

  private func trueColour() -> Image {
    let rowLength = 3 * width + 1
    let rows = [UInt8](unsafeUninitializedCapacity: height * rowLength) { bytes, count in
      for y in 0..<height {
        var position = y * rowLength
        bytes[position] = 0
        for x in 0..<width {
          let pixel = pixels[y * stride + x]
          bytes[position + 1] = UInt8(truncatingIfNeeded: pixel >> 16)
          bytes[position + 2] = UInt8(truncatingIfNeeded: pixel >> 8)
          bytes[position + 3] = UInt8(truncatingIfNeeded: pixel)
          position += 3
        }
      }
      count = height * rowLength
    }
    return Image(bitDepth: 8, colourType: 2, palette: nil, rows: rows)
  }

  private static func components(_ colour: UInt32) -> [UInt8] {
    [16, 8, 0].map { UInt8(truncatingIfNeeded: colour >> $0) }
  }

  private static func compressed(_ bytes: [UInt8]) throws(DiagnosticError) -> [UInt8] {
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: Int(compressBound(uLong(bytes.count)))) {
      buffer, count in
      var length = uLongf(buffer.count)
      status = compress2(buffer.baseAddress, &length, bytes, uLong(bytes.count), compressionLevel)
      count = status == Z_OK ? Int(length) : 0
    }
    guard status == Z_OK else {
      throw DiagnosticError("E0907", "zlib failed: \(String(cString: zError(status)))")
    }
    return result
  }
}
