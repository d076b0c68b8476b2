import Diagnostics
import Foundation

/// This program, run once more as a process of its own.
enum ChildProcess {
  /// Runs it in a folder and waits. Throws E0957 with what it said when it fails.
  static func run(_ arguments: [String], in folder: String) throws(DiagnosticError) {
    guard let program = Bundle.main.executableURL else {
      throw DiagnosticError("E0957", "the program does not find itself")
    }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    var environment = ProcessInfo.processInfo.environment
    // What there is to say to hosted CI, the first process says.
    environment["GITHUB_ACTIONS"] = nil
    process.environment = environment
    let log = NSTemporaryDirectory() + "isoloss-child-\(UUID().uuidString).log"
    defer { try? FileManager.default.removeItem(atPath: log) }
    do {
      try Data().write(to: URL(fileURLWithPath: log))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      try process.run()
    } catch {
      throw DiagnosticError("E0957", "another build does not start", notes: [error.localizedDescription])
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let said = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
      throw DiagnosticError(
        "E0957", "another build failed with status \(process.terminationStatus)",
        notes: said.split(whereSeparator: \.isNewline).prefix(20).map(String.init))
    }
  }
}
