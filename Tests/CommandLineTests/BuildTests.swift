import Foundation
import TestSupport
import Testing

@Suite struct BuildTests {
  private func folder(
    _ document: String = SmallReport.document(), runs: String = SmallReport.runs()
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", document)
    try folder.write("reports/small/small.csv", runs)
    return folder
  }

  @Test func aReportIsBuiltFromItsRuns() throws {
    let folder = try folder()
    let result = try Program.run(["build", "reports/small"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "")
    #expect(result.errors.contains("_site/small: 20 rows, 1 fit, 1 figure; claims: 1 holds"))
    #expect(
      folder.names("_site/small/figures")
        == [
          "fig-levels-curves.csv", "fig-levels.csv", "fig-levels.pdf", "fig-levels.png", "fig-levels.svg",
          "fig-levels@2x.png",
        ])
    let page = try #require(folder.read("_site/small/index.html"))
    #expect(page.contains("<h1>A small report</h1>"))
    #expect(page.contains("20<span class=card>"))
    #expect(page.contains("id=fit-main"))
    #expect(folder.read("_site/small/small.csv") == folder.read("reports/small/small.csv"))
    let markdown = try #require(folder.read("_site/small/report.md"))
    #expect(markdown.contains("![") && markdown.contains("](figures/fig-levels.png)"))
    // Nothing but the output and the memory of builds is new.
    #expect(folder.names() == [".isoloss", "_site", "reports"])
    #expect(folder.names("reports/small") == ["report.md", "small.csv"])
  }

