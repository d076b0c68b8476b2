import CZlib

/// One chunk of a PNG: a four-letter type and its bytes.
struct PNGChunk {
  /// What every PNG begins with.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The keyword of the text that says where a picture comes from.
  static let recordKeyword = "Isoloss"

  var type: String
  var body: [UInt8]

  init(_ type: String, _ body: [UInt8]) {
    self.type = type
    self.body = body
  }

  /// The colour space of the web, with the intent that keeps colours as they are seen.
  static let sRGB = PNGChunk("sRGB", [0])

  /// A resolution of `scale` pixels to 1/96 inch.
  static func resolution(scale: Int) -> PNGChunk {
    let perMetre = bigEndian(UInt32((Double(scale) * 96 / 0.0254).rounded()))
    return PNGChunk("pHYs", perMetre + perMetre + [1])
  }

  /// Uncompressed UTF-8: keyword, 0, no compression, no language, no translated keyword.
  static func text(_ keyword: String, _ value: String) -> PNGChunk {
    PNGChunk("iTXt", Array(keyword.utf8) + [0, 0, 0, 0, 0] + Array(value.utf8))
  }

  /// Length, type, body and check.
  var bytes: [UInt8] {
    let checked = Array(type.utf8) + body
    let check = UInt32(truncatingIfNeeded: crc32(0, checked, uInt(checked.count)))
    return Self.bigEndian(UInt32(body.count)) + checked + Self.bigEndian(check)
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
