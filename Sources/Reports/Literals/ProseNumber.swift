/// A number that somebody typed into a sentence, with what stands round it.
struct ProseNumber: Hashable {
  /// How the number is to be read.
  enum Unit: Hashable {
    case plain
    /// `34 %`: a hundredth.
    case percent
    /// `34 per cent`: the same, in words that stay.
    case percentWord
    /// `14k`, `8.4M`.
    case letter(Double)
    /// `14 thousand`: the word stays.
    case word(Double)
    /// `1.2×10⁵`, `1.2e5`.
    case power(Double)
    /// `6.3×`: the sign stays.
    case times

    /// What the written digits are multiplied with.
    var factor: Double {
      switch self {
      case .plain, .times: 1
      case .percent, .percentWord: 0.01
      case .letter(let factor), .word(let factor), .power(let factor): factor
      }
    }
  }

  /// What a computed value would take the place of, as written: the digits, and the sign or unit that goes with them.
  var text: String
  /// How many characters of the line stand before it.
  var offset: Int
  /// The digits as a number, without the unit.
  var value: Double
  /// Digits behind the point.
  var places: Int
  /// Significant digits; zeros at the end of a whole number do not count.
  var digits: Int
  var unit = Unit.plain
  /// What stands behind ±, as written; nil without one.
  var error: String?
  /// The next words, in lower case.
  var next: [String] = []

  /// Whether it counts something.
  var isWhole: Bool { places == 0 && unit == .plain && error == nil }

  /// A number of four digits that is most likely a year.
  var isYear: Bool { isWhole && text.count == 4 && (1900...2100).contains(value) }

  /// Whether a computed number, rounded to the written digits, is this one.
  func equals(_ computed: Double) -> Bool {
    guard computed.isFinite else { return false }
    var half = 0.5
    for _ in 0..<places { half /= 10 }
    return abs(computed / unit.factor - value) <= half * (1 + 1e-9)
  }
}
