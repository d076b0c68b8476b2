import Typesetting

/// Numbers inside the sentences and labels of figures.
enum NumberWords {
  /// A number with so many significant digits, with its sign always: `+0.012`, `−1.3`, `0`.
  static func signed(_ value: Double, digits: Int) -> String {
    let text = NumberText.significant(value, digits: digits)
    return value > 0 && text != "0" ? "+" + text : text
  }

  /// A number with so many significant digits.
  static func magnitude(_ value: Double, digits: Int) -> String {
    NumberText.significant(value, digits: digits)
  }

  /// A share near 1 to the second digit of what it lacks: `0.9985`, never `1.00`.
  static func share(_ value: Double) -> String {
    guard value > 0.9, value < 1 else { return NumberText.significant(value, digits: 3) }
    let places = (2...12).first { (1 - value) * SymbolText.power(10, Double($0)) >= 10 } ?? 12
    return NumberText.decimal(value, places: places)
  }

  /// A large number as a power of ten: `10¹²`, `3.2×10¹¹`.
  static func power(_ value: Double) -> String {
    let (mantissa, exponent) = NumberText.scientific(value, digits: 2)
    let power = "10\(NumberText.superscript(exponent))"
    return mantissa == "1.0" ? power : "\(mantissa)×\(power)"
  }

  /// `0.348 [0.331, 0.366]`: an estimate to the place of its interval's second digit, and the interval.
  static func estimate(_ value: Double, _ interval: ClosedRange<Double>?) -> String {
    guard let interval, interval.lowerBound < interval.upperBound else {
      return NumberText.significant(value, digits: 4)
    }
    let half = (interval.upperBound - interval.lowerBound) / 4
    let low = NumberText.withError(interval.lowerBound, error: half).value
    let high = NumberText.withError(interval.upperBound, error: half).value
    return "\(NumberText.withError(value, error: half).value) [\(low), \(high)]"
  }
}
