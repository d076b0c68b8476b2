import Diagnostics

/// Writes pixels as a PNG.
///
/// Cairo's own writer spends most of a picture's time in zlib. Here pixels go straight to `PixelDeflate`; a picture of up
/// to 256 colours becomes one with a palette, which loses nothing.
struct PNGEncoder {
  /// Red, green and blue in the low 24 bits of each pixel, row by row from the top.
  var pixels: UnsafeBufferPointer<UInt32>
  var width: Int
  var height: Int
  /// Pixels from the start of a row to that of the next.
  var stride: Int

  /// The file: header, the given chunks before the image data, the data.
  func encode(_ chunks: [PNGChunk]) -> [UInt8] {
    let palette = palette()
    let depth = palette.map { palette in [1, 2, 4].first { palette.colours.count <= 1 << $0 } ?? 8 } ?? 8
    let colourType: UInt8 = palette == nil ? 2 : 3
    var file = PNGChunk.signature
    let size = PNGChunk.bigEndian(UInt32(width)) + PNGChunk.bigEndian(UInt32(height))
    file += PNGChunk("IHDR", size + [UInt8(depth), colourType, 0, 0, 0]).bytes
    for chunk in chunks { file += chunk.bytes }
    if let palette { file += PNGChunk("PLTE", palette.colours.flatMap(Self.components)).bytes }
    file += PNGChunk("IDAT", palette.map { indexed($0, bits: depth) } ?? trueColour()).bytes
    file += PNGChunk("IEND", []).bytes
    return file
  }

  // MARK: -

  /// The colours in order of appearance, or nil when there are more than 256.
  private func palette() -> PNGPalette? {
    var palette = PNGPalette()
    for y in 0..<height {
      var last: UInt32?
      for pixel in row(y) where pixel != last {
        last = pixel
        guard palette.add(pixel & 0xFFFFFF) else { return nil }
      }
    }
    return palette
  }

  private func indexed(_ palette: PNGPalette, bits: Int) -> [UInt8] {
    let bytes = (width * bits + 7) / 8
    return PixelDeflate(width: bytes, height: height, depth: 1).encode { y, packed in
      let row = row(y)
      var (last, index) = (row[0], palette.index(row[0] & 0xFFFFFF))
      var x = 0
      for byte in 0..<bytes {
        var value: UInt32 = 0
        for _ in 0..<8 / bits {
          value <<= UInt32(bits)
          guard x < width else { continue }
          if row[x] != last {
            last = row[x]
            index = palette.index(last & 0xFFFFFF)
          }
          value |= index
          x += 1
        }
        packed[byte] = value
      }
      return 0
    }
  }

  private func trueColour() -> [UInt8] {
    let mayDiffer = differencesAreFewer()
    return PixelDeflate(width: width, height: height, depth: 3).encode { y, filtered in
      let row = row(y)
      guard mayDiffer, y > 0 else {
        for x in 0..<width { filtered[x] = row[x] & 0xFFFFFF }
        return 0
      }
      let above = self.row(y - 1)
      var (plain, differing) = (0, 0)
      for x in 0..<width {
        // Each channel less the one above, modulo 256.
        let difference =
          (row[x] | 0x8080_8080) &- (above[x] & 0x7F7F_7F7F) ^ (row[x] ^ ~above[x]) & 0x8080_8080
        filtered[x] = difference & 0xFFFFFF
      }
      for x in 1..<max(1, width) {
        plain &+= row[x] == row[x - 1] ? 0 : 1
        differing &+= filtered[x] == filtered[x - 1] ? 0 : 1
      }
      if differing < plain { return 2 }
      for x in 0..<width { filtered[x] = row[x] & 0xFFFFFF }
      return 0
    }
  }

  /// Whether the picture has fewer pixels that differ from the one above than from the one to the left: lines that lie
  /// rather than stand. Told from every eighth row.
  private func differencesAreFewer() -> Bool {
    var (left, up) = (0, 0)
    for y in Swift.stride(from: 8, to: height, by: 8) {
      let (row, above) = (row(y), row(y - 1))
      for x in 1..<max(1, width) {
        left &+= row[x] == row[x - 1] ? 0 : 1
        up &+= row[x] == above[x] ? 0 : 1
      }
    }
    return up < left
  }

  private func row(_ y: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(rebasing: pixels[y * stride..<y * stride + width])
  }

  private static func components(_ colour: UInt32) -> [UInt8] {
    [16, 8, 0].map { UInt8(truncatingIfNeeded: colour >> $0) }
  }
}

/// Up to 256 colours and their indices.
struct PNGPalette {
  /// In order of appearance.
  private(set) var colours: [UInt32] = []
  /// Indices by a hash of the colour, the next free place on a clash; 4 times as many places as colours.
  private var places = [UInt16](repeating: .max, count: 1024)

  /// False when a colour more does not fit.
  mutating func add(_ colour: UInt32) -> Bool {
    let place = place(colour)
    guard places[place] == .max else { return true }
    guard colours.count < 256 else { return false }
    places[place] = UInt16(colours.count)
    colours.append(colour)
    return true
  }

  /// The index of a colour that was added.
  func index(_ colour: UInt32) -> UInt32 { UInt32(places[place(colour)]) }

  private func place(_ colour: UInt32) -> Int {
    var place = Int((colour &* 0x9E37_79B1) >> 22)
    while places[place] != .max, colours[Int(places[place])] != colour { place = (place + 1) & 1023 }
    return place
  }
}
