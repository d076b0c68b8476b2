/// The chunks of a PNG, for tests.
struct PNGFile {
  var chunks: [(type: String, body: [UInt8])] = []

  init(_ bytes: [UInt8]) {
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      chunks.append((type, Array(bytes[position + 8..<position + 8 + length])))
      position += 12 + length
    }
  }

  func body(_ type: String) -> [UInt8]? { chunks.first { $0.type == type }?.body }

  static func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  var size: [Int] {
    guard let header = body("IHDR") else { return [] }
    return [Self.number(header[0..<4]), Self.number(header[4..<8])]
  }
}
