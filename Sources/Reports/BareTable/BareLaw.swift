import Diagnostics
import Expressions
import Laws
import Runs

/// The law of a bare table: a name of the catalogue, or a formula whose parameters are what no column stands for.
enum BareLaw {
  /// The law. `given` are names that the user gave a column; every other name is a variable when a column has that name
  /// or when it is a known quantity of tables, and a parameter otherwise.
  static func law(
    _ text: String, table: RunTable, given: [String]
  ) throws(DiagnosticError) -> Law {
    let place = SourceLocation(file: "--law", line: 1, column: 1)
    guard text.contains("=") else {
      guard let law = LawCatalogue.law(named: text) else {
        let known = LawCatalogue.laws.map(\.name)
        throw DiagnosticError(
          "E0443", "no law \"\(text)\"", at: place, notes: ["laws: \(known.joined(separator: ", "))"],
          help: Spelling.didYouMean(text, among: known) + ["or write a formula: --law 'L = A*N^(-alpha) + E'"]
        )
      }
      return law
    }
    let formula = try Formula.parse(text, at: place)
    let exponents = Set(formula.definitions.flatMap { $0.value.namesInExponents })
    // A term of its own is a loss, not the weight of a power of millions.
    let floors = Set(formula.definitions.first?.value.bareTerms ?? [])
    let parameters = formula.inputs().filter { name in
      name != "pi" && !given.contains(name) && table.column(name) == nil
        && ColumnVocabulary.quantity(name) == nil
    }
    guard !parameters.isEmpty else {
      throw DiagnosticError(
        "E0443", "the formula has no parameter to fit", at: place,
        notes: ["all its names are columns: \(formula.inputs().joined(separator: ", "))"])
    }
    return try Law(
      name: "formula", text: text, at: place,
      parameters: parameters.map { name in
        LawParameter(
          name: name,
          range: exponents.contains(name) ? 1e-3...10 : floors.contains(name) ? 1e-6...1e3 : 1e-6...1e12)
      })
  }
}

extension Expression {
  /// The names that are terms of a sum by themselves.
  fileprivate var bareTerms: [String] {
    switch kind {
    case .name(let name): [name]
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      left.bareTerms + right.bareTerms
    default: []
    }
  }

  /// The names that stand in an exponent, where values are of order one.
  fileprivate var namesInExponents: [String] {
    switch kind {
    case .number, .string, .boolean, .name: return []
    case .member(let base, _): return base.namesInExponents
    case .call(let callee, let arguments):
      if case .name("exp") = callee.kind { return arguments.flatMap(\.value.names) }
      return arguments.flatMap(\.value.namesInExponents)
    case .unary(_, let value): return value.namesInExponents
    case .binary(.power, let base, let exponent): return base.namesInExponents + exponent.names
    case .binary(_, let left, let right), .selection(let left, where: let right):
      return left.namesInExponents + right.namesInExponents
    }
  }
}
