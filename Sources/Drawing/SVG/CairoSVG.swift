import Diagnostics
import Glibc

/// What Cairo wrote, by the numbers that stood in for colours.
struct CairoSVG {
  /// Outlines in Cairo's units, rounded, by number.
  private(set) var paths: [SVGPath?]
  /// Cairo's id of the first glyph that was shown under a number.
  private var glyphs: [Int: String] = [:]
  /// Outlines of letters about their origin, by Cairo's id.
  private var symbols: [String: SVGPath] = [:]

  /// Reads a file of shapes in colours below `count`.
  init(_ bytes: [UInt8], count: Int) throws(DiagnosticError) {
    paths = Array(repeating: nil, count: count)
    try bytes.withUnsafeBufferPointer { (bytes) throws(DiagnosticError) in try read(bytes) }
  }

  /// The outline of the letter that was shown under a number.
  func letter(_ number: Int) -> SVGPath? { glyphs[number].flatMap { symbols[$0] } }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(DiagnosticError) {
    var symbol: String?
    var run: Int?
    var text = CairoText(bytes)
    while let line = text.line() {
      if line.starts(with: "<path"), let data = line.value(" d=\"") {
        let path = try Self.path(data)
        if let name = symbol {
          symbols[name] = path
          symbol = nil
        } else if let number = line.number, paths.indices.contains(number) {
          paths[number] = path
        }
      } else if line.starts(with: "<use"), let number = run, let name = line.value(" xlink:href=\"#") {
        if glyphs[number] == nil { glyphs[number] = String(decoding: name.bytes, as: UTF8.self) }
      } else if line.starts(with: "<symbol") {
        symbol = line.value(" id=\"").map { String(decoding: $0.bytes, as: UTF8.self) }
      } else if line.starts(with: "<g style") {
        run = line.number
      } else if line.starts(with: "</g>") {
        run = nil
      } else if line.starts(with: "<image") {
        throw DiagnosticError("E0907", "Cairo put a bitmap into an SVG")
      }
    }
  }

  /// Reads the subset that Cairo writes: absolute `M`, `L`, `C`, `Z` and plain numbers between spaces.
  private static func path(_ text: CairoText) throws(DiagnosticError) -> SVGPath {
    var text = text
    var path = SVGPath(capacity: text.bytes.count / 12)
    while let command = text.next() {
      switch command {
      case UInt8(ascii: "M"):
        text.skip()
        path.move(try text.rounded(), try text.rounded())
      case UInt8(ascii: "L"):
        text.skip()
        path.line(try text.rounded(), try text.rounded())
      case UInt8(ascii: "C"):
        text.skip()
        path.curve(
          try text.rounded(), try text.rounded(), try text.rounded(), try text.rounded(), try text.rounded(),
          try text.rounded())
      case UInt8(ascii: "Z"):
        text.skip()
        path.close()
      default: throw text.failure
      }
    }
    // Cairo repeats the start of a closed subpath as a move to nowhere.
    path.finish()
    return path
  }
}

/// Bytes that Cairo wrote, and how far they are read.
private struct CairoText {
  let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func part(from start: Int, to end: Int) -> CairoText {
    CairoText(UnsafeBufferPointer(rebasing: bytes[start..<end]))
  }

  /// Where a byte stands next, or the end.
  private func end(_ byte: UInt8, from start: Int) -> Int {
    guard let base = bytes.baseAddress, start < bytes.count,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return bytes.count }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
  }

  /// The next line without the spaces that it begins with, or nil at the end.
  mutating func line() -> CairoText? {
    guard position < bytes.count else { return nil }
    let end = end(UInt8(ascii: "\n"), from: position)
    var start = position
    while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
    position = end + 1
    return part(from: start, to: end)
  }

  func starts(with text: StaticString) -> Bool {
    guard let base = bytes.baseAddress, bytes.count >= text.utf8CodeUnitCount else { return false }
    return memcmp(base, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// What stands between the given beginning and the next quotation mark.
  func value(_ beginning: StaticString) -> CairoText? {
    end(of: beginning).map { part(from: $0, to: end(UInt8(ascii: "\""), from: $0)) }
  }

  private func end(of text: StaticString) -> Int? {
    let length = text.utf8CodeUnitCount
    guard let base = bytes.baseAddress, length > 0 else { return nil }
    var start = end(text.utf8Start[0], from: 0)
    while start + length <= bytes.count {
      if memcmp(base + start, text.utf8Start, length) == 0 { return start + length }
      start = end(text.utf8Start[0], from: start + 1)
    }
    return nil
  }

  /// The number in `rgb(0%,1.176471%,99.607843%)`.
  var number: Int? {
    guard let start = end(of: "rgb(") else { return nil }
    var at = start
    var number = 0
    for _ in 0..<3 {
      // Shares of 255 in millionths of a per cent.
      var (millionths, unit) = (0, 1_000_000)
      while at < bytes.count, bytes[at] != UInt8(ascii: "%") {
        if bytes[at] == UInt8(ascii: ".") {
          unit /= 10
        } else if let digit = Self.digit(bytes[at]) {
          if unit == 1_000_000 {
            millionths = millionths * 10 + digit * unit
          } else {
            millionths += digit * unit
            unit /= 10
          }
        } else {
          return nil
        }
        at += 1
      }
      guard millionths <= 100_000_000, at < bytes.count else { return nil }
      number = number << 8 | (millionths * 255 + 50_000_000) / 100_000_000
      // The sign and the comma.
      at += 2
    }
    return number
  }

  /// The byte that the next word begins with, or nil at the end.
  mutating func next() -> UInt8? {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    return position < bytes.count ? bytes[position] : nil
  }

  mutating func skip() { position += 1 }

  /// The plain decimal number that comes next, to the nearest whole one.
  mutating func rounded() throws(DiagnosticError) -> Int {
    guard let first = next() else { throw failure }
    let start = position
    let isNegative = first == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var value = 0
    while let digit, value < 1_000_000_000 {
      value = value * 10 + digit
      position += 1
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      if let digit, digit >= 5 { value += 1 }
      while digit != nil { position += 1 }
    }
    guard position == bytes.count || bytes[position] == UInt8(ascii: " "), value < 1_000_000_000,
      position > start
    else {
      position = start
      throw failure
    }
    return isNegative ? -value : value
  }

  private var digit: Int? { position < bytes.count ? Self.digit(bytes[position]) : nil }

  private static func digit(_ byte: UInt8) -> Int? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? Int(value) : nil
  }

  /// Says that the word that begins here is none that Cairo writes.
  var failure: DiagnosticError {
    let word = bytes[min(position, bytes.count)...].prefix { $0 != UInt8(ascii: " ") }
    return DiagnosticError("E0907", "Cairo wrote the coordinate \"\(String(decoding: word, as: UTF8.self))\"")
  }
}
