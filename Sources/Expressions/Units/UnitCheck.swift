import Diagnostics

/// Finds sums, comparisons, exponents and arguments whose units cannot go together.
///
/// Only two known units contradict each other. A number as written may have any unit, and as a factor it may be a
/// conversion (`D/1e9` is in billions of tokens, `6*N*D` in FLOP), so that nothing is known of such a product; only 1, 2,
/// 0.5, 3, 10 and 100 are taken as counts, and none of them in a numerator (`exp(1/gamma)` is about one bit). A pure number goes with everything, for it is the quotient by one of a unit. The
/// logarithm of anything is pure, a law's weights and exponents are unknown, and so a law that was never given units
/// has nothing to be told.
public struct UnitCheck {
  /// Warnings, each at the operand that does not go with what stands before it.
  public private(set) var findings: [Diagnostic] = []
  private var scope: UnitScope

  /// Checks where names mean what the scope says.
  public init(_ scope: UnitScope) { self.scope = scope }

  /// The unit of an expression, nil where it is not known; what contradicts itself is unknown, too.
  public mutating func unit(of node: Expression) -> Unit? {
    switch node.kind {
    case .number, .string, .boolean: return nil
    case .name(let name): return scope.name(name)
    case .member(let base, let member): return self.member(base, member)
    case .unary(let operation, let value):
      let unit = unit(of: value)
      return operation == .negate ? unit : nil
    case .binary(let operation, let left, let right): return binary(operation, left, right)
    case .call(let callee, let arguments): return call(callee, arguments)
    case .selection(let base, let condition):
      inRows(of: base) { check in _ = check.unit(of: condition) }
      return nil
    }
  }

  /// Says that an expression must have a unit, `taker` being what takes it.
  public mutating func expect(_ expected: Unit?, of node: Expression, taker: String) {
    guard let found = unit(of: node) else { return }
    expect(expected, found: found, node.source, taker: taker, at: node.location)
  }

  /// The same of something whose unit is known already.
  public mutating func expect(
    _ expected: Unit?, found: Unit?, _ what: String, taker: String, at location: SourceLocation
  ) {
    guard let expected, let found, !expected.isPure, !found.isPure, found != expected else { return }
    findings.append(
      Diagnostic(
        .warning, "W0353", "\(taker) is in \(expected.text), and \"\(what)\" is in \(found.text)",
        at: location)
    )
  }

  // MARK: Operators

