/// Character references: `&amp;`, `&#8722;`, `&#x2212;`.
enum Entities {
  /// The text and end of the reference whose `&` is at `start`, or nil when it is none.
  static func decode(_ bytes: ArraySlice<UInt8>, at start: Int) -> (text: String, end: Int)? {
    if bytes.byte(start + 1) == .hash { return decodeNumber(bytes, at: start) }
    // The longest name has 31 letters.
    let limit = min(bytes.endIndex, start + 34)
    let end = bytes[..<limit].skip(from: start + 1) { $0.isLetterOrDigit }
    guard bytes[..<limit].byte(end) == .semicolon, let text = named[bytes[(start + 1)..<end].text] else {
      return nil
    }
    return (text, end + 1)
  }

  private static func decodeNumber(_ bytes: ArraySlice<UInt8>, at start: Int) -> (text: String, end: Int)? {
    let isHex = bytes.byte(start + 2)?.lowered == 0x78
    let first = start + (isHex ? 3 : 2)
    let limit = min(bytes.endIndex, first + 8)
    let end = bytes[..<limit].skip(from: first) {
      $0.isDigit || (isHex && (0x61...0x66).contains($0.lowered))
    }
    guard (1...(isHex ? 6 : 7)).contains(end - first), bytes.byte(end) == .semicolon,
      let value = UInt32(bytes[first..<end].text, radix: isHex ? 16 : 10)
    else { return nil }
    let scalar = value == 0 ? nil : Unicode.Scalar(value)
    return (String(scalar ?? "\u{FFFD}"), end + 1)
  }

  /// The names of HTML 5 with what they stand for, read once.
  private static let named: [String: String] = {
    var table: [String: String] = [:]
    table.reserveCapacity(2200)
    for entry in entityTable.split(separator: " ") {
      let parts = entry.split(separator: "=")
      var text = ""
      for code in parts[1].split(separator: ".") {
        if let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) {
          text.unicodeScalars.append(scalar)
        }
      }
      table[String(parts[0])] = text
    }
    return table
  }()
}
