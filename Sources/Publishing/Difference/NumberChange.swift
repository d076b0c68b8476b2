import Typesetting

/// A number that moved, in units of its standard error where it has one.
struct NumberChange {
  private let before, after: (value: Double?, interval: ClosedRange<Double>?)
  /// How far, in standard errors; as a share of the earlier value where no interval is known.
  private let size: Double
  private let measure: String

  /// Half the width of a 95 % interval of a normal distribution, in standard errors.
  static let standardErrors = 3.919927969080109

  /// Nil where both are the same to the printed digits.
  init?(
    _ before: (value: Double?, interval: ClosedRange<Double>?),
    _ after: (value: Double?, interval: ClosedRange<Double>?)
  ) {
    (self.before, self.after) = (before, after)
    guard let old = before.value, let new = after.value else {
      guard before.value != after.value else { return nil }
      (size, measure) = (.infinity, before.value == nil ? "bounded now" : "not bounded any more")
      return
    }
    let distance = abs(new - old)
    guard distance > ReportDifference.rounding * max(abs(old), abs(new)) else { return nil }
    let width = (before.interval ?? after.interval).map { $0.upperBound - $0.lowerBound } ?? 0
    if width > 0 {
      size = distance / (width / Self.standardErrors)
      measure = "\(new < old ? "−" : "+")\(NumberText.significant(size, digits: 2)) σ"
    } else {
      size = old == 0 ? .infinity : distance / abs(old)
      measure =
        old == 0
        ? "" : "\(new < old ? "−" : "+")\(NumberText.significant(100 * size, digits: 2))\u{202F}%"
    }
  }

  /// The change of a parameter or value.
  func result(_ report: String, _ topic: ResultChange.Topic, _ subject: String) -> ResultChange {
    ResultChange(
      report: report, topic: topic, subject: subject, before: Self.text(before), after: Self.text(after),
      size: size, measure: measure)
  }

  /// `0.497 [0.473, 0.521]`
  private static func text(_ number: (value: Double?, interval: ClosedRange<Double>?)) -> String {
    guard let value = number.value else { return "not bounded" }
    func short(_ value: Double) -> String { NumberText.significant(value, digits: 4) }
    guard let interval = number.interval else { return short(value) }
    return "\(short(value)) [\(short(interval.lowerBound)), \(short(interval.upperBound))]"
  }
}
