import Foundation
import TestSupport
import Testing

/// The program as a step of a job of hosted CI.
@Suite struct HostedJobTests {
  private func run(
    _ arguments: [String], in folder: TemporaryFolder, at path: String = "checkout"
  ) throws -> Program.Result {
    try Program.run(
      arguments, in: "\(folder.path)/\(path)",
      environment: [
        "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": "\(folder.path)/checkout",
        "GITHUB_STEP_SUMMARY": "\(folder.path)/summary.md",
      ])
  }

  private func checkout(_ document: String, name: String = "small") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("checkout/reports/\(name)/report.md", document)
    try folder.write("checkout/reports/\(name)/small.csv", SmallReport.runs())
    return folder
  }

  @Test func aFailedClaimIsAnErrorBesideItsLine() throws {
    let folder = try checkout(SmallReport.document(claim: "main.slope < 0"))
    let line =
      try #require(
        SmallReport.document().split(separator: "\n", omittingEmptySubsequences: false)
          .firstIndex { $0.contains("{.claim") }) + 1
    for arguments in [["check", "reports"], ["build", "reports", "--strict"]] {
      let result = try run(arguments, in: folder)
      #expect(result.status == 3)
      #expect(
        result.errors.contains("\n::error file=reports/small/report.md,line=\(line),col="), "\(result.errors)"
      )
    }
    let result = try run(["build", "reports"], in: folder)
    #expect(result.status == 0)
    #expect(!result.errors.contains("::error"))
    #expect(result.errors.contains("\n::warning file=reports/small/report.md,line=\(line),col="))
  }

  @Test(arguments: [
    ("checkout/reports", "small"), ("checkout", "reports/small"), ("", "checkout/reports/small"),
  ])
  func filesAreNamedFromTheRootOfTheCheckout(_ place: String, _ path: String) throws {
    let folder = try checkout(SmallReport.document(extra: "See @fig-nowhere."))
    let result = try run(["check", path], in: folder, at: place)
    #expect(result.errors.contains("\n::error file=reports/small/report.md,line="), "\(result.errors)")
    let moved = try run(["check", path, "-C", "\(folder.path)/\(place)"], in: folder)
    #expect(moved.errors.contains("\n::error file=reports/small/report.md,line="), "\(moved.errors)")
  }

  @Test func namesAndMessagesCannotEndTheCommand() throws {
    let folder = try checkout(
      SmallReport.document(extra: "See @fig-nowhere."), name: "100%,a:b")
    let result = try run(["check", "reports/100%,a:b"], in: folder)
    #expect(
      result.errors.contains("\n::error file=reports/100%25%2Ca%3Ab/report.md,line="), "\(result.errors)")
    let commands = result.errors.split(separator: "\n").filter { $0.hasPrefix("::") }
    #expect(commands.count == 1)
  }

  @Test func linesOfJSONStayJSON() throws {
    let folder = try checkout(SmallReport.document(extra: "See @fig-nowhere."))
    let result = try run(["check", "reports/small", "--json"], in: folder)
    for line in result.errors.split(separator: "\n") { #expect(line.hasPrefix("{")) }
  }

  @Test func theSummaryHasVerdictsAndKeyNumbers() throws {
    let document = SmallReport.document().replacingOccurrences(
      of: "seed: 7",
      with: "seed: 7\nabstract: 'A slope of `{val} main.slope | ±` in `{val} table.rows` *runs*.'")
    let folder = try checkout(document)
    try folder.write("summary.md", "An earlier command's words.\n\n")
    #expect(try run(["check", "reports"], in: folder).status == 0)
    let summary = try #require(folder.read("summary.md"))
    #expect(summary.hasPrefix("An earlier command's words.\n\n### A small report\n"))
    #expect(summary.contains("Claims: **1 holds** · 20 rows, 1 fit, 1 figure"))
    #expect(summary.contains("| ✓ holds | The slope is positive | "))
    #expect(summary.contains(" | main.slope |"))
    #expect(summary.contains("| 20 |  | table.rows |"))
    #expect(summary.contains("Parameters of 1 fit"))
    // Every line of a table has as many cells as its head.
    for block in summary.components(separatedBy: "\n\n") where block.hasPrefix("|") {
      let cells = Set(
        block.split(separator: "\n").map { $0.replacingOccurrences(of: "\\|", with: "").count { $0 == "|" } })
      #expect(cells.count == 1, "\(block)")
    }
  }

  @Test func wordsOfAReportAreNoMarkup() throws {
    let trap = "<img src=x> [a](b) `c` | *d*"
    let document = SmallReport.document().replacingOccurrences(
      of: "title: \"A small report\"", with: "title: '\\<img src=x> \\[a](b) \\`c\\` | \\*d\\*'")
    let folder = try checkout(document)
    #expect(try run(["check", "reports"], in: folder).status == 0)
    let summary = try #require(folder.read("summary.md"))
    #expect(!summary.contains(trap))
    #expect(summary.contains("### \\<img src=x\\> \\[a\\](b) \\`c\\` \\| \\*d\\*\n"), "\(summary)")
  }

  @Test func whatStoppedABuildIsInTheSummary() throws {
    let folder = try checkout(SmallReport.document(extra: "See @fig-nowhere."))
    #expect(try run(["build", "reports"], in: folder).status == 1)
    let summary = try #require(folder.read("summary.md"))
    #expect(summary.contains("### Not built: 1 error\n"))
    #expect(summary.contains("fig-nowhere"))
    #expect(folder.names("checkout").filter { $0 != ".isoloss" } == ["reports"])
  }

  @Test func aSummaryThatCannotBeWrittenStopsNothing() throws {
    let folder = try checkout(SmallReport.document())
    try folder.write("summary.md/inner", "a folder in the way")
    let result = try run(["check", "reports"], in: folder)
    #expect(result.status == 0)
    #expect(result.errors.contains("warning[W0929]"))
  }

  @Test func elsewhereThereIsNoSummary() throws {
    let folder = try checkout(SmallReport.document())
    let result = try Program.run(
      ["check", "reports"], in: "\(folder.path)/checkout",
      environment: ["GITHUB_STEP_SUMMARY": "\(folder.path)/summary.md"])
    #expect(result.status == 0)
    #expect(folder.read("summary.md") == nil)
    #expect(!result.errors.contains("::"))
  }
}
