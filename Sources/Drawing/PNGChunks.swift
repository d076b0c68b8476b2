/// Adds to a PNG what Cairo leaves out: its resolution, its colour space, and its title and description.
enum PNGChunks {
  /// The same picture with `sRGB`, `pHYs` and `iTXt` before the image data, and without a background colour.
  static func finished(_ png: [UInt8], scale: Int, title: String, description: String) -> [UInt8] {
    var result = Array(png.prefix(8))
    var position = 8
    var isFirstData = true
    while position + 12 <= png.count {
      let length = png[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let type = String(decoding: png[position + 4..<position + 8], as: UTF8.self)
      let end = position + 12 + length
      guard end <= png.count else { break }
      if type == "IDAT", isFirstData {
        isFirstData = false
        result += chunk("sRGB", [0])
        let perMetre = bigEndian(UInt32(3780 * scale))
        result += chunk("pHYs", perMetre + perMetre + [1])
        if !title.isEmpty { result += text("Title", title) }
        if !description.isEmpty { result += text("Description", description) }
      }
      if type != "bKGD", type != "tIME" { result += png[position..<end] }
      position = end
    }
    return result
  }

  /// Uncompressed UTF-8: keyword, 0, no compression, no language, no translated keyword.
  private static func text(_ keyword: String, _ value: String) -> [UInt8] {
    chunk("iTXt", Array(keyword.utf8) + [0, 0, 0, 0, 0] + Array(value.utf8))
  }

  private static func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(type.utf8) + body
    return bigEndian(UInt32(body.count)) + checked + bigEndian(crc32(checked))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 of ISO 3309, bit by bit: the chunks are short.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
      }
    }
  }
}
