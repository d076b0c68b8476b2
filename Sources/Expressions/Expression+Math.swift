import Typesetting

extension Expression {
  /// The expression as a paper prints it.
  ///
  /// Products stand side by side, quotients are fractions (a slash inside exponents and other fractions), `exp(x)` is
  /// e with an exponent, parentheses are as few as the meaning allows. `symbols` gives names their nodes, by the name or
  /// by `label.name` for members; other names are set by `SymbolNames`.
  public func math(symbols: [String: MathNode] = [:]) -> MathNode {
    MathWriter(symbols: symbols).node(self)
  }
}

extension Formula {
  /// The formula as a paper prints it: an equation, or several aligned on their `=`.
  public func math(symbols: [String: MathNode] = [:]) -> MathNode {
    let writer = MathWriter(symbols: symbols)
    let lines = definitions.map { definition in
      (name: writer.symbol(definition.name), value: writer.pieces(definition.value, .full))
    }
    let equals = MathNode.symbol("=", .relation)
    guard lines.count != 1 else { return .row([lines[0].name, equals] + lines[0].value) }
    return .table(lines.map { [$0.name, .row([equals] + $0.value)] }, .aligned)
  }
}
