extension Expression {
  /// The expression with names replaced by trees; names of functions stay.
  public func substituting(_ replacements: [String: Kind]) -> Expression {
    func inside(_ part: Expression) -> Expression { part.substituting(replacements) }
    switch kind {
    case .number, .string, .boolean: return self
    case .name(let name): return replacements[name].map { Expression($0, at: location) } ?? self
    case .member(let base, let name): return Expression(.member(inside(base), name), at: location)
    case .call(let callee, let arguments):
      let replaced = arguments.map { Argument(label: $0.label, inside($0.value)) }
      // A bare callee is a function's name, not a quantity.
      if case .name = callee.kind { return Expression(.call(callee, replaced), at: location) }
      return Expression(.call(inside(callee), replaced), at: location)
    case .unary(let operation, let value): return Expression(.unary(operation, inside(value)), at: location)
    case .binary(let operation, let left, let right):
      return Expression(.binary(operation, inside(left), inside(right)), at: location)
    case .selection(let base, let condition):
      return Expression(.selection(inside(base), where: inside(condition)), at: location)
    }
  }

  /// A constant as a node.
  public static func constant(_ value: Double) -> Kind { .number(value, text: "\(value)") }
}

extension Formula {
  /// The formula with names replaced on the right-hand sides.
  public func substituting(_ replacements: [String: Expression.Kind]) -> Formula {
    Formula(
      definitions: definitions.map {
        Definition(name: $0.name, location: $0.location, value: $0.value.substituting(replacements))
      })
  }
}
