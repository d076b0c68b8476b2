import Diagnostics
import Figures
import Foundation
import Publishing
import TestSupport
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""),
    ("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@cmd", "'@cmd"), ("\tx", "'\tx"),
    ("=a,b", "\"'=a,b\""),
    ("\"\u{301}", "\"\"\"\u{301}\""), ("", ""),
  ])
  func cellsOfText(_ cell: String, _ written: String) {
    let csv = CSVFile.text(FigureTable(columns: ["c"], rows: [[.text(cell)]]))
    #expect(csv == "c\n\(written)\n")
  }

  @Test func numbersAreLeftAlone() {
    let csv = CSVFile.text(
      FigureTable(columns: ["=x", "y"], rows: [[.number(-1.5), .number(0.1)], [.empty, .number(.nan)]]))
    #expect(csv == "'=x,y\n-1.5,0.1\n,\n")
  }
}

@Suite struct OutputFolderTests {
  private func rendered(_ templates: TemplateSet, _ folder: TemporaryFolder) async throws
    -> Publisher.Rendered
  {
    try Publisher(templates: templates).render(try SampleReport.make(), folder: folder.path)
  }

  @Test func aReportIsWrittenWholeAndReplacedWhole() async throws {
    let folder = try TemporaryFolder()
    var pages = try await rendered(TemplateSet(), folder)
    let output = OutputFolder("\(folder.path)/out/site")
    try output.write(pages)
    #expect(folder.names("out/site") == ["sample"])
    #expect(
      folder.names("out/site/sample") == ["figures", "index.html", "report.json", "report.md", "tables"])
    pages.files = pages.files.filter { $0.path == "index.html" }
    try output.check(slug: "sample", sourceFolder: "\(folder.path)/source")
    try output.write(pages)
    #expect(folder.names("out/site") == ["sample"])
    #expect(folder.names("out/site/sample") == ["index.html"])
  }

  @Test func whatIsNoEarlierBuildIsNotReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("out/sample/thesis.tex", "years of work")
    let error = #expect(throws: DiagnosticError.self) {
      try OutputFolder("\(folder.path)/out").check(slug: "sample", sourceFolder: "\(folder.path)/source")
    }
    #expect(error?.diagnostics.first?.code == "E0924")
  }

  @Test(arguments: [
    ("reports", true), ("reports/tiny", true), ("reports/tiny/out", true), ("reports/tiny/_site", false),
    ("_site", false), (".", false),
  ])
  func sourcesAreNeverWrittenInto(_ output: String, _ isRefused: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/tiny/report.md", "")
    let check = {
      try OutputFolder("\(folder.path)/\(output)").check(
        slug: "tiny", sourceFolder: "\(folder.path)/reports/tiny")
    }
    if isRefused {
      let error = #expect(throws: DiagnosticError.self) { try check() }
      #expect(error?.diagnostics.first?.code == "E0921")
    } else {
      #expect(throws: Never.self) { try check() }
    }
  }

  @Test func aLinkDoesNotHideASource() throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/tiny/report.md", "")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link", withDestinationPath: "\(folder.path)/reports")
    #expect(throws: DiagnosticError.self) {
      try OutputFolder("\(folder.path)/link").check(slug: "tiny", sourceFolder: "\(folder.path)/reports/tiny")
    }
  }

  @Test func aFailureLeavesNothing() async throws {
    let folder = try TemporaryFolder()
    var pages = try await rendered(TemplateSet(), folder)
    // A file in the way of a folder.
    pages.files += [("block", []), ("block/inner", [])]
    let output = OutputFolder("\(folder.path)/out")
    #expect(throws: DiagnosticError.self) { try output.write(pages) }
    #expect(folder.names("out") == [])
  }
}
