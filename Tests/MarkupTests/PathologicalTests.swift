import Diagnostics
import Markup
import Testing

/// Texts that make careless parsers take quadratic or exponential time, or overflow the stack.
@Suite struct PathologicalTests {
  static let count = 10_000

  static func repeated(_ text: String, _ count: Int = count) -> String {
    String(repeating: text, count: count)
  }

  /// A text made of repeated parts, with a name for messages.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var testDescription: String { name }

    init(_ name: String, _ parts: String...) { (self.name, self.text) = (name, parts.joined()) }
  }

  static let samples: [Sample] = [
    Sample("open brackets", repeated("[")),
    Sample("open and close brackets", repeated("["), "a", repeated("]")),
    Sample("brackets round a key", repeated("["), "@a", repeated("]")),
    Sample("unclosed links", repeated("[a](")),
    Sample("unclosed link targets", repeated("[a](<b")),
    Sample("unclosed titles", repeated("[a](b \"")),
    Sample("unclosed images", repeated("![a](b '")),
    Sample("links in links", repeated("[a [b](c) ")),
    Sample("stars", repeated("*a ")),
    Sample("closing underscores", repeated("a_ ")),
    Sample("mixed openers", repeated("*a_ ")),
    Sample("unmatched runs", repeated("a**b"), repeated("c* ")),
    Sample("runs of backticks", (1...200).map { "e" + repeated("`", $0) }.joined()),
    Sample("single backtick runs", repeated("`a``b")),
    Sample("entities", repeated("&a")),
    Sample("comments", repeated("a <!-- ")),
    Sample("instructions", repeated("a <? ")),
    Sample("declarations", repeated("a <!A ")),
    Sample("sections", repeated("a <![CDATA[ ")),
    Sample("tags", repeated("a <b c=\"")),
    Sample("dollars", repeated("a$ b $c ")),
    Sample("double dollars", "a ", repeated("$$")),
    Sample("keys", repeated("@a;")),
    Sample("braces", repeated("[a]{b=\"")),
    Sample("definitions", (0..<count).map { "[a\($0)]: u\n" }.joined()),
    Sample("tables", "|a|b|\n|-|-|\n", repeated("|c|d|\n")),
    Sample("wide tables", repeated("|a"), "\n", repeated("|-"), "\n", repeated("|`b")),
    Sample("code in a cell", "|a|\n|-|\n|", (1...200).map { "e" + repeated("`", $0) }.joined()),
    Sample("heading braces", "# ", repeated(" {a=\""), "}"),
    Sample("blank lines in code", "    a\n", repeated("\n"), "    b\n"),
    Sample("long line", repeated("é @a *b* ")),
    Sample("items", repeated("- a\n")),
    Sample("dashes", repeated("- ")),
  ]

  @Test(arguments: samples) func takesLittleTime(sample: Sample) throws {
    let clock = ContinuousClock()
    for options in [MarkupOptions.commonMark, .report] {
      let time = clock.measure { _ = try? Document.parse(sample.text, file: "r.md", options: options) }
      // Generous, for a slow machine and a debug build; a blow-up would take minutes.
      #expect(time < .seconds(10))
    }
  }

  static let nested: [Sample] = [
    Sample("quotes", repeated("> "), "a"),
    Sample("items", repeated("- "), "a"),
    Sample("divs", repeated("::: a\n")),
    Sample("emphasis", repeated("*a **a "), "b", repeated(" a** a*")),
    Sample("images", repeated("!["), "a", repeated("](b)")),
    Sample("spans", repeated("["), "a", repeated("]{.b}")),
  ]

  @Test(arguments: nested) func deepNestingIsRefused(sample: Sample) {
    let error = #expect(throws: DiagnosticError.self) { try Document.parse(sample.text, file: "r.md") }
    #expect(error?.diagnostics.contains { $0.code == "E0811" } == true)
  }
}
