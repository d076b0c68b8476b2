/// The bytes of an SVG while they are written.
struct SVGText {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  mutating func append(_ other: SVGText) { bytes.append(contentsOf: other.bytes) }

  mutating func append(_ other: ArraySlice<UInt8>) { bytes.append(contentsOf: other) }

  mutating func removeLast(_ count: Int) { bytes.removeLast(count) }

  /// Adds `units / divisor`, for a divisor of 1 or a power of 10: plain decimals without trailing zeros, no `-0`, no
  /// exponent. Returns whether it has a decimal point.
  @discardableResult
  mutating func append(_ units: Int, _ divisor: Int) -> Bool {
    // Dividing by a number that is known takes a tenth of the time.
    switch divisor {
    case 1: write(units, 1)
    case 10: write(units, 10)
    case 100: write(units, 100)
    default: write(units, divisor)
    }
  }

  @inline(__always)
  private mutating func write(_ units: Int, _ divisor: Int) -> Bool {
    if units < 0 { append("-" as Unicode.Scalar) }
    var (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: UInt(divisor))
    if whole > 0 || rest == 0 {
      let start = bytes.count
      repeat {
        bytes.append(UInt8(ascii: "0") + UInt8(whole % 10))
        whole /= 10
      } while whole > 0
      bytes[start...].reverse()
    }
    guard rest > 0 else { return false }
    append("." as Unicode.Scalar)
    var place = UInt(divisor) / 10
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
    return true
  }

  /// Adds a number to a few decimals.
  mutating func append(_ value: Double, places: Int = 2) {
    let divisor = (0..<places).reduce(1) { value, _ in value * 10 }
    let scaled = (value * Double(divisor)).rounded()
    append(abs(scaled) < 1e15 ? Int(scaled) : 0, divisor)
  }
}

/// Numbers of an SVG as words.
enum SVGNumber {
  /// A number to a few decimals, as `SVGText` writes it.
  static func text(_ value: Double, places: Int = 2) -> String {
    var text = SVGText()
    text.append(value, places: places)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
