import Diagnostics
import Foundation
import Reports

/// A report that was named on the command line.
struct ReportSource: Sendable {
  /// As it is named in messages.
  var path: String
  /// The folder that it lies in.
  var folder: String
}

/// What the paths on the command line stand for.
struct ReportSelection: Sendable {
  /// The reports, each once.
  var reports: [ReportSource] = []
  /// Folders of report folders among the paths: each is a site.
  var sites: [String] = []

  /// A path is a folder with a `report.md` or `report.qmd`, a Markdown file, or a folder of such folders.
  init(_ paths: [String]) throws(DiagnosticError) {
    for path in paths { try add(path) }
  }

  /// The folder whose reports are built as one site, or nil when reports were named one by one.
  func site(paths: [String]) throws(DiagnosticError) -> String? {
    guard let site = sites.first else { return nil }
    guard paths.count == 1 else {
      throw DiagnosticError(
        "E0928", "\"\(site)\" is a folder of reports and is built as a site of its own",
        help: ["name it alone, or name the reports in it"])
    }
    return site
  }

  /// Throws `E0927` for two reports with one name; `happening` says what would become of both.
  static func refuseEqualNames(
    _ reports: [(path: String, slug: String)], _ happening: (String) -> String
  ) throws(DiagnosticError) {
    var paths: [String: String] = [:]
    for report in reports {
      guard let other = paths.updateValue(report.path, forKey: report.slug) else { continue }
      throw DiagnosticError(
        "E0927", "\"\(other)\" and \"\(report.path)\" would both be \(happening(report.slug))")
    }
  }

  private mutating func add(_ path: String) throws(DiagnosticError) {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DiagnosticError("E0925", "no file or folder \"\(path)\"", help: Self.nearby(path))
    }
    guard isFolder.boolValue else {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
      add(
        ReportSource(
          path: path, folder: path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder))
      return
    }
    let trimmed = Self.trimmedSlashes(path)
    if let report = Self.report(in: trimmed) {
      add(report)
      return
    }
    let inner = ((try? files.contentsOfDirectory(atPath: trimmed)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") }
      .compactMap { Self.report(in: "\(trimmed)/\($0)") }
    guard !inner.isEmpty else {
      throw DiagnosticError(
        "E0925", "no report.md in \"\(path)\" or in a folder below it",
        notes: ["a report is a file \(ReportFile.names.joined(separator: " or "))"])
    }
    if !sites.contains(trimmed) { sites.append(trimmed) }
    for report in inner { add(report) }
  }

  /// The report of a folder, or nil.
  private static func report(in folder: String) -> ReportSource? {
    guard
      let name = ReportFile.names.first(where: {
        FileManager.default.fileExists(atPath: "\(folder)/\($0)")
      })
    else { return nil }
    return ReportSource(path: name == "report.md" ? folder : "\(folder)/\(name)", folder: folder)
  }

  private mutating func add(_ report: ReportSource) {
    if !reports.contains(where: { $0.path == report.path }) { reports.append(report) }
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
