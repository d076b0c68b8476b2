import Expressions

extension Expression {
  /// The expression with values in place of names where these are free: a search binds its variable
  /// (`argmin(f(D), D, 1, 9)`), a cost the variables of its law.
  ///
  /// - Parameter variables: the variables of a fit's law by its label; nil where they are not known, and then bind nothing.
  func substitutingFree(_ values: [String: Kind], variables: (String) -> Set<String>?) -> Expression {
    func inside(_ part: Expression, without bound: Set<String> = []) -> Expression {
      part.substitutingFree(values.filter { !bound.contains($0.key) }, variables: variables)
    }
    guard !values.isEmpty else { return self }
    let replaced: Kind
    switch kind {
    case .number, .string, .boolean: return self
    case .name(let name): replaced = values[name] ?? kind
    case .member(let base, let name): replaced = .member(inside(base), name)
    case .unary(let operation, let value): replaced = .unary(operation, inside(value))
    case .binary(let operation, let left, let right):
      replaced = .binary(operation, inside(left), inside(right))
    case .selection(let base, let condition): replaced = .selection(inside(base), where: inside(condition))
    case .call(let callee, let arguments):
      let bound = Self.bound(callee, arguments, variables)
      let values = arguments.enumerated().map { index, argument in
        Argument(label: argument.label, inside(argument.value, without: bound(index, argument)))
      }
      // A bare callee is a function's name, not a quantity.
      if case .name = callee.kind {
        replaced = .call(callee, values)
      } else {
        replaced = .call(inside(callee), values)
      }
    }
    return Expression(replaced, at: location)
  }

  /// The names that a call binds in each of its arguments.
  private static func bound(
    _ callee: Expression, _ arguments: [Argument], _ variables: (String) -> Set<String>?
  ) -> (Int, Argument) -> Set<String> {
    switch callee.kind {
    case .name(let name)
    where ["argmin", "argmax", "minimum", "maximum", "root"].contains(name) && arguments.count > 1:
      guard case .name(let variable) = arguments[1].value.kind else { return { _, _ in [] } }
      return { index, _ in index < 2 ? [variable] : [] }
    case .member(let base, "optimum"):
      guard case .name(let label) = base.kind, let names = variables(label) else { return { _, _ in [] } }
      return { _, argument in argument.label == "cost" ? names : [] }
    default: return { _, _ in [] }
    }
  }
}
