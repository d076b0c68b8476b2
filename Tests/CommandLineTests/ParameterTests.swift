import Foundation
import TestSupport
import Testing

/// Parameters from the command line.
struct ParameterTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let report = """
      ---
      title: 'Up to {{params.most}}'
      parameters: {most: 3}
      ---

      `{val} params.most*2` of {{params.most}}.
      """
    try folder.write("one/report.md", report)
    try folder.write("two/report.md", report.replacing("most", with: "least"))
    return folder
  }

  @Test func areSetRecordedAndCheckedByName() throws {
    let folder = try folder()
    #expect(try Program.run(["build", "one", "-P", "most=5", "--twice"], in: folder.path).status == 0)
    let page = try #require(folder.read("_site/one/index.html"))
    #expect(page.contains("Up to 5") && page.contains("most = 5 (3 without -P)"))
    let record = try #require(folder.read("_site/one/report.json"))
    #expect(record.contains("\"value\": \"5\"") && record.contains("\"default\": \"3\""))
    let slip = try Program.run(["check", "one", "-P", "mots=5"], in: folder.path)
    #expect(slip.status == 2 && slip.errors.contains("did you mean \"most\"?"))
    let wrong = try Program.run(["check", "one", "-P", "most=five"], in: folder.path)
    #expect(wrong.status == 2 && wrong.errors.contains("must be a number"))
  }

  @Test func ofSeveralReportsNeedOneThatDeclaresThem() throws {
    let folder = try folder()
    #expect(try Program.run(["check", "one", "two", "-P", "most=5"], in: folder.path).status == 0)
    let none = try Program.run(["check", "one", "two", "-P", "mst=5"], in: folder.path)
    #expect(none.status == 2 && none.errors.contains("no report declares"))
  }
}
