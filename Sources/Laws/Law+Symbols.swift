import Diagnostics
import Typesetting

extension Law {
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
    return result
  }
}
