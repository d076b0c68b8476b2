import Foundation
import TestSupport
import Testing

/// `check --fix`: numbers that were typed become the values that compute them.
@Suite struct MendingTests {
  private let sentence = "The table has 20 runs, and 20 rows of loss; by [20 runs]{.lit} is meant twenty."

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    // One count: without a fit there is nothing else that 20 rows could be.
    try folder.write(
      "one/report.md",
      "---\ntitle: 'One'\n---\n\n```{runs}\nlabel: table\nfrom: one.csv\n```\n\n\(sentence)\r\n\nEnd.\n")
    try folder.write(
      "one/one.csv", SmallReport.runs().split(separator: "\n").dropLast().joined(separator: "\n"))
    return folder
  }

  @Test func writesTheValuesIn() throws {
    let folder = try folder()
    let path = folder.path + "/one/report.md"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let result = try Program.run(["check", "one", "--fix"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("one/report.md:10:15: warning[W0230]"), "\(result.errors)")
    #expect(result.errors.contains("changed 1 line"))
    let after = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      after.contains(
        "The table has `{val} table.rows` runs, and `{val} table.rows` rows of loss; by [20 runs]{.lit} is meant twenty.\r\n"
      ), "\(after)")
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(permissions == 0o640)
    #expect(folder.names("one") == ["one.csv", "report.md"])
    // What was mended is found no more.
    let again = try Program.run(["check", "one", "--fix"], in: folder.path)
    #expect(!again.errors.contains("W0230") && again.errors.contains("changed 0 lines"))
  }

  @Test func aDryRunWritesNothing() throws {
    let folder = try folder()
    let before = try String(contentsOfFile: folder.path + "/one/report.md", encoding: .utf8)
    let result = try Program.run(["check", "one", "--fix", "--dry-run"], in: folder.path)
    #expect(result.errors.contains("- \(sentence)"))
    #expect(result.errors.contains("+ The table has `{val} table.rows` runs"))
    #expect(result.errors.contains("would change 1 line"))
    #expect(try String(contentsOfFile: folder.path + "/one/report.md", encoding: .utf8) == before)
    #expect(try Program.run(["check", "one", "--dry-run"], in: folder.path).status == 2)
  }

  @Test func machinesGetTheReplacement() throws {
    let folder = try folder()
    let result = try Program.run(["check", "one", "--json"], in: folder.path)
    #expect(
      result.errors.contains(
        #""replacement":{"line":10,"column":15,"old":"20","new":"`{val} table.rows`"}"#), "\(result.errors)")
  }
}
