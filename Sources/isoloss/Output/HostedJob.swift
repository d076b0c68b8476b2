import Diagnostics
import Foundation

/// A job of hosted CI that this process is a step of: GitHub Actions, and whatever speaks its language.
///
/// Findings become annotations, lines that the service shows beside the code; a summary in Markdown goes to the file
/// that the service names.
struct HostedJob: Sendable {
  /// The checkout, which annotations name files relative to.
  private let workspace: String?
  /// The file that a step's summary is appended to.
  private let summary: String?

  /// The most that the service shows of a step's summary.
  private static let limit = 1 << 20

  /// The job, or nil when the program runs elsewhere.
  init?(environment: [String: String]) {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    workspace = value("GITHUB_WORKSPACE")
    summary = value("GITHUB_STEP_SUMMARY")
  }

  /// The finding with its file as the service names it: from the root of the checkout, whatever the working folder.
  func located(_ diagnostic: Diagnostic) -> Diagnostic {
    guard let workspace, var location = diagnostic.location else { return diagnostic }
    func absolute(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    let (root, file) = (absolute(workspace), absolute(location.file))
    guard file.hasPrefix(root + "/") else { return diagnostic }
    location.file = String(file.dropFirst(root.count + 1))
    var diagnostic = diagnostic
    diagnostic.location = location
    return diagnostic
  }

  /// Appends to the summary; a warning when that is not possible, which is no reason to stop.
  func append(_ markdown: String) -> Diagnostic? {
    guard let summary, !markdown.isEmpty else { return nil }
    do {
      if !FileManager.default.fileExists(atPath: summary) {
        try Data().write(to: URL(fileURLWithPath: summary))
      }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: summary))
      defer { try? handle.close() }
      let size = try handle.seekToEnd()
      let bytes = Data(markdown.utf8)
      guard size + UInt64(bytes.count) <= UInt64(Self.limit) else {
        return Diagnostic(
          .warning, "W0929", "the job summary is full",
          notes: ["it holds \(size) bytes, and the service shows no more than \(Self.limit)"])
      }
      try handle.write(contentsOf: bytes)
      return nil
    } catch {
      return Diagnostic(
        .warning, "W0929", "cannot write the job summary \"\(summary)\"", notes: [error.localizedDescription])
    }
  }
}
