import BenchmarkSupport
import Foundation

/// Times the build of a report with six figures beside notebooks, R Markdown, and a script of figures with pandoc, all as
/// whole processes, and shows how memory grows with the number of reports of a site.
///
/// `report-benchmark [runs [sizes of sites, with commas between]]`; `report-benchmark write FOLDER` only writes the report.
@main
struct ReportBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "write", arguments.count == 2 {
      try OwnReport().write(to: arguments[1])
      return
    }
    let runs = arguments.first.flatMap { Int($0) } ?? 5
    let sizes = (arguments.count > 1 ? arguments[1] : "10,50,200").split(separator: ",").compactMap {
      Int($0)
    }
    let folder = NSTemporaryDirectory() + "/isoloss-report-benchmark-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    print("load at the start \(digits(Cost.load, 2)); medians of \(runs) runs of whole processes\n")
    let peers = try PeerReports(
      Peers.find(
        ProcessInfo.processInfo.environment, script: "gen_figdata.py and gen_report.py",
        packages: "jupyter, nbconvert and matplotlib"), folder: "\(folder)/peers")
    let report = try peers.map { OwnReport(rows: try $0.rows()) } ?? OwnReport()
    let ours = OwnBuilds(folder: folder, report: report)
    print("build  CPU s  wall s  page kB")
    let own = try ours.measure(runs: runs)
    func cold(_ name: String, _ change: (inout OwnReport) -> Void) throws -> ProcessCost {
      var other = report
      change(&other)
      return try OwnBuilds(folder: folder, report: other).measureCold("\(name), cold", runs: runs)
    }
    let fitted = try cold("fitted") { $0.draws = 0 }
    // The peers' scripts fit nothing: beside them stands the report with their constants.
    let given = try cold("constants given") { $0.isFitted = false }
    _ = try cold("fitted with draws, with Markdown and four files of each figure") { $0.isWhole = true }
    try peers?.measure(
      runs: max(1, min(runs, 3)), beside: [("given", given), ("fitted", fitted), ("fitted with draws", own)])
    print("\nreports of a site  CPU s each  wall s each  peak MB")
    for size in sizes { try ours.measureSite(of: size) }
    print("load at the end \(digits(Cost.load, 2))")
  }

  static func line(_ name: String, _ cost: ProcessCost, bytes: Int?, _ more: String = "") {
    let page = bytes.map { digits(Double($0) / 1000) } ?? ""
    print(
      "\(name)  \(digits(cost.cpu))  \(digits(cost.wall))  \(page)  \(more)".trimmingCharacters(
        in: .whitespaces))
  }

  static func size(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
  }
}

/// Builds by this program: it stands beside the benchmark.
struct OwnBuilds {
  let folder: String
  let report: OwnReport

  private var program: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("isoloss").path
  }

  /// Makes the next build a first one. What was built is moved away and not removed: a file system avoids the places of files
  /// that were removed a moment ago, which a first build on a user's disk does not meet.
  private func forget(_ place: String) throws {
    let away = "\(folder)/forgotten-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: true)
    for name in [".isoloss", "_site"] where FileManager.default.fileExists(atPath: "\(place)/\(name)") {
      try FileManager.default.moveItem(atPath: "\(place)/\(name)", toPath: "\(away)/\(name)")
    }
  }

  /// Times a first build and builds after changes; gives the first.
  func measure(runs: Int) throws -> ProcessCost {
    let place = "\(folder)/ours"
    let build = [program, "build", "report"]
    try report.write(to: "\(place)/report")
    let page = { ReportBenchmark.size("\(place)/_site/report/index.html") }
    let cold = try measureCold("fitted with draws, cold", runs: runs)
    let same = try ProcessCost.median(of: build, in: place, runs: runs)
    ReportBenchmark.line("nothing changed", same, bytes: page())
    let word = try ProcessCost.median(of: build, in: place, runs: runs) { run in
      try report.write(to: "\(place)/report", word: "word\(run)")
    }
    ReportBenchmark.line("one word changed", word, bytes: page())
    let row = try ProcessCost.median(of: build, in: place, runs: runs) { run in
      // What was built for the row before must not help.
      try forget(place)
      try report.write(to: "\(place)/report", changedRow: run % 2 == 0)
      _ = try ProcessCost.of(build, in: place)
      try report.write(to: "\(place)/report", changedRow: run % 2 == 1)
    }
    ReportBenchmark.line("one row changed", row, bytes: page())
    return cold
  }

  /// Times a first build.
  func measureCold(_ name: String, runs: Int) throws -> ProcessCost {
    let place = "\(folder)/ours"
    try report.write(to: "\(place)/report")
    let cold = try ProcessCost.median(of: [program, "build", "report"], in: place, runs: runs) { _ in
      try forget(place)
    }
    let page = ReportBenchmark.size("\(place)/_site/report/index.html")
    ReportBenchmark.line(name, cold, bytes: page, "peak \(digits(cold.peakMegabytes)) MB")
    return cold
  }

  /// Times the first build of a site of so many reports, none of which shares a result with another.
  func measureSite(of count: Int) throws {
    let place = "\(folder)/site-\(count)"
    defer { try? FileManager.default.removeItem(atPath: place) }
    for index in 0..<count { try report.write(to: "\(place)/reports/report-\(index)", seed: 1000 + index) }
    let cost = try ProcessCost.of([program, "build", "reports"], in: place)
    print(
      "\(count)  \(digits(cost.cpu / Double(count)))  \(digits(cost.wall / Double(count)))  \(digits(cost.peakMegabytes))"
    )
  }
}
