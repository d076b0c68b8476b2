import Foundation
import TestSupport
import Testing

@Suite struct DiffTests {
  /// Two builds of a report: as it is, and with other rows and another claim.
  private func builds() throws -> TemporaryFolder {
    let folder = try SmallReport.folder()
    #expect(try Program.run(["build", "small", "-o", "before"], in: folder.path).status == 0)
    var lines = SmallReport.runs(changing: 3, to: 2.9).split(separator: "\n").map(String.init)
    lines.remove(at: 8)
    lines.append("r50,2000000,30000000,1.83,done")
    try folder.write("small/small.csv", lines.joined(separator: "\n") + "\n")
    try folder.write("small/report.md", SmallReport.document(claim: "main.slope > 0.3"))
    #expect(try Program.run(["build", "small", "-o", "after"], in: folder.path).status == 0)
    return folder
  }

  @Test func changesAreToldGravestFirst() throws {
    let folder = try builds()
    let result = try Program.run(["diff", "before", "after"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let text = result.output
    let order = ["Claims", "Parameters", "Values in the text", "Rows", "Figures"].map {
      text.firstRange(of: $0)?.lowerBound
    }
    #expect(order.allSatisfy { $0 != nil }, "\(text)")
    #expect(order.compactMap { $0 } == order.compactMap { $0 }.sorted())
    #expect(text.contains("table: 20 rows → 20 rows, 1 added, 1 removed, 1 changed"), "\(text)")
    #expect(text.contains("main.slope: ") && text.contains("σ"))
    #expect(text.contains("fig-levels: other data"))
    let same = try Program.run(["diff", "before", "before"], in: folder.path)
    #expect(same.output == "no result changed\n")
  }

  @Test func theCommentIsMarkdownAndThePageHasBothPictures() throws {
    let folder = try builds()
    let comment = try Program.run(["diff", "before/small", "after/small", "--markdown"], in: folder.path)
      .output
    #expect(comment.hasPrefix("**") && comment.contains("| clm-slope |") && comment.utf8.count < 60_000)
    let page = try Program.run(["diff", "before", "after", "--html", "changes.html"], in: folder.path)
    #expect(page.status == 0, "\(page.errors)")
    let html = try #require(folder.read("changes.html"))
    #expect(html.components(separatedBy: "data:image/svg+xml;base64,").count == 5)
    // A name space of XML is no address that a browser asks for.
    let asked = html.replacing("xmlns='http://www.w3.org/2000/svg'", with: "")
    #expect(html.contains("type=\"range\"") && !asked.contains("http://") && !html.contains("src=\"http"))
    let json = try Program.run(["diff", "before", "after", "--json"], in: folder.path).output
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((object["changes"] as? [[String: Any]])?.first?["topic"] as? String == "claims")
  }

  @Test func commitsAreBuiltAndComparedBesideTheWorkingTree() throws {
    let folder = try SmallReport.folder()
    func git(_ arguments: String...) throws {
      let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
      let result = try Program.tool("git", identity + arguments, in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
    }
    try git("init", "-q", "-b", "main")
    try git("add", ".")
    try git("commit", "-q", "-m", "one")
    try folder.write("small/report.md", SmallReport.document(claim: "main.slope > 3"))
    try git("commit", "-q", "-a", "-m", "two")
    try folder.write("small/report.md", "work in progress")
    let result = try Program.run(["diff", "HEAD~1..HEAD", "small"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains("clm-slope: holds") && result.output.contains("→ fails"), "\(result.output)")
    #expect(folder.read("small/report.md") == "work in progress")
    #expect(folder.names() == [".git", "small"])
    let unknown = try Program.run(["diff", "nowhere..HEAD", "small"], in: folder.path)
    #expect(unknown.errors.contains("E0954") && unknown.status != 0)
    let broken = try Program.run(["diff", "HEAD~1..HEAD", "large"], in: folder.path)
    #expect(broken.errors.contains("E0954"))
  }

  @Test func aReferenceOfOtherRowsIsRefused() throws {
    let folder = try builds()
    let same = try Program.run(["compare", "before/small", "before/small"], in: folder.path)
    #expect(same.status == 0, "\(same.errors)")
    #expect(same.output.hasPrefix("agrees with the reference: 5 parameters"))
    let refused = try Program.run(["compare", "after/small", "before/small"], in: folder.path)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("E0952") && refused.errors.contains("the files of runs differ"))
  }

  @Test func anotherFitOfTheSameRowsIsJudged() throws {
    let folder = try SmallReport.folder()
    _ = try Program.run(["build", "small", "-o", "reference"], in: folder.path)
    let fixed = SmallReport.document().replacing("starts: 16", with: "starts: 16\nfix: {slope: 0.9}")
      .replacing("main.slope | ±", with: "main.slope")
    try folder.write("small/report.md", fixed)
    let built = try Program.run(["build", "small", "-o", "current"], in: folder.path)
    #expect(built.status == 0, "\(built.errors)")
    let result = try Program.run(["compare", "current/small", "reference/small"], in: folder.path)
    #expect(result.status == 3, "\(result.errors)")
    #expect(result.output.contains("differs  main.slope: 0.9"), "\(result.output)")
    #expect(result.output.contains("objective of main"))
  }

  @Test func claimsAndFindingsAreWrittenForServers() throws {
    let folder = try SmallReport.folder()
    try folder.write(
      "small/report.md",
      SmallReport.document(claim: "main.slope > 3", extra: "[A & B <c>]{.claim #clm-two check=\"1 < 2\"}"))
    let result = try Program.run(
      ["check", "small", "--junit", "claims.xml", "--sarif", "findings.sarif"], in: folder.path)
    #expect(result.status == 3)
    let xml = try #require(folder.read("claims.xml"))
    let parsed = try Program.tool(
      "python3", ["-c", "import sys,xml.dom.minidom as m; m.parse(sys.argv[1])", "claims.xml"],
      in: folder.path)
    if parsed.status != 127 { #expect(parsed.status == 0, "\(parsed.errors)") }
    #expect(xml.contains("tests=\"2\" failures=\"1\" errors=\"0\""), "\(xml)")
    #expect(xml.contains("A &amp; B &lt;c&gt;") && xml.contains("<failure message=\"fails"))
    let sarif = try #require(
      try JSONSerialization.jsonObject(with: Data((folder.read("findings.sarif") ?? "").utf8))
        as? [String: Any])
    let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.contains { $0["ruleId"] as? String == "E0250" && $0["level"] as? String == "error" })
    try folder.write("small/report.md", "no front matter")
    #expect(try Program.run(["check", "small", "--junit", "claims.xml"], in: folder.path).status == 1)
    #expect(folder.read("claims.xml")?.contains("errors=\"1\"") == true)
  }
}
