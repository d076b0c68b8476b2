import Foundation
import TestSupport
import Testing

@Suite struct RememberedBuildTests {
  private func build(_ folder: TemporaryFolder, _ more: String...) throws -> Program.Result {
    try Program.run(["build", "small"] + more, in: folder.path)
  }

  /// All built files with their bytes.
  private func site(_ folder: TemporaryFolder, _ name: String = "_site") throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(name)") {
      files[path] = FileManager.default.contents(atPath: "\(folder.path)/\(name)/\(path)")
    }
    return files
  }

  /// `fit main` → `ran; rows: 20 → 19`.
  private func steps(_ result: Program.Result) -> [String: String] {
    var steps: [String: String] = [:]
    for line in result.errors.split(separator: "\n") {
      guard let colon = line.firstRange(of: ": reused") ?? line.firstRange(of: ": ran") else { continue }
      steps[String(line[..<colon.lowerBound])] = String(line[colon.lowerBound...].dropFirst(2))
    }
    return steps
  }

  @Test func aBuildWithNothingToDoSaysAndLeavesTheSame() throws {
    let folder = try SmallReport.folder()
    let first = try build(folder)
    #expect(first.status == 0, "\(first.errors)")
    let files = try site(folder)
    let second = try build(folder, "--explain")
    #expect(second.status == 0)
    #expect(second.errors == "nothing changed since the last build\n" + first.errors)
    #expect(try site(folder) == files)
    #expect(folder.read(".isoloss/.gitignore") == "*\n")
  }

  @Test func filesDoNotDependOnTheCache() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    // Other words, so that text and page are made anew from remembered fits and figures.
    try folder.write("small/report.md", SmallReport.document(extra: "\nOne more line.\n"))
    #expect(try build(folder).status == 0)
    let remembered = try site(folder)
    let plain = try build(folder, "--no-cache", "-o", "plain")
    #expect(plain.status == 0, "\(plain.errors)")
    #expect(try site(folder, "plain") == remembered)
    #expect(folder.read("_site/small/index.html")?.contains("One more line.") == true)
  }

  @Test func proseCommentsAndOrderRefitNothing() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let document = SmallReport.document().replacing("# Runs and fit", with: "# The runs, at length\n\nWords.")
      .replacing("starts: 16", with: "starts: 16  # enough").replacing("bootstrap: 20\n", with: "")
      .replacing("label: main\ndata: table", with: "label: main\nbootstrap: 20\ndata: table")
    try folder.write("small/report.md", document)
    let result = try build(folder, "--explain")
    let steps = steps(result)
    #expect(steps["fit main"] == "reused", "\(result.errors)")
    #expect(steps["figure fig-levels"] == "reused")
  }

  @Test func aChangedRowRunsWhatReadsItAndSaysWhy() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let lines = SmallReport.runs().split(separator: "\n")
    try folder.write("small/small.csv", (lines.prefix(5) + lines.dropFirst(6)).joined(separator: "\n") + "\n")
    let steps = steps(try build(folder, "--explain"))
    #expect(steps["fit main"]?.hasPrefix("ran; rows: 20 → 19") == true, "\(steps)")
    #expect(steps["figure fig-levels"]?.hasPrefix("ran; ") == true)
    #expect(folder.read("_site/small/index.html")?.contains(">19<") == true)
  }

  @Test func aChangedValueIsToldFromWhatToWhat() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let old = SmallReport.runs().split(separator: "\n")[5].split(separator: ",")[3]
    try folder.write("small/small.csv", SmallReport.runs(changing: 5, to: 4.25))
    let first = steps(try build(folder, "--explain"))
    #expect(first["fit main"]?.contains("line 6: loss \(old) → 4.25") == true, "\(first)")
    #expect(first["figure fig-levels"]?.contains("(from fit main)") == true, "\(first)")
    let told = try Program.run(["explain", "main"], in: folder.path).output
    #expect(told.contains("line 6: loss \(old) → 4.25"))
    // A row less: told as gone, whatever lines the others now stand on.
    let lines = SmallReport.runs(changing: 5, to: 4.25).split(separator: "\n")
    try folder.write("small/small.csv", (lines.prefix(8) + lines.dropFirst(9)).joined(separator: "\n") + "\n")
    let second = steps(try build(folder, "--explain"))
    #expect(second["fit main"]?.contains("rows: 20 → 19") == true, "\(second)")
    #expect(second["fit main"]?.contains("gone: line 9") == true, "\(second)")
  }

  @Test func aChangedSettingIsToldByItsKey() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let document = SmallReport.document().replacing("y: words\ndata", with: "y: words\ny-label: Words\ndata")
      .replacing("bootstrap: 20", with: "bootstrap: 24")
    try folder.write("small/report.md", document)
    let steps = steps(try build(folder, "--explain"))
    #expect(steps["fit main"] == "ran; bootstrap: 20 → 24", "\(steps)")
    #expect(steps["figure fig-levels"]?.contains("setting y-label: new, Words") == true, "\(steps)")
  }

  /// Steps that are computed; pictures carry the hash of the data's file and are drawn anew.
  private func computed(_ result: Program.Result) -> [String: String] {
    steps(result).filter { !$0.key.hasPrefix("pictures") }
  }

  private static let compared = """

    ```{fit}
    label: steep
    like: main
    where: words > 1e6
    fix: {slope: 0.4}
    ```

    ```{fit}
    label: free
    like: steep
    fix: {decay: 0.4}
    ```

    ```{compare}
    label: tbl-laws
    fits: [steep, free]
    by: [loo, kfold(3)]
    ```

    @tbl-laws and @fig-rows with `{val} argmin(main.loss(size=1e5, words=w) + w/1e8, w, 1e6, 1e9)`.

    ```{figure}
    label: fig-rows
    kind: marks
    data: table
    marks: [{points: {x: words, y: loss}}]
    caption: Rows.
    ```

    """

  struct Shift: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The lines of the file after another table of the same rows.
    var change: @Sendable ([Substring]) -> [Substring]
  }

  static let shifts: [Shift] = [
    Shift(testDescription: "blank lines") { Array($0.prefix(3)) + ["", ""] + $0.dropFirst(3) },
    Shift(testDescription: "a row that is left out, of a run of its own") {
      Array($0.prefix(2)) + ["r97,10000,1000000,9.1,crashed"] + $0.dropFirst(2)
    },
    Shift(testDescription: "a row that is left out, at the end") { $0 + ["r97,10000,1000000,9.1,crashed"] },
    Shift(testDescription: "a row less that was left out") { $0.filter { !$0.hasPrefix("r99,") } },
  ]

  @Test(arguments: shifts)
  func rowsOnOtherLinesAreTheSameRows(_ shift: Shift) throws {
    let folder = try SmallReport.folder()
    try folder.write("small/report.md", SmallReport.document(extra: Self.compared))
    // The last row that counts is there twice, of which the fit's card warns by line.
    let runs = SmallReport.runs().split(separator: "\n")
    let twice = Array(runs.prefix(21)) + [runs[20]] + runs.dropFirst(21)
    try folder.write("small/small.csv", twice.joined(separator: "\n") + "\n")
    let first = try build(folder)
    #expect(first.status == 0, "\(first.errors)")
    try folder.write("small/small.csv", shift.change(twice).joined(separator: "\n") + "\n")
    let second = try build(folder, "--explain")
    #expect(second.status == 0, "\(second.errors)")
    let steps = computed(second)
    #expect(steps.count == 7 && steps.allSatisfy { $0.value == "reused" }, "\(steps)")
    // And every line that is named is the one of now.
    let remembered = try site(folder)
    #expect(try build(folder, "--no-cache", "-o", "plain").status == 0)
    #expect(try site(folder, "plain") == remembered)
  }

  @Test func aChangedValueIsToldWhereItStandsNow() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let old = SmallReport.runs().split(separator: "\n")[5].split(separator: ",")[3]
    let lines = SmallReport.runs(changing: 5, to: 4.25).split(separator: "\n")
    try folder.write(
      "small/small.csv",
      lines.prefix(2).joined(separator: "\n") + "\n\n\n" + lines.dropFirst(2).joined(separator: "\n") + "\n")
    let told = steps(try build(folder, "--explain"))
    #expect(told["fit main"]?.contains("line 8: loss \(old) → 4.25") == true, "\(told)")
  }

  @Test func aRowThatNoCellReadsRunsNoFit() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    try folder.write("small/small.csv", SmallReport.runs() + "r98,10000,1000000,9.1,crashed\n")
    #expect(steps(try build(folder, "--explain"))["fit main"] == "reused")
  }

  @Test(arguments: ["flip", "cut", "empty"])
  func damagedResultsAreMadeAgain(_ damage: String) throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let files = try site(folder)
    let objects = "\(folder.path)/.isoloss/objects"
    for path in try FileManager.default.subpathsOfDirectory(atPath: objects) {
      guard var bytes = FileManager.default.contents(atPath: "\(objects)/\(path)"), bytes.count > 100 else {
        continue
      }
      switch damage {
      case "flip": bytes[bytes.count - 20] ^= 8
      case "cut": bytes = bytes.prefix(90)
      default: bytes = Data()
      }
      try bytes.write(to: URL(fileURLWithPath: "\(objects)/\(path)"))
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/_site")
    let result = try build(folder, "--explain")
    #expect(result.status == 0, "\(result.errors)")
    #expect(steps(result)["fit main"] == "ran; its stored result was damaged")
    #expect(try site(folder) == files)
  }

  @Test(arguments: ["small/report.md", "_site/small/index.html", "_site/small/figures/fig-levels.svg"])
  func whateverIsMissingOrChangedIsNoticed(_ path: String) throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let files = try site(folder)
    try folder.write(path, (folder.read(path) ?? "") + "\n")
    #expect(try build(folder, "--explain").errors.contains("nothing changed") == false)
    if path.hasPrefix("_site") {
      #expect(try site(folder) == files)
      // Without its page the folder is no earlier build, and is not replaced.
      guard !path.hasSuffix("index.html") else { return }
      try FileManager.default.removeItem(atPath: "\(folder.path)/\(path)")
      #expect(try build(folder).status == 0)
      #expect(try site(folder) == files)
    }
  }

  @Test func aTemplateThatAppearsIsNoticed() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    try folder.write("small/templates/callout.mustache", "<div>{{{body}}}</div>")
    let result = try build(folder, "--explain")
    #expect(!result.errors.contains("nothing changed"))
  }

  @Test func aFailedClaimEndsEveryBuildAlike() throws {
    let folder = try SmallReport.folder()
    try folder.write("small/report.md", SmallReport.document(claim: "main.slope > 2"))
    let first = try build(folder, "--strict")
    let second = try build(folder, "--strict")
    #expect(first.status == 3)
    #expect(second.status == 3)
    #expect(second.errors == first.errors)
    let checks = try [0, 1].map { _ in try Program.run(["check", "small"], in: folder.path) }
    #expect(checks.map(\.status) == [3, 3])
    #expect(checks[0].errors == checks[1].errors)
  }

  @Test func withoutTheCacheNothingIsLeft() throws {
    let folder = try SmallReport.folder()
    #expect(try build(folder, "--no-cache").status == 0)
    #expect(!folder.names().contains(".isoloss"))
  }

  @Test func cleanForgetsAndTouchesNothingElse() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    #expect(try Program.run(["clean"], in: folder.path).status == 0)
    #expect(folder.names() == ["_site", "small"])
    #expect(try Program.run(["clean"], in: folder.path).status == 0)
    try folder.write(".isoloss/mine", "not a memory of builds")
    let refused = try Program.run(["clean"], in: folder.path)
    #expect(refused.status != 0)
    #expect(refused.errors.contains("E0950"))
    #expect(folder.read(".isoloss/mine") != nil)
  }

  @Test func theGraphIsPrinted() throws {
    let folder = try SmallReport.folder()
    #expect(try Program.run(["inspect"], in: folder.path).errors.contains("E0951"))
    _ = try build(folder)
    let text = try Program.run(["inspect"], in: folder.path).output
    #expect(text.contains("small/small.csv") && text.contains("fit main: ran; not built before"))
    let json = try Program.run(["inspect", "--json"], in: folder.path).output
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let steps = try #require(object["steps"] as? [[String: Any]])
    let figure = try #require(steps.first { $0["step"] as? String == "figure fig-levels" })
    let reads = try #require(figure["reads"] as? [[String: Any]])
    #expect(reads.contains { $0["step"] as? String == "fit main" })
    #expect((object["outputs"] as? [[String: Any]])?.count ?? 0 > 5)
  }

  @Test func explainNamesAStep() throws {
    let folder = try SmallReport.folder()
    _ = try build(folder)
    let result = try Program.run(["explain", "main"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("fit main: ran; not built before"))
    #expect(result.output.contains("seed: 7"))
  }

  @Test func theMachineIsDescribed() throws {
    let result = try Program.run(["doctor"])
    #expect(result.output.contains("cairo") && result.output.contains("fonts of figures"))
    let lines = try Program.run(["doctor", "--json"]).output.split(separator: "\n")
    #expect(lines.count > 4)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["found"] is Bool)
    }
  }

  @Test func twoBuildsAtOnceBothSucceed() async throws {
    let folder = try SmallReport.folder()
    let statuses = await withTaskGroup(of: Int32.self) { group in
      for index in 0..<3 {
        group.addTask {
          (try? Program.run(["build", "small", "-o", "out\(index)"], in: folder.path).status) ?? -1
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == [0, 0, 0])
    #expect(try site(folder, "out0") == site(folder, "out1"))
    #expect(try site(folder, "out0") == site(folder, "out2"))
  }
}
