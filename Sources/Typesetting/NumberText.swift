/// The one formatter of numbers: for people with U+2212 as minus and U+202F between thousands, for machines in ASCII.
///
/// Ties round to the even digit of the shortest decimal text of the `Double`; no locale, no negative zero. For people
/// NaN is `NaN` and infinities are `∞` and `−∞`.
public enum NumberText {
  /// So many digits behind the point (rounded in front of it for a negative count): `−12 345.68`.
  ///
  /// From five digits on, thousands are set apart by a narrow no-break space.
  public static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return notFinite(value) }
    var decimal = DecimalDigits(value)
    decimal.round(places: places)
    return plain(decimal, places: max(0, places))
  }

  /// So many significant digits, trailing zeros kept: plain from 10⁻⁴ to below 10⁶ (`0.0430`, `123 000`), else
  /// `1.20×10⁻⁵`; zero is `0`.
  public static func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return notFinite(value) }
    var decimal = DecimalDigits(value)
    decimal.round(significant: digits)
    if decimal.isZero { return "0" }
    if (-4..<6).contains(decimal.magnitude) {
      return plain(decimal, places: max(0, max(digits, 1) - 1 - decimal.magnitude))
    }
    let (mantissa, exponent) = scientific(value, digits: digits)
    return "\(mantissa)×10\(superscript(exponent))"
  }

  /// A count with a letter for thousands k, millions M, billions B or trillions T: `14k`, `1.5B`, `220`.
  ///
  /// At most `digits` significant digits, trailing zeros dropped. From 10¹⁸ on, and below 10⁻⁴, as powers of ten.
  public static func si(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return notFinite(value) }
    var decimal = DecimalDigits(value)
    decimal.round(significant: digits)
    guard !decimal.isZero else { return "0" }
    guard (-4..<18).contains(decimal.magnitude) else {
      let (mantissa, exponent) = scientific(value, digits: digits)
      return "\(droppingZeros(mantissa))×10\(superscript(exponent))"
    }
    let letters = ["", "k", "M", "B", "T"]
    let group = min(max(0, decimal.magnitude / 3), letters.count - 1)
    decimal.point -= 3 * group
    let places = max(0, decimal.count - decimal.point)
    return plain(decimal, places: places) + letters[group]
  }

  /// A mantissa of so many significant digits with the power of ten that goes with it: 123 456 with two digits is
  /// (`1.2`, 5); zero is (`0`, 0).
  public static func scientific(_ value: Double, digits: Int) -> (mantissa: String, exponent: Int) {
    guard value.isFinite else { return (notFinite(value), 0) }
    var decimal = DecimalDigits(value)
    decimal.round(significant: digits)
    if decimal.isZero { return ("0", 0) }
    let exponent = decimal.magnitude
    decimal.point = 1
    return (plain(decimal, places: max(digits, 1) - 1), exponent)
  }

  /// A value and its error, both rounded to the place of the error's second significant digit: 0.4973 ± 0.0123 is
  /// (`0.497`, `0.012`), 12 345 ± 678 is (`12 340`, `680`).
  ///
  /// Two digits always, whatever the first is: a rule by the leading digit would print neighbouring rows of a table
  /// to different places. Values from 10⁶ on and below 10⁻⁴ share a power of ten: (`1.230×10⁹`, `0.045×10⁹`). An
  /// error that is zero or not a number says nothing about places: the value then has four significant digits.
  public static func withError(_ value: Double, error: Double) -> (value: String, error: String) {
    var spread = error.isFinite ? DecimalDigits(error.magnitude) : DecimalDigits(0)
    guard value.isFinite, !spread.isZero else {
      return (significant(value, digits: 4), error.isFinite ? "0" : notFinite(error))
    }
    spread.round(significant: 2)
    let places = 1 - spread.magnitude
    var decimal = DecimalDigits(value)
    decimal.round(places: places)
    let top = max(decimal.isZero ? Int.min : decimal.magnitude, spread.magnitude)
    if (-4..<6).contains(top) {
      return (plain(decimal, places: max(0, places)), plain(spread, places: max(0, places)))
    }
    decimal.point -= top
    spread.point -= top
    let power = "×10\(superscript(top))"
    let shared = max(0, places + top)
    return (plain(decimal, places: shared) + power, plain(spread, places: shared) + power)
  }

  /// For CSV and JSON: ASCII, the shortest text of the value rounded to ten significant digits; NaN is empty,
  /// infinities are `inf` and `-inf`.
  public static func machine(_ value: Double) -> String {
    if value.isNaN { return "" }
    guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
    var decimal = DecimalDigits(value)
    decimal.round(significant: 10)
    if decimal.isZero { return "0" }
    let exponent = decimal.magnitude
    if (-5..<16).contains(exponent) {
      return decimal.text(places: decimal.count - decimal.point, signed: true)
    }
    decimal.point = 1
    return "\(decimal.text(places: decimal.count - 1, signed: true))e\(exponent)"
  }

  /// An integer in superscript characters: `⁻⁵`.
  public static func superscript(_ value: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let text = String(value.magnitude).utf8.map { digits[Int($0 - UInt8(ascii: "0"))] }
    return (value < 0 ? "⁻" : "") + String(text)
  }

  /// So many of something: `1 row`, `3 rows`.
  public static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(plural(noun, count))" }

  /// A noun, with an s unless there is one of it.
  public static func plural(_ noun: String, _ count: Int) -> String { count == 1 ? noun : noun + "s" }

  private static func notFinite(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "\u{2212}∞" : "∞"
  }

  private static func plain(_ decimal: DecimalDigits, places: Int) -> String {
    let text = decimal.text(places: places)
    let sign = decimal.isNegative ? "\u{2212}" : ""
    let count = decimal.integerCount
    guard count >= 5 else { return sign + text }
    var grouped = sign
    for (index, digit) in text.enumerated() {
      if index > 0, index < count, (count - index) % 3 == 0 { grouped += "\u{202F}" }
      grouped.append(digit)
    }
    return grouped
  }

  private static func droppingZeros(_ mantissa: String) -> String {
    guard mantissa.contains(".") else { return mantissa }
    var text = mantissa
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
