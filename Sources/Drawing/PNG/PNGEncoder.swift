import Diagnostics

/// Writes pixels as a PNG.
///
/// Cairo's own writer spends most of a picture's time in zlib. Here pixels go straight to `PixelDeflate`; a picture of up
/// to 256 colours becomes one with a palette, which loses nothing.
struct PNGEncoder {
  /// Red, green and blue in the low 24 bits of each pixel, row by row from the top.
  var pixels: UnsafePointer<UInt32>
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
      let row = row(y)
      for x in 0..<width where x == 0 || row[x] != row[x - 1] {
        guard palette.add(row[x] & 0xFFFFFF) else { return nil }
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
      // Each channel less the one above, modulo 256.
      var x = 0
      while x + 4 <= width {
        let (these, others) = (Self.channels(row, x), Self.channels(above, x))
        let difference = unsafeBitCast(these &- others, to: SIMD4<UInt32>.self) & 0xFFFFFF
        UnsafeMutableRawPointer(filtered + x).storeBytes(of: difference, as: SIMD4<UInt32>.self)
        x += 4
      }
      while x < width {
        let difference =
          (row[x] | 0x8080_8080) &- (above[x] & 0x7F7F_7F7F) ^ (row[x] ^ ~above[x]) & 0x8080_8080
        filtered[x] = difference & 0xFFFFFF
        x += 1
      }
      if Self.changes(UnsafePointer(filtered), width) < Self.changes(row, width) { return 2 }
      for x in 0..<width { filtered[x] = row[x] & 0xFFFFFF }
      return 0
    }
  }

  /// Four pixels as bytes.
  @inline(__always)
  private static func channels(_ row: UnsafePointer<UInt32>, _ x: Int) -> SIMD16<UInt8> {
    UnsafeRawPointer(row + x).loadUnaligned(as: SIMD16<UInt8>.self)
  }

  /// How many pixels differ from the one to their left.
  private static func changes(_ row: UnsafePointer<UInt32>, _ width: Int) -> Int {
    differences(row + 1, row, max(0, width - 1))
  }

  /// How many of `count` pixels differ from those of another row.
  private static func differences(
    _ row: UnsafePointer<UInt32>, _ other: UnsafePointer<UInt32>, _ count: Int
  ) -> Int {
    func eight(_ row: UnsafePointer<UInt32>, _ x: Int) -> SIMD8<UInt32> {
      UnsafeRawPointer(row + x).loadUnaligned(as: SIMD8<UInt32>.self)
    }
    let one = SIMD8<UInt32>(repeating: 1)
    var counts = SIMD8<UInt32>.zero
    var x = 0
    while x + 8 <= count {
      counts &+= one.replacing(with: 0, where: eight(row, x) .== eight(other, x))
      x += 8
    }
    var result = Int(counts.wrappedSum())
    while x < count {
      if row[x] != other[x] { result += 1 }
      x += 1
    }
    return result
  }

  /// Whether the picture has fewer pixels that differ from the one above than from the one to the left: lines that lie
  /// rather than stand. Told from every eighth row.
  private func differencesAreFewer() -> Bool {
    var (left, up) = (0, 0)
    for y in Swift.stride(from: 8, to: height, by: 8) {
      let (row, above) = (row(y), row(y - 1))
      left += Self.changes(row, width)
      up += Self.differences(row, above, width)
    }
    return up < left
  }

  private func row(_ y: Int) -> UnsafePointer<UInt32> { pixels + y * stride }

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
