import Foundation
import TestSupport
import Testing

/// `build --to`, `outputs:` and `--assets`: what a report is written in.
@Suite struct FormatTests {
  private func build(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:])
    throws
    -> Program.Result
  {
    try Program.run(["build", "small"] + arguments, in: folder.path, environment: environment)
  }

  @Test func theOptionSaysWhatIsWritten() throws {
    let folder = try SmallReport.folder()
    // Twice: what was written without a page is known as an earlier build.
    for _ in 0..<2 {
      let result = try build(["--to", "ipynb, latex", "--no-cache"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        folder.names("_site/small") == [
          "figures", "report.ipynb", "report.json", "report.tex", "small.csv",
        ])
    }
    let source = try #require(folder.read("_site/small/report.tex"))
    #expect(source.contains("\\includegraphics") && source.contains("{figures/fig-levels.pdf}"))
    #expect(folder.names("_site/small/figures").contains("fig-levels.pdf"))
    #expect(folder.read("_site/small/report.ipynb")?.contains("\"nbformat_minor\": 5") == true)
  }

  @Test func theFrontMatterSaysItForTheReport() throws {
    let folder = try SmallReport.folder()
    let document = SmallReport.document()
    try folder.write(
      "small/report.md", document.replacing("seed: 7", with: "seed: 7\noutputs: [latex, html]"))
    #expect(try build([], in: folder).status == 0)
    let page = try #require(folder.read("_site/small/index.html"))
    #expect(page.contains("<a href=report.tex>LaTeX</a>") && !page.contains("report.md"))
    #expect(page.contains("<link rel=alternate type=\"application/x-tex\" href=report.tex>"))
    #expect(!folder.names("_site/small").contains("report.md"))
    // The option counts more.
    #expect(try build(["--to", "md"], in: folder).status == 0)
    #expect(
      folder.names("_site/small").filter { $0.hasSuffix(".md") || $0.hasSuffix(".html") } == ["report.md"])
    try folder.write("small/report.md", document.replacing("seed: 7", with: "seed: 7\noutputs: [htlm]"))
    let refused = try build([], in: folder)
    #expect(refused.status == 1 || refused.status == 2)
    #expect(
      refused.errors.contains("small/report.md:5:11: error[E0118]: no format \"htlm\" to write a report in"),
      "\(refused.errors)")
    #expect(refused.errors.contains("did you mean \"html\"?"))
  }

  @Test func figuresAreKeptInTheFilesThatTheReportNames() throws {
    let folder = try SmallReport.folder()
    func build(_ front: String) throws -> (result: Program.Result, figures: [String]) {
      let document = SmallReport.document().replacing("seed: 7", with: "seed: 7\n\(front)")
      try folder.write("small/report.md", document)
      let result = try self.build([], in: folder)
      return (
        result,
        folder.names("_site/small/figures").filter { $0.hasPrefix("fig-levels") && !$0.hasSuffix(".csv") }
      )
    }
    let few = try build("outputs: [html]\npictures: [svg, png@2x]")
    #expect(few.result.status == 0 && few.figures == ["fig-levels.svg", "fig-levels@2x.png"])
    let page = try #require(folder.read("_site/small/index.html"))
    #expect(page.contains("href=\"figures/fig-levels.svg\"") && !page.contains("fig-levels.pdf"))
    // What a form of the report shows is written besides.
    #expect(
      try build("outputs: [html, md, latex]\npictures: [svg]").figures == [
        "fig-levels.pdf", "fig-levels.png", "fig-levels.svg",
      ])
    #expect(folder.read("_site/small/report.md")?.contains("fig-levels.pdf") == false)
    #expect(try build("outputs: [ipynb]\npictures: []").figures == ["fig-levels@2x.png"])
    let refused = try build("pictures: [svg, pgn]").result
    #expect(
      refused.errors.contains("small/report.md:5:17: error[E0115]: no picture \"pgn\""), "\(refused.errors)")
    #expect(refused.errors.contains("did you mean \"png\"?"))
  }

  @Test func whatIsNoFormatIsAMistakeOfUse() throws {
    let folder = try SmallReport.folder()
    let result = try build(["--to", "html,word"], in: folder)
    #expect(
      result.status == 2 && result.errors.contains("error[E0118]: no format \"word\""), "\(result.errors)")
    #expect(result.errors.contains("formats: html, md, latex, pdf, ipynb"))
  }

  @Test func aPDFNeedsABrowser() throws {
    let folder = try SmallReport.folder()
    for environment in [
      ["ISOLOSS_CHROMIUM": "/nowhere/chromium"], ["ISOLOSS_CHROMIUM": "", "PATH": folder.path],
    ] {
      let result = try build(["--to", "pdf"], in: folder, environment: environment)
      #expect(result.status == 5 && result.errors.contains("error[E0955]: "), "\(result.errors)")
      #expect(!folder.names().contains("_site"))
    }
  }

  @Test func assetsStandBesideThePage() throws {
    let folder = try SmallReport.folder()
    #expect(try build(["--assets"], in: folder).status == 0)
    let page = try #require(folder.read("_site/small/index.html"))
    #expect(page.contains("<link rel=stylesheet href=style.css>") && !page.contains("<style>"))
    #expect(page.contains("<img src=\"figures/fig-levels.svg\" alt=\""))
    #expect(folder.read("_site/small/style.css")?.contains("@media print") == true)
    #expect(page.utf8.count < 60_000)
  }
}
