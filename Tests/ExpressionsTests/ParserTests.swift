import Diagnostics
import Expressions
import TestSupport
import Testing

private let start = SourceLocation(file: "report.md", line: 7, column: 10)

/// The tree with brackets round everything, so that a test can name a shape.
private func shape(_ node: Expression) -> String {
  switch node.kind {
  case .number(_, let text): text
  case .string(let text): "'\(text)'"
  case .boolean(let value): "\(value)"
  case .name(let name): name
  case .member(let base, let name): "\(shape(base)).\(name)"
  case .call(let callee, let arguments):
    shape(callee) + "("
      + arguments.map { ($0.label.map { "\($0)=" } ?? "") + shape($0.value) }.joined(separator: ",")
      + ")"
  case .unary(let op, let value): "[\(op.rawValue) \(shape(value))]"
  case .binary(let op, let left, let right): "[\(shape(left)) \(op.rawValue) \(shape(right))]"
  case .selection(let rows, let condition): "[\(shape(rows)) where \(shape(condition))]"
  }
}

@Test(arguments: [
  ("a + b*c", "[a + [b * c]]"),
  ("a*b + c", "[[a * b] + c]"),
  ("a - b - c", "[[a - b] - c]"),
  ("a/b*c", "[[a / b] * c]"),
  ("a^b^c", "[a ^ [b ^ c]]"),
  ("-a^2", "[- [a ^ 2]]"),
  ("a^-b", "[a ^ [- b]]"),
  ("-a*b", "[[- a] * b]"),
  ("(a + b)*c", "[[a + b] * c]"),
  ("a == b and c < d or not e", "[[[a == b] and [c < d]] or [not e]]"),
  ("not a == b", "[not [a == b]]"),
  ("not a and b", "[[not a] and b]"),
  ("a or b and c", "[a or [b and c]]"),
  ("a + 1 <= b*2", "[[a + 1] <= [b * 2]]"),
  ("count(runs where N > 1e5 and ok)", "count([runs where [[N > 1e5] and ok]])"),
  ("main.optimum(C=1e14, cost=6*N).P", "main.optimum(C=1e14,cost=[6 * N]).P"),
  ("contains(ci(main.a - main.b, 95%), 0)", "contains(ci([main.a - main.b],95%),0)"),
  ("method == 'rtn'", "[method == 'rtn']"),
  ("γ_w*D", "[γ_w * D]"),
  ("true and x", "[true and x]"),
])
func precedence(text: String, expected: String) throws {
  #expect(shape(try Expression.parse(text, at: start)) == expected)
}

@Test(arguments: [
  ("1e9", 1e9), ("1_000", 1000), ("95%", 0.95), (".5", 0.5), ("6.02E+23", 6.02e23), ("2.50", 2.5),
])
func numbers(text: String, value: Double) throws {
  #expect(try Expression.parse(text, at: start).kind == .number(value, text: text))
}

@Test func everyNodeKnowsItsPlace() throws {
  let tree = try Expression.parse("  a + foo(b, c)", at: start)
  guard case .binary(.add, let left, let right) = tree.kind, case .call(_, let arguments) = right.kind else {
    Issue.record("not a sum of a name and a call")
    return
  }
  #expect([left, right, arguments[0].value, arguments[1].value].map(\.location.column) == [12, 16, 20, 23])
  #expect(tree.location == SourceLocation(file: "report.md", line: 7, column: 12))
}

@Test(arguments: [
  ("", 10, "E0304", "expected a value, found the end"),
  ("a +", 13, "E0304", "expected a value, found the end"),
  ("a b", 12, "E0304", "expected the end or an operator, found \"b\""),
  ("(a", 12, "E0304", "expected \")\", found the end"),
  ("a < b < c", 16, "E0305", "comparisons do not chain"),
  ("a = b", 12, "E0304", "expected the end or an operator, found \"=\""),
  ("f(a, k=1, k=2)", 20, "E0306", "argument \"k\" is given twice"),
  ("f(a b)", 14, "E0304", "expected \",\" or \")\", found \"b\""),
  ("x == 'abc", 15, "E0303", "a quoted text is not closed"),
  ("2x", 11, "E0302", "a number runs into \"x\""),
  ("a. + 1", 13, "E0304", "expected a name after the dot, found \"+\""),
  ("(N)(D)", 13, "E0304", "expected the end or an operator, found \"(\""),
])
func errorsNameTheirPlace(text: String, column: Int, code: String, message: String) {
  let error = #expect(throws: DiagnosticError.self) { try Expression.parse(text, at: start) }
  let found = error?.diagnostics.first
  #expect(found?.code == code)
  #expect(found?.message == message)
  #expect(found?.location == SourceLocation(file: "report.md", line: 7, column: column))
}

@Test func deepNestingIsAnErrorNotACrash() {
  let text = String(repeating: "(", count: 100_000) + "a"
  #expect(throws: DiagnosticError.self) { try Expression.parse(text, at: start) }
}

@Test func theCanonicalTextParsesBackToTheSameTree() throws {
  var random = SeededRandom(7)
  for _ in 0..<2000 {
    let tree = random.expression(depth: 4)
    let again = try Expression.parse(tree.source, at: start)
    #expect(shape(again) == shape(tree), "\(tree.source)")
    #expect(again.source == tree.source)
  }
}

@Test func namesComeInOrderOfFirstUse() throws {
  let tree = try Expression.parse("exp(b*a) + a*main.gamma + f(x=c) where d > b", at: start)
  #expect(tree.names == ["b", "a", "main", "c", "d"])
}

@Test func aFormulaHasLinesCommentsAndPlaces() throws {
  let text = "L = A*N_eff^(-alpha) + E  # the loss\n\n# what is left of N\nN_eff = N*(1 - exp(-P/gamma))"
  let formula = try Formula.parse(text, at: start)
  #expect(formula.definitions.map(\.name) == ["L", "N_eff"])
  #expect(formula.definitions[1].location == SourceLocation(file: "report.md", line: 10, column: 10))
  #expect(formula.definitions[1].value.location.column == 18)
  #expect(formula.inputs() == ["A", "N", "P", "gamma", "alpha", "E"])
  #expect(formula.inputs(of: "N_eff") == ["N", "P", "gamma"])
}

@Test(arguments: [
  ("L = A\nL = B", 8, 10, "E0311"),
  ("L = x\nx = L", 7, 10, "E0313"),
  ("L = x\nx = 2 * y\ny = x", 8, 10, "E0313"),
  ("L A", 7, 10, "E0312"),
  ("\n# nothing", 7, 10, "E0310"),
  ("L = A\nB = 2 +", 8, 17, "E0304"),
])
func formulaErrors(text: String, line: Int, column: Int, code: String) {
  let error = #expect(throws: DiagnosticError.self) { try Formula.parse(text, at: start) }
  #expect(error?.diagnostics.first?.code == code)
  #expect(error?.diagnostics.first?.location == SourceLocation(file: "report.md", line: line, column: column))
}
