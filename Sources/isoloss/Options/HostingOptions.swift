import ArgumentParser
import Diagnostics
import Foundation
import Publishing

extension HostedWorkflow.Service: ExpressibleByArgument {}

/// Options of what hosted CI does with a report.
struct HostingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the workflow that builds and publishes reports on a host, and comments on pull requests.",
      valueName: "github|gitlab"))
  var ci: HostedWorkflow.Service?

  @Option(
    help: ArgumentHelp(
      "With --ci: the repository that the host clones isoloss from, and the tag or branch.",
      valueName: "address[#tag]"))
  var source: String?

  func validate() throws {
    if source != nil, ci == nil { throw ValidationError("--source says where --ci finds the program") }
  }

  /// The workflow for a report or a folder of reports, and the root of the repository that it goes to.
  ///
  /// - Parameters:
  ///   - service: the host.
  ///   - folder: the reports as the user named them.
  ///   - isReport: whether that is one report.
  ///
  /// Throws E0959 for a place that a workflow cannot name.
  func workflow(
    _ service: HostedWorkflow.Service, of folder: String, isReport: Bool
  ) throws(DiagnosticError) -> (root: String, workflow: HostedWorkflow) {
    let place = URL(fileURLWithPath: folder).standardizedFileURL.path
    let root = Self.root(above: place)
    guard place.hasPrefix(root + "/"), !place.contains(where: { $0 == "$" || $0.isNewline }) else {
      throw DiagnosticError(
        "E0959", "no workflow can build \"\(folder)\"",
        notes: ["it is built from the root of the repository, which is \"\(root)\""],
        help: ["name a folder inside the repository, without \"$\" in its name"])
    }
    let parts = source?.split(separator: "#", maxSplits: 1).map(String.init) ?? []
    guard
      let workflow = HostedWorkflow(
        service, reports: String(place.dropFirst(root.count + 1)),
        name: isReport ? (place as NSString).lastPathComponent : nil, source: parts.first,
        version: parts.count > 1 ? parts[1] : nil)
    else { throw DiagnosticError("E0959", "no workflow for \(service.rawValue)") }
    return (root, workflow)
  }

  /// The nearest folder above that is a repository, else the working folder.
  private static func root(above place: String) -> String {
    var folder = URL(fileURLWithPath: place).deletingLastPathComponent()
    while folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent(".git").path) {
        return folder.path
      }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: FileManager.default.currentDirectoryPath).standardizedFileURL.path
  }
}
