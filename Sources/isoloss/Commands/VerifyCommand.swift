import ArgumentParser
import Cache
import Diagnostics
import Foundation
import Publishing

/// `isoloss verify DIR`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Derive a published report or site again from what is archived with it.",
    discussion: """
      The folder is one that `build --archive` wrote. Its inputs are held against its report.lock, the report is built \
      again from them elsewhere, and each file is compared with the one that is published. Exits with 4 and a list when \
      anything disagrees.
      """)

  @Argument(help: ArgumentHelp("A built folder with report.lock and source.", valueName: "dir"))
  var folder: String

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() throws {
    try global.perform(sources: [:]) { (console, progress) throws(DiagnosticError) in
      let lock = try readLock()
      var disagreements = inputs(lock)
      if disagreements.isEmpty {
        progress.show("building again", nil)
        disagreements = try outputs(lock)
      }
      progress.finish()
      if lock.program != ProgramVersion.name {
        console.say("note: \(lock.program) wrote this, \(ProgramVersion.name) derives it again")
      }
      guard disagreements.isEmpty else {
        throw DiagnosticError(
          "E0964", "\"\(folder)\" is not what its sources give", notes: disagreements)
      }
      console.say(
        "\(folder): \(lock.outputs.count) files derived again from \(lock.inputs.count) inputs, all equal")
    }
  }

  private func readLock() throws(DiagnosticError) -> BuildLock {
    let file = "\(folder)/\(BuildLock.fileName)"
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw DiagnosticError(
        "E0962", "there is no \"\(file)\"", help: ["publish with: isoloss build --archive"])
    }
    return try BuildLock(reading: [UInt8](bytes), of: file)
  }

  /// Inputs that are not what the lock says.
  private func inputs(_ lock: BuildLock) -> [String] {
    let now = lock.inputs.compactMap { item -> BuildLock.Item? in
      guard
        let bytes = FileManager.default.contents(atPath: "\(folder)/\(LockedBuild.sourceFolder)/\(item.name)")
      else { return nil }
      return BuildLock.Item(item.name, Hashing.sha256([UInt8](bytes)))
    }
    return BuildLock.drift("input", now, lock.inputs)
  }

  /// Outputs that another build does not give, or that are published otherwise than they were built.
  private func outputs(_ lock: BuildLock) throws(DiagnosticError) -> [String] {
    let top = NSTemporaryDirectory() + "isoloss-verify-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: top) }
    // The report is named after its folder.
    let name = (folder as NSString).standardizingPath.split(separator: "/").last.map(String.init) ?? "report"
    let source = "\(top)/\(name)"
    guard isInside(lock.entry) else {
      throw DiagnosticError("E0961", "the lock names a report outside the archive: \"\(lock.entry)\"")
    }
    for item in lock.inputs {
      let bytes =
        FileManager.default.contents(atPath: "\(folder)/\(LockedBuild.sourceFolder)/\(item.name)") ?? Data()
      guard isInside(item.name) else {
        throw DiagnosticError("E0961", "the lock names a file outside the archive: \"\(item.name)\"")
      }
      let place = URL(fileURLWithPath: "\(source)/\(item.name)")
      do {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: place)
      } catch {
        throw DiagnosticError("E0920", "cannot write \"\(top)\"", notes: [error.localizedDescription])
      }
    }
    let templates = lock.inputs.contains { $0.name.hasPrefix(LockedBuild.templatesFolder + "/") }
    let output = "\(top)/out"
    guard let options = ShapingOptions(lock.options) else {
      throw LockedBuild.foreign(lock.options, "\(folder)/\(BuildLock.fileName)")
    }
    var arguments =
      ["build", "--no-cache", "--quiet", "--color", "never", "-o", output] + options.ofLockedFiles.arguments
    if templates { arguments += ["--templates", "\(source)/\(LockedBuild.templatesFolder)"] }
    let report = [".", "report.md"].contains(lock.entry) ? name : "\(name)/\(lock.entry)"
    try ChildProcess.isoloss(arguments + ["--", report], in: top)
    let built = lock.entry == "." ? output : "\(output)/\(name)"
    func item(_ name: String, in folder: String) -> BuildLock.Item? {
      FileManager.default.contents(atPath: "\(folder)/\(name)").map {
        BuildLock.Item(name, Hashing.sha256([UInt8]($0)))
      }
    }
    let names = lock.outputs.map(\.name)
    return BuildLock.drift("derived again", names.compactMap { item($0, in: built) }, lock.outputs)
      + BuildLock.drift("published", names.compactMap { item($0, in: folder) }, lock.outputs)
  }

  private func isInside(_ name: String) -> Bool {
    !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
  }
}
