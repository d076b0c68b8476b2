import Diagnostics
import Expressions
import Testing

private let start = SourceLocation(file: "report.md", line: 1, column: 1)
private let columns: [String: ExpressionColumn] = [
  "x": .numbers([1, 2, .nan, 4]),
  "loss": .numbers([3, 4, 5, 6]),
  "run": .texts(["a", "a", "b", nil]),
  "method": .texts(["none", "rtn", "none", "none"]),
  "done": .texts(["True", "False", nil, "true"]),
]

private func evaluate(_ text: String) throws -> ExpressionColumn {
  try Expression.parse(text, at: start).evaluate(rows: 4, columns: columns)
}

@Test(arguments: [
  ("x < 3", [true, true, false, false]),
  ("x != 2", [true, false, false, true]),
  ("not x < 3", [false, false, true, true]),
  ("missing(x)", [false, false, true, false]),
  ("missing(run)", [false, false, false, true]),
  ("run == 'a' and loss > 3", [false, true, false, false]),
  ("run != 'a'", [false, false, true, false]),
  ("method == \"rtn\" or x == 4", [false, true, false, true]),
  ("done == true", [true, false, false, true]),
  ("(x > 1) == true", [false, true, false, true]),
  ("true", [true, true, true, true]),
])
func truths(text: String, expected: [Bool]) throws {
  #expect(try evaluate(text) == .booleans(expected))
}

@Test(arguments: [
  ("2*x + loss", [5, 8, Double.nan, 14]),
  ("max(x, loss, 4)", [4, 4, Double.nan, 6]),
  ("round(x/3)", [0, 1, Double.nan, 1]),
  ("-x^2", [-1, -4, Double.nan, -16]),
  ("sibling(loss, run, method == 'none')", [3, 3, 5, Double.nan]),
  ("sibling(loss, run, method == 'rtn') - loss", [1, 0, Double.nan, Double.nan]),
  ("floor(log2(loss))", [1, 2, 2, 2]),
])
func numbersOfRows(text: String, expected: [Double]) throws {
  guard case .numbers(let found) = try evaluate(text) else {
    Issue.record("\(text) is no column of numbers")
    return
  }
  for (a, b) in zip(found, expected) { #expect(a == b || a.isNaN && b.isNaN, "\(text): \(found)") }
}

@Test(arguments: [
  ("los + 1", 1, "E0340", "no column \"los\""),
  ("x + run", 5, "E0342", "\"run\" is a text, expected a number"),
  ("x and loss > 1", 1, "E0342", "\"x\" is a number, expected a truth"),
  ("x == 'a'", 1, "E0343", "\"x\" is a number and \"\"a\"\" is a text; == cannot compare them"),
  ("run < 'b'", 1, "E0343", "\"run\" is a text and \"\"b\"\" is a text; < cannot compare them"),
  ("1 + sibling(loss, method, x > 0)", 5, "E0344", "two rows have the key \"none\" and meet \"x > 0\""),
  ("sibling(loss)", 1, "E0321", "sibling takes three arguments, found 1"),
  ("missin(x)", 1, "E0320", "no function \"missin\""),
  ("main.alpha", 1, "E0341", "\"main.alpha\" has no value for each row"),
])
func errorsOverColumns(text: String, column: Int, code: String, message: String) {
  let error = #expect(throws: DiagnosticError.self) { try evaluate(text) }
  #expect(error?.diagnostics.first?.code == code)
  #expect(error?.diagnostics.first?.message == message)
  #expect(error?.diagnostics.first?.location?.column == column)
}
