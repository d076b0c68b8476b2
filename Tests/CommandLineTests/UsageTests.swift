import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  @Test func theVersionIsData() throws {
    let result = try Program.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output == "0.1.0\n")
    #expect(result.errors == "")
  }

  @Test func helpListsWhatThereIs() throws {
    let result = try Program.run(["--help"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    for command in [
      "build", "check", "clean", "compare", "diff", "doctor", "explain", "fit", "inspect", "laws", "new",
      "plot", "preview", "schema", "verify",
    ] {
      #expect(result.output.contains("\n  \(command) "))
    }
    #expect(!result.output.contains("\n  import "))
  }

  @Test func schemasAreTheFilesOfTheRepository() throws {
    let names = try Program.run(["schema"]).output.split(separator: "\n").map(String.init)
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("schemas")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".schema.json")
    }
    #expect(Set(files) == Set(names.map { "\($0).schema.json" }))
    for name in names {
      let file = try String(
        contentsOf: folder.appendingPathComponent("\(name).schema.json"), encoding: .utf8)
      let result = try Program.run(["schema", name])
      #expect(result.status == 0 && result.output == file)
    }
  }

  @Test(arguments: ["build", "check", "explain", "fit", "laws", "new", "plot", "schema"])
  func everyCommandHasHelpAndTheCommonOptions(
    _ command: String
  )
    throws
  {
    let result = try Program.run([command, "--help"])
    #expect(result.status == 0)
    for option in ["-C <dir>", "--quiet", "--verbose", "--color", "--json"] {
      #expect(result.output.contains(option))
    }
  }

  @Test(arguments: [
    ["build"], ["build", "--nonsense", "x"], ["bild", "x"], ["check"], ["laws", "--color", "pink"],
    ["build", "x", "-q", "-v"], ["laws", "-C", "/nowhere/at/all"], ["laws", "no-such-law"],
    ["schema", "fitt"], ["explain"],
  ])
  func wrongUsageIsStatus2(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors != "")
  }

  @Test(arguments: ["build", "check"]) func aPathThatIsNotThereIsStatus5(_ command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/report.md", "")
    let result = try Program.run([command, "report", "-C", folder.path])
    #expect(result.status == 5)
    #expect(result.errors.contains("error[E0925]: no file or folder \"report\""))
    #expect(result.errors.contains("did you mean \"reports\"?"))
  }
}
