import Fitting
import Foundation
import Typesetting

/// Numbers of fit cards and tables, for people.
enum Numbers {
  /// As many decimals as the interval's half width deserves: its two leading digits. Nil where plain decimals would be
  /// unreadable.
  static func places(_ interval: ClosedRange<Double>, estimate: Double) -> Int? {
    let error = (interval.upperBound - interval.lowerBound) / 2
    guard error > 0, error.isFinite, abs(estimate) < 1e6, interval.upperBound < 1e7 else { return nil }
    let places = max(0, 1 - Int(log10(error).rounded(.down)))
    // A skewed interval can be so wide that nothing of the estimate would be left.
    let isReadable = estimate == 0 || abs(estimate) * pow(10, Double(places)) >= 10
    return places <= 6 && isReadable ? places : nil
  }

  /// An estimate with the ends of its interval, all to the same place.
  static func text(
    _ estimate: Double, _ interval: ClosedRange<Double>?
  ) -> (estimate: String, interval: (low: String, high: String)?) {
    guard let interval else { return (NumberText.significant(estimate, digits: 4), nil) }
    guard let places = places(interval, estimate: estimate) else {
      return (
        NumberText.significant(estimate, digits: 3),
        (
          NumberText.significant(interval.lowerBound, digits: 3),
          NumberText.significant(interval.upperBound, digits: 3)
        )
      )
    }
    return (
      NumberText.decimal(estimate, places: places),
      (
        NumberText.decimal(interval.lowerBound, places: places),
        NumberText.decimal(interval.upperBound, places: places)
      )
    )
  }

  /// A number that somebody printed or that was plotted, with all its digits.
  static func exact(_ value: Double) -> String {
    let text = NumberText.machine(value)
    if text.contains("e") { return NumberText.significant(value, digits: 6) }
    return text.replacing("-", with: "\u{2212}")
  }

  /// A printed constant with all its digits; one that was computed from what was printed has six.
  static func printed(_ value: Double) -> String {
    let digits = NumberText.machine(value).count { $0.isNumber }
    return digits > 8 ? NumberText.significant(value, digits: 6) : exact(value)
  }

  /// `Huber(10⁻³) on log L`.
  static func objective(_ objective: Objective, target: String) -> String {
    let loss =
      switch objective.loss {
      case .huber(let delta): "Huber(\(power(delta)))"
      case .squared: "squares"
      case .absolute: "absolute values"
      case .cauchy(let width): "Cauchy(\(power(width)))"
      }
    return "\(loss) on \(objective.isLog ? "log " : "")\(target)"
  }

  private static func power(_ value: Double) -> String {
    let exponent = log10(value).rounded()
    guard value > 0, abs(exponent) >= 2, abs(value / pow(10, exponent) - 1) < 1e-12 else {
      return exact(value)
    }
    let digits: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return "10" + String(String(Int(exponent)).map { digits[$0] ?? $0 })
  }

  /// How many digits a plain number has after its point; nil for anything else.
  static func fractionDigits(_ text: String) -> Int? {
    let digits = text.drop { $0 == "\u{2212}" || $0 == "-" || $0 == "+" || $0 == "×" }
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }) else {
      return nil
    }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 1 ? 0 : parts.count == 2 ? parts[1].count : nil
  }

  /// What makes a number as long after its point as the longest of its column: seen by nobody, read by nobody, copied
  /// by nobody, and exact in any font.
  static func padding(_ text: String, to longest: Int) -> String {
    guard let digits = fractionDigits(text), digits < longest else { return "" }
    let zeros = String(repeating: "0", count: longest - digits)
    return "<span class=\"pad\" aria-hidden=\"true\">\(digits == 0 ? "." : "")\(zeros)</span>"
  }
}
