import Typesetting

/// Typesets expressions.
///
/// Methods that return `[MathNode]` give the pieces of one row, so that a sign between terms always finds its
/// neighbours in its own row and is spaced by them.
struct MathWriter {
  let symbols: [String: MathNode]

  /// How much room there is, which decides how quotients and exponentials are written.
  enum Room {
    /// Fractions are built up.
    case full
    /// Inside a fraction: quotients with a slash.
    case fraction
    /// Inside an exponent: quotients with a slash, `exp(x)` as a function.
    case script
  }

  static let minus = MathNode.symbol("\u{2212}", .binary)
  static let thin = MathNode.space(0.167)

  func node(_ expression: Expression) -> MathNode { Self.row(pieces(expression, .full)) }

  static func row(_ pieces: [MathNode]) -> MathNode { pieces.count == 1 ? pieces[0] : .row(pieces) }

  func symbol(_ name: String) -> MathNode { symbols[name] ?? SymbolNames.node(for: name) }

  /// An expression with nothing around it that could be mistaken for a part of it.
  func pieces(_ expression: Expression, _ room: Room) -> [MathNode] {
    switch expression.kind {
    case .binary(let op, let left, let right):
      switch op {
      case .add, .subtract: return sum(expression, room)
      case .multiply, .divide: return signedProduct(expression, room)
      case .power: return [power(left, right, room)]
      case .and, .or:
        let inside = [left, right].map { part -> [MathNode] in
          if case .binary(.or, _, _) = part.kind, op == .and { return [fenced(part, room)] }
          return pieces(part, room)
        }
        return inside[0] + [.text(" \(op.rawValue) ")] + inside[1]
      default:
        return pieces(left, room) + [.symbol(Self.relations[op] ?? op.rawValue, .relation)]
          + pieces(right, room)
      }
    case .unary(.negate, _): return signedProduct(expression, room)
    case .unary(.not, let operand):
      if case .binary(let op, _, _) = operand.kind, op == .and || op == .or {
        return [.text("not "), fenced(operand, room)]
      }
      return [.text("not ")] + pieces(operand, room)
    case .selection(let rows, let condition):
      return pieces(rows, room) + [.text(" where ")] + pieces(condition, room)
    case .number(_, let text): return NumberPieces.of(text)
    case .string(let text): return [.text("\u{201C}\(text)\u{201D}")]
    case .boolean(let value): return [.text(value ? "true" : "false")]
    case .name(let name): return [symbol(name)]
    case .member(let base, let name): return [member(base, name)]
    case .call(let callee, let arguments): return call(callee, arguments, room, isLast: true)
    }
  }

  private static let relations: [BinaryOperator: String] = [
    .equal: "=", .notEqual: "≠", .less: "<", .lessOrEqual: "≤", .greater: ">", .greaterOrEqual: "≥",
  ]

  /// The expression between round brackets, which grow only round something tall.
  func fenced(_ expression: Expression, _ room: Room) -> MathNode {
    Self.fence("(", pieces(expression, room), ")")
  }

  static func fence(_ open: String, _ inside: [MathNode], _ close: String) -> MathNode {
    .fenced(open: open, row(inside), close: close, stretchy: inside.contains(where: \.isTall))
  }

  // MARK: Sums

  private func sum(_ expression: Expression, _ room: Room) -> [MathNode] {
    var result: [MathNode] = []
    for (index, term) in terms(expression).enumerated() {
      if index == 0 {
        result += pieces(term.value, room)
        continue
      }
      result.append(term.isSubtracted ? Self.minus : .symbol("+", .binary))
      // A second sign, and a sum that is subtracted, cannot stand bare behind a sign.
      result += needsBrackets(term.value) ? [fenced(term.value, room)] : pieces(term.value, room)
    }
    return result
  }

  private func needsBrackets(_ term: Expression) -> Bool {
    switch term.kind {
    case .binary(let op, _, _) where op != .multiply && op != .divide && op != .power: true
    case .unary(.not, _), .selection: true
    default: split(term).isNegative
    }
  }

  /// `a - b + (c - d)` as its terms with their signs; a sum that is subtracted is one term.
  private func terms(_ expression: Expression) -> [(isSubtracted: Bool, value: Expression)] {
    switch expression.kind {
    case .binary(.add, let left, let right):
      return terms(left) + (startsNegative(right) ? [(false, right)] : terms(right))
    case .binary(.subtract, let left, let right): return terms(left) + [(true, right)]
    default: return [(false, expression)]
    }
  }

