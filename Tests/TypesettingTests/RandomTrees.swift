import TestSupport
import Typesetting

/// Random formulas in the form that the parser makes: rows of two pieces or more, brackets only as `fenced`.
struct RandomTrees {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed) }

  mutating func formula() -> MathNode { row(depth: 3) }

  private mutating func below(_ count: Int) -> Int { random.below(count) }

  private mutating func pick<T>(_ choices: [T]) -> T { random.pick(choices) }

  /// Those with a command of their own, in eighteenths of an em, and two without.
  private static let widths: [Double] = [3, 4, 5, -3, 6, 18, 36].map { $0 / 18 } + [0.7, -0.4]

  private static let operators: [MathNode] = [
    .symbol("∑", .large), .symbol("max", .function), .symbol("∫", .large), .symbol("arg max", .function),
  ]

  private static let symbols: [MathNode] = [
    .symbol("+", .binary), .symbol("−", .binary), .symbol("×", .binary), .symbol("=", .relation),
    .symbol("≤", .relation), .symbol("→", .relation), .symbol("−", .ordinary), .symbol("=", .ordinary),
    .symbol(",", .punctuation), .symbol(":", .punctuation), .symbol(":", .relation), .symbol("/", .ordinary),
    .symbol(".", .ordinary), .symbol("|", .ordinary), .symbol("∞", .ordinary), .symbol("%", .ordinary),
    .symbol("log", .function), .symbol("min", .function), .symbol("soft max", .function),
    .symbol("∑", .large),
    .symbol("∫", .large), .symbol("|", .relation), .symbol("+", .relation), .symbol("′", .ordinary),
  ]

  private mutating func row(depth: Int) -> MathNode {
    let count = below(5)
    if count == 1 { return piece(depth: depth) }
    return .row((0..<count).map { _ in piece(depth: depth) })
  }

  private mutating func leaf() -> MathNode {
    switch below(7) {
    case 0, 1: return .identifier(pick(["x", "N", "α", "γ", "ε", "φ", "ℓ", "é", "Γ"]), style: .automatic)
    case 2:
      let styles: [MathStyle] = [
        .upright, .italic, .bold, .boldItalic, .calligraphic, .blackboard, .sans, .monospace,
      ]
      let (name, style) = (pick(["eff", "w4", "N_eff", "d", "Γ", "α", "Ab"]), pick(styles))
      // TeX has no upright bold face of small Greek letters.
      return .identifier(name, style: name == "α" && style == .bold ? .boldItalic : style)
    case 3: return .number(pick(["0", "12", "3.5", "0.25"]))
    case 4:
      return pick(Self.symbols)
    case 5: return .text(pick(["post", " if ", "a_b", "50%", "x^2 {y} \\ ~", "R&D \u{A0}", ""]))
    default: return .space(pick(Self.widths))
    }
  }

  private mutating func piece(depth: Int) -> MathNode {
    guard depth > 0 else { return leaf() }
    let inner = depth - 1
    switch below(19) {
    case 0: return .fraction(row(depth: inner), row(depth: inner))
    case 1: return .root(row(depth: inner), index: below(2) == 0 ? nil : row(depth: inner))
    case 2, 3: return .scripts(scriptBase(depth: inner), sub: row(depth: inner), sup: nil)
    case 4: return .scripts(scriptBase(depth: inner), sub: nil, sup: row(depth: inner))
    case 5: return .scripts(scriptBase(depth: inner), sub: row(depth: inner), sup: row(depth: inner))
    case 6:
      return .underOver(
        pick(Self.operators), under: row(depth: inner), over: below(2) == 0 ? nil : row(depth: inner))
    case 7: return .underOver(leaf(), under: nil, over: row(depth: inner))
    case 8: return .underOver(row(depth: inner), under: .symbol("⏟", .ordinary), over: nil)
    case 9, 10:
      let (open, close) = pick([("(", ")"), ("[", ")"), ("{", "}"), ("|", "|"), ("⟨", "⟩"), ("‖", "‖")])
      return .fenced(open: open, row(depth: inner), close: close, stretchy: below(2) == 0)
    case 11:
      let (open, close) = pick([("", "|"), ("↑", ""), ("/", "⌋")])
      return .fenced(open: open, row(depth: inner), close: close, stretchy: true)
    case 12: return .accent(row(depth: inner), pick(["^", "¯", "~", "→", "˙", "¨", "‾", "ˆ", "˜"]))
    case 13: return table(depth: inner)
    case 14:
      let nested = row(depth: inner)
      if case .row = nested { return nested }
      return leaf()
    case 15:
      return .sized(
        pick(["(", "]", "|", "‖", "⟩", "/"]), pick([.open, .close, .relation, .ordinary]),
        pick(DelimiterSize.allCases))
    case 16: return .wrapped(piece(depth: inner), pick(MathWrapping.allCases))
    case 17:
      return .fenced(
        open: "(", .table([[row(depth: inner)], [row(depth: inner)]], .binomial), close: ")", stretchy: true)
    default: return leaf()
    }
  }

  private mutating func scriptBase(depth: Int) -> MathNode { below(2) == 0 ? leaf() : piece(depth: depth) }

  private mutating func table(depth: Int) -> MathNode {
    let kind = pick([TableKind.aligned, .cases, .matrix])
    if below(3) == 0 {
      let columns = ArrayColumns([.left, .right, .center], rules: [below(4)], lines: [below(3)])
      return .table((0..<2).map { _ in (0..<3).map { _ in row(depth: depth) } }, .array(columns))
    }
    let rows = (0..<below(4)).map { _ in (0..<(1 + below(3))).map { _ in row(depth: depth) } }
    let table = MathNode.table(rows, kind)
    return kind == .matrix && below(2) == 0
      ? .fenced(open: "(", table, close: ")", stretchy: true) : table
  }
}
