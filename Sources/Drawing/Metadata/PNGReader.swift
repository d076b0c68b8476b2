import Diagnostics

/// Reads the chunks of a PNG that somebody may have cut or altered.
struct PNGReader {
  private let bytes: [UInt8]
  private let name: String

  init(_ bytes: [UInt8], _ name: String) { (self.bytes, self.name) = (bytes, name) }

  /// The text of the first `iTXt` chunk of a keyword. Throws when a chunk is cut off or its check is wrong.
  func text(_ keyword: String) throws(DiagnosticError) -> String? {
    var position = PNGChunk.signature.count
    var found: String?
    while true {
      guard position + 12 <= bytes.count else {
        throw PictureRecord.damaged(name, "it ends before its end chunk")
      }
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - position - 12 else {
        throw PictureRecord.damaged(name, "the chunk at byte \(position) is cut off")
      }
      let end = position + 12 + length
      let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      let chunk = PNGChunk(type, Array(bytes[position + 8..<end - 4]))
      guard chunk.bytes.suffix(4) == bytes[end - 4..<end] else {
        throw PictureRecord.damaged(name, "the check of the chunk at byte \(position) is wrong")
      }
      if type == "iTXt", found == nil { found = Self.value(chunk.body, keyword) }
      if type == "IEND" { return found }
      position = end
    }
  }

  /// The text behind a keyword, its zero, no compression, and an empty language and translated keyword.
  private static func value(_ body: [UInt8], _ keyword: String) -> String? {
    let head = Array(keyword.utf8) + [0, 0, 0, 0, 0]
    return body.starts(with: head) ? String(validating: body.dropFirst(head.count), as: UTF8.self) : nil
  }
}