  private mutating func binary(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> Unit?
  {
    switch operation {
    case .and, .or:
      _ = unit(of: left)
      _ = unit(of: right)
      return nil
    case .add: return agree(left, right, "W0350", "cannot be added to")
    case .subtract: return agree(left, right, "W0350", "cannot be subtracted from")
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      _ = agree(left, right, "W0351", "cannot be compared with")
      return nil
    case .multiply, .divide:
      let (first, second) = (factor(left, isNumerator: operation == .divide), factor(right))
      guard let a = first, let b = second else { return nil }
      return operation == .multiply ? a * b : a / b
    case .power: return power(left, right)
    }
  }

  private static let counts: Set<Double> = [1, 2, 0.5, 3, 10, 100]

  private mutating func factor(_ node: Expression, isNumerator: Bool = false) -> Unit? {
    guard case .number(let value, _) = node.kind else { return unit(of: node) }
    return Self.counts.contains(value) && !isNumerator ? .pure : nil
  }

  private mutating func power(_ base: Expression, _ exponent: Expression) -> Unit? {
    let own = unit(of: base)
    if let unit = unit(of: exponent), !unit.isPure, !unit.isLogarithmic {
      findings.append(
        Diagnostic(
          .warning, "W0352", "the exponent \"\(exponent.source)\" is in \(unit.text), expected a pure number",
          at: exponent.location, help: ["divide it by a scale in \(unit.text)"]))
    }
    guard let own else { return nil }
    if own.isPure { return .pure }
    return exponent.literal.map { own.raised(to: $0) }
  }

  /// The unit of two operands that must be alike.
  private mutating func agree(
    _ left: Expression, _ right: Expression, _ code: String, _ words: String
  ) -> Unit? {
    let (a, b) = (unit(of: left), unit(of: right))
    return agree(a, left, b, right, code, words)
  }

  private mutating func agree(
    _ a: Unit?, _ left: Expression, _ b: Unit?, _ right: Expression, _ code: String, _ words: String
  ) -> Unit? {
    guard let a, let b else { return a ?? b }
    if a == b || b.isPure { return a }
    if a.isPure { return b }
    findings.append(
      Diagnostic(
        .warning, code,
        "\"\(right.source)\" is in \(b.text) and \(words) \"\(left.source)\", which is in \(a.text)",
        at: right.location))
    return nil
  }

  // MARK: Members and calls

  private mutating func member(_ base: Expression, _ member: String) -> Unit? {
    switch base.kind {
    case .name(let label): return scope.member(label, member)
    case .call(let callee, _):
      // `main.optimum(…).N`
      _ = unit(of: base)
      guard case .member(let fit, "optimum") = callee.kind, case .name(let label) = fit.kind else {
        return nil
      }
      return member == "loss" ? scope.member(label, "") : scope.variable(label, member)
    default: return nil
    }
  }

  private mutating func call(_ callee: Expression, _ arguments: [Expression.Argument]) -> Unit? {
    if case .member(let base, let name) = callee.kind {
      guard case .name(let label) = base.kind else { return nil }
      for argument in arguments {
        guard let variable = argument.label, variable != "cost" else { continue }
        expect(
          scope.variable(label, variable), of: argument.value, taker: "the argument \(variable) of \(label)")
      }
      return name == "optimum" ? nil : scope.member(label, name)
    }
    guard case .name(let name) = callee.kind else { return nil }
    return function(name, arguments.map(\.value))
  }

  private mutating func function(_ name: String, _ values: [Expression]) -> Unit? {
    if let first = values.first, isTable(first) { return rows(name, first, values.dropFirst().first) }
    switch name {
    case "exp":
      for value in values {
        guard let unit = unit(of: value), !unit.isPure, !unit.isLogarithmic || unit == Unit("bits") else {
          continue
        }
        findings.append(
          Diagnostic(
            .warning, "W0352", "exp takes a pure number, and \"\(value.source)\" is in \(unit.text)",
            at: value.location, help: ["divide it by a scale in \(unit.text)"]))
      }
      return .pure
    case "min", "max", "within", "contains", "near", "range":
      var known: (unit: Unit?, node: Expression)?
      for value in values {
        let unit = unit(of: value)
        guard let before = known else {
          known = (unit, value)
          continue
        }
        known?.unit = agree(before.unit, before.node, unit, value, "W0351", "cannot be compared with")
      }
      return name == "min" || name == "max" ? known?.unit : nil
    case "argmin", "argmax", "root":
      guard values.count > 1, case .name(let variable) = values[1].kind else { return nil }
      let unit = variableUnit(variable, in: values[0])
      bound(variable, unit) { check in _ = check.unit(of: values[0]) }
      return unit
    case "minimum", "maximum":
      guard values.count > 1, case .name(let variable) = values[1].kind else { return nil }
      var result: Unit?
      bound(variable, variableUnit(variable, in: values[0])) { check in result = check.unit(of: values[0]) }
      return result
    default: break
    }
    let units = values.map { unit(of: $0) }
    switch name {
    case "log", "log2", "log10", "p", "count": return .pure
    case "sqrt": return units.first.flatMap { $0 }?.raised(to: 0.5)
    case "abs", "round", "floor", "ceil", "ci", "lower", "upper", "profile", "sibling":
      return units.first.flatMap { $0 }
    default: return nil
    }
  }

  // MARK: Rows and searches

  private func isTable(_ node: Expression) -> Bool {
    switch node.kind {
    case .selection: true
    case .name(let label): scope.rows(label) != nil
    default: false
    }
  }

  private mutating func rows(_ function: String, _ table: Expression, _ column: Expression?) -> Unit? {
    _ = unit(of: table)
    var result: Unit?
    if let column { inRows(of: table) { check in result = check.unit(of: column) } }
    return function == "count" ? .pure : function == "all" || function == "any" ? nil : result
  }

  private mutating func inRows(of table: Expression, _ body: (inout UnitCheck) -> Void) {
    var base = table
    while case .selection(let inner, _) = base.kind { base = inner }
    guard case .name(let label) = base.kind, let names = scope.rows(label) else { return }
    let outer = scope
    scope.name = names
    body(&self)
    scope = outer
  }

  private mutating func bound(_ variable: String, _ unit: Unit?, _ body: (inout UnitCheck) -> Void) {
    let outer = scope
    let name = outer.name
    scope.name = { $0 == variable ? unit : name($0) }
    body(&self)
    scope = outer
  }

  /// The unit of a variable that an expression gives to a law by that argument.
  private func variableUnit(_ variable: String, in node: Expression) -> Unit? {
    switch node.kind {
    case .number, .string, .boolean, .name, .selection: return nil
    case .member(let base, _): return variableUnit(variable, in: base)
    case .unary(_, let value): return variableUnit(variable, in: value)
    case .binary(_, let left, let right):
      return variableUnit(variable, in: left) ?? variableUnit(variable, in: right)
    case .call(let callee, let arguments):
      for argument in arguments {
        if case .member(let base, _) = callee.kind, case .name(let label) = base.kind,
          let name = argument.label, argument.value.kind == .name(variable)
        {
          return scope.variable(label, name)
        }
        if let unit = variableUnit(variable, in: argument.value) { return unit }
      }
      return nil
    }
  }
}

extension Expression {
  /// The value of a number as written, with its sign, or of a quotient of two.
  fileprivate var literal: Double? {
    switch kind {
    case .number(let value, _): value
    case .unary(.negate, let value): value.literal.map { -$0 }
    case .binary(.divide, let left, let right):
      left.literal.flatMap { numerator in right.literal.map { numerator / $0 } }
    default: nil
    }
  }
}
