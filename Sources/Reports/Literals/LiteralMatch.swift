import Diagnostics
import Expressions

/// Which computed values a typed number may be, and what to write instead.
///
/// A number says more the more digits it has: from three on it is compared with everything, with two only with what an
/// author quotes first, and whole numbers of few digits only with counts of what their noun names.
struct LiteralMatch {
  let number: ProseNumber
  /// The values that it equals at its printed precision, the likeliest first; never empty.
  let values: [ComputableValue]

  init?(_ number: ProseNumber, among values: [ComputableValue]) {
    let matching = values.filter { Self.accepts(number, $0) && number.equals($0.value) }
    guard !matching.isEmpty else { return nil }
    self.number = number
    self.values = matching.enumerated()
      .sorted { ($0.element.kind.rawValue, $0.offset) < ($1.element.kind.rawValue, $1.offset) }.map(\.element)
  }

  private static let nouns: [String: Set<String>] = [
    "draws": ["draws", "draw", "resamples", "samples"], "starts": ["starts", "start"],
  ]
  private static let rowNouns: Set<String> = [
    "run", "runs", "row", "rows", "model", "models", "point", "points", "measurement", "measurements", "loss",
    "losses", "observation", "observations", "pair", "pairs", "training", "trainings", "experiment",
    "experiments",
    "checkpoint", "checkpoints",
  ]

  private static func accepts(_ number: ProseNumber, _ value: ComputableValue) -> Bool {
    if value.kind == .count {
      guard number.isWhole, number.value >= 10, number.value == value.value else { return false }
      let fact = value.expression.split(separator: ".").last.map(String.init) ?? ""
      let nouns = Self.nouns[fact] ?? rowNouns
      if number.next.contains(where: nouns.contains) { return true }
      // Counts of draws and starts are round: without their noun they are any round number.
      return Self.nouns[fact] == nil && number.digits >= 3 && !number.isYear
    }
    let isQuoted = value.kind == .parameter || value.kind == .shown
    if number.isWhole { return number.digits >= 3 && !number.isYear && abs(value.value) >= 100 }
    if number.error != nil, !value.hasInterval { return false }
    if number.digits == 2, isQuoted {
      // 14k and 13 billion are round words for too many things.
      return number.places > 0 || number.unit == .percent || number.unit == .percentWord
    }
    return number.digits >= 3
  }

  // MARK: Words to write

  /// The value as it is written in a sentence: `` `{val} main.alpha | fixed(3)` ``.
  func inline(_ value: ComputableValue) -> String { "`{val} \(written(value))`" }

  /// The value as it is written in math: `\val{main.alpha | fixed(3)}`.
  func math(_ value: ComputableValue) -> String { "\\val{\(written(value))}" }

  private func written(_ value: ComputableValue) -> String {
    let expression = value.expression
    if number.error != nil { return expression }
    let fixed = number.places == 0 ? "int" : "fixed(\(number.places))"
    switch number.unit {
    case .plain, .times: return value.kind == .count ? expression : "\(expression) | \(fixed)"
    case .percent: return "\(expression) | pct(\(number.places))"
    case .percentWord: return "100*\(Self.factor(expression)) | \(fixed)"
    case .letter: return "\(expression) | si(\(max(1, number.digits)))"
    case .word(let factor): return "\(Self.factor(expression))/\(Self.power(factor)) | \(fixed)"
    case .power: return "\(expression) | sci(\(max(1, number.digits)))"
    }
  }

  /// Brackets where the expression is a sum or the like, so that a factor is of the whole.
  private static func factor(_ expression: String) -> String {
    let parsed = try? ComparisonValues.parse(
      expression, at: SourceLocation(file: "", line: 1, column: 1))
    switch parsed?.kind {
    case .name, .member, .call: return expression
    default: return "(\(expression))"
    }
  }

  private static func power(_ factor: Double) -> String {
    [1e3: "1e3", 1e6: "1e6", 1e9: "1e9", 1e12: "1e12"][factor] ?? "1"
  }
}
