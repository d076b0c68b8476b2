import Foundation

/// The built program, run as a process.
enum Program {
  struct Result: Sendable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The binary of `ISOLOSS_BINARY`, or the one beside the test bundle.
  static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["ISOLOSS_BINARY"], !path.isEmpty { return path }
    var folders = [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
    folders += Bundle.allBundles.map(\.bundleURL)
    for folder in folders {
      var folder = folder
      for _ in 0..<4 {
        let candidate = folder.appendingPathComponent("isoloss").path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: candidate)
        {
          return candidate
        }
        folder.deleteLastPathComponent()
      }
    }
    // The package's own build folder, whatever started the tests.
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ["debug", "release"].map { root.appendingPathComponent(".build/\($0)/isoloss").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  struct Missing: Error, CustomStringConvertible {
    let description = "no built isoloss beside the tests; build it, or name it in ISOLOSS_BINARY"
  }

  /// Runs the program in a folder. Colour, CI and proxies of the caller's environment do not reach it.
  static func run(
    _ arguments: [String], in folder: String = NSTemporaryDirectory(), environment: [String: String] = [:]
  ) throws -> Result {
    guard let path else { throw Missing() }
    return try run(program: path, arguments, in: folder, environment: environment)
  }

  /// Runs a tool of the system; the status is 127 where there is none.
  static func tool(
    _ name: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) throws -> Result {
    try run(program: "/usr/bin/env", [name] + arguments, in: folder, environment: environment)
  }

  private static func run(
    program: String, _ arguments: [String], in folder: String, environment: [String: String]
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    variables["GITHUB_ACTIONS"] = nil
    process.environment = variables.merging(environment) { $1 }
    // Files, not pipes: nothing has to be read while the program runs, however much it says.
    let base = NSTemporaryDirectory() + "isoloss-run-" + UUID().uuidString
    let streams = try [base + ".out", base + ".err"].map { path in
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
    process.standardOutput = streams[0]
    process.standardError = streams[1]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = [base + ".out", base + ".err"].map { path in
      defer { try? FileManager.default.removeItem(atPath: path) }
      return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
