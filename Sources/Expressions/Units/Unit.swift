/// A unit of measurement as powers of words: `nats per token` is nat¹ token⁻¹.
///
/// Any word is a unit, and two units are the same when their words and powers are; `FLOP` is parameters times tokens, as in
/// the count 6ND. What is no list of words is no unit, and neither is `nats` alone, which people write for nats per
/// token, per byte and per character: where nothing is known, nothing is compared.
public struct Unit: Hashable, Sendable {
  private let powers: [String: Double]

  /// A pure number.
  public static let pure = Unit(powers: [:])

  private init(powers: [String: Double]) {
    self.powers = powers.filter { abs($0.value) > 1e-9 }.mapValues { ($0 * 1e6).rounded() / 1e6 }
  }

  /// Reads a unit: `tokens`, `nats per token`, `1/bits`, `FLOP`; nil for what is none.
  public init?(_ text: String) {
    var powers: [String: Double] = [:]
    var sign = 1.0
    let plain = text.lowercased().replacing("/", with: " per ").replacing("·", with: " ")
      .replacing("*", with: " ")
    for word in plain.split(separator: " ") where word != "1" {
      if word == "per" {
        sign = -1
        continue
      }
      let parts = word.split(separator: "^", omittingEmptySubsequences: false)
      guard parts.count <= 2, let first = parts.first, !first.isEmpty, first.allSatisfy(\.isLetter),
        let power = parts.count == 2 ? Double(parts[1]) : 1
      else { return nil }
      for (base, own) in Self.words[String(first)] ?? [(Self.singular(first), 1)] {
        powers[base, default: 0] += sign * power * own
      }
    }
    guard !powers.isEmpty, powers != ["nat": 1] else { return nil }
    self.init(powers: powers)
  }

  /// Words that stand for others.
  private static let words: [String: [(String, Double)]] = [
    "param": [("parameter", 1)], "params": [("parameter", 1)],
    "flop": [("parameter", 1), ("token", 1)], "flops": [("parameter", 1), ("token", 1)],
  ]

  private static func singular(_ word: Substring) -> String {
    word.count > 2 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : String(word)
  }

  /// Whether it is a pure number.
  public var isPure: Bool { powers.isEmpty }

  /// Whether numbers in it are logarithms by nature, so that they may stand in an exponent: losses and bits.
  var isLogarithmic: Bool { powers["nat"] == 1 || powers["bit"] == 1 }

  static func * (left: Unit, right: Unit) -> Unit {
    Unit(powers: left.powers.merging(right.powers) { $0 + $1 })
  }

  static func / (left: Unit, right: Unit) -> Unit { left * right.raised(to: -1) }

  func raised(to power: Double) -> Unit { Unit(powers: powers.mapValues { $0 * power }) }

  /// The unit in words: `nats per token`.
  public var text: String {
    if self == Unit("FLOP") { return "FLOP" }
    func words(_ chosen: [(key: String, value: Double)], plural: Bool) -> String {
      chosen.map { word, power in
        let size = abs(power)
        return (plural ? "\(word)s" : word)
          + (size == 1 ? "" : "^\(size == size.rounded() ? "\(Int(size))" : "\(size)")")
      }.joined(separator: "·")
    }
    let sorted = powers.sorted { $0.key < $1.key }
    let (above, below) = (sorted.filter { $0.value > 0 }, sorted.filter { $0.value < 0 })
    if below.isEmpty { return above.isEmpty ? "a pure number" : words(above, plural: true) }
    return (above.isEmpty ? "1" : words(above, plural: true)) + " per " + words(below, plural: false)
  }
}