  private func startsNegative(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .binary(.add, let left, _), .binary(.subtract, let left, _): startsNegative(left)
    default: split(expression).isNegative
    }
  }

  // MARK: Products

  private func signedProduct(_ expression: Expression, _ room: Room) -> [MathNode] {
    let (isNegative, rest) = split(expression)
    guard isNegative else { return product(rest, room) }
    if case .binary(let op, _, _) = rest.kind, op != .multiply, op != .divide, op != .power {
      return [Self.minus, fenced(rest, room)]
    }
    return [Self.minus] + pieces(rest, room)
  }

  /// A sign in front of a product's first factor belongs in front of the whole: `-P/γ` is minus a quotient.
  private func split(_ expression: Expression) -> (isNegative: Bool, rest: Expression) {
    switch expression.kind {
    case .unary(.negate, let operand):
      // Two signs in a row stay two: the second in brackets.
      if split(operand).isNegative { return (false, expression) }
      return (true, operand)
    case .binary(let op, let left, let right) where op == .multiply || op == .divide:
      let (isNegative, rest) = split(left)
      return (isNegative, Expression(.binary(op, rest, right), at: expression.location))
    default: return (false, expression)
    }
  }

  private func product(_ expression: Expression, _ room: Room) -> [MathNode] {
    if case .unary(.negate, let operand) = expression.kind { return [Self.minus, fenced(operand, room)] }
    let factors = factors(expression)
    guard factors.count > 1 else { return quotient(expression, room) }
    var result: [MathNode] = []
    for (index, factor) in factors.enumerated() {
      let next = self.factor(factor, room, isLast: index == factors.count - 1)
      if index > 0 {
        // Only a number can be mistaken for a part of what stands before it.
        result.append(next.first?.startsWithDigit == true ? .symbol("×", .binary) : Self.thin)
      }
      result += next
    }
    return result
  }

  private func factors(_ expression: Expression) -> [Expression] {
    guard case .binary(.multiply, let left, let right) = expression.kind else { return [expression] }
    return factors(left) + factors(right)
  }

  private func factor(_ expression: Expression, _ room: Room, isLast: Bool) -> [MathNode] {
    switch expression.kind {
    case .binary(.divide, _, _):
      // A quotient with a slash would take in the factors that follow.
      return room == .full || isLast && !split(expression).isNegative
        ? quotient(expression, room) : [fenced(expression, room)]
    case .binary(.power, _, _): return pieces(expression, room)
    case .unary, .binary, .selection: return [fenced(expression, room)]
    case .call(let callee, let arguments): return call(callee, arguments, room, isLast: isLast)
    default: return pieces(expression, room)
    }
  }

  private func quotient(_ expression: Expression, _ room: Room) -> [MathNode] {
    guard case .binary(.divide, let top, let bottom) = expression.kind else {
      return factor(expression, room, isLast: true)
    }
    if room == .full {
      return [.fraction(Self.row(pieces(top, .fraction)), Self.row(pieces(bottom, .fraction)))]
    }
    let upper: [MathNode]
    switch top.kind {
    case .binary(.multiply, _, _), .binary(.divide, _, _): upper = product(top, room)
    default: upper = factor(top, room, isLast: true)
    }
    let lower: [MathNode]
    switch bottom.kind {
    case .binary(.power, _, _): lower = pieces(bottom, room)
    case .unary, .binary, .selection: lower = [fenced(bottom, room)]
    default:
      let whole = factor(bottom, room, isLast: true)
      lower = whole.count > 1 ? [Self.fence("(", whole, ")")] : whole
    }
    return upper + [.symbol("/", .ordinary)] + lower
  }

  // MARK: Powers

  private func power(_ base: Expression, _ exponent: Expression, _ room: Room) -> MathNode {
    let superscript = Self.row(pieces(exponent, .script))
    var isAtom = false
    switch base.kind {
    case .name, .member: isAtom = true
    case .number(_, let text): isAtom = text.allSatisfy { $0.isNumber || $0 == "." || $0 == "_" }
    case .call(let callee, _):
      if case .name(let name) = callee.kind {
        isAtom = ["sqrt", "abs", "floor", "ceil", "round"].contains(name)
      }
    default: break
    }
    let node = isAtom ? Self.row(pieces(base, room)) : fenced(base, room)
    switch node {
    // One node with both scripts, so that they stand above one another.
    case .scripts(let inner, let sub, nil): return .scripts(inner, sub: sub, sup: superscript)
    case .scripts, .row: return .scripts(Self.fence("(", [node], ")"), sub: nil, sup: superscript)
    default: return .scripts(node, sub: nil, sup: superscript)
    }
  }
}

extension MathNode {
  /// Whether it reaches beyond a line of text, so that brackets round it have to grow.
  var isTall: Bool {
    switch self {
    case .fraction, .table, .underOver: true
    case .row(let nodes): nodes.contains(where: \.isTall)
    case .scripts(let base, _, _), .root(let base, _), .accent(let base, _): base.isTall
    case .fenced(_, let inside, _, let stretchy): stretchy || inside.isTall
    default: false
    }
  }

  var startsWithDigit: Bool {
    switch self {
    case .number: true
    case .row(let nodes): nodes.first?.startsWithDigit ?? false
    case .scripts(let base, _, _): base.startsWithDigit
    default: false
    }
  }
}
