import Foundation
import Publishing
import Reports
import Testing

@Suite struct MarkdownTests {
  private func markdown(_ report: ExecutedReport) async throws -> String {
    let rendered = try Publisher(templates: TemplateSet()).render(report, folder: "/nowhere")
    return String(decoding: rendered.files.first { $0.path == "report.md" }?.bytes ?? [], as: UTF8.self)
  }

  @Test(arguments: [
    "# Title of words\n", "[A. words](https://orcid.org/0000-0002-1825-0097) · 1 September 2026",
    "Claims: 1 holds, 1 undecided, 1 fails", "![words](figures/fig-two.png)",
    "**Figure 2.** **Finding.** words",
    "[CSV](figures/fig-two.csv)", "a claim of words (*holds*)", "(*fails, as expected*)",
    "[Kumar et al. (2024)](#ref-kumar2024)", "(see [Kumar et al., 2024](#ref-kumar2024), p. 3)",
    "[^1]: words", "0.50 ± 0.01", "## 1 Introduction words", "### 1.1 Inner", "> [!WARNING]\n> **words**",
    "```yaml\na: words\n  b: 2\n```", "3. words", "- words\n- b", "| words | n |\n| :-- | --: |",
    "## Claims", "## References", "| words | 3 | 3–5 |", "0.371 to 0.448",
  ])
  func readsWell(_ part: String) async throws {
    let text = try await markdown(try SampleReport.make())
    #expect(text.contains(part))
  }

  @Test func tasksAreTasksInEveryForm() async throws {
    var report = try SampleReport.make()
    report.blocks = [
      .list(
        start: nil, tight: true,
        [true, false].map { [.paragraph([.task(isDone: $0), .text(" words")])] })
    ]
    let files = try Publisher(templates: TemplateSet()).render(
      report, folder: "/nowhere", formats: [.html, .markdown, .latex]
    ).files
    let text = { (name: String) in
      String(decoding: files.first { $0.path == name }?.bytes ?? [], as: UTF8.self)
    }
    #expect(text("report.md").contains("- [x] words\n- [ ] words"))
    #expect(text("report.tex").contains("\\item $\\boxtimes$ words\n\\item $\\square$ words"))
    #expect(text("index.html").contains("aria-label=done>☑</span> words"))
    #expect(text("index.html").contains("aria-label=\"to do\">☐</span> words"))
  }

  @Test func markupFromOutsideIsEscaped() async throws {
    let text = try await markdown(try SampleReport.make(words: "*a* <b> [c](d) `e` $f$ |g| #h"))
    #expect(text.contains(##"\*a\* \<b\> \[c\](d) \`e\` \$f\$ \|g\| \#h"##))
    #expect(!text.contains("javascript:"))
  }

  @Test(arguments: ["- a", "+ a", "1. a", "12) a", "=== a", "# a", "> a"])
  func linesDoNotBecomeBlocks(_ words: String) async throws {
    var report = try SampleReport.make()
    report.blocks = [.paragraph([.text("first"), .softBreak, .text(words)])]
    let text = try await markdown(report)
    let line = try #require(text.split(separator: "\n").first { $0.hasSuffix(" a") })
    #expect(line.contains("\\"))
  }
}
