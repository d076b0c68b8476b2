import Foundation
import TestSupport
import Testing

/// Every kind of broken source, built by the program as people run it: refused with status, file, line and column, and
/// nothing written.
@Suite struct BrokenSourceTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What the finding says after its place.
    var says: String
    /// What the finding points at, in the report or, for `file`, in the runs.
    var at: String
    var replacing: (old: String, new: String)?
    var extra = ""
    var file = "report.md"
    var runs = SmallReport.runs()

    static func text(_ name: String, _ says: String, _ extra: String, at needle: String) -> Mistake {
      Mistake(testDescription: name, says: says, at: needle, extra: extra)
    }

    static func cell(
      _ name: String, _ says: String, _ old: String, _ new: String, at needle: String
    ) -> Mistake {
      Mistake(testDescription: name, says: says, at: needle, replacing: (old, new))
    }

    static func data(
      _ name: String, _ says: String, _ old: String, _ new: String, at needle: String
    ) -> Mistake {
      var mistake = Mistake(testDescription: name, says: says, at: needle)
      mistake.file = "small.csv"
      mistake.runs = SmallReport.runs().replacing(old, with: new)
      return mistake
    }

    var document: String {
      let document = SmallReport.document(extra: extra)
      return replacing.map { document.replacing($0.old, with: $0.new) } ?? document
    }

    /// `reports/small/report.md:12:3: ` of the last place where the text to point at stands.
    func place() throws -> String {
      let text = file == "report.md" ? document : runs
      let found = try #require(text.ranges(of: at).last)
      let before = text[..<found.lowerBound]
      let line = before.count { $0 == "\n" } + 1
      let column = before.reversed().prefix { $0 != "\n" }.count + 1
      return "reports/small/\(file):\(line):\(column): "
    }
  }

  static let mistakes: [Mistake] = [
    .text("unresolved reference", "error[E0201]: ", "See @fig-nowhere.", at: "@fig-nowhere"),
    .text(
      "unresolved citation", "error[E0201]: no work \"nobody2020\"", "By [@nobody2020].", at: "@nobody2020"),
    .text("unresolved value", "error[E0203]: ", "It is `{val} main.slop`.", at: "main.slop`"),
    .cell("unknown key", "error[E0110]: ", "cluster: run", "clustr: run", at: "clustr"),
    .text(
      "duplicate label", "error[E0202]: ", "\n```{law}\nlabel: ours\nextends: chinchilla\n```\n",
      at: "ours\nextends"),
    .cell("bad YAML", "error[E0101]: ", "columns: {size", "columns: [size", at: "}\nwhere"),
    .cell("bad formula", "error[E03", "a*size^(-slope)", "a*size^^(-slope)", at: "^(-slope)"),
    .cell(
      "a parameter that the formula lacks", "error[E0345]: ", "slope: {range: 0.05..1}",
      "slop: {range: 0.05..1}", at: "slop: {"),
    .text("bad TeX", "error[E06", "Then $a + \\nosuch$.", at: "\\nosuch"),
    .text(
      "claim over no rows", "error[E0206]: ",
      "[None]{.claim #clm-none check=\"max(table where size > 1e12, loss) < 9\"}.", at: "size > 1e12"),
    .cell("unsupported source", "error[E0430]: ", "small.csv", "small.parquet", at: "small.parquet"),
    .cell("no such file", "error[E0901]: ", "small.csv", "smal.csv", at: "smal.csv"),
    .data(
      "a CSV row with a cell too few", "error[E0405]: ", "r3,10000,10000000,", "r3,10000,", at: "r3,10000,"),
    .data("a CSV cell that is no number", "error[E0408]: ", "r3,10000,", "r3,1o000,", at: "1o000"),
  ]

  private func folder(_ mistake: Mistake) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", mistake.document)
    try folder.write("reports/small/small.csv", mistake.runs)
    return folder
  }

  @Test(arguments: mistakes) func isRefusedAtItsPlace(mistake: Mistake) throws {
    let folder = try folder(mistake)
    for command in ["check", "build"] {
      let result = try Program.run([command, "reports/small"], in: folder.path)
      let file = mistake.testDescription == "no such file"
      #expect(result.status == (file ? 5 : 1), "\(result.errors)")
      #expect(result.output == "")
      if mistake.testDescription.hasSuffix("too few") {
        // The finding is where the row ends.
        #expect(result.errors.contains("reports/small/small.csv:4:"), "\(result.errors)")
        #expect(result.errors.contains(mistake.says), "\(result.errors)")
      } else {
        #expect(result.errors.contains(try mistake.place() + mistake.says), "\(result.errors)")
      }
      // What could be computed all the same is remembered.
      #expect(folder.names().filter { $0 != ".isoloss" } == ["reports"])
      #expect(folder.names("reports/small") == ["report.md", "small.csv"])
    }
  }

  @Test func whatIsExpectedOfRunsAndFailsIsRefused() throws {
    let document = SmallReport.document().replacing(
      "cluster: run", with: "cluster: run\nexpect: {loss: 2.9..9}")
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", document)
    try folder.write("reports/small/small.csv", SmallReport.runs())
    let result = try Program.run(["build", "reports/small"], in: folder.path)
    #expect(result.status == 1)
    #expect(
      result.errors.contains("reports/small/small.csv:7:1: error[E0422]: expected loss in 2.9..9"),
      "\(result.errors)")
    #expect(folder.names() == ["reports"])
  }

  /// A site that was there stays as it was when the next build fails.
  @Test func whatWasBuiltBeforeStays() throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", SmallReport.document())
    try folder.write("reports/small/small.csv", SmallReport.runs())
    #expect(try Program.run(["build", "reports/small"], in: folder.path).status == 0)
    let page = folder.read("_site/small/index.html")
    try folder.write("reports/small/report.md", SmallReport.document(extra: "See @fig-nowhere."))
    #expect(try Program.run(["build", "reports/small"], in: folder.path).status == 1)
    #expect(page != nil && folder.read("_site/small/index.html") == page)
  }

  @Test(.timeLimit(.minutes(5))) func aNamedPipeIsNoTableOfRuns() throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", SmallReport.document())
    #expect(mkfifo("\(folder.path)/reports/small/small.csv", 0o600) == 0)
    let result = try Program.run(["build", "reports/small"], in: folder.path)
    #expect(result.status == 5, "\(result.errors)")
    #expect(
      result.errors.contains("report.md:11:7: error[E0902]: \"reports/small/small.csv\" is a named pipe"))
    #expect(result.errors.contains("write what it gives into a file"))
    #expect(folder.names() == ["reports"])
  }
}
