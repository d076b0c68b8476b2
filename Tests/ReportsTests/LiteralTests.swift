import Diagnostics
import Reports
import Testing

@Suite("Numbers that are typed though the report computes them")
struct LiteralTests {
  /// The power of the law as a sentence prints it, with so many decimals.
  private func power(_ format: String) throws -> String {
    var sample = ReportSample()
    sample.body = "`{val} main.power | \(format)`"
    return try #require(try sample.run().values.last).text
  }

  private func warnings(_ body: String, front: String? = nil) throws -> [Diagnostic] {
    var sample = ReportSample()
    sample.body = body
    if let front { sample.front = front }
    return try sample.run().diagnostics.filter { $0.code == "W0230" }
  }

  @Test("a parameter is found at its column, with the words to paste")
  func parameter() throws {
    let text = try power("fixed(3)")
    var sample = ReportSample()
    sample.body = "The sag grows with a power of \(text) of the load."
    let found = try sample.run().diagnostics.filter { $0.code == "W0230" }
    #expect(found.map(\.location) == [sample.place(of: text, after: "a power of ")])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.help.first == "write `{val} main.power | fixed(3)`")
    #expect(found.first?.replacement?.old == text)
  }

  @Test(
    "the form that the number is written in is kept",
    arguments: [
      ("pct(1)", "%", "`{val} main.power | pct(1)`"), ("sci(3)", "", "`{val} main.power | sci(3)`"),
    ])
  func forms(format: String, unit: String, expected: String) throws {
    let text = try power(format).replacing("\u{202F}", with: " ")
    let found = try warnings("It is \(text).")
    #expect(found.first?.replacement?.new == expected, "\(text)")
    #expect(found.first?.replacement?.old == text)
  }

  @Test("a number with its error is one value")
  func error() throws {
    var sample = ReportSample()
    sample.body = "`{val} main.power | ±`"
    let text = try #require(try sample.run().values.last).text
    let found = try warnings("It is \(text), they say.")
    #expect(found.map { $0.replacement?.old } == [text])
    #expect(found.first?.replacement?.new == "`{val} main.power`")
  }

  @Test("a number in math becomes a value of math")
  func math() throws {
    let text = try power("fixed(3)")
    let found = try warnings("It is $p=\(text)$, not $x^{\(text)}$.")
    #expect(found.map { $0.replacement?.new } == ["\\val{main.power | fixed(3)}"])
  }

  @Test("counts are found by what they count")
  func counts() throws {
    #expect(try warnings("We made 32 runs.").count == 1)
    #expect(try warnings("We made 32 runs.").first?.replacement == nil, "table and fit both have 32 rows")
    #expect(try warnings("It took 32 days.").isEmpty)
    #expect(
      try warnings("From 60 draws.").first?.replacement?.new == "`{val} main.draws`")
  }

  @Test("title, abstract and caption are looked at, folded lines too")
  func embedded() throws {
    let text = try power("fixed(3)")
    let found = try warnings(
      "Text.",
      front:
        "title: 'A power of \(text)'\nseed: 7\nabstract: 'Words that\n  fold: \(text)4 and \(text) here.'")
    #expect(found.compactMap(\.replacement?.location.line) == [2, 5])
  }

  @Test(
    "what cannot drift is left alone",
    arguments: [
      "Section NUMBER says so.", "`NUMBER`", "NUMBER-bit weights", "vNUMBER", "[NUMBER]{.lit}",
      "::: {.lit}\nNUMBER\n:::", "tables 2 and NUMBER", "x=NUMBER", "$x_{NUMBER}$", "10.NUMBER.1",
      "see Fig. NUMBER.",
    ])
  func fixed(words: String) throws {
    let text = try power("fixed(3)")
    var sample = ReportSample()
    let body = words.replacing("NUMBER", with: text)
    sample.body = body
    #expect(try sample.run().diagnostics.filter { $0.code == "W0230" }.isEmpty)
  }

  @Test("a threshold that its claim checks cannot go stale")
  func threshold() throws {
    let text = try power("fixed(3)")
    let claim = "[The power is above \(text)]{.claim #clm-a check=\"main.power > CHECK\"}"
    #expect(try warnings(claim.replacing("CHECK", with: text)).isEmpty)
    #expect(try warnings(claim.replacing("CHECK", with: "0.1")).count == 1)
  }

  @Test("a deliberate number is plain text of the page")
  func escape() throws {
    var sample = ReportSample()
    sample.body = "It has [6]{.lit} legs."
    #expect(try sample.run().runs.allSatisfy { if case .span = $0 { false } else { true } })
  }

  @Test("a number of two digits is only what an author quotes first")
  func twoDigits() throws {
    var sample = ReportSample()
    sample.body = "`{val} upper(main.power) | fixed(1)` `{val} main.power | fixed(1)`"
    let texts = try sample.run().values.suffix(2).map(\.text)
    try #require(texts.count == 2)
    #expect(try warnings("It is \(texts[1]).").count == 1)
  }
}

@Suite("Replacements in a text")
struct ReplacementTests {
  private func place(_ line: Int, _ column: Int) -> Diagnostics.SourceLocation {
    Diagnostics.SourceLocation(file: "a", line: line, column: column)
  }

  @Test("several on one line, by columns of characters, line ends as they were")
  func several() {
    let text = "é 12 and 345\r\nnext 12\n"
    let (result, lines) = Replacement.apply(
      [
        Replacement(at: place(1, 10), old: "345", new: "C"),
        Replacement(at: place(1, 3), old: "12", new: "long"),
        Replacement(at: place(2, 6), old: "12", new: "B"),
      ], to: text)
    #expect(result == "é long and C\r\nnext B\n")
    #expect(lines.map(\.line) == [1, 2])
    #expect(lines.first?.before == "é 12 and 345")
  }

  @Test("words that do not stand there and overlaps stay")
  func refused() {
    let (result, lines) = Replacement.apply(
      [
        Replacement(at: place(1, 1), old: "abc", new: "x"), Replacement(at: place(1, 3), old: "cd", new: "y"),
        Replacement(at: place(1, 40), old: "z", new: "y"), Replacement(at: place(9, 1), old: "a", new: "y"),
      ], to: "abcd")
    #expect(result == "xd")
    #expect(lines.count == 1)
  }
}
