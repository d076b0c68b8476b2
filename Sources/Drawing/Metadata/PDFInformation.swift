import Diagnostics

/// The information dictionary of a PDF, as Cairo writes it: uncompressed, near the end.
struct PDFInformation {
  private let bytes: [UInt8]
  private let name: String

  init(_ bytes: [UInt8], _ name: String) { (self.bytes, self.name) = (bytes, name) }

  /// The text of a key, or nil. Throws when the file is cut off or the text has no end.
  func text(_ key: String) throws(DiagnosticError) -> String? {
    guard bytes.suffix(1024).contains(Array("%%EOF".utf8)) else {
      throw PictureRecord.damaged(name, "it ends before \"%%EOF\"")
    }
    let word = Array("/\(key)".utf8)
    guard var position = last(word) else { return nil }
    position += word.count
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "("): return String(validating: try literal(from: position + 1), as: UTF8.self)
    case UInt8(ascii: "<"): return utf16(try hexadecimal(from: position + 1))
    default: return nil
    }
  }

  private func last(_ word: [UInt8]) -> Int? {
    guard bytes.count >= word.count, let first = word.first else { return nil }
    var position = bytes.count - word.count
    while position >= 0 {
      if bytes[position] == first, bytes[position..<position + word.count].elementsEqual(word) {
        return position
      }
      position -= 1
    }
    return nil
  }

  /// `(…)` with nested parentheses, backslashes before what would end it, and octal bytes.
  private func literal(from start: Int) throws(DiagnosticError) -> [UInt8] {
    var result: [UInt8] = []
    var depth = 1
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return result }
      case UInt8(ascii: "\\"):
        guard position < bytes.count else { break }
        let (escaped, length) = escape(at: position)
        result += escaped
        position += length
        continue
      default: break
      }
      result.append(byte)
    }
    throw PictureRecord.damaged(name, "a text of its information has no end")
  }

  private func escape(at position: Int) -> (bytes: [UInt8], length: Int) {
    let digits = bytes[position...].prefix(3).prefix { (0x30...0x37).contains($0) }
    if !digits.isEmpty {
      let value = digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
      return ([UInt8(truncatingIfNeeded: value)], digits.count)
    }
    switch bytes[position] {
    case UInt8(ascii: "n"): return ([0x0A], 1)
    case UInt8(ascii: "r"): return ([0x0D], 1)
    case UInt8(ascii: "t"): return ([0x09], 1)
    case 0x0A: return ([], 1)
    case let other: return ([other], 1)
    }
  }

  private func hexadecimal(from start: Int) throws(DiagnosticError) -> [UInt8] {
    var digits: [UInt8] = []
    for byte in bytes[start...] {
      switch byte {
      case 0x30...0x39: digits.append(byte - 0x30)
      case 0x41...0x46: digits.append(byte - 0x37)
      case 0x61...0x66: digits.append(byte - 0x57)
      case UInt8(ascii: ">"):
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
      default: continue
      }
    }
    throw PictureRecord.damaged(name, "a text of its information has no end")
  }

  /// Big-endian behind its mark; nil for another encoding.
  private func utf16(_ bytes: [UInt8]) -> String? {
    guard bytes.starts(with: [0xFE, 0xFF]) else { return nil }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    return String(validating: units, as: UTF16.self)
  }
}
