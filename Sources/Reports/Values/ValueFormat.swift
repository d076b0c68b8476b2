import Diagnostics
import Typesetting

/// How a value is written: `sig(3)`, `pct`, `±`, `ci` after the bar; the one way from a number to a sentence.
struct ValueFormat {
  /// How a number looks.
  enum Style {
    case automatic
    case significant(Int)
    case fixed(Int)
    case percent(Int)
    case si(Int)
    case scientific(Int)
    case times(Int)
    case integer
  }

  /// How the uncertainty is shown.
  enum Uncertainty {
    /// `0.497 ± 0.012`
    case plusMinus
    /// `0.497 [0.473, 0.521]`
    case interval
    /// `0.497(12)`: the error in units of the last digits
    case concise
    /// `0.473 to 0.521`
    case range
    /// Not at all.
    case none
  }

  var style = Style.automatic
  /// Nil lets the value decide.
  var uncertainty: Uncertainty?

  private static let words = [
    "±", "()", "ci", "range", "plain", "sig(3)", "fixed(2)", "pct", "si", "sci", "×", "int",
  ]

  /// Reads what stands after the bar.
  static func parse(_ text: String, at location: SourceLocation) throws(DiagnosticError) -> ValueFormat {
    var format = ValueFormat()
    var column = 0
    for word in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == " " || $0 == "," }) {
      let place = location.advanced(by: column)
      column += word.count + 1
      if word.isEmpty { continue }
      try format.add(String(word), at: place)
    }
    return format
  }

  private mutating func add(_ word: String, at location: SourceLocation) throws(DiagnosticError) {
    if word == "()" {
      uncertainty = .concise
      return
    }
    var name = word
    var digits: Int?
    if let open = word.firstIndex(of: "("), word.hasSuffix(")") {
      name = String(word[..<open])
      let inside = word[word.index(after: open)...].dropLast()
      guard let count = Int(inside), (0...15).contains(count) else {
        throw DiagnosticError(
          "E0208", "\"\(word)\" needs a number of digits, such as \(name)(2)", at: location)
      }
      digits = count
    }
    switch name {
    case "±", "+-", "pm": uncertainty = .plusMinus
    case "ci": uncertainty = .interval
    case "range": uncertainty = .range
    case "plain": uncertainty = ValueFormat.Uncertainty.none
    case "sig": style = .significant(max(1, digits ?? 3))
    case "fixed": style = .fixed(digits ?? 2)
    case "pct", "%": style = .percent(digits ?? 1)
    case "si": style = .si(max(1, digits ?? 3))
    case "sci": style = .scientific(max(1, digits ?? 3))
    case "×", "x", "times": style = .times(max(1, digits ?? 2))
    case "int": style = .integer
    default:
      throw DiagnosticError(
        "E0208", "no format \"\(word)\"", at: location,
        notes: ["formats: \(Self.words.joined(separator: " "))"],
        help: Spelling.didYouMean(
          name, among: ["ci", "range", "plain", "sig", "fixed", "pct", "si", "sci", "int"]))
    }
  }

  // MARK: Numbers

  /// A number with what its draws say about it.
  func text(_ estimate: Estimate) -> String {
    guard let doubt = estimate.doubt else { return bare(estimate) }
    return estimate.value.isFinite ? "\(bare(estimate)) (\(doubt.rawValue))" : doubt.rawValue
  }

  private func bare(_ estimate: Estimate) -> String {
    guard !estimate.isExact else { return number(estimate.value, error: nil) }
    guard let interval = estimate.interval() else {
      return number(estimate.value, error: nil)
        + (uncertainty == ValueFormat.Uncertainty.none ? "" : " [no interval]")
    }
    let (low, high) = (interval.lowerBound, interval.upperBound)
    let error = (high - low) / 2 / 1.96
    let isWhole = low.isFinite && high.isFinite && estimate.value.isFinite
    let scale = isWhole ? error : nil
    switch uncertainty ?? defaultUncertainty(estimate.value, low, high) {
    case .none: return number(estimate.value, error: scale)
    case .range: return "\(number(low, error: scale)) to \(number(high, error: scale))"
    case .plusMinus where isWhole && error > 0: return plusMinus(estimate.value, error)
    case .concise where isWhole && error > 0: return Self.concise(estimate.value, error)
    case .plusMinus, .concise, .interval:
      return
        "\(number(estimate.value, error: scale)) [\(number(low, error: scale)), \(number(high, error: scale))]"
    }
  }

  private func defaultUncertainty(_ value: Double, _ low: Double, _ high: Double) -> Uncertainty {
    if case .automatic = style {} else { return Uncertainty.none }
    // One number for both sides would mislead when one side is more than twice the other.
    let (below, above) = (value - low, high - value)
    guard below.isFinite, above.isFinite, below >= 0, above >= 0, below <= 2 * above, above <= 2 * below
    else {
      return below == 0 && above == 0 ? Uncertainty.none : .interval
    }
    return below + above == 0 ? Uncertainty.none : .plusMinus
  }

  /// A value with its error in units of the value's last digits: 0.497 ± 0.012 is `0.497(12)`, 12 340 ± 680 is
  /// `12 340(680)`.
  private static func concise(_ value: Double, _ error: Double) -> String {
    let (number, uncertainty) = NumberText.withError(value, error: error)
    let power = number.firstRange(of: "×10").map { String(number[$0.lowerBound...]) } ?? ""
    let digits = uncertainty.dropLast(power.count).filter { $0.isNumber }.drop { $0 == "0" }
    return "\(number.dropLast(power.count))(\(String(digits)))\(power)"
  }

  private func plusMinus(_ value: Double, _ error: Double) -> String {
    if case .automatic = style {
      let (number, uncertainty) = NumberText.withError(value, error: error)
      if let power = number.firstRange(of: "×10"), uncertainty.hasSuffix(number[power.lowerBound...]) {
        let tail = number[power.lowerBound...]
        return "(\(number[..<power.lowerBound]) ± \(uncertainty.dropLast(tail.count)))\(tail)"
      }
      return "\(number) ± \(uncertainty)"
    }
    if case .percent(let places) = style {
      return
        "\(NumberText.decimal(value * 100, places: places)) ± \(NumberText.decimal(error * 100, places: places))\u{202F}%"
    }
    return "\(number(value, error: nil)) ± \(number(error, error: nil))"
  }

  /// One number; the error, where given, decides the digits of the automatic style.
  private func number(_ value: Double, error: Double?) -> String {
    if value.isNaN { return "undefined" }
    if value.isInfinite { return "not bounded" }
    switch style {
    case .significant(let digits): return NumberText.significant(value, digits: digits)
    case .fixed(let places): return NumberText.decimal(value, places: places)
    case .percent(let places): return NumberText.decimal(value * 100, places: places) + "\u{202F}%"
    case .si(let digits): return NumberText.si(value, digits: digits)
    case .scientific(let digits):
      let (mantissa, exponent) = NumberText.scientific(value, digits: digits)
      return "\(mantissa)×10\(NumberText.superscript(exponent))"
    case .times(let digits): return NumberText.significant(value, digits: digits) + "×"
    case .integer: return NumberText.decimal(value, places: 0)
    case .automatic:
      guard let error, error > 0 else { return Self.plain(value) }
      let written = NumberText.withError(value, error: error).value
      // The estimate, both ends and the error share their decimals.
      if written.contains("×") || written.contains("(") { return NumberText.significant(value, digits: 3) }
      let magnitude = error.log10Floor
      return NumberText.decimal(value, places: 1 - magnitude)
    }
  }

  /// A number without draws: whole numbers whole, others in three digits.
  static func plain(_ value: Double) -> String {
    if value.isNaN { return "undefined" }
    if value.isInfinite { return "not bounded" }
    if value.rounded() == value, abs(value) < 1e6 { return NumberText.decimal(value, places: 0) }
    return NumberText.significant(value, digits: 3)
  }

  /// A number for the list of claims: always with its interval.
  static func evidence(_ estimate: Estimate) -> String {
    var format = ValueFormat()
    format.uncertainty = .interval
    return format.text(estimate)
  }

  /// A number with a given interval.
  static func evidence(_ estimate: Estimate, interval: ClosedRange<Double>) -> String {
    let format = ValueFormat()
    let width = (interval.upperBound - interval.lowerBound) / 2 / 1.96
    let error = width.isFinite && width > 0 ? width : nil
    return
      "\(format.number(estimate.value, error: error)) [\(format.number(interval.lowerBound, error: error)), \(format.number(interval.upperBound, error: error))]"
  }

  /// `95 % interval 0.473 to 0.521`, or nil for an exact number.
  func intervalSentence(_ estimate: Estimate) -> String? {
    guard let interval = estimate.interval() else { return nil }
    var format = ValueFormat(style: style, uncertainty: .range)
    if case .times = style { format.style = .times(3) }
    let width = interval.upperBound - interval.lowerBound
    guard width > 0 else { return nil }
    return "95\u{202F}% interval \(format.text(estimate))"
  }
}

extension Double {
  /// The power of ten of the first digit.
  fileprivate var log10Floor: Int {
    guard self > 0, isFinite else { return 0 }
    var exponent = 0
    var value = self
    while value >= 10, exponent < 310 {
      value /= 10
      exponent += 1
    }
    while value < 1, exponent > -310 {
      value *= 10
      exponent -= 1
    }
    return exponent
  }
}
