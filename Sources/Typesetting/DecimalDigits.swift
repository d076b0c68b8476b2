/// A number as decimal digits: what the formatter rounds.
///
/// Rounding works on the digits of the shortest decimal text that reads back as the same `Double`, because that is the
/// number an author wrote or a table shows: 2.675 is a tie here, although its binary neighbour lies below it.
struct DecimalDigits {
  private(set) var isNegative: Bool
  /// The digits as one whole number, without zeros at its end; 0 for zero. A `Double` has 17 digits at most.
  private var significand: UInt64 = 0
  /// How many digits there are; 0 for zero.
  private(set) var count = 0
  /// The value is 0.d₁d₂d₃… × 10^point.
  var point = 0

  /// The digits of a finite number.
  init(_ value: Double) {
    isNegative = value < 0
    var zeros = 0
    var isBehindPoint = false
    var isExponent = false
    var (exponent, isDown) = (0, false)
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): isBehindPoint = true
      case UInt8(ascii: "e"): isExponent = true
      case UInt8(ascii: "-"): isDown = true
      case UInt8(ascii: "+"): break
      default:
        let digit = byte - UInt8(ascii: "0")
        if isExponent {
          exponent = exponent * 10 + Int(digit)
        } else if digit == 0, significand == 0 {
          if isBehindPoint { point -= 1 }
        } else {
          if !isBehindPoint { point += 1 }
          if digit == 0 {
            zeros += 1
          } else {
            significand = significand * Self.power(zeros + 1) + UInt64(digit)
            count += zeros + 1
            zeros = 0
          }
        }
      }
    }
    point = isZero ? 0 : point + (isDown ? -exponent : exponent)
    if isZero { isNegative = false }
  }

  var isZero: Bool { count == 0 }

  /// The power of ten of the first digit; 0 for zero.
  var magnitude: Int { isZero ? 0 : point - 1 }

  /// Rounds to `places` digits behind the point (in front of it when negative); a tie goes to the even digit.
  mutating func round(places: Int) {
    let kept = point + places
    guard kept < count else { return }
    guard kept >= 0 else { return becomeZero() }
    let unit = Self.power(count - kept)
    let (whole, rest) = significand.quotientAndRemainder(dividingBy: unit)
    let isUp = rest > unit / 2 || (rest == unit / 2 && whole % 2 == 1)
    (significand, count) = (whole + (isUp ? 1 : 0), kept)
    guard significand > 0 else { return becomeZero() }
    // 9.96 becomes 10.0.
    if significand == Self.power(kept) { (count, point) = (kept + 1, point + 1) }
    while significand % 10 == 0 { (significand, count) = (significand / 10, count - 1) }
  }

  /// Rounds to so many significant digits.
  mutating func round(significant count: Int) {
    round(places: max(count, 1) - point)
  }

  /// How many digits the integer part has, at least one.
  var integerCount: Int { max(1, point) }

  /// ASCII: a sign if there is one and is wanted, the integer part, and so many digits behind a point.
  func text(places: Int, signed: Bool = false) -> String {
    let places = max(0, places)
    let sign = signed && isNegative ? 1 : 0
    return String(unsafeUninitializedCapacity: sign + integerCount + 1 + places) { bytes in
      var length = 0
      func put(_ byte: UInt8) {
        bytes[length] = byte
        length += 1
      }
      if sign > 0 { put(UInt8(ascii: "-")) }
      for index in (point - integerCount)..<point { put(UInt8(ascii: "0") + digit(index)) }
      if places > 0 { put(UInt8(ascii: ".")) }
      for index in point..<(point + places) { put(UInt8(ascii: "0") + digit(index)) }
      return length
    }
  }

  /// A digit by its place from the first one; 0 in front of them and behind.
  private func digit(_ index: Int) -> UInt8 {
    index >= 0 && index < count ? UInt8(significand / Self.power(count - 1 - index) % 10) : 0
  }

  private mutating func becomeZero() {
    (isNegative, significand, count, point) = (false, 0, 0, 0)
  }

  /// A power of ten below 10²⁰.
  private static func power(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
