import Foundation
import TestSupport
import Testing

/// What is left when a build is interrupted at any of its steps, and what the next build makes of it.
@Suite(
  .enabled(if: FaultyFiles.library != nil, "the file layer that fails needs Clang and the GNU C library"))
struct FaultTests {
  /// A report with a fit and no figure: few files, each of which can fail.
  private static func document(_ words: String) -> String {
    let document = SmallReport.document().replacing("@fig-levels has its levels. ", with: words)
    let parts = document.split(separator: "```{figure}", maxSplits: 1)
    return String(parts[0])
  }

  /// A folder whose build is of an earlier text and data than its sources, and that build.
  private func outdated(_ arguments: [String]) throws -> (
    folder: TemporaryFolder, before: [String: Data], after: [String: Data]
  ) {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", Self.document("Earlier words. "))
    try folder.write("reports/small/small.csv", SmallReport.runs())
    let first = try Program.run(arguments, in: folder.path)
    #expect(first.status == 0, "\(first.errors)")
    let before = try #require(folder.files("_site"))
    try folder.write("reports/small/report.md", Self.document("Later words. "))
    try folder.write("reports/small/small.csv", SmallReport.runs(changing: 3, to: 3.25))
    let other = try folder.copy()
    let second = try Program.run(arguments + ["--no-cache"], in: other.path)
    #expect(second.status == 0, "\(second.errors)")
    let after = try #require(other.files("_site"))
    #expect(before != after && !before.isEmpty)
    return (folder, before, after)
  }

  struct Scenario: Sendable, CustomTestStringConvertible {
    var fault: FaultyFiles.Fault
    var arguments: [String]
    var exchanges = true

    var testDescription: String {
      "\(fault.rawValue), \(arguments.joined(separator: " "))\(exchanges ? "" : ", no exchange of folders")"
    }
  }

  private static let scenarios: [Scenario] = {
    let report = ["build", "reports/small", "--to", "md", "--jobs", "1"]
    let site = ["build", "reports", "--to", "md", "--lock", "--archive", "--jobs", "1"]
    var scenarios = [FaultyFiles.Fault.kill, .full, .readOnly].map { Scenario(fault: $0, arguments: report) }
    scenarios.append(Scenario(fault: .kill, arguments: site))
    scenarios += [.kill, .full].map { Scenario(fault: $0, arguments: report, exchanges: false) }
    return scenarios
  }()

