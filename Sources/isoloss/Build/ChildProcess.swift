import Diagnostics
import Foundation

/// Another process of this command: a tool of the system, or this program once more.
enum ChildProcess {
  /// How a process ended.
  struct Outcome {
    /// Its exit status.
    var status: Int32
    /// The first lines of what it said on stderr.
    var said: [String]
    /// What it wrote on stdout.
    var output: String
  }

  /// Runs a tool in a folder and waits; the status is 127 where the PATH has none of that name.
  static func tool(
    _ name: String, _ arguments: [String], in folder: String
  ) throws(DiagnosticError) -> Outcome {
    try run("/usr/bin/env", [name] + arguments, in: folder, environment: [:])
  }

  /// Runs this program in a folder and waits. Throws E0957 with what it said when it fails.
  static func isoloss(
    _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) throws(DiagnosticError) {
    guard let program = Bundle.main.executablePath else {
      throw DiagnosticError("E0957", "the program does not find itself for another build")
    }
    let outcome = try run(program, arguments, in: folder, environment: environment)
    guard outcome.status == 0 else {
      throw DiagnosticError(
        "E0957", "another build failed with status \(outcome.status)", notes: outcome.said)
    }
  }

  /// Starts a tool and does not wait for it. Throws W0981 where there is none of that name.
  static func start(_ name: String, _ arguments: [String]) throws(DiagnosticError) {
    guard let tool = find(name) else {
      throw DiagnosticError(
        Diagnostic(.warning, "W0981", "cannot run \"\(name)\"", notes: ["the PATH has none of that name"]))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try Interrupts.unblocked { try process.run() } } catch {
      throw DiagnosticError(
        Diagnostic(.warning, "W0981", "cannot run \"\(name)\"", notes: [error.localizedDescription]))
    }
  }

  /// Where the PATH has a tool.
  private static func find(_ name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func run(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String]
  ) throws(DiagnosticError) -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    var variables = ProcessInfo.processInfo.environment
    // What there is to say to hosted CI, the first process says.
    variables["GITHUB_ACTIONS"] = nil
    process.environment = variables.merging(environment) { $1 }
    // Files, not pipes: nothing has to be read while the process runs, however much it says.
    let base = NSTemporaryDirectory() + "isoloss-child-\(UUID().uuidString)"
    let (log, output) = (base + ".log", base + ".out")
    defer { for file in [log, output] { try? FileManager.default.removeItem(atPath: file) } }
    do {
      for file in [log, output] { try Data().write(to: URL(fileURLWithPath: file)) }
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
      try process.run()
    } catch {
      throw DiagnosticError(
        "E0957", "cannot run \"\(arguments.first ?? program)\"", notes: [error.localizedDescription])
    }
    process.waitUntilExit()
    func text(_ file: String) -> String {
      FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    return Outcome(
      status: process.terminationStatus,
      said: text(log).split(whereSeparator: \.isNewline).prefix(20).map(String.init), output: text(output))
  }
}
