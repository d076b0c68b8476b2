import Markup
import TestSupport
import Testing

/// Every example of the CommonMark specification.
@Suite struct SpecificationTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let number: Int
    let line: Int
    let markdown: String
    let html: String
    var testDescription: String { "example \(number) (line \(line))" }
  }

  @Test(.enabled(if: PublishedData.holds("commonmark-spec.txt"), "\(PublishedData.hint)"))
  func everyExampleRendersAsSpecified() throws {
    let text = try PublishedData.text("commonmark-spec.txt")
    let examples = Self.examples(in: text)
    #expect(examples.count == 655)
    var failures = 0
    for example in examples {
      let document = try Document.parse(example.markdown, file: "spec", options: .commonMark)
      let html = CommonMarkHTML.render(document)
      if html != example.html {
        failures += 1
        Issue.record(
          "\(example.testDescription)\n\(example.markdown)--- expected\n\(example.html)--- found\n\(html)")
      }
    }
    print("CommonMark specification: \(examples.count - failures) of \(examples.count) examples")
  }

  /// An example stands between lines of 32 backticks, Markdown and HTML divided by a line with a dot; → is a tab.
  static func examples(in text: String) -> [Example] {
    let fence = String(repeating: "`", count: 32)
    var examples: [Example] = []
    var parts: [String]?
    var start = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line == fence + " example" {
        (parts, start) = ([""], index + 1)
      } else if line == fence, let found = parts, found.count == 2 {
        let (markdown, html) = (found[0], found[1])
        examples.append(Example(number: examples.count + 1, line: start, markdown: markdown, html: html))
        parts = nil
      } else if line == ".", parts?.count == 1 {
        parts?.append("")
      } else if let count = parts?.count {
        parts?[count - 1] += line.replacing("→", with: "\t") + "\n"
      }
    }
    return examples
  }
}
