/// The space between the pieces of a row by TeX's rules (The TeXbook, chapter 18 and appendix G).
extension MathMLWriter {
  private static let thin = 1.0 / 6
  private static let medium = 2.0 / 9
  private static let thick = 5.0 / 18

  /// Sets the pieces of a row. `continues` marks a cell behind an alignment point: its first operator has something to
  /// its left, in the cell before. `isFirst` says that the pieces begin their element.
  mutating func pieces(
    _ nodes: [MathNode], _ setting: MathSetting, continues: Bool = false, isFirst: Bool = true
  ) {
    let classes = Self.classes(nodes, continues: continues)
    let visible = nodes.indices.filter { classes[$0] != nil }
    var previous: MathClass? = continues ? .ordinary : nil
    for (index, node) in nodes.enumerated() {
      guard let own = classes[index] else {
        element(node, setting)
        continue
      }
      let next = visible.first { $0 > index }.flatMap { classes[$0] }
      let operatorSymbol = Self.core(of: node)
      switch own {
      case .function, .large:
        let isMovable = Self.isUnderOver(node) || own == .large
        // A space that somebody wrote stands for this one, or juxtaposed factors would drift apart.
        let left = Self.operandEnds(previous) && !Self.isSpace(nodes[..<index].last) ? Self.thin : 0
        let right = Self.operandBegins(next) ? Self.thin : 0
        if isMovable {
          element(node, setting, Gap(left: left, right: right, isOperator: true))
        } else {
          if left > 0, previous != .function { gap(left) }
          element(node, setting)
          if right > 0 { gap(right) }
        }
      default:
        var gap = space(own, operatorSymbol, previous, next, setting)
        // The first of several is a prefix by its place.
        if gap.isPrefix, isFirst, index == 0, nodes.count > 1 { gap = Gap() }
        element(node, setting, gap)
      }
      previous = Self.rightClass(node, own)
    }
  }

  private mutating func gap(_ width: Double) {
    text += "<mspace width=\"\(Self.em(width))\"/>"
  }

  private func space(
    _ own: MathClass, _ symbol: (text: String, mathClass: MathClass)?, _ previous: MathClass?,
    _ next: MathClass?,
    _ setting: MathSetting
  ) -> Gap {
    guard let symbol else { return .none }
    let isScript = setting == .script
    switch own {
    case .binary:
      if isScript { return .none }
      return Self.standardBinary.contains(symbol.text) && previous != nil && next != nil
        ? Gap() : Gap(left: Self.medium, right: Self.medium)
    case .relation:
      if isScript { return .none }
      let hasLeft = previous != nil && ![.open, .relation].contains(previous)
      let hasRight = next != nil && ![.close, .relation, .punctuation].contains(next)
      return hasLeft && hasRight && Self.standardRelations.contains(symbol.text)
        ? Gap() : Gap(left: hasLeft ? Self.thick : 0, right: hasRight ? Self.thick : 0)
    case .punctuation:
      return Gap(left: 0, right: isScript || next == nil ? 0 : Self.thin)
    case .ordinary where symbol.mathClass == .binary && Self.standardBinary.contains(symbol.text):
      return Gap(isPrefix: true)
    default: return .none
    }
  }

  /// Signs whose infix and prefix spaces in the operator dictionary are TeX's.
  private static let standardBinary: Set<String> = ["+", "\u{2212}", "±", "∓", "-"]
  /// Relations whose spaces in the operator dictionary are TeX's.
  private static let standardRelations: Set<String> = [
    "=", "<", ">", "≤", "≥", "≠", "≈", "∼", "≡", "≪", "≫", "∝", "∈", "→", "←", "⇒", "≃", "≲", "≳",
  ]

  // MARK: Classes

  /// The class of each piece, with TeX's rule that a binary operator without operands is a letter; nil for spaces.
  private static func classes(_ nodes: [MathNode], continues: Bool) -> [MathClass?] {
    var result = nodes.map(leftClass)
    var previous: MathClass? = continues ? .ordinary : nil
    var last: Int?
    for index in nodes.indices {
      guard let own = result[index] else { continue }
      if own == .binary, !operandEnds(previous) || previous == .function || previous == .large {
        result[index] = .ordinary
      }
      if let last, result[last] == .binary, [.relation, .close, .punctuation, .middle].contains(own) {
        result[last] = .ordinary
      }
      previous = result[index] == .ordinary ? .ordinary : rightClass(nodes[index], own)
      last = index
    }
    if let last, result[last] == .binary { result[last] = .ordinary }
    return result
  }

  /// What a piece is to its left neighbour.
  private static func leftClass(_ node: MathNode) -> MathClass? {
    switch node {
    case .symbol(_, let mathClass), .sized(_, let mathClass, _): mathClass
    case .scripts(let base, _, _), .underOver(let base, _, _): leftClass(base) ?? .ordinary
    case .fenced: .open
    case .space: nil
    default: .ordinary
    }
  }

  /// What a piece is to its right neighbour.
  private static func rightClass(_ node: MathNode, _ own: MathClass) -> MathClass {
    switch node {
    case .fenced: .close
    case .scripts(.fenced, _, _), .underOver(.fenced, _, _): .close
    default: own
    }
  }

  private static func operandEnds(_ previous: MathClass?) -> Bool {
    switch previous {
    case .ordinary, .close, .function, .large: true
    default: false
    }
  }

  private static func operandBegins(_ next: MathClass?) -> Bool {
    switch next {
    case .ordinary, .function, .large: true
    default: false
    }
  }

  /// The operator inside scripts and limits.
  private static func core(of node: MathNode) -> (text: String, mathClass: MathClass)? {
    switch node {
    case .symbol(let text, let mathClass), .sized(let text, let mathClass, _): (text, mathClass)
    case .scripts(let base, _, _), .underOver(let base, _, _): core(of: base)
    default: nil
    }
  }

  private static func isSpace(_ node: MathNode?) -> Bool {
    if case .space? = node { true } else { false }
  }

  private static func isUnderOver(_ node: MathNode) -> Bool {
    if case .underOver = node { true } else { false }
  }
}
