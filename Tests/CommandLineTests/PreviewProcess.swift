import Foundation
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

/// A running `isoloss preview`, asked as a browser asks and ended as a user ends it.
final class PreviewProcess {
  private let process = Process()
  private let log: String
  /// Where it serves.
  let port: UInt16

  struct Problem: Error, CustomStringConvertible { let description: String }

  /// How long a step may take on the slowest machine, in steps of 20 ms.
  private static let patience = 9000

  /// Starts it in a folder and waits until it serves.
  init(
    _ arguments: [String], in folder: TemporaryFolder, port wanted: UInt16 = 0,
    environment: [String: String] = [:]
  ) throws {
    guard let program = Program.path else { throw Program.Missing() }
    log = folder.path + "/preview-\(UUID().uuidString).log"
    try Data().write(to: URL(fileURLWithPath: log))
    // A process begun on a thread of the test runner inherits that thread's blocked signals; `env` gives them back.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["--default-signal=INT,TERM", program, "preview"] + arguments + [
        "--port", "\(wanted)", "--color", "never",
      ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var variables = ProcessInfo.processInfo.environment
    variables["GITHUB_ACTIONS"] = nil
    process.environment = variables.merging(environment) { $1 }
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var found: UInt16?
    for _ in 0..<Self.patience where found == nil && process.isRunning {
      found = Self.said(log).firstMatch(of: /serving http:\/\/localhost:(\d+)\//).flatMap { UInt16($0.1) }
      if found == nil { usleep(20_000) }
    }
    guard let found else {
      kill(process.processIdentifier, SIGKILL)
      throw Problem(description: "it does not serve: \(Self.said(log))")
    }
    port = found
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: log)
  }

  private static func said(_ log: String) -> String {
    String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
  }

  /// All that it said so far.
  var said: String { Self.said(log) }

  /// Waits until it has said this after what it had said before `mark`; gives all from there on.
  @discardableResult
  func wait(for text: String, after mark: Int = 0) throws -> String {
    for _ in 0..<Self.patience {
      let new = String(said.dropFirst(mark))
      if new.contains(text) { return new }
      guard process.isRunning else { break }
      usleep(20_000)
    }
    throw Problem(description: "it does not say \"\(text)\": \(said)")
  }

  /// Does something, and waits until it has said this since.
  @discardableResult
  func wait(for text: String, doing work: () throws -> Void) throws -> String {
    let mark = said.count
    try work()
    return try wait(for: text, after: mark)
  }

  /// Sends a signal and gives the status that it ends with.
  func end(_ signal: Int32 = SIGINT) throws -> Int32 {
    kill(process.processIdentifier, signal)
    for _ in 0..<Self.patience where process.isRunning { usleep(20_000) }
    guard !process.isRunning else { throw Problem(description: "it does not end") }
    process.waitUntilExit()
    guard process.terminationReason == .exit else { throw Problem(description: "the signal killed it") }
    return process.terminationStatus
  }

  /// What it answers.
  func get(_ path: String) throws -> LocalClient.Answer { try LocalClient.ask(port, path) }
}
