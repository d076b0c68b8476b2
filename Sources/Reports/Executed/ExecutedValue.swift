import Diagnostics
import Typesetting

/// A number in the text with what stands behind it.
public struct ExecutedValue: Sendable, Hashable {
  /// As it stands in the sentence: `0.497 ± 0.012`.
  public var text: String
  /// The same as math, for MathML and TeX contexts.
  public var math: MathNode
  /// Ten significant digits.
  public var full: String
  /// `95 % interval 0.473 to 0.521`, or nil.
  public var interval: String?
  /// The expression as written.
  public var expression: String
  /// `over 1,000 draws of fit main`, `240 rows of runs.csv`.
  public var method: String
  /// The id in the page of what computed it (`fit-main`, `data-runs`), or nil.
  public var target: String?
  /// The number at the estimates; nil for words, infinite where it is not bounded.
  public var number: Double?
  /// The interval that `interval` prints; nil for an exact number.
  public var bounds: Bounds?
  /// Where the expression begins in the source.
  public var location: SourceLocation

  /// A central interval of a number's bootstrap draws; an end may be infinite.
  public struct Bounds: Sendable, Hashable {
    /// The ends.
    public var low, high: Double
    /// The share of draws inside: 0.95.
    public var level: Double

    /// Makes an interval.
    public init(low: Double, high: Double, level: Double) {
      (self.low, self.high, self.level) = (low, high, level)
    }
  }

  /// Makes a value.
  public init(
    text: String, math: MathNode, full: String, interval: String?, expression: String, method: String,
    target: String?, number: Double? = nil, bounds: Bounds? = nil, at location: SourceLocation
  ) {
    (self.number, self.bounds, self.location) = (number, bounds, location)
    self.text = text
    self.math = math
    self.full = full
    self.interval = interval
    self.expression = expression
    self.method = method
    self.target = target
  }
}

/// What a claim came to.
public enum Verdict: String, Sendable, Hashable, Codable {
  /// The check is true: of exact numbers, or on the whole 95 % interval of what it compares.
  case holds
  /// The check is false, as surely.
  case fails
  /// The check is true on a part of the interval.
  case undecided
}

/// A sentence of the text that a check decides.
public struct ExecutedClaim: Sendable {
  /// `clm-uturn`
  public var id: String
  /// The words, for the list of claims.
  public var words: [Run]
  /// The check as written: `main.alpha > 0`.
  public var check: String
  /// What the check came to.
  public var verdict: Verdict
  /// What the author said to expect; nil is `holds`.
  public var expected: Verdict?
  /// Why something else than *holds* is expected.
  public var reason: String?
  /// The numbers that decided it: `−0.021 [−0.060, 0.015]`, `2 of 2 rows`.
  public var evidence: String
  /// Where the claim's attributes begin in the source.
  public var location: SourceLocation

  /// Whether the verdict is the expected one.
  public var isAsExpected: Bool { verdict == (expected ?? .holds) }

  /// Makes a claim.
  public init(
    id: String, words: [Run], check: String, verdict: Verdict, expected: Verdict?, reason: String?,
    evidence: String,
    location: SourceLocation
  ) {
    self.id = id
    self.words = words
    self.check = check
    self.verdict = verdict
    self.expected = expected
    self.reason = reason
    self.evidence = evidence
    self.location = location
  }
}
