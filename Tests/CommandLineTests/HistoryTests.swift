import Foundation
import TestSupport
import Testing

/// `date: git`: the day of the last commit of what a report is made of.
@Suite struct HistoryTests {
  private func git(_ folder: TemporaryFolder, _ arguments: String..., day: String = "2026-03-01") throws {
    let result = try Program.tool(
      "git", ["-c", "user.name=A", "-c", "user.email=a@example.org"] + arguments, in: folder.path,
      environment: [
        "GIT_COMMITTER_DATE": "\(day)T23:30:00-11:00", "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z",
        "GIT_CONFIG_GLOBAL": "/dev/null",
      ])
    #expect(result.status == 0, "\(result.errors)")
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try SmallReport.folder()
    try folder.write(
      "small/report.md", SmallReport.document().replacing("seed: 7", with: "seed: 7\ndate: git"))
    return folder
  }

  private func build(_ folder: TemporaryFolder, _ more: String...) throws -> Program.Result {
    try Program.run(["build", "small"] + more, in: folder.path)
  }

  private func day(_ folder: TemporaryFolder, _ page: String = "_site/small/report.json") -> String? {
    folder.read(page)?.firstMatch(of: /"date": "([0-9-]+)"/).map { String($0.1) }
  }

  @Test func isOfTheLastCommitOfTheSources() throws {
    let folder = try folder()
    let without = try build(folder)
    #expect(
      without.status == 1 && without.errors.contains("report.md:5:7: error[E0123]"), "\(without.errors)")
    try git(folder, "init", "--quiet", "--initial-branch", "main")
    #expect(try build(folder).errors.contains("E0123"))
    try git(folder, "add", "small")
    try git(folder, "commit", "--quiet", "-m", "One", day: "2026-03-02")
    let first = try build(folder)
    #expect(first.status == 0 && !first.errors.contains("W0123"), "\(first.errors)")
    #expect(day(folder) == "2026-03-02")
    // A commit of something else is none of the report's.
    try folder.write("notes.txt", "x")
    try git(folder, "add", "notes.txt")
    try git(folder, "commit", "--quiet", "-m", "Two", day: "2026-03-05")
    #expect(try build(folder).status == 0)
    #expect(day(folder) == "2026-03-02")
    // Data are.
    try folder.write("small/small.csv", SmallReport.runs(changing: 3, to: 4.2))
    let dirty = try build(folder)
    #expect(dirty.errors.contains("warning[W0123]") && day(folder) == "2026-03-02", "\(dirty.errors)")
    try git(folder, "commit", "--quiet", "-am", "Three", day: "2026-03-09")
    // Nothing else changed than the commit.
    let clean = try build(folder)
    #expect(!clean.errors.contains("W0123") && day(folder) == "2026-03-09", "\(clean.errors)")
  }

  @Test func isKeptWhereTheSourcesAreOutOfTheirRepository() throws {
    let folder = try folder()
    try git(folder, "init", "--quiet", "--initial-branch", "main")
    try git(folder, "add", "small")
    try git(folder, "commit", "--quiet", "-m", "One", day: "2026-03-02")
    let built = try build(folder, "--lock", "--archive", "--twice")
    #expect(built.status == 0, "\(built.errors)")
    let lock = try #require(folder.read("small/report.lock"))
    #expect(lock.contains("small=2026-03-02") && !lock.contains(".git"))
    let verified = try Program.run(["verify", "_site/small"], in: folder.path)
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(try build(folder, "--frozen").status == 0)
    try folder.write("small/small.csv", SmallReport.runs(changing: 3, to: 4.2))
    try git(folder, "commit", "--quiet", "-am", "Two", day: "2026-03-04")
    let difference = try Program.run(["diff", "HEAD~1..HEAD", "small", "--markdown"], in: folder.path)
    #expect(difference.status == 0, "\(difference.errors)")
    // What git says to the program is not what the program says.
    #expect(difference.output.firstMatch(of: /[0-9a-f]{40}/) == nil, "\(difference.output)")
    #expect(try build(folder, "--date", "2026-13", "-o", "new").errors.contains("E0124"))
    #expect(try build(folder, "--date", "2026-05-06", "-o", "new").status == 0)
    #expect(day(folder, "new/small/report.json") == "2026-05-06")
  }
}
