import Fitting

/// What an expression of a report comes to.
enum Quantity: Codable {
  /// A number, exact or with draws.
  case number(Estimate)
  /// A text.
  case text(String)
  /// A condition, judged.
  case truth(Truth)
  /// `ci(…)`: an interval and the number that it belongs to.
  case interval(ClosedRange<Double>, of: Estimate, level: Double)
  /// `range(low, high)`: bounds of a search.
  case range(ClosedRange<Double>)
  /// `main.optimum(…)`: a number for each variable, and the loss; what kind of optimum it is.
  case allocation([String: Estimate], status: String)

  /// The number at the estimates, where it is one.
  var number: Double? {
    switch self {
    case .number(let estimate), .interval(_, of: let estimate, _): estimate.value
    case .text, .truth, .range, .allocation: nil
    }
  }

  /// The interval of the number, where it has one.
  var bounds: ExecutedValue.Bounds? {
    switch self {
    case .number(let estimate):
      estimate.interval().map { .init(low: $0.lowerBound, high: $0.upperBound, level: 0.95) }
    case .interval(let interval, of: _, let level):
      .init(low: interval.lowerBound, high: interval.upperBound, level: level)
    case .text, .truth, .range, .allocation: nil
    }
  }

  /// Why the number may not be what the data determine.
  var doubts: [Doubt] {
    switch self {
    case .number(let estimate), .interval(_, of: let estimate, _): estimate.doubts
    default: []
    }
  }

  /// What to call it in a message.
  var noun: String {
    switch self {
    case .number: "a number"
    case .text: "a text"
    case .truth: "a condition"
    case .interval: "an interval"
    case .range: "a range"
    case .allocation: "an optimum"
    }
  }
}

/// A number at the estimate and at every bootstrap draw.
///
/// An infinite value says that a minimum was not found on that side: the quantity is not bounded there.
struct Estimate: Hashable {
  /// The value at the estimates.
  var value: Double
  /// One value a draw; empty when the number is exact.
  var draws: [Double] = []
  /// For each fit with bias-corrected and accelerated intervals, by label, the number with one cluster left out at a time.
  var jackknife: [String: [Double]] = [:]
  /// Why it may not be what the data determine; goes on to whatever is computed from it.
  var doubts: [Doubt] = []

  /// The constants whose printed standard errors are in it, as `label.name`, sorted.
  var printed: [String] = []
  /// Whether all of its draws come from printed standard errors.
  var isPrintedOnly = false

  /// Whether nothing random is in it.
  var isExact: Bool { draws.isEmpty }

  /// The interval of the draws: bias-corrected and accelerated where a fit behind the number asked for it, percentiles
  /// otherwise.
  func interval(_ level: Double = 0.95) -> ClosedRange<Double>? {
    guard !jackknife.isEmpty else { return Interval.percentile(draws, level: level) }
    let samples = jackknife.sorted { $0.key < $1.key }.map(\.value)
    return Interval.bca(draws, estimate: value, jackknife: samples, level: level)
  }

  /// A function of one number, draw by draw.
  func map(_ f: (Double) -> Double) -> Estimate {
    var result = Estimate(
      value: f(value), draws: draws.map(f), jackknife: jackknife.mapValues { $0.map(f) }, doubts: doubts)
    (result.printed, result.isPrintedOnly) = (printed, isPrintedOnly)
    return result
  }

  /// A function of several numbers: draw i of the result takes draw i of each; exact numbers are the same in all.
  ///
  /// Printed standard errors do not tell how two constants move together, so that the two have no draws together.
  static func combine(_ parts: [Estimate], _ f: ([Double]) -> Double) -> Estimate {
    let printed = Set(parts.flatMap(\.printed)).sorted()
    let parts = printed.count > 1 ? parts.map(\.withoutPrintedDraws) : parts
    let count = parts.filter { !$0.isExact }.map(\.draws.count).min() ?? 0
    let draws = (0..<count).map { draw in f(parts.map { $0.isExact ? $0.value : $0.draws[draw] }) }
    var jackknife: [String: [Double]] = [:]
    for label in Set(parts.flatMap(\.jackknife.keys)) {
      // A fit's clusters are left out of every part that it has a share in; the others keep their estimates.
      let count = parts.compactMap { $0.jackknife[label]?.count }.min() ?? 0
      jackknife[label] = (0..<count).map { left in f(parts.map { $0.jackknife[label]?[left] ?? $0.value }) }
    }
    var result = Estimate(
      value: f(parts.map(\.value)), draws: draws, jackknife: jackknife, doubts: doubts(of: parts))
    result.printed = printed
    result.isPrintedOnly = count > 0 && parts.allSatisfy { $0.isExact || $0.isPrintedOnly }
    return result
  }