  @Test(arguments: scenarios)
  func theEarlierBuildIsWholeAndTheNextOneIsRight(_ scenario: Scenario) throws {
    let arguments = scenario.arguments
    let (folder, before, after) = try outdated(arguments)
    let sources = try #require(folder.files("reports"))
    let calls = try FaultyFiles.changes(arguments, in: try folder.copy(), exchanges: scenario.exchanges)
    #expect((12...300).contains(calls), "\(calls) calls")
    var interrupted = 0
    for number in 1...max(calls, 1) {
      let work = try folder.copy()
      let result = try FaultyFiles.run(
        arguments, in: work, scenario.fault, at: number, exchanges: scenario.exchanges)
      if result.status != 0 { interrupted += 1 }
      if scenario.fault != .kill {
        #expect(result.status == 0 || result.errors.contains("error[E"), "call \(number): \(result.errors)")
      }
      let built = work.files("_site").flatMap { $0.isEmpty ? nil : $0 }
      if built == nil, !scenario.exchanges {
        // Between two steps: the earlier build waits beside its place.
        let names = work.names("_site").filter { $0.contains("-old-") }
        #expect(
          names.count == 1
            && Set((work.files("_site/\(names.first ?? "")") ?? [:]).values) == Set(before.values))
      } else {
        #expect(
          built == (result.status == 0 ? after : before) || built == after, "call \(number): \(result.errors)"
        )
      }
      let kept = work.files("reports")?.filter { !$0.key.hasSuffix("report.lock") }
      #expect(kept == sources.filter { !$0.key.hasSuffix("report.lock") }, "call \(number)")
      let next = try Program.run(arguments, in: work.path)
      #expect(next.status == 0 && work.files("_site") == after, "after call \(number): \(next.errors)")
      #expect(work.names().filter { $0 != ".isoloss" } == ["_site", "reports"], "call \(number)")
      #expect(work.names("_site").allSatisfy { !$0.hasPrefix(".") }, "call \(number): \(work.names("_site"))")
    }
    #expect(interrupted >= 6, "\(interrupted) of \(calls)")
  }

  @Test(arguments: [FaultyFiles.Fault.vanish, .swap])
  func anInputThatVanishesOrIsReplacedMeanwhileIsNoticed(_ fault: FaultyFiles.Fault) throws {
    let arguments = ["build", "reports/small", "--to", "md", "--jobs", "1"]
    let (folder, before, after) = try outdated(arguments)
    let other = SmallReport.runs(changing: 3, to: 3.5)
    let clean = try folder.copy()
    try clean.write("reports/small/small.csv", other)
    #expect(try Program.run(arguments + ["--no-cache"], in: clean.path).status == 0)
    let swapped = try #require(clean.files("_site"))
    var opened = 0
    for number in 1...20 {
      let work = try folder.copy()
      try work.write("other.csv", other)
      let result = try FaultyFiles.run(
        arguments, in: work, fault, at: number, file: "/small.csv", other: "\(work.path)/other.csv")
      let text = work.read("reports/small/small.csv")
      // Opened fewer times than that: nothing happened.
      guard text != folder.read("reports/small/small.csv") else { break }
      opened = number
      let built = try #require(work.files("_site"))
      if result.status == 0 {
        #expect(
          built == after || (fault == .swap && built == swapped), "a mixture of two inputs at \(number)")
      } else {
        #expect(built == before && result.errors.contains("small.csv"), "\(result.errors)")
      }
      if fault == .vanish {
        let missing = try Program.run(arguments, in: work.path)
        #expect(missing.status != 0 && missing.errors.contains("small.csv"), "\(missing.errors)")
        #expect(work.files("_site") == built)
        try work.write("reports/small/small.csv", other)
      }
      let next = try Program.run(arguments, in: work.path)
      #expect(next.status == 0 && work.files("_site") == swapped, "after \(number): \(next.errors)")
    }
    #expect(opened >= 1)
  }

  @Test func buildsAtTheSameTimeOnASlowFileSystemDoNotDisturbEachOther() async throws {
    let arguments = ["build", "reports/small", "--to", "md", "--jobs", "1"]
    let (folder, _, after) = try outdated(arguments)
    let results = try await withThrowingTaskGroup(of: Program.Result.self) { group in
      for delay in [200, 900, 2000] {
        group.addTask { try FaultyFiles.run(arguments, in: folder, .slow, at: delay) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for result in results { #expect(result.status == 0, "\(result.errors)") }
    #expect(folder.files("_site") == after)
    #expect(folder.names("_site") == ["small"])
    #expect(try Program.run(arguments, in: folder.path).status == 0 && folder.files("_site") == after)
  }

  @Test(arguments: [-20, 20], [-20, 20])
  func aClockThatJumpsHidesNoChange(_ first: Int, _ second: Int) throws {
    let year = 31_557_600
    let arguments = ["build", "reports/small", "--to", "md", "--jobs", "1"]
    let (folder, _, after) = try outdated(arguments)
    #expect(try FaultyFiles.run(arguments, in: folder, .clock, at: first * year).status == 0)
    #expect(folder.files("_site") == after)
    // As long as before, and as old as before.
    let data = "\(folder.path)/reports/small/small.csv"
    let date = try #require(
      try FileManager.default.attributesOfItem(atPath: data)[.modificationDate] as? Date)
    let text = SmallReport.runs(changing: 3, to: 3.26)
    #expect(text.utf8.count == folder.read("reports/small/small.csv")?.utf8.count)
    try folder.write("reports/small/small.csv", text)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: data)
    #expect(try FaultyFiles.run(arguments, in: folder, .clock, at: second * year).status == 0)
    let clean = try folder.copy()
    #expect(try Program.run(arguments + ["--no-cache"], in: clean.path).status == 0)
    #expect(folder.files("_site") == clean.files("_site") && folder.files("_site") != after)
  }

  @Test(arguments: [FaultyFiles.Fault.kill, .full, .readOnly])
  func aMendedSourceIsTheEarlierTextOrTheLater(_ fault: FaultyFiles.Fault) throws {
    let folder = try TemporaryFolder()
    let before =
      "---\ntitle: 'One'\n---\n\n```{runs}\nlabel: table\nfrom: small.csv\n```\n\nThe table has 21 runs.\n"
    try folder.write("small/report.md", before)
    try folder.write("small/small.csv", SmallReport.runs())
    let arguments = ["check", "small", "--fix", "--no-cache", "--jobs", "1"]
    let whole = try folder.copy()
    let calls = try FaultyFiles.changes(arguments, in: whole)
    let after = try #require(whole.read("small/report.md"))
    #expect(calls >= 3 && after != before && after.contains("{val}"))
    for number in 1...max(calls, 1) {
      let work = try folder.copy()
      _ = try FaultyFiles.run(arguments, in: work, fault, at: number)
      let text = work.read("small/report.md")
      #expect(text == before || text == after, "call \(number)")
      #expect(try Program.run(arguments, in: work.path).status == 0)
      #expect(work.read("small/report.md") == after)
    }
  }

  @Test(arguments: [FaultyFiles.Fault.kill, .full])
  func aNewReportIsWholeOrNotThere(_ fault: FaultyFiles.Fault) throws {
    let arguments = ["new", "mine", "--template", "paper"]
    let whole = try TemporaryFolder()
    let calls = try FaultyFiles.changes(arguments, in: whole)
    let files = try #require(whole.files("mine"))
    #expect(calls >= 5)
    for number in 1...max(calls, 1) {
      let work = try TemporaryFolder()
      _ = try FaultyFiles.run(arguments, in: work, fault, at: number)
      guard work.files("mine") == nil else {
        #expect(work.files("mine") == files, "call \(number)")
        continue
      }
      let next = try Program.run(arguments, in: work.path)
      #expect(next.status == 0 && work.files("mine") == files, "after call \(number): \(next.errors)")
      #expect(work.names() == ["mine"], "call \(number): \(work.names())")
    }
  }
}
