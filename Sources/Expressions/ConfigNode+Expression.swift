import Diagnostics

extension ConfigNode {
  /// The expression that a single value is, with the report's parameters in place of `params.name`.
  ///
  /// Throws `E0111` for a list or map, `E03xx` for text that is no expression, and `E0203` for a parameter that is not
  /// declared, each at its column.
  public func expression(_ what: String) throws(DiagnosticError) -> Expression {
    try Expression.parse(try written(what), at: location).naming(parameters)
  }
}

extension Expression {
  /// The expression with values in place of `params.name`; as it is where there are no parameters.
  ///
  /// Throws `E0203` for a parameter that is not declared.
  public func naming(_ parameters: SettingParameters?) throws(DiagnosticError) -> Expression {
    guard let parameters else { return self }
    func inside(_ part: Expression) throws(DiagnosticError) -> Expression { try part.naming(parameters) }
    let replaced: Kind
    switch kind {
    case .number, .string, .boolean, .name: return self
    case .member(let base, let name):
      if base.kind == .name(SettingParameters.label) {
        replaced = Self.constant(try parameters.value(name, at: location))
      } else {
        replaced = .member(try inside(base), name)
      }
    case .call(let callee, let arguments):
      var values: [Argument] = []
      for argument in arguments { values.append(Argument(label: argument.label, try inside(argument.value))) }
      replaced = .call(try inside(callee), values)
    case .unary(let operation, let value): replaced = .unary(operation, try inside(value))
    case .binary(let operation, let left, let right):
      replaced = .binary(operation, try inside(left), try inside(right))
    case .selection(let base, let condition):
      replaced = .selection(try inside(base), where: try inside(condition))
    }
    return Expression(replaced, at: location)
  }

  private static func constant(_ value: SettingParameters.Value) -> Kind {
    switch value {
    case .text(let text): .string(text)
    case .number(let number, let text): .number(number, text: text)
    case .truth(let truth): .boolean(truth)
    }
  }
}

extension Formula {
  /// The formula with values in place of `params.name`. Throws `E0203` for a parameter that is not declared.
  public func naming(_ parameters: SettingParameters?) throws(DiagnosticError) -> Formula {
    var copy = self
    for index in copy.definitions.indices {
      copy.definitions[index].value = try copy.definitions[index].value.naming(parameters)
    }
    return copy
  }
}
