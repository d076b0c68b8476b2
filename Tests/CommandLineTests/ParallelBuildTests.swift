import Foundation
import TestSupport
import Testing

/// Sites are built side by side: what is written and told does not depend on how many threads there are.
@Suite struct ParallelBuildTests {
  /// Reports of unequal length, each with a claim that fails, a warning or an error of its own where asked for.
  private func sources(broken: Set<Int> = []) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 0..<3 {
      // The first one takes longest, so that others are ready before it.
      var document = SmallReport.document(claim: index % 2 == 0 ? "main.slope > 2" : "main.slope > 0")
        .replacing("bootstrap: 20", with: "bootstrap: \(30 - 10 * index)")
        .replacing("A small report", with: "Report \(index)")
      if broken.contains(index) { document = document.replacing("main.slope | ±", with: "main.slop | ±") }
      try folder.write("reports/report-\(index)/report.md", document)
      try folder.write("reports/report-\(index)/small.csv", SmallReport.runs(changing: index + 1, to: 3))
    }
    return folder
  }

  private func site(_ folder: TemporaryFolder, _ name: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(name)") {
      files[path] = FileManager.default.contents(atPath: "\(folder.path)/\(name)/\(path)")
    }
    return files
  }

  @Test func anyNumberOfThreadsWritesAndTellsTheSame() throws {
    let folder = try sources()
    let results = try [1, 3].map { jobs in
      try Program.run(
        ["build", "reports", "--no-cache", "--verbose", "--jobs", "\(jobs)", "-o", "out\(jobs)"],
        in: folder.path)
    }
    let first = try #require(results.first)
    #expect(first.status == 0, "\(first.errors)")
    let files = try site(folder, "out1")
    #expect(files.count > 25)
    for (jobs, result) in zip([1, 3], results) {
      #expect(result.errors.replacing("out\(jobs)", with: "out1") == first.errors)
      #expect(try site(folder, "out\(jobs)") == files)
    }
    // Reports are told of in their order, though the last is ready first.
    let order = (0..<3).compactMap { first.errors.firstRange(of: "reading reports/report-\($0)")?.lowerBound }
    #expect(order.count == 3 && order == order.sorted())
  }

  @Test func theCacheOfOneNumberOfThreadsServesAnother() throws {
    let folder = try sources()
    #expect(try Program.run(["build", "reports", "--jobs", "1"], in: folder.path).status == 0)
    let files = try site(folder, "_site")
    try FileManager.default.removeItem(atPath: "\(folder.path)/_site")
    let again = try Program.run(["build", "reports", "--jobs", "4", "--explain"], in: folder.path)
    #expect(!again.errors.contains(": ran"), "\(again.errors)")
    #expect(try site(folder, "_site") == files)
  }

  @Test(arguments: [1, 4])
  func everyErrorIsToldInOrderAndNothingIsLeft(_ jobs: Int) throws {
    let folder = try sources(broken: [0, 2])
    let result = try Program.run(
      ["build", "reports", "--jobs", "\(jobs)", "-o", "deep/site", "--json"], in: folder.path)
    #expect(result.status == 1)
    let places = result.errors.split(separator: "\n").filter { $0.contains("\"E0203\"") }
    #expect(places.count == 2)
    #expect(places.first?.contains("report-0") == true && places.last?.contains("report-2") == true)
    #expect(folder.names().filter { $0 != "reports" && $0 != ".isoloss" } == [])
  }

  @Test func twoReportsWithOnePlaceAreRefusedBeforeAnyWork() throws {
    let folder = try sources()
    try folder.write("other/report-1/report.md", SmallReport.document(claim: "main.slop > 0"))
    try folder.write("other/report-1/small.csv", SmallReport.runs())
    let result = try Program.run(["build", "reports/report-1", "other/report-1"], in: folder.path)
    #expect(result.status != 0)
    #expect(result.errors.contains("E0927") && !result.errors.contains("E0203"))
    #expect(folder.names().filter { $0 != "reports" && $0 != "other" } == [])
  }
}
