import Diagnostics
import Expressions
import TestSupport
import Testing

private let start = SourceLocation(file: "law", line: 1, column: 1)
private let names = ["p0", "p1", "p2", "p3"]

@Test func gradientsAgreeWithFiniteDifferences() throws {
  var random = SeededRandom(11)
  var checked = 0
  for _ in 0..<150 {
    let text = "L = \(random.law(depth: 3)) + p0*q\nq = \(random.law(depth: 2))"
    let compiled = try CompiledFormula(try Formula.parse(text, at: start), parameters: names)
    let parameters = names.map { _ in random.uniform(0.3, 1.5) }
    let columns = compiled.variables.map { _ in (0..<5).map { _ in random.uniform(0.2, 3) } }
    let values = compiled.values(parameters: parameters, columns: columns)
    let gradients = values.indices.map { row in
      var slopes = names.map { _ in 0.0 }
      let value = compiled.value(
        parameters: parameters, variables: columns.map { $0[row] }, slopes: &slopes)
      #expect(value == values[row])
      return slopes
    }
    for index in names.indices {
      // Richardson's extrapolation of central differences: error of fourth order.
      func slope(_ step: Double) -> [Double] {
        var (up, down) = (parameters, parameters)
        up[index] += step
        down[index] -= step
        return zip(
          compiled.values(parameters: up, columns: columns),
          compiled.values(parameters: down, columns: columns)
        ).map { ($0 - $1) / (2 * step) }
      }
      let (wide, narrow) = (slope(2e-3 * parameters[index]), slope(1e-3 * parameters[index]))
      for row in values.indices {
        let expected = (4 * narrow[row] - wide[row]) / 3
        let found = gradients[row][index]
        let scale = max(abs(expected), abs(values[row]), 1e-3)
        #expect(abs(found - expected) <= 1e-7 * scale, "\(text) by \(names[index])")
        checked += 1
      }
    }
  }
  #expect(checked > 1000)
}

@Test func valuesAgreeWithColumnEvaluation() throws {
  var random = SeededRandom(5)
  for _ in 0..<200 {
    let text = random.law(depth: 4)
    let compiled = try CompiledFormula(try Formula.parse("L = \(text)", at: start), parameters: names)
    let parameters = names.map { _ in random.uniform(0.3, 1.5) }
    // More rows than one block, and a block that is not full.
    let rows = 300
    let columns = compiled.variables.map { _ in (0..<rows).map { _ in random.uniform(0.2, 3) } }
    var known: [String: ExpressionColumn] = [:]
    for (name, value) in zip(names, parameters) {
      known[name] = .numbers(Array(repeating: value, count: rows))
    }
    for (name, column) in zip(compiled.variables, columns) { known[name] = .numbers(column) }
    let found = compiled.values(parameters: parameters, columns: columns)
    guard !columns.isEmpty,
      case .numbers(let expected) = try Expression.parse(text, at: start).evaluate(rows: rows, columns: known)
    else { continue }
    for row in 0..<rows {
      #expect(abs(found[row] - expected[row]) <= 1e-13 * abs(expected[row]))
    }
    let one = compiled.value(parameters: parameters, variables: columns.map { $0[rows - 1] })
    #expect(one == found[rows - 1])
  }
}

@Test func namesAreSplitIntoParametersAndVariables() throws {
  let text = "L = A*N_eff^(-alpha) + E*pi\nN_eff = N*(1 - exp(-P/gamma))"
  let formula = try Formula.parse(text, at: start)
  let compiled = try CompiledFormula(formula, parameters: ["E", "A", "alpha", "gamma"])
  #expect(compiled.parameters == ["E", "A", "alpha", "gamma"])
  #expect(compiled.variables == ["N", "P"])
  let part = try CompiledFormula(formula, target: "N_eff", parameters: ["gamma"])
  #expect(abs(part.value(parameters: [2], variables: [100, 4]) - 86.466471676338728) < 1e-12)
}

@Test func aParameterThatIsNotUsedHasNoSlope() throws {
  let compiled = try CompiledFormula(try Formula.parse("L = a*x", at: start), parameters: ["a", "b"])
  var slopes = [0.0, 0]
  #expect(compiled.value(parameters: [3, 9], variables: [2], slopes: &slopes) == 6)
  #expect(slopes == [2, 0])
}

@Test(arguments: [
  ("L = epx(a)", 5, "E0320", ["did you mean \"exp\"?"]),
  ("L = a + logg(a)", 9, "E0320", ["did you mean \"log\"?"]),
  ("L = exp(a, b)", 5, "E0321", []),
  ("L = max(a)", 5, "E0321", []),
  ("L = exp(x=a)", 11, "E0322", []),
  ("L = a < b", 5, "E0330", []),
  ("L = 'text'", 5, "E0331", []),
])
func whatAFormulaCannotHold(text: String, column: Int, code: String, help: [String]) throws {
  let formula = try Formula.parse(text, at: start)
  let error = #expect(throws: DiagnosticError.self) { try CompiledFormula(formula, parameters: []) }
  #expect(error?.diagnostics.first?.code == code)
  #expect(error?.diagnostics.first?.location?.column == column)
  #expect(error?.diagnostics.first?.help == help)
}

@Test func anUnknownTargetIsSuggested() throws {
  let formula = try Formula.parse("loss = a\nrest = b", at: start)
  let error = #expect(throws: DiagnosticError.self) {
    try CompiledFormula(formula, target: "los", parameters: [])
  }
  #expect(error?.diagnostics.first?.help == ["did you mean \"loss\"?"])
}
