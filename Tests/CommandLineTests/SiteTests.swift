import Foundation
import TestSupport
import Testing

/// Two reports whose figures and fits have the same names, and a project file.
private func sources(claim: String = "main.slope > 0") throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  for name in ["first", "second"] {
    try folder.write("reports/\(name)/report.md", SmallReport.document(claim: claim))
    try folder.write("reports/\(name)/small.csv", SmallReport.runs())
  }
  try folder.write(
    "reports/report.yml", "title: Small & measured\nsubtitle: Two of a kind\npages: [second]\n")
  return folder
}

@Suite struct SiteTests {
  private func built() throws -> TemporaryFolder {
    let folder = try sources()
    let result = try Program.run(["build", "reports", "-o", "deep/under/_site"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  @Test func aFolderOfReportsBecomesASiteWhoseEveryLinkLeadsSomewhereFromDisk() throws {
    let folder = try built()
    #expect(folder.names("deep/under") == ["_site"])
    #expect(folder.names("deep/under/_site") == ["first", "index.html", "second"])
    let index = try #require(folder.read("deep/under/_site/index.html"))
    #expect(index.contains("<h1>Small &amp; measured</h1>"))
    let first = try #require(index.firstRange(of: "href=\"first/index.html\""))
    let second = try #require(index.firstRange(of: "href=\"second/index.html\""))
    #expect(second.lowerBound < first.lowerBound)
    #expect(folder.read("deep/under/_site/first/index.html")?.contains("href=\"../index.html\"") == true)
    let root = "\(folder.path)/deep/under/_site"
    var walk = SiteWalk { path in
      var isFolder: ObjCBool = false
      // A folder opened from disk is a list of files and no page.
      guard FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder),
        !isFolder.boolValue
      else { return nil }
      return FileManager.default.contents(atPath: "\(root)/\(path)").map { Array($0) }
    }
    try walk.walk(from: "index.html")
    #expect(walk.broken == [])
    #expect(walk.links > 60)
    // Nothing is shipped that no page leads to.
    let shipped = try FileManager.default.subpathsOfDirectory(atPath: root).filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(root)/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }
    #expect(Set(shipped) == walk.found)
  }

  @Test(.enabled(if: FileServer.python != nil, "no python3 on the PATH serves the site"))
  func everyLinkLeadsSomewhereBelowASubPath() throws {
    let folder = try built()
    let server = try FileServer(folder: folder.path, log: folder.path + "/server.log")
    var walk = SiteWalk { try server.get("/deep/under/_site/\($0)") }
    try walk.walk(from: "index.html")
    #expect(walk.broken == [])
    #expect(walk.found.count > 18)
    // The server itself can say no.
    #expect(try server.get("/deep/under/_site/nothing.html") == nil)
  }

  @Test func aWalkFindsWhatIsBroken() throws {
    let files = [
      "index.html": "<a href=\"a/index.html#here\"> <img src=\"no.png\"> <img srcset=\"x.png 1x, y.png 2x\">",
      "a/index.html":
        "<p id=\"there\"> <a href=\"../index.html\"> <a href=\"/root.html\"> <a href=\"../../out.html\">",
      "x.png": "",
    ]
    var walk = SiteWalk { files[$0].map { Array($0.utf8) } }
    try walk.walk(from: "index.html")
    #expect(
      Set(walk.broken) == [
        "index.html: a/index.html#here", "index.html: no.png", "index.html: y.png",
        "a/index.html: root:/root.html", "a/index.html: outside:../../out.html",
      ])
  }

  @Test func oneBrokenReportStopsTheSiteAndTheOthersAreStillJudged() throws {
    let folder = try sources(claim: "main.slope < 0")
    try folder.write("reports/first/report.md", SmallReport.document(extra: "See @fig-nowhere."))
    try folder.write("reports/report.yml", "titel: x\n")
    let result = try Program.run(["build", "reports"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("reports/report.yml:1:1: error[E0110]"))
    #expect(result.errors.contains("reports/first/report.md:"))
    #expect(result.errors.contains("fig-nowhere"))
    #expect(result.errors.contains("warning[W0250]: the claim \"clm-slope\" fails"))
    #expect(folder.names() == [".isoloss", "reports"])
  }

  @Test func aRebuiltSiteHasNothingOfAReportThatIsGone() throws {
    let folder = try sources()
    #expect(try Program.run(["build", "reports", "-q"], in: folder.path).status == 0)
    try FileManager.default.removeItem(atPath: folder.path + "/reports/first")
    #expect(try Program.run(["build", "reports", "-q"], in: folder.path).status == 0)
    #expect(folder.names("_site") == ["index.html", "second"])
    try folder.write("_site/notes.txt", "mine")
    let result = try Program.run(["build", "reports", "-q"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("\"_site/notes.txt\" is no earlier build"))
    #expect(folder.read("_site/notes.txt") == "mine")
  }

  @Test func templatesBesideTheProjectFileServeEveryPage() throws {
    let folder = try sources()
    try folder.write("reports/templates/index.css", ".site{color:teal}")
    try folder.write("reports/templates/style.css", "body{color:navy}")
    try folder.write("reports/second/templates/style.css", "body{color:maroon}")
    #expect(try Program.run(["build", "reports", "-q"], in: folder.path).status == 0)
    #expect(folder.read("_site/index.html")?.contains("body{color:navy}\n.site{color:teal}") == true)
    #expect(folder.read("_site/first/index.html")?.contains("body{color:navy}") == true)
    #expect(folder.read("_site/second/index.html")?.contains("body{color:maroon}") == true)
  }

  @Test func aFolderOfReportsIsNamedAlone() throws {
    let folder = try sources()
    let result = try Program.run(["build", "reports", "reports/first"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("error[E0928]"))
    #expect(folder.names() == ["reports"])
  }
}
