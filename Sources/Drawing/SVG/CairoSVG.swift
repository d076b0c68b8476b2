import Diagnostics

/// What Cairo wrote, by the numbers that stood in for colours.
struct CairoSVG {
  /// Outlines in Cairo's units, rounded.
  private(set) var paths: [Int: SVGPath] = [:]
  /// Cairo's id of the first glyph that was shown under a number.
  private(set) var glyphs: [Int: String] = [:]
  /// Outlines of letters about their origin, by Cairo's id.
  private(set) var symbols: [String: SVGPath] = [:]

  init(_ bytes: [UInt8]) throws(DiagnosticError) {
    var symbol: String?
    var run: Int?
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = Line(bytes: line.drop { $0 == UInt8(ascii: " ") })
      if line.starts(with: "<path"), let data = line.value(" d=\"") {
        let path = try Self.path(data)
        if let name = symbol {
          symbols[name] = path
          symbol = nil
        } else if let number = line.number {
          paths[number] = path
        }
      } else if line.starts(with: "<use"), let number = run, let name = line.value(" xlink:href=\"#") {
        if glyphs[number] == nil { glyphs[number] = String(decoding: name, as: UTF8.self) }
      } else if line.starts(with: "<symbol") {
        symbol = line.value(" id=\"").map { String(decoding: $0, as: UTF8.self) }
      } else if line.starts(with: "<g style") {
        run = line.number
      } else if line.starts(with: "</g>") {
        run = nil
      } else if line.starts(with: "<image") {
        throw DiagnosticError("E0907", "Cairo put a bitmap into an SVG")
      }
    }
  }

  private struct Line {
    var bytes: ArraySlice<UInt8>

    func starts(with text: StaticString) -> Bool {
      text.withUTF8Buffer { bytes.starts(with: $0) }
    }

    /// What stands between the given beginning and the next quotation mark.
    func value(_ beginning: StaticString) -> ArraySlice<UInt8>? {
      guard let start = end(of: beginning) else { return nil }
      return bytes[start...].prefix { $0 != UInt8(ascii: "\"") }
    }

    /// The number in `rgb(0%,1.176471%,99.607843%)`.
    var number: Int? {
      guard let start = end(of: "rgb(") else { return nil }
      let parts = bytes[start...].prefix { $0 != UInt8(ascii: ")") }.split(separator: UInt8(ascii: ","))
      let channels = parts.compactMap { Double(String(decoding: $0.dropLast(), as: UTF8.self)) }
        .map { Int(($0 * 2.55).rounded()) }
      guard channels.count == 3 else { return nil }
      return channels[0] << 16 | channels[1] << 8 | channels[2]
    }

    private func end(of text: StaticString) -> Int? {
      text.withUTF8Buffer { wanted in
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        for start in bytes.startIndex...bytes.endIndex - wanted.count
        where bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted) {
          return start + wanted.count
        }
        return nil
      }
    }
  }

  /// Reads the subset that Cairo writes: absolute `M`, `L`, `C`, `Z` and plain numbers between spaces.
  private static func path(_ text: ArraySlice<UInt8>) throws(DiagnosticError) -> SVGPath {
    var path = SVGPath()
    var command = UInt8(ascii: " ")
    var numbers: [Int] = []
    var reader = NumberReader(bytes: text, position: text.startIndex)
    while let first = reader.next() {
      switch first {
      case UInt8(ascii: "M"), UInt8(ascii: "L"), UInt8(ascii: "C"):
        command = first
        numbers.removeAll(keepingCapacity: true)
        reader.position += 1
        continue
      case UInt8(ascii: "Z"):
        path.close()
        reader.position += 1
        continue
      default: numbers.append(try reader.rounded())
      }
      switch (command, numbers.count) {
      case (UInt8(ascii: "M"), 2): path.move(numbers[0], numbers[1])
      case (UInt8(ascii: "L"), 2): path.line(numbers[0], numbers[1])
      case (UInt8(ascii: "C"), 6): path.curve(numbers)
      default: continue
      }
      numbers.removeAll(keepingCapacity: true)
    }
    // Cairo repeats the start of a closed subpath as a move to nowhere.
    path.finish()
    return path
  }

  private struct NumberReader {
    let bytes: ArraySlice<UInt8>
    var position: Int

    /// The byte that the next word begins with, or nil at the end.
    mutating func next() -> UInt8? {
      while position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") { position += 1 }
      return position < bytes.endIndex ? bytes[position] : nil
    }

    /// The plain decimal number that begins here, to the nearest whole one.
    mutating func rounded() throws(DiagnosticError) -> Int {
      let start = position
      let isNegative = bytes[position] == UInt8(ascii: "-")
      if isNegative { position += 1 }
      var value = 0
      while let digit, value < 1_000_000_000 {
        value = value * 10 + digit
        position += 1
      }
      if position < bytes.endIndex, bytes[position] == UInt8(ascii: ".") {
        position += 1
        if let digit, digit >= 5 { value += 1 }
        while digit != nil { position += 1 }
      }
      guard position == bytes.endIndex || bytes[position] == UInt8(ascii: " "), value < 1_000_000_000 else {
        let word = bytes[start...].prefix { $0 != UInt8(ascii: " ") }
        throw DiagnosticError(
          "E0907", "Cairo wrote the coordinate \"\(String(decoding: word, as: UTF8.self))\"")
      }
      return isNegative ? -value : value
    }

    private var digit: Int? {
      guard position < bytes.endIndex, bytes[position] >= UInt8(ascii: "0"),
        bytes[position] <= UInt8(ascii: "9")
      else { return nil }
      return Int(bytes[position] - UInt8(ascii: "0"))
    }
  }
}
