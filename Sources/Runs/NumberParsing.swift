/// How a cell reads.
enum CellReading {
  /// Empty, `NA`, `N/A`, `NaN` or `null`, in any case.
  case missing
  /// A finite number.
  case number(Double)
  /// `inf` and its kin, or a number too large to represent.
  case infinite
  /// Anything else.
  case text
}

/// Reads cells as numbers from their bytes.
///
/// A number is what tables write: a sign, digits with at most one point, an exponent, spaces around. Hexadecimal floats,
/// digit separators and words are not.
enum NumberParsing {
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ cell: Range<Int>) -> CellReading {
    let range = trimmed(bytes, cell)
    guard !range.isEmpty else { return .missing }
    var position = range.lowerBound
    let end = range.upperBound
    let sign = bytes[position]
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
    guard position < end else { return .text }
    guard isDigit(bytes[position]) || bytes[position] == point else {
      // Most cells of texts are seen not to be such a word from their first letter, without making a string.
      let first = bytes[position] | 0x20
      guard first == UInt8(ascii: "n") || first == UInt8(ascii: "i"), end - position <= 8 else {
        return .text
      }
      let word = String(decoding: bytes[position..<end], as: UTF8.self).lowercased()
      return reading(of: word, isSigned: position != range.lowerBound)
    }

    var mantissa: UInt64 = 0
    var significant = 0
    var digits = 0
    var exponent = 0
    var seenPoint = false
    while position < end {
      let byte = bytes[position]
      if isDigit(byte) {
        digits += 1
        if significant < 19 {
          mantissa = mantissa &* 10 &+ UInt64(byte &- zero)
          if mantissa != 0 { significant += 1 }
          if seenPoint { exponent -= 1 }
        } else {
          // No room: the slow path reads the text again, and only needs to know that there was more.
          significant += 1
        }
      } else if byte == point, !seenPoint {
        seenPoint = true
      } else {
        break
      }
      position += 1
    }
    guard digits > 0 else { return .text }
    if position < end {
      guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return .text }
      position += 1
      var isNegative = false
      if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
        isNegative = bytes[position] == UInt8(ascii: "-")
        position += 1
      }
      guard position < end else { return .text }
      var written = 0
      while position < end {
        guard isDigit(bytes[position]) else { return .text }
        if written < 100_000 { written = written * 10 + Int(bytes[position] &- zero) }
        position += 1
      }
      exponent += isNegative ? -written : written
    }

    // Integers below 2^53 and powers of ten up to 10^22 are exact, so that one operation rounds once.
    if significant <= 19, mantissa < 1 << 53, -22...22 ~= exponent {
      let magnitude =
        exponent < 0 ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
      return .number(sign == UInt8(ascii: "-") ? -magnitude : magnitude)
    }
    guard let value = Double(String(decoding: bytes[range], as: UTF8.self)) else { return .text }
    return value.isFinite ? .number(value) : .infinite
  }

  /// The range without spaces and tabs at its ends.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ cell: Range<Int>) -> Range<Int> {
    var (low, high) = (cell.lowerBound, cell.upperBound)
    while low < high, isBlank(bytes[low]) { low += 1 }
    while high > low, isBlank(bytes[high - 1]) { high -= 1 }
    return low..<high
  }

  private static func reading(of word: String, isSigned: Bool) -> CellReading {
    switch word {
    case "inf", "infinity": .infinite
    case "nan": .missing
    case "na", "n/a", "null": isSigned ? .text : .missing
    default: .text
    }
  }
}

private let zero = UInt8(ascii: "0")
private let point = UInt8(ascii: ".")
private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20,
  1e21, 1e22,
]

@inline(__always) private func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }
@inline(__always) private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
