import Diagnostics
import Foundation

/// A report that was named on the command line.
struct ReportSource: Sendable {
  /// As it is named in messages.
  var path: String
  /// The folder that it lies in.
  var folder: String

  /// The reports that the paths stand for: a folder with a `report.md`, a Markdown file, or a folder of such folders.
  static func find(_ paths: [String]) throws(DiagnosticError) -> [ReportSource] {
    var sources: [ReportSource] = []
    for path in paths {
      let found = try find(path)
      for source in found where !sources.contains(where: { $0.path == source.path }) {
        sources.append(source)
      }
    }
    return sources
  }

  private static func find(_ path: String) throws(DiagnosticError) -> [ReportSource] {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DiagnosticError("E0925", "no file or folder \"\(path)\"", help: nearby(path))
    }
    guard isFolder.boolValue else {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
      return [
        ReportSource(
          path: path, folder: path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder)
      ]
    }
    let trimmed = trimmedSlashes(path)
    if files.fileExists(atPath: "\(trimmed)/report.md") {
      return [ReportSource(path: trimmed, folder: trimmed)]
    }
    let inner = ((try? files.contentsOfDirectory(atPath: trimmed)) ?? []).sorted().filter {
      !$0.hasPrefix(".") && !$0.hasPrefix("_") && files.fileExists(atPath: "\(trimmed)/\($0)/report.md")
    }
    guard !inner.isEmpty else {
      throw DiagnosticError("E0925", "no report.md in \"\(path)\" or in a folder below it")
    }
    return inner.map { ReportSource(path: "\(trimmed)/\($0)", folder: "\(trimmed)/\($0)") }
  }

  private static func trimmedSlashes(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }

  private static func nearby(_ path: String) -> [String] {
    let parts = path.split(separator: "/").map(String.init)
    guard let last = parts.last else { return [] }
    let parent = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.isEmpty ? "." : parent)) ?? []
    return Spelling.didYouMean(last, among: names)
  }
}
