import Diagnostics
import Testing

@Suite struct SpellingTests {
  @Test(arguments: [
    ("isolos", ["isoloss", "ptq"], "isoloss"), ("gama", ["gamma", "alpha"], "gamma"),
    ("lable", ["label", "from"], "label"), ("fig-isolos", ["fig-isoloss", "fig-ptq"], "fig-isoloss"),
    ("LABEL", ["label"], "label"),
  ])
  func findsTheSlip(word: String, candidates: [String], expected: String) {
    #expect(Spelling.suggestion(for: word, among: candidates) == expected)
  }

  @Test(arguments: ["frobnicate", "x", ""])
  func saysNothingWhenNothingIsNear(word: String) {
    #expect(Spelling.suggestion(for: word, among: ["derive", "where", "columns"]) == nil)
  }

  @Test func tiesGoToTheFirstInAlphabeticalOrder() {
    #expect(Spelling.suggestion(for: "bat", among: ["cat", "bad"]) == "bad")
  }
}

@Suite struct RendererTests {
  let diagnostic = Diagnostic(
    .error, "E0201", "no figure \"fig-isolos\"", at: SourceLocation(file: "report.md", line: 2, column: 5),
    notes: ["figures: fig-isoloss"], help: ["did you mean \"fig-isoloss\"?"])

  @Test func showsTheLineAndACaret() {
    let renderer = DiagnosticRenderer(sources: ["report.md": "# Title\nSee @fig-isolos.\n"])
    #expect(
      renderer.text(diagnostic) == """
        report.md:2:5: error[E0201]: no figure "fig-isolos"
         2 | See @fig-isolos.
           |     ^
          note: figures: fig-isoloss
          help: did you mean "fig-isoloss"?
        """)
  }

  @Test func neverSendsControlCharactersToATerminal() {
    let hostile = Diagnostic(.error, "E0400", "bad cell \"\u{1B}[2Jx\"")
    #expect(!DiagnosticRenderer().text(hostile).contains("\u{1B}"))
  }

  @Test func escapesAnnotations() {
    let hostile = Diagnostic(
      .warning, "W0400", "100%\nof rows", at: SourceLocation(file: "a,b:c.csv", line: 3, column: 1))
    #expect(
      DiagnosticRenderer().annotation(hostile)
        == "::warning file=a%2Cb%3Ac.csv,line=3,col=1,title=W0400::100%25%0Aof rows")
  }

  @Test func cutsALongLineRoundThePlace() {
    let line = String(repeating: "a", count: 500) + "!" + String(repeating: "b", count: 500)
    let text = DiagnosticRenderer(sources: ["f": line])
      .text(Diagnostic(.error, "E0001", "m", at: SourceLocation(file: "f", line: 1, column: 501)))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 130 })
    #expect(Array(lines[1])[lines[2].count - 1] == "!")
  }
}

@Suite struct ConfigNodeTests {
  let place = SourceLocation(file: "r.md", line: 1, column: 1)

  func scalar(_ text: String, quoted: Bool = false) -> ConfigNode {
    ConfigNode(.scalar(text, quoted: quoted), at: place)
  }

  @Test func readsNumbersRangesAndBooleans() throws {
    #expect(try scalar("1e9").number("starts") == 1e9)
    #expect(try scalar("0.3..8").range("range") == 0.3...8)
    #expect(try scalar("true").boolean("strict"))
    #expect(try scalar("12").integer("starts", in: 1...100) == 12)
  }

  @Test(arguments: ["abc", "nan", "inf", "", "1..2"])
  func refusesWhatIsNotANumber(text: String) {
    #expect(throws: DiagnosticError.self) { try scalar(text).number("starts") }
  }

  @Test(arguments: ["8..3", "3", "a..b", "1..2..3"])
  func refusesWhatIsNotARange(text: String) {
    #expect(throws: DiagnosticError.self) { try scalar(text).range("range") }
  }

  @Test func namesEveryUnknownKeyAtItsPlace() throws {
    let map = ConfigNode(
      .map(
        ["lable", "from", "wher"].enumerated().map {
          .init(
            key: $0.element, keyLocation: SourceLocation(file: "r.md", line: $0.offset + 1, column: 3),
            value: scalar("x"))
        }), at: place)
    let error = #expect(throws: DiagnosticError.self) {
      try map.expectKeys(["label", "from", "where"], in: "a runs cell")
    }
    let found = try #require(error).diagnostics
    #expect(found.map(\.location?.line) == [1, 3])
    #expect(found.map(\.help) == [["did you mean \"label\"?"], ["did you mean \"where\"?"]])
  }
}
