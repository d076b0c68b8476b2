import Foundation

/// The number that the linker gives to a program: a hash of what it linked, which stands in a note at the file's beginning.
enum BuildID {
  /// The number of a program's file in hex, or nil where the file has none, or is of a form other than 64-bit ELF.
  static func read(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: 1 << 16) else { return nil }
    return find(in: [UInt8](data))
  }

  private static func find(in bytes: [UInt8]) -> String? {
    // Little-endian ELF of 64 bits.
    guard bytes.count > 64, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return nil }
    func number(_ offset: Int, _ width: Int) -> Int? {
      guard offset >= 0, offset + width <= bytes.count else { return nil }
      return bytes[offset..<(offset + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    guard let table = number(32, 4), let size = number(54, 2), let count = number(56, 2) else { return nil }
    for header in 0..<count {
      let place = table + header * size
      // A segment of notes.
      guard number(place, 4) == 4, let start = number(place + 8, 4), let length = number(place + 32, 4)
      else { continue }
      var note = start
      while note + 12 <= start + length {
        guard let name = number(note, 4), let content = number(note + 4, 4), let kind = number(note + 8, 4)
        else { break }
        let first = note + 12 + (name + 3) / 4 * 4
        let end = first + content
        guard end <= bytes.count, end > note else { break }
        if kind == 3, bytes[(note + 12)..<(note + 12 + min(name, 4))].elementsEqual(Array("GNU\0".utf8)) {
          return bytes[first..<end].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        note = first + (content + 3) / 4 * 4
      }
    }
    return nil
  }
}
