import Foundation
import Testing
import Yams

/// The workflow that publishes the reports, read as the service reads it.
@Suite struct WorkflowTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private func workflow() throws -> Node {
    try #require(try compose(yaml: try text(".github/workflows/report.yml")))
  }

  private func jobs() throws -> [String: Node] {
    let jobs = try #require(try workflow()["jobs"]?.mapping)
    return Dictionary(jobs.map { ($0.key.string ?? "", $0.value) }) { one, _ in one }
  }

  private func steps(_ job: Node) -> [Node] { job["steps"]?.array() ?? [] }

  @Test func itRunsOnPushAndPullRequest() throws {
    // The node keeps `on` a word; YAML 1.1 has it for true.
    let triggers = try #require(try workflow()["on"]?.mapping)
    let names = triggers.compactMap { $0.key.string }
    #expect(names.contains("push"))
    #expect(names.contains("pull_request"))
    #expect(!names.contains("pull_request_target"))
  }

  @Test func onlyPublishingMayWrite() throws {
    func permissions(_ node: Node?) -> [String: String] {
      Dictionary((node?["permissions"]?.mapping ?? [:]).map { ($0.key.string ?? "", $0.value.string ?? "") })
      {
        one, _ in one
      }
    }
    #expect(permissions(try workflow()) == ["contents": "read"])
    for (name, job) in try jobs() {
      #expect(
        permissions(job) == (name == "publish" ? ["pages": "write", "id-token": "write"] : [:]), "\(name)")
    }
  }

  @Test func onlyTheMainBranchIsPublishedOneAtATime() throws {
    let publish = try #require(try jobs()["publish"])
    #expect(publish["if"]?.string?.contains("github.ref == 'refs/heads/main'") == true)
    #expect(publish["needs"]?.string == "build")
    #expect(publish["concurrency"]?["cancel-in-progress"]?.string == "false")
    #expect(publish["environment"]?["name"]?.string == "github-pages")
    #expect(try workflow()["concurrency"]?["group"]?.string?.contains("github.ref") == true)
  }

  @Test func everyActionIsPinnedToACommit() throws {
    let uses = try jobs().values.flatMap(steps).compactMap { $0["uses"]?.string }
    #expect(uses.count >= 4)
    for action in uses {
      let parts = action.split(separator: "@")
      #expect(parts.count == 2 && parts[0].split(separator: "/").count == 2, "\(action)")
      #expect(parts.last?.wholeMatch(of: /[0-9a-f]{40}/) != nil, "\(action)")
    }
  }

  @Test func theContainerHasASwiftThatThePackageAccepts() throws {
    let image = try #require(try jobs()["build"]?["container"]?.string)
    #expect(image.hasPrefix("swift:") && image.hasSuffix("-bookworm"))
    func numbers(_ text: Substring) -> [Int] { text.split(separator: ".").compactMap { Int($0) } }
    let version = numbers(image.dropFirst("swift:".count).prefix { $0 != "-" })
    let first = try #require(try text("Package.swift").split(separator: "\n").first)
    let needed = numbers(try #require(first.split(separator: " ").last?.split(separator: ":").last))
    #expect(!version.isEmpty && !needed.isEmpty)
    #expect(!version.lexicographicallyPrecedes(needed), "\(image) is older than \(first)")
  }

  @Test func whatItRunsAreTargetsOfTheMakefileOnceMakeIsThere() throws {
    let runs = try jobs().values.flatMap(steps).compactMap { $0["run"]?.string }
    #expect(runs.contains("make site"))
    let targets = Set(
      try text("Makefile").split(separator: "\n").filter { !$0.hasPrefix("\t") && !$0.hasPrefix("#") }
        .compactMap { $0.contains("=") ? nil : $0.split(separator: ":").first.map(String.init) })
    // Nothing but make itself is installed by the workflow: what the build needs is the Makefile's to know.
    let installs = runs.prefix { $0.contains("apt-get install") }
    #expect(
      installs.allSatisfy {
        $0.split(separator: " ").drop { $0 != "install" }.filter { !$0.hasPrefix("-") } == [
          "install", "make",
        ]
      })
    for run in runs.dropFirst(installs.count) {
      let words = run.split(separator: " ").map(String.init)
      #expect(words.count == 2 && words[0] == "make" && targets.contains(words[1]), "\(run)")
    }
  }

  @Test func whatItKeepsIsWhatMakeSiteWrites() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["make", "--dry-run", "--no-print-directory", "-C", root.path, "site"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    // A make that runs these tests must not lend this one its options or its job server.
    process.environment = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("MAKE") && $0.key != "MFLAGS"
    }
    try process.run()
    let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let command = try #require(said.split(separator: "\n").first { $0.contains("isoloss build") })
    #expect(command.hasSuffix("isoloss build reports -o _site --strict"), "\(command)")
    let kept = try jobs().values.flatMap(steps).filter { $0["uses"]?.string?.contains("/upload-") == true }
    #expect(kept.count == 2)
    for step in kept { #expect(step["with"]?["path"]?.string == "_site") }
  }
}
