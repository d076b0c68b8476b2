import Typesetting

/// A number of a published report, with its interval.
struct PublishedNumber {
  /// Nil where it is not bounded.
  var value: Double?
  /// Nil without one, and where an end is not bounded.
  var interval: ClosedRange<Double>?

  /// `0.497 [0.473, 0.521]`
  var text: String {
    guard let value else { return "not bounded" }
    func short(_ value: Double) -> String { NumberText.significant(value, digits: 4) }
    guard let interval else { return short(value) }
    return "\(short(value)) [\(short(interval.lowerBound)), \(short(interval.upperBound))]"
  }

  /// From the width of the interval, as of a normal distribution's 95 %; 0 without an interval.
  var standardError: Double {
    interval.map { ($0.upperBound - $0.lowerBound) / Self.standardErrors } ?? 0
  }

  /// The width of a 95 % interval of a normal distribution, in standard errors.
  static let standardErrors = 3.919927969080109

  init(_ value: Double?, low: Double?, high: Double?) {
    self.value = value
    if let low, let high, low <= high { interval = low...high }
  }
}

extension PublishedReport.Record.Parameter {
  var number: PublishedNumber {
    let ends = interval.flatMap { $0.count == 2 ? $0 : nil }
    return PublishedNumber(estimate, low: ends?[0], high: ends?[1])
  }
}

extension PublishedReport.Record.Value {
  var published: PublishedNumber { PublishedNumber(number, low: interval?.low, high: interval?.high) }
}