  @Test(arguments: ["reports/small", "reports/small/report.qmd", "reports"])
  func aReportMayBeAFileForQuarto(path: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.qmd", SmallReport.document())
    try folder.write("reports/small/small.csv", SmallReport.runs())
    let result = try Program.run(["build", path, "--lock"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.read("_site/small/index.html") != nil)
    let again = try Program.run(["build", path, "--frozen"], in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func oneChangedLossChangesValueCurveAndData() throws {
    let before = try folder()
    let after = try folder(runs: SmallReport.runs(changing: 8, to: 2.9))
    for folder in [before, after] {
      #expect(try Program.run(["build", "reports/small"], in: folder.path).status == 0)
    }
    for name in [
      "index.html", "report.md", "figures/fig-levels.svg", "figures/fig-levels-curves.csv",
      "figures/fig-levels.csv",
    ] {
      #expect(before.read("_site/small/\(name)") != after.read("_site/small/\(name)"), "\(name)")
    }
    func slope(_ folder: TemporaryFolder) throws -> Substring {
      let text = try #require(folder.read("_site/small/report.md"))
      let words = try #require(text.firstRange(of: "the slope is "))
      return text[words.upperBound...].prefix { !$0.isNewline }
    }
    #expect(try slope(before) != slope(after))
  }

  @Test func aFolderOfReportsIsBuiltAtOnce() throws {
    let folder = try folder()
    try folder.write("reports/other/report.md", SmallReport.document())
    try folder.write("reports/other/small.csv", SmallReport.runs())
    let result = try Program.run(["build", "reports", "-q"], in: folder.path)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(folder.names("_site") == ["index.html", "other", "small"])
  }

  @Test func jsonIsOneObjectALine() throws {
    let folder = try folder()
    let result = try Program.run(["build", "reports/small", "--json"], in: folder.path)
    #expect(result.status == 0)
    struct Summary: Decodable { var slug: String; var rows: Int; var claims: [String: Int] }
    let summary = try JSONDecoder().decode(Summary.self, from: Data(result.output.utf8))
    #expect(summary.slug == "small")
    #expect(summary.rows == 20)
    #expect(summary.claims == ["holds": 1, "undecided": 0, "fails": 0])
  }

  @Test(arguments: [
    ("```{runs}\nlabel: more\nfrom: missing.csv\n```", "missing.csv"),
    ("```{fit}\nlabel: second\ndata: tabel\nlaw: ours\n```", "did you mean \"table\"?"),
    ("See @fig-nowhere.", "fig-nowhere"),
    ("`{val} main.slop`", "did you mean \"slope\"?"),
    ("$\\frac{a$", "error["),
  ])
  func brokenSourcesAreErrorsThatWriteNothing(_ extra: String, _ says: String) throws {
    let folder = try folder(SmallReport.document(extra: extra))
    let result = try Program.run(["build", "reports/small"], in: folder.path)
    #expect(result.status == 1 || (result.status == 5 && extra.contains("missing.csv")), "\(result.errors)")
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(result.errors.contains("report.md:"))
    #expect(result.output == "")
    // What could be computed all the same is remembered.
    #expect(folder.names().filter { $0 != ".isoloss" } == ["reports"])
  }

  @Test(arguments: ["build", "check"])
  func mistakesOfAllPhasesAreToldTogether(_ command: String) throws {
    let extra = """
      ```{fit}
      label: second
      data: table
      law: ours
      where: sise > 1
      ```

      ```{runs}
      label: more
      from: [small.csv
      ```

      See @fig-x, `{val} main.slope +`, `{val} second.slope` of `{val} more.rows`: $\\nosuch$ in 20 rows.
      """
    let folder = try folder(SmallReport.document(extra: extra))
    let text = try #require(folder.read("reports/small/report.md"))
    let expected = [
      ("E0340", "sise > 1"), ("E0101", "```\n\nSee"), ("E0201", "@fig-x"), ("E0304", "`, `{val} second"),
      ("E0601", "\\nosuch"), ("W0230", "20 rows"),
    ].map { code, needle in
      let before = text[..<(text.firstRange(of: needle)?.lowerBound ?? text.startIndex)]
      let line = before.count { $0.isNewline } + 1
      return "\(code) \(line):\(before.reversed().prefix { !$0.isNewline }.count + 1)"
    }
    struct Finding: Decodable { var code: String; var line, column: Int? }
    let json = try Program.run([command, "reports/small", "--json"], in: folder.path)
    #expect(json.status == 1)
    let findings = try json.errors.split(separator: "\n").map {
      try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
    }
    #expect(findings.map { "\($0.code) \($0.line ?? 0):\($0.column ?? 0)" } == expected)
    let told = try Program.run([command, "reports/small"], in: folder.path)
    #expect(told.status == 1)
    #expect(
      told.errors.matches(of: /(?:error|warning)\[(.....)\]/).map { String($0.1) }
        == expected.map { String($0.prefix(5)) })
    #expect(folder.names().filter { $0 != ".isoloss" } == ["reports"])
    #expect(folder.read(".isoloss/.gitignore") == "*\n")
  }

  @Test func errorsAreLinesOfJSONOnRequest() throws {
    let folder = try folder(SmallReport.document(extra: "See @fig-nowhere."))
    let result = try Program.run(["check", "reports/small", "--json"], in: folder.path)
    #expect(result.status == 1)
    struct Finding: Decodable { var severity: String; var code: String; var line: Int? }
    let findings = try result.errors.split(separator: "\n").map {
      try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
    }
    #expect(findings.contains { $0.severity == "error" && $0.line != nil })
  }

  @Test func annotationsForHostedCI() throws {
    let folder = try folder(SmallReport.document(extra: "See @fig-nowhere."))
    let result = try Program.run(
      ["check", "reports/small"], in: folder.path, environment: ["GITHUB_ACTIONS": "true"])
    #expect(result.errors.contains("::error file=reports/small/report.md,line="))
  }

  @Test(arguments: [
    // A claim that fails; one that holds where failure is expected; one that nobody can decide.
    ("main.slope < 0", "", Int32(3)), ("main.slope > 0\" expected=\"fails\" reason=\"as a test", "", 3),
    ("main.slope < 0\" expected=\"fails\" reason=\"as a test", "", 0),
  ])
  func claimsDecideTheStatusOfCheck(_ claim: String, _ extra: String, _ status: Int32) throws {
    let folder = try folder(SmallReport.document(claim: claim))
    #expect(try Program.run(["check", "reports/small"], in: folder.path).status == status)
    #expect(try Program.run(["build", "reports/small", "--strict"], in: folder.path).status == status)
    #expect(try Program.run(["build", "reports/small"], in: folder.path).status == 0)
  }

  @Test func templatesBesideTheReportReplaceTheBuiltInOnes() throws {
    let folder = try folder()
    try folder.write("reports/small/templates/style.css", "body{color:teal}")
    #expect(try Program.run(["build", "reports/small"], in: folder.path).status == 0)
    #expect(folder.read("_site/small/index.html")?.contains("body{color:teal}") == true)
    try folder.write("reports/small/templates/head.mustache", "<h1>{{{tilte}}}</h1>")
    let result = try Program.run(["build", "reports/small", "-o", "second"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("head.mustache:1:8: error[E0911]"))
    #expect(result.errors.contains("did you mean \"title\"?"))
    #expect(folder.names("second") == [])
  }

  @Test func sourcesAreNotWrittenInto() throws {
    let folder = try folder()
    let result = try Program.run(["build", "reports/small", "-o", "reports"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("E0921"))
    #expect(folder.names("reports/small") == ["report.md", "small.csv"])
  }

  @Test func aPlaceThatCannotBeWrittenIsStatus5() throws {
    let folder = try folder()
    try folder.write("file", "in the way")
    let result = try Program.run(["build", "reports/small", "-o", "file/site"], in: folder.path)
    #expect(result.status == 5)
    #expect(result.errors.contains("E0920"))
  }
}
