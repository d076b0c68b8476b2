extension Formula {
  /// The formula as it reads where some names are zero: without the terms that vanish, and without what is then a factor of
  /// one. For printing; an undefined quotient is kept as it is written.
  public func whereZero(_ names: Set<String>) -> Formula {
    guard !names.isEmpty else { return self }
    return Formula(
      definitions: definitions.map {
        Definition(name: $0.name, location: $0.location, value: $0.value.whereZero(names))
      })
  }
}

extension Expression {
  private static let zero = Kind.number(0, text: "0")
  private static let one = Kind.number(1, text: "1")

  fileprivate func whereZero(_ names: Set<String>) -> Expression {
    guard self.names.contains(where: names.contains) else { return self }
    func inside(_ part: Expression) -> Expression { part.whereZero(names) }
    func made(_ kind: Kind) -> Expression { Expression(kind, at: location) }
    switch kind {
    case .name: return made(Self.zero)
    case .unary(.negate, let operand):
      let operand = inside(operand)
      return operand.kind == Self.zero ? operand : made(.unary(.negate, operand))
    case .binary(let operation, let left, let right):
      return combined(operation, inside(left), inside(right))
    case .call(let callee, let arguments):
      let given = arguments.map { Argument(label: $0.label, inside($0.value)) }
      if case .name("exp") = callee.kind, given.count == 1, given[0].value.kind == Self.zero {
        return made(Self.one)
      }
      return made(.call(callee, given))
    default: return substituting(Dictionary(uniqueKeysWithValues: names.map { ($0, Self.zero) }))
    }
  }

  private func combined(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> Expression {
    let isZero = (left.kind == Self.zero, right.kind == Self.zero)
    let isOne = (left.kind == Self.one, right.kind == Self.one)
    switch operation {
    case .add where isZero.0: return right
    case .add where isZero.1, .subtract where isZero.1: return left
    case .subtract where isZero.0: return Expression(.unary(.negate, right), at: location)
    case .multiply where isZero.0, .divide where isZero.0 && !isZero.1: return left
    case .multiply where isZero.1: return right
    case .multiply where isOne.0: return right
    case .multiply where isOne.1, .divide where isOne.1: return left
    case .power where isZero.1 && !isZero.0: return Expression(Self.one, at: location)
    default: return Expression(.binary(operation, left, right), at: location)
    }
  }
}
