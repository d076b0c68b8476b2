import Diagnostics
import Expressions
import Runs
import Testing

private let cell = Diagnostics.SourceLocation(file: "report.md", line: 5, column: 12)

private func table() throws -> RunTable {
  let text = """
    run,n_params,bits,method,val_loss
    a,1e6,16,none,3
    a,1e6,4,rtn,3.5
    a,1e6,4,gptq,3.25
    b,4e6,16,none,2
    b,4e6,4,rtn,
    c,9e6,4,rtn,9
    """
  return try RunTable.read(csv: Array(text.utf8), name: "runs", source: "runs.csv")
}

private func parse(_ text: String) throws -> Expression { try Expression.parse(text, at: cell) }

private func setting(_ entries: [(String, ConfigNode.Content)]) -> ConfigNode {
  ConfigNode(
    .map(
      entries.enumerated().map { index, entry in
        .init(
          key: entry.0, keyLocation: .init(file: "report.md", line: 10 + index, column: 3),
          value: ConfigNode(entry.1, at: .init(file: "report.md", line: 10 + index, column: 9)))
      }), at: cell)
}

private func word(_ text: String) -> ConfigNode.Content { .scalar(text, quoted: false) }

@Test func columnsAreRenamedEvenInACircle() throws {
  let renamed = try table().renaming([
    ("bits", "n_params", cell), ("n_params", "bits", cell), ("L", "val_loss", cell),
  ])
  #expect(renamed.columns.map(\.name) == ["run", "bits", "n_params", "method", "L"])
  #expect(renamed.numbers("bits")?.first == 1e6)
  #expect(renamed.column("L")?.header == "val_loss")
}

@Test func renamingFindsMistakes() throws {
  let runs = try table()
  let error = #expect(throws: DiagnosticError.self) {
    try runs.renaming([
      ("N", "n_param", cell), ("run", "val_loss", cell.advanced(by: 1)), ("x", "bits", cell),
      ("y", "bits", cell),
    ])
  }
  #expect(error?.diagnostics.map(\.code) == ["E0410", "E0411", "E0411"])
  #expect(error?.diagnostics[0].help == ["did you mean \"n_params\"?"])
  #expect(error?.diagnostics[2].location == cell.advanced(by: 1))
}

@Test func columnsAreDerivedFromOthersAndFromSiblings() throws {
  let derived = try table()
    .deriving("base", try parse("sibling(val_loss, run, method == \"none\")"))
    .deriving("delta", try parse("val_loss - base"))
    .deriving("odd", try parse("log(bits - 16)"))
  #expect(derived.numbers("delta")?.prefix(4) == [0, 0.5, 0.25, 0])
  #expect(derived.numbers("delta")?[4].isNaN == true)
  #expect(derived.numbers("delta")?[5].isNaN == true)
  // Minus infinity and the logarithm of a negative number alike are missing.
  #expect(derived.numbers("odd")?.allSatisfy(\.isNaN) == true)
  #expect(derived.column("delta")?.header == nil)
  let twice = #expect(throws: DiagnosticError.self) { try derived.deriving("delta", try parse("1")) }
  #expect(twice?.diagnostics.first?.code == "E0411")
}

@Test func filteredRowsKeepTheirReasons() throws {
  let kept = try table().filtered(where: try parse("method != \"gptq\" and (val_loss < 6 and run != 'z')"))
  #expect(kept.lines == [2, 3, 5])
  #expect(
    kept.dropped == [
      .init(line: 4, reason: "method != \"gptq\""),
      .init(line: 6, reason: "val_loss < 6 (val_loss missing)"),
      .init(line: 7, reason: "val_loss < 6"),
    ])
  let again = try kept.filtered(where: try parse("not missing(val_loss) and bits == 4"))
  #expect(again.lines == [3])
  #expect(again.dropped.map(\.line) == [2, 4, 5, 6, 7])
  #expect(again.column("run")?.values == .texts(["a"]))
}

@Test func aConditionIsATruth() throws {
  let runs = try table()
  let error = #expect(throws: DiagnosticError.self) { try runs.filtered(where: try parse("bits")) }
  #expect(error?.diagnostics.first?.code == "E0412")
}

@Test func expectationsThatHold() throws {
  try table().expect(
    setting([
      ("rows", word("6")),
      ("unique", .list([ConfigNode(word("run"), at: cell), ConfigNode(word("method"), at: cell)])),
      ("n_params", word("1e6..1e7")), ("val_loss", word("1..10")),
      ("method", .list(["none", "rtn", "gptq"].map { ConfigNode(word($0), at: cell) })),
    ]))
  try table().expect(setting([("rows", word("5..7"))]))
}

@Test func everyViolationHasItsPlace() throws {
  let runs = try table()
  let settings = setting([
    ("rows", word("7..9")), ("unique", word("run")), ("val_loss", word("2.5..8")), ("bit", word("1..2")),
    ("method", word("1..2")), ("bits", .list([ConfigNode(word("16"), at: cell)])),
  ])
  let error = #expect(throws: DiagnosticError.self) { try runs.expect(settings) }
  let found = error?.diagnostics.map { "\($0.code) \($0.location?.file ?? ""):\($0.location?.line ?? 0)" }
  #expect(
    found == [
      "E0420 report.md:10", "E0421 runs.csv:3", "E0421 runs.csv:4", "E0421 runs.csv:6", "E0422 runs.csv:5",
      "E0422 runs.csv:7", "E0410 report.md:13", "E0423 report.md:14", "E0422 runs.csv:3", "E0422 runs.csv:4",
      "E0422 runs.csv:6", "E0422 runs.csv:7",
    ])
  #expect(error?.diagnostics[0].message == "expected 7..9 rows in \"runs\", found 6")
  #expect(error?.diagnostics[1].message == "expected unique run, found run = a again")
  #expect(error?.diagnostics[1].notes == ["first on line 2"])
  #expect(error?.diagnostics[4].message == "expected val_loss in 2.5..8, found 2")
  #expect(error?.diagnostics[6].help == ["did you mean \"bits\"?"])
}
