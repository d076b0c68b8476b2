import Diagnostics
import Markup
import Testing

/// Every mistake of the source is an error at its own place; 1️⃣ marks the place and is taken out before reading.
@Suite struct DiagnosticTests {
  @Test(arguments: [
    ("1️⃣---\ntitle: x\n", "E0801", "front matter is not closed"),
    ("a\n\n1️⃣::: note\ntext\n", "E0802", "div is not closed"),
    ("> 1️⃣::: note\n> text\n\nend", "E0802", "div is not closed"),
    ("a\n\n  1️⃣:::\n", "E0802", "there is no open div to close here"),
    ("é\n\n1️⃣```{fit}\nlabel: a\n:::\n", "E0803", "cell {fit} is not closed"),
    ("::: a\n- 1️⃣~~~ swift\n  x\n:::\n", "E0803", "code block is not closed"),
    ("::: a\n1️⃣```{fit}\n:::\n", "E0803", "cell {fit} is not closed"),
    ("# A {#b 1️⃣#c}", "E0804", "a second id, after \"b\""),
    ("# A {#b 1️⃣*}", "E0804", "expected #id, .class or key=\"value\""),
    ("[a]{.b 1️⃣c}", "E0804", "attribute \"c\" has no value"),
    ("[é]{.b c=1️⃣\"d}", "E0804", "the value of \"c\" has no closing quote"),
    ("[a]1️⃣{.b", "E0804", "attributes are not closed"),
    ("[a]{.b1️⃣#c}", "E0804", "attributes must be separated by spaces"),
    ("[a]{1️⃣.}", "E0804", "a class must follow here"),
    ("```{fit a=1️⃣\"b}\n```", "E0804", "the value of \"a\" has no closing quote"),
    ("1️⃣::: a b\n:::", "E0804", "a div's colons must be followed by one name or by attributes in braces"),
    ("::: {.a} 1️⃣b\n:::", "E0804", "unexpected text after a div's attributes"),
    ("```py {.a} 1️⃣b\n```", "E0804", "unexpected text after a code block's attributes"),
    ("text\n1️⃣$$\na\n\nb $", "E0805", "math opened by $$ is not closed"),
    ("- 1️⃣$$ a\n", "E0805", "math opened by $$ is not closed"),
    ("a 1️⃣$$ b", "E0805", "math opened by $$ is not closed"),
    ("$$ a $$ 1️⃣.", "E0806", "text after display math"),
    ("a *b 1️⃣$$ c $$*", "E0806", "display math in the middle of a paragraph"),
    ("[^a]: x\n\n1️⃣[^a]: y", "E0807", "footnote \"a\" is defined twice"),
    ("|a|b|\n1️⃣|-|-|-|", "E0808", "the table's header has 2 cells, the row of dashes has 3"),
    ("|a|b|\n|-|-|\n|c|d|1️⃣e|", "E0808", "the row has 3 cells, the table's header has 2"),
  ])
  func mistakesHaveTheirPlace(marked: String, code: String, message: String) throws {
    let mark: Character = "1️⃣"
    let before = try #require(marked.split(separator: mark, omittingEmptySubsequences: false).first)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let place = SourceLocation(file: "r.md", line: lines.count, column: (lines.last?.count ?? 0) + 1)
    let error = #expect(throws: DiagnosticError.self) {
      try Document.parse(marked.filter { $0 != mark }, file: "r.md")
    }
    let found = error?.diagnostics.map { "\($0.location?.description ?? "") \($0.code) \($0.message)" }
    #expect(found == ["\(place) \(code) \(message)"])
  }

  @Test func allMistakesAreReportedInOrder() {
    let error = #expect(throws: DiagnosticError.self) {
      try Document.parse("[a]{b}\n\n::: x\n\n|a|\n|-|\n|b|c|\n\n[^a]: $$ x", file: "r.md")
    }
    #expect(error?.diagnostics.map { $0.location?.line } == [1, 3, 7, 9])
  }

  @Test(arguments: [
    "a {b} c", "{", "}", "# {", "# a {", "# a}", "a: b", ":", ": a", ":--", "|-|", "a\n|-|", "$", "$$x", "@",
    "[@", "[@]",
    "[-@a", "[^", "[^]", "[^a]:", "```{", "`{val", "`{val}`", "::", "\\", "![", "[]{}", "[a]{}",
    "|a|\n|-|\n|`|", "\u{0}",
    "---", "a\n: b", "- \n: x", "> :::", "é\u{301}@a", "\r\n\r", "\u{FEFF}---\n---", "*a `b* c` $d* e$",
  ])
  func anyTextIsReadOrRefusedWithAPlace(text: String) {
    for options in [MarkupOptions.report, .commonMark] {
      do throws(DiagnosticError) {
        _ = try Document.parse(text, file: "r.md", options: options)
      } catch {
        #expect(options == .report)
        #expect(error.diagnostics.allSatisfy { $0.location != nil })
      }
    }
  }
}
