import Typesetting

/// A number that moved, in units of its standard error where it has one.
struct NumberChange {
  private let before, after: PublishedNumber
  /// How far, in standard errors; as a share of the earlier value where no interval is known.
  private let size: Double
  private let measure: String

  /// Nil where both are the same to the printed digits.
  init?(_ before: PublishedNumber, _ after: PublishedNumber) {
    (self.before, self.after) = (before, after)
    guard let old = before.value, let new = after.value else {
      guard before.value != after.value else { return nil }
      (size, measure) = (.infinity, before.value == nil ? "bounded now" : "not bounded any more")
      return
    }
    let distance = abs(new - old)
    guard distance > ReportDifference.rounding * max(abs(old), abs(new)) else { return nil }
    let error = before.interval == nil ? after.standardError : before.standardError
    if error > 0 {
      size = distance / error
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
      report: report, topic: topic, subject: subject, before: before.text, after: after.text,
      size: size, measure: measure)
  }
}
