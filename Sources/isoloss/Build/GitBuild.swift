import Diagnostics
import Foundation

/// Builds reports as they are in a commit, beside the working tree and without touching it.
struct GitBuild {
  /// The reports as the user named them.
  let paths: [String]
  /// The folder for trees and builds; whoever made it removes it.
  let folder: String

  /// Builds the reports of a commit; gives the folder that they were built to.
  ///
  /// Throws E0954 for a commit that does not exist or has none of the reports, E0958 when the build fails.
  func build(_ reference: String, as name: String) throws(DiagnosticError) -> String {
    guard !reference.hasPrefix("-"),
      try git(["rev-parse", "--verify", "--quiet", "\(reference)^{commit}"]).status == 0
    else {
      throw DiagnosticError(
        "E0954", "no commit \"\(reference)\" in this repository",
        help: ["name a branch, a tag or a commit, like main..HEAD"])
    }
    let tree = "\(folder)/\(name)"
    let archive = "\(folder)/\(name).tar"
    // Paths are seen from the working folder, and so is the archive.
    let result = try git(["archive", "--format=tar", "-o", archive, reference, "--"] + paths)
    guard result.status == 0 else {
      throw DiagnosticError(
        "E0954", "\"\(reference)\" does not have \(paths.map { "\"\($0)\"" }.joined(separator: ", "))",
        notes: Self.lines(result.errors))
    }
    do {
      try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(tree)\"", notes: [error.localizedDescription])
    }
    let unpacked = try run("/usr/bin/env", ["tar", "-xf", archive, "-C", tree], in: folder)
    guard unpacked.status == 0 else {
      throw DiagnosticError("E0920", "cannot unpack \"\(reference)\"", notes: Self.lines(unpacked.errors))
    }
    let output = "\(folder)/\(name)-site"
    do throws(DiagnosticError) {
      try ChildProcess.run(
        ["build", "--no-cache", "--quiet", "--color", "never", "-o", output, "--"] + paths, in: tree)
    } catch {
      throw DiagnosticError(
        "E0958", "the reports of \"\(reference)\" do not build", notes: error.diagnostics.flatMap(\.notes))
    }
    return output
  }

  private func git(_ arguments: [String]) throws(DiagnosticError) -> (status: Int32, errors: String) {
    try run("/usr/bin/env", ["git"] + arguments, in: FileManager.default.currentDirectoryPath)
  }

  private func run(
    _ program: String, _ arguments: [String], in place: String
  ) throws(DiagnosticError) -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: place)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    var environment = ProcessInfo.processInfo.environment
    environment["GITHUB_ACTIONS"] = nil
    process.environment = environment
    let log = "\(folder)/\(UUID().uuidString).log"
    do {
      try Data().write(to: URL(fileURLWithPath: log))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      try process.run()
    } catch {
      throw DiagnosticError(
        "E0959", "cannot run \"\(arguments.first ?? program)\"", notes: [error.localizedDescription])
    }
    process.waitUntilExit()
    let errors = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return (process.terminationStatus, errors)
  }

  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).prefix(20).map(String.init)
  }
}