  static func combine(_ a: Estimate, _ b: Estimate, _ f: (Double, Double) -> Double) -> Estimate {
    combine([a, b]) { f($0[0], $0[1]) }
  }
}

/// A condition: what it is at the estimates, at each draw, and what may be said.
struct Truth: Codable {
  /// Whether it is true at the estimates.
  var atEstimate: Bool
  /// Whether it is true at each draw; empty when exact.
  var draws: [Bool] = []
  /// What may be said.
  var verdict: Verdict
  /// The numbers that decided it.
  var evidence: [String]

  /// An exact condition.
  init(_ isTrue: Bool, evidence: [String] = []) {
    atEstimate = isTrue
    verdict = isTrue ? .holds : .fails
    self.evidence = evidence
  }

  init(atEstimate: Bool, draws: [Bool], verdict: Verdict, evidence: [String]) {
    self.atEstimate = atEstimate
    self.draws = draws
    self.verdict = verdict
    self.evidence = evidence
  }

  /// `not a`.
  var negated: Truth {
    let opposite: Verdict =
      switch verdict {
      case .holds: .fails
      case .fails: .holds
      case .undecided: .undecided
      }
    return Truth(atEstimate: !atEstimate, draws: draws.map { !$0 }, verdict: opposite, evidence: evidence)
  }

  /// `a and b` in Kleene's logic: one failure decides, undecided spreads otherwise.
  func and(_ other: Truth) -> Truth {
    let verdict: Verdict =
      switch (self.verdict, other.verdict) {
      case (.fails, _), (_, .fails): .fails
      case (.holds, .holds): .holds
      default: .undecided
      }
    return joined(other, verdict) { $0 && $1 }
  }

  /// `near(value, target, tolerance)` from its two sides, with the two numbers as evidence.
  static func near(_ above: Truth, _ below: Truth, _ value: Estimate, _ target: Estimate, isLiteral: Bool)
    -> Truth
  {
    var truth = above.and(below)
    truth.evidence = [
      isLiteral
        ? ValueFormat.evidence(value)
        : "\(ValueFormat.evidence(value)) against \(ValueFormat.evidence(target))"
    ]
    return truth
  }

  /// `a or b`: by De Morgan.
  func or(_ other: Truth) -> Truth { negated.and(other.negated).negated }

  private func joined(_ other: Truth, _ verdict: Verdict, _ f: (Bool, Bool) -> Bool) -> Truth {
    let count = [draws, other.draws].filter { !$0.isEmpty }.map(\.count).min() ?? 0
    let both = (0..<count).map { i in
      f(draws.isEmpty ? atEstimate : draws[i], other.draws.isEmpty ? other.atEstimate : other.draws[i])
    }
    return Truth(
      atEstimate: f(atEstimate, other.atEstimate), draws: both, verdict: verdict,
      evidence: evidence + other.evidence.filter { !evidence.contains($0) })
  }
}

/// What a value was computed from.
struct Trail: Codable {
  /// Labels of fits, in order of first use.
  private(set) var fits: [String] = []
  /// Fits that were used at their estimates only.
  private(set) var estimatesOnly: [String] = []
  /// Comparisons by their names in expressions.
  private(set) var comparisons: [String] = []
  /// Tables and the rows taken from them.
  private(set) var rows: [Selection] = []
  /// What a reader must know: an argument outside the measured range.
  private(set) var notes: [String] = []

  mutating func use(fit: String, estimateOnly: Bool = false) {
    if estimateOnly, !estimatesOnly.contains(fit) { estimatesOnly.append(fit) }
    if !estimateOnly, !fits.contains(fit) { fits.append(fit) }
  }

  mutating func use(comparison name: String) {
    if !comparisons.contains(name) { comparisons.append(name) }
  }

  /// Rows that were taken from a table.
  struct Selection: Codable, Hashable {
    var table: String
    var count: Int
  }

  mutating func use(table: String, rows count: Int) {
    let selection = Selection(table: table, count: count)
    if !rows.contains(selection) { rows.append(selection) }
  }

  mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  /// Takes over what another computation used.
  mutating func follow(_ other: Trail) {
    for label in other.fits { use(fit: label) }
    for label in other.estimatesOnly { use(fit: label, estimateOnly: true) }
    for name in other.comparisons { use(comparison: name) }
    for selection in other.rows { use(table: selection.table, rows: selection.count) }
    for text in other.notes { note(text) }
  }
}
