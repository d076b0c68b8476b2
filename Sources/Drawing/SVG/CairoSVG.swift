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
    for word in text.split(separator: UInt8(ascii: " ")) {
      let first = word[word.startIndex]
      switch first {
      case UInt8(ascii: "M"), UInt8(ascii: "L"), UInt8(ascii: "C"):
        command = first
        numbers.removeAll(keepingCapacity: true)
        continue
      case UInt8(ascii: "Z"):
        path.close()
        continue
      default: numbers.append(try rounded(word))
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

  /// A plain decimal number to the nearest whole one.
  private static func rounded(_ word: ArraySlice<UInt8>) throws(DiagnosticError) -> Int {
    var value = 0
    var isNegative = false
    var position = word.startIndex
    if word[position] == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    while position < word.endIndex, digits.contains(word[position]), value < 1_000_000_000 {
      value = value * 10 + Int(word[position] - UInt8(ascii: "0"))
      position += 1
    }
    if position < word.endIndex, word[position] == UInt8(ascii: ".") {
      position += 1
      if position < word.endIndex, word[position] >= UInt8(ascii: "5") { value += 1 }
      while position < word.endIndex, digits.contains(word[position]) { position += 1 }
    }
    guard position == word.endIndex, value < 1_000_000_000 else {
      throw DiagnosticError(
        "E0907", "Cairo wrote the coordinate \"\(String(decoding: word, as: UTF8.self))\"")
    }
    return isNegative ? -value : value
  }
}
