import Foundation
import TestSupport
import Testing

/// The same inputs give the same bytes, whatever the machine's clock, language, folders and number of threads.
@Suite struct ReproductionTests {
  /// Moves the clock of a process; of the Debian package `libfaketime`.
  private static let clock = ["x86_64-linux-gnu", "aarch64-linux-gnu"]
    .map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }
    .first { FileManager.default.fileExists(atPath: $0) }

  private func sources(below path: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("\(path)small/report.md", SmallReport.document())
    try folder.write("\(path)small/small.csv", SmallReport.runs())
    return folder
  }

  private func tree(_ folder: TemporaryFolder, _ name: String) throws -> [String: Data] {
    let root = "\(folder.path)/\(name)"
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      files[path] = FileManager.default.contents(atPath: "\(root)/\(path)")
    }
    return files
  }

  @Test func aBuildDependsOnNothingButItsInputs() throws {
    let one = try sources(below: "")
    let two = try sources(below: "a/deeper folder/réports/")
    let first = try Program.run(
      ["build", "small", "-o", "out", "--jobs", "1"], in: one.path,
      environment: ["TZ": "UTC", "LC_ALL": "C", "LANG": "C"])
    #expect(first.status == 0, "\(first.errors)")
    var environment = [
      "TZ": "XST-13:45", "LC_ALL": "tr_TR.UTF-8", "LANG": "ar_EG.UTF-8", "HOME": two.path, "USER": "somebody",
      "COLUMNS": "40",
    ]
    if let clock = Self.clock {
      environment["LD_PRELOAD"] = clock
      environment["FAKETIME"] = "2031-02-03 04:05:06"
      environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
      // Named already: otherwise the library moves the environment, in front of which Swift looks for the arguments.
      environment["FAKETIME_SHARED"] = "none none"
    } else {
      print("SKIPPED: another date for the second build; install libfaketime")
    }
    let second = try Program.run(
      ["build", ".", "-o", "\(two.path)/out", "--jobs", "4"],
      in: "\(two.path)/a/deeper folder/réports/small", environment: environment)
    #expect(second.status == 0, "\(second.errors)")
    let (a, b) = (try tree(one, "out"), try tree(two, "out"))
    #expect(a.keys.sorted() == b.keys.sorted())
    for path in a.keys.sorted() { #expect(a[path] == b[path], "\(path) differs") }
    let formats = Set(a.keys.map { ($0 as NSString).pathExtension })
    #expect(formats == ["html", "md", "json", "csv", "svg", "png", "pdf"])
    // What differs between the two machines stands in no file.
    for (path, bytes) in b {
      for word in [two.path, "deeper folder", "somebody", Program.path ?? ""] {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(path) has \"\(word)\"")
      }
    }
  }

  @Test func aSecondBuildOfTheSameInputsIsTheSame() throws {
    let folder = try sources(below: "reports/")
    let result = try Program.run(["build", "reports", "--twice"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.names("_site/small").contains("index.html"))
    #expect(folder.names() == [".isoloss", "_site", "reports"])
  }

  /// A template that reads differently in every process.
  @Test func aSecondBuildThatDiffersIsStatus4() throws {
    let folder = try sources(below: "reports/")
    try folder.write("reports/small/templates/style.css", "p { margin: 0 }")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/reports/small/templates/head.mustache",
      withDestinationPath: "/proc/self/cmdline")
    let result = try Program.run(["build", "reports", "--twice"], in: folder.path)
    #expect(result.status == 4, "\(result.errors)")
    #expect(result.errors.contains("error[E0940]: two builds differ: \"small/index.html\" at byte "))
    #expect(folder.names() == [".isoloss", "reports"])
    #expect(try Program.run(["build", "reports"], in: folder.path).status == 0)
  }

  @Test(arguments: ["0", "-2", "many"]) func threadsAreCounted(_ jobs: String) throws {
    let result = try Program.run(["build", "x", "--jobs", jobs])
    #expect(result.status == 2)
    #expect(result.errors.contains("jobs"))
  }
}
