import Diagnostics
import Markup
import TestSupport
import Testing

/// Texts put together at random from pieces of syntax.
@Suite struct RandomTextTests {
  static let pieces = [
    "a", "b c", "é", "👩‍👩‍👧", " ", "  ", "\t", "\n", "\n", "\n\n", "\r\n", "*", "**", "_", "`", "``", "[", "]",
    "![", "](", ")",
    "<", ">", "> ", "- ", "1. ", "    ", "# ", "===\n", "---\n", "```", "```{x}\n", "~~~", "{", "}", "{#i}",
    "{.c}", "]{.c k=\"v\"}",
    ":", ": ", ":::", "::: d\n", "|", "|-|-|\n", "|a|b|\n", "$", "$$", "\\", "&amp;", "&#0;", "<!--", "-->",
    "<a b='", "@k",
    "[@k; ", "[^f]", "[^f]: ", "[l]: u\n", "[l]", "{val} x | y", "<https://a.b>", "\"", "'",
  ]

  @Test(arguments: 0..<40) func anyTextIsReadWithPlacesInside(seed: UInt64) {
    var generator = SeededRandom(seed)
    for _ in 0..<100 {
      let count = generator.below(30)
      let text = (0..<count).map { _ in generator.pick(Self.pieces) }.joined()
      let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      func isInside(_ line: Int, _ column: Int) -> Bool {
        line >= 1 && column >= 1 && line <= lines.count + 1
          && column <= (line <= lines.count ? lines[line - 1].count + 1 : 1)
      }
      for options in [MarkupOptions.report, .commonMark] {
        do throws(DiagnosticError) {
          let document = try Document.parse(text, file: "r.md", options: options)
          _ = CommonMarkHTML.render(document)
          for place in Outline.places(of: document) where !isInside(place.line, place.column) {
            Issue.record("\(place) is outside \(text.debugDescription)")
          }
        } catch {
          #expect(options == .report)
          for diagnostic in error.diagnostics {
            let place = diagnostic.location
            #expect(
              place.map { isInside($0.line, $0.column) } ?? false, "\(diagnostic) of \(text.debugDescription)"
            )
          }
        }
      }
    }
  }
}
