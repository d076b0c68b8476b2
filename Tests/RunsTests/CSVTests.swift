import Diagnostics
import Runs
import TestSupport
import Testing

private func read(_ text: String) throws -> RunTable {
  try RunTable.read(csv: Array(text.utf8), name: "runs", source: "runs.csv")
}

private func expectError(
  _ bytes: [UInt8], _ line: Int, _ column: Int, _ code: String, _ message: String? = nil,
  place: Testing.SourceLocation = #_sourceLocation
) {
  let error = #expect(throws: DiagnosticError.self, sourceLocation: place) {
    try RunTable.read(csv: bytes, name: "runs", source: "runs.csv")
  }
  let found = error?.diagnostics.first
  #expect(found?.code == code, sourceLocation: place)
  #expect(found?.location == .init(file: "runs.csv", line: line, column: column), sourceLocation: place)
  if let message { #expect(found?.message == message, sourceLocation: place) }
}

@Test func columnsHaveKinds() throws {
  let table = try read("run,N, bits ,loss\na,1e9, 4 ,1.5\nb,+2.5E-3,-8,\n\"c,d\",\"3\",.5,5.\n")
  #expect(table.columns.map(\.name) == ["run", "N", "bits", "loss"])
  #expect(table.column("run")?.values == .texts(["a", "b", "c,d"]))
  #expect(table.numbers("N") == [1e9, 2.5e-3, 3])
  #expect(table.numbers("bits") == [4, -8, 0.5])
  #expect(table.numbers("loss")?[0] == 1.5)
  #expect(table.numbers("loss")?[1].isNaN == true)
  #expect(table.numbers("loss")?[2] == 5)
  #expect(table.lines == [2, 3, 4])
}

@Test(arguments: ["\n", "\r\n", "\r"])
func everyLineEndAndAByteOrderMark(end: String) throws {
  let lines = ["\u{FEFF}run,note,N", "a,\"two\(end)lines, and \"\"quotes\"\"\",1", "", "b,plain,2"]
  for last in ["", end] {
    let table = try read(lines.joined(separator: end) + last)
    #expect(table.columns.map(\.name) == ["run", "note", "N"])
    #expect(table.column("note")?.values == .texts(["two\(end)lines, and \"quotes\"", "plain"]))
    #expect(table.numbers("N") == [1, 2])
    #expect(table.lines == [2, 5])
  }
}

@Test(arguments: ["", "NA", "na", "NaN", "nan", "-nan", "null", "NULL", "N/A", "  ", "\"\""])
func missingCells(cell: String) throws {
  let table = try read("name,N\nx,1\n\(cell),\(cell)\n")
  #expect(table.column("name")?.values == .texts(["x", nil]))
  #expect(table.numbers("N")?[1].isNaN == true)
}

@Test(arguments: ["none", "0x10", "1_000", "1e", "1.2.3", "-", ".", "1 2", "infinitely", "12px"])
func whatIsNoNumber(cell: String) throws {
  #expect(try read("a,b\n\(cell),1\n").column("a")?.values == .texts([cell]))
}

@Test(arguments: [
  0.1, 1.0 / 3, 2.718281828459045, 1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
  9_007_199_254_740_992, -1.869033, 1e22,
  1e23, 0.000001234567890123456, 5e-5,
])
func numbersReadExactly(value: Double) throws {
  #expect(try read("a\n\(value)\n").numbers("a") == [value])
}

@Test func randomNumbersReadExactly() throws {
  var random = SeededRandom(3)
  let values = (0..<5000).map { _ in random.number() }
  #expect(try read("a\n" + values.map { "\($0)" }.joined(separator: "\n")).numbers("a") == values)
}

@Test func quotedTablesReadBackTheSame() throws {
  var random = SeededRandom(9)
  for _ in 0..<200 {
    let (width, height) = (1 + random.below(5), random.below(8))
    let header = (0..<width).map { "c\($0) \(random.text())" }
    let rows = (0..<height).map { _ in (0..<width).map { _ in "t" + random.text() } }
    let end = ["\n", "\r\n", "\r"][random.below(3)]
    let text = ([header] + rows).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }.joined(separator: end)
    let table = try read(text)
    #expect(table.columns.map(\.name) == header.map { $0.trimmingSpaces() })
    #expect(table.rowCount == height)
    for (index, column) in table.columns.enumerated() where height > 0 {
      #expect(column.values == .texts(rows.map { $0[index] }))
    }
  }
}

