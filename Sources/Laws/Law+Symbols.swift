import Diagnostics
import Typesetting

extension Law {
  /// A symbol with the column that it depends on as a subscript.
  private static func indexed(_ symbol: MathNode, by column: String) -> MathNode {
    let index = SymbolNames.node(for: column)
    guard case .scripts(let base, let sub?, let sup) = symbol else {
      return .scripts(symbol, sub: index, sup: nil)
    }
    return .scripts(base, sub: .row([sub, .symbol(",", .punctuation), index]), sup: sup)
  }

  /// The typeset symbols of all parameters and variables by name. Throws what is wrong with a symbol's TeX.
  public func symbols() throws(DiagnosticError) -> [String: MathNode] {
    var result: [String: MathNode] = [:]
    let place = SourceLocation(file: "law \(name)", line: 1, column: 1)
    for (name, symbol) in parameters.map({ ($0.name, $0.symbol) }) + variables.map({ ($0.name, $0.symbol) }) {
      if let symbol {
        result[name] = try TeXMath.parse(symbol, at: place)
      } else {
        result[name] = SymbolNames.node(for: name)
      }
    }
    for parameter in parameters {
      guard let column = parameter.by, let bare = result[parameter.name] else { continue }
      result[parameter.name] = Self.indexed(bare, by: column)
    }
    // What was written keeps its symbol when its levels are parameters of their own.
    for (name, column) in indexed { result[name] = Self.indexed(SymbolNames.node(for: name), by: column) }
    return result
  }
}
