import Foundation
import TestSupport
import Testing

/// What the program shows where stderr is a terminal: a pseudo-terminal of util-linux's `script`.
@Suite(.enabled(if: Terminal.script != nil, "needs `script` of util-linux (bsdutils)"))
struct TerminalTests {
  @Test func progressIsALineThatGoesAway() throws {
    // As many draws as it takes for a build of more than half a second on this machine.
    for draws in [200, 2000, 20_000, 200_000] {
      let folder = try folder(draws: draws)
      let output = try Terminal.run("build reports/small", in: folder.path)
      #expect(folder.names("_site") == ["small"])
      guard output.contains("\r\u{1B}[2Kfit main") else { continue }
      #expect(output.firstMatch(of: /\r\u{1B}\[2Kfit main \d+ %/) != nil)
      // The line is taken away before the summary.
      #expect(output.contains("\r\u{1B}[2K_site/small: 20 rows"), "\(output.debugDescription)")
      #expect(!output.contains("100 %_site"))
      return
    }
    Issue.record("no progress was shown")
  }

  @Test func findingsAreColoured() throws {
    let folder = try folder(draws: 0, extra: "See @fig-nowhere.")
    let output = try Terminal.run("build reports/small", in: folder.path)
    #expect(output.contains("\u{1B}[1;31merror[E0201]\u{1B}[0m"), "\(output.debugDescription)")
    let plain = try Terminal.run("build reports/small", in: folder.path, environment: ["NO_COLOR": "1"])
    #expect(plain.contains("error[E0201]") && !plain.contains("\u{1B}[1;31m"))
  }

  @Test(arguments: ["-q", "--json"]) func quietAndMachinesSeeNoProgress(option: String) throws {
    let folder = try folder(draws: 2000)
    let output = try Terminal.run("build reports/small \(option)", in: folder.path)
    #expect(!output.contains("\u{1B}["), "\(output.debugDescription)")
  }

  private func folder(draws: Int, extra: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "reports/small/report.md",
      SmallReport.document(extra: extra).replacing("bootstrap: 20", with: "bootstrap: \(draws)"))
    try folder.write("reports/small/small.csv", SmallReport.runs())
    return folder
  }
}

/// The program in a pseudo-terminal.
enum Terminal {
  static let script = ["/usr/bin/script", "/bin/script"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Both streams as the terminal got them.
  static func run(
    _ arguments: String, in folder: String, environment: [String: String] = [:]
  ) throws -> String {
    guard let script, let program = Program.path else { throw Program.Missing() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: script)
    process.arguments = ["-qec", "'\(program)' \(arguments)", "/dev/null"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    for name in ["GITHUB_ACTIONS", "NO_COLOR"] { variables[name] = nil }
    variables["TERM"] = "xterm"
    process.environment = variables.merging(environment) { $1 }
    let path = NSTemporaryDirectory() + "isoloss-terminal-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