@Test(arguments: [
  ("", 1, 1, "E0401", "\"runs.csv\" is empty, expected a header"),
  ("\n\n", 1, 1, "E0401", "\"runs.csv\" is empty, expected a header"),
  ("a,b\n1,2\n\"x,3\n", 3, 1, "E0402", "a quoted cell is not closed, expected \""),
  ("\"a", 1, 1, "E0402", "a quoted cell is not closed, expected \""),
  ("a,b\n\"x\"y,2\n", 2, 4, "E0403", "found text behind a closing quote, expected a comma or the line's end"),
  ("a,b\n1,2\n1,2,3\n", 3, 5, "E0405", "expected 2 cells, found 3"),
  ("a,b,c\n1,2,3\n\n4,5\n", 4, 4, "E0405", "expected 3 cells, found 2"),
  ("a,,c\n", 1, 3, "E0406", "column 2 has no name"),
  ("a,b,a\n", 1, 5, "E0407", "two columns are called \"a\""),
  ("a;b\n1;2\n", 1, 1, "E0413", "the cells are separated by semicolons, expected commas"),
  ("a,b\n1,2\n1,-inf\n", 3, 3, "E0409", "expected a finite number in column \"b\", found \"-inf\""),
  ("a,b\n1,2\n1,1e999\n", 3, 3, "E0409", "expected a finite number in column \"b\", found \"1e999\""),
])
func errorsNameTheirPlace(text: String, line: Int, column: Int, code: String, message: String) {
  expectError(Array(text.utf8), line, column, code, message)
}

@Test func placesCountCharacters() {
  expectError(Array("näme,b\n\"ü\nü\",1,2\n".utf8), 3, 6, "E0405")
}

@Test func bytesThatAreNotUTF8() {
  expectError(Array("a,b\nü".utf8) + [0xFF, 0x2C, 0x31], 2, 2, "E0404")
  expectError([0x61, 0x0A, 0xC3], 2, 1, "E0404")
  expectError([0xFF, 0xFE, 0x61, 0x00], 1, 1, "E0404")
}

@Test func aStrayWordAmongNumbersIsFound() throws {
  var lines = (0..<19).map { "r\($0),\($0).5" }
  lines[7] = "r7, 1.8x "
  let text = "run,loss\n" + lines.joined(separator: "\n")
  expectError(Array(text.utf8), 9, 4, "E0408", "expected a number in column \"loss\", found \"1.8x\"")
  // Half words: then it is a column of texts.
  #expect(try read("a\n1\nx\n2\n").column("a")?.values == .texts(["1", "x", "2"]))
}

@Test func allRaggedRowsAreNamed() {
  let text = "a,b\n" + (0..<30).map { $0 % 2 == 0 ? "1,2" : "1" }.joined(separator: "\n")
  let error = #expect(throws: DiagnosticError.self) { try read(text) }
  #expect(error?.diagnostics.compactMap { $0.location?.line } == (0..<15).map { 3 + 2 * $0 })
}

@Test func aHeaderAloneIsATableWithoutRows() throws {
  let table = try read("a,b\n")
  #expect(table.rowCount == 0)
  #expect(table.columns.map(\.name) == ["a", "b"])
}

extension SeededRandom {
  fileprivate mutating func text() -> String {
    let pieces = ["a", "B", " ", ",", "\"", "\n", "ü", "🜁", "'", "\r\n", "\t", "-", "7"]
    return (0..<below(6)).map { _ in pieces[below(pieces.count)] }.joined()
  }

  /// Any finite number, as often short as long.
  fileprivate mutating func number() -> Double {
    if next() % 2 == 0 { return Double(Int(next() % 2_000_000) - 1_000_000) / 1000 }
    let value = Double(bitPattern: next())
    return value.isFinite ? value : 1
  }
}
