import Cache
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
    let (tree, archive) = ("\(folder)/\(name)", "\(folder)/\(name).tar")
    // Paths are seen from the working folder, and so is the archive.
    let packed = try git(["archive", "--format=tar", "-o", archive, reference, "--"] + paths)
    guard packed.status == 0 else {
      throw DiagnosticError(
        "E0954", "\"\(reference)\" does not have \(paths.map { "\"\($0)\"" }.joined(separator: ", "))",
        notes: packed.said)
    }
    do {
      try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(tree)\"", notes: [error.localizedDescription])
    }
    let unpacked = try ChildProcess.tool("tar", ["-xf", archive, "-C", tree], in: folder)
    guard unpacked.status == 0 else {
      throw DiagnosticError("E0920", "cannot unpack \"\(reference)\"", notes: unpacked.said)
    }
    shareResults(with: tree)
    let output = "\(folder)/\(name)-site"
    // The tree is no repository: reports with `date: git` have that of the commit.
    let last = try git(["log", "-1", "--format=%cs", reference, "--"] + paths).output
    let day = last.isEmpty ? [] : ["--date", last.trimmingCharacters(in: .whitespacesAndNewlines)]
    do throws(DiagnosticError) {
      try ChildProcess.isoloss(
        ["build", "--quiet", "--color", "never", "-o", output] + day + ["--"] + paths, in: tree)
    } catch {
      throw DiagnosticError(
        "E0958", "the reports of \"\(reference)\" do not build", notes: error.diagnostics.flatMap(\.notes))
    }
    return output
  }

  /// Lets the tree use the results of earlier builds here, which are known by their content and belong to no tree. The record of
  /// its build stays in the tree and goes with it.
  private func shareResults(with tree: String) {
    let files = FileManager.default
    let here = files.currentDirectoryPath + "/" + CacheFolder().path
    let there = "\(tree)/\(CacheFolder().path)"
    guard files.fileExists(atPath: here), !files.fileExists(atPath: there) else { return }
    try? files.createDirectory(atPath: there, withIntermediateDirectories: true)
    try? files.createSymbolicLink(atPath: "\(there)/objects", withDestinationPath: "\(here)/objects")
  }

  private func git(_ arguments: [String]) throws(DiagnosticError) -> ChildProcess.Outcome {
    try ChildProcess.tool("git", arguments, in: FileManager.default.currentDirectoryPath)
  }
}
