import Diagnostics
import Foundation

/// A folder that reports are written below, each whole or not at all, or that is itself a site and written whole.
public struct OutputFolder: Sendable {
  /// The folder as the user named it.
  public let path: String

  /// Makes a folder's handle; nothing is created before something is written.
  public init(_ path: String) { self.path = path }

  // MARK: One report

  /// Refuses a place for `slug` that would put output among a report's sources, or that holds what is no earlier build.
  public func check(slug: String, sourceFolder: String) throws(DiagnosticError) {
    let place = "\(path)/\(slug)"
    let target = Self.resolved(place)
    try refuseSources(sourceFolder, target: target, place: place, what: "the report's")
    guard FileManager.default.fileExists(atPath: target) else { return }
    let names = try? FileManager.default.contentsOfDirectory(atPath: target)
    guard let names, names.isEmpty || Self.isBuilt(target) else {
      throw DiagnosticError(
        "E0924", "\"\(place)\" exists and is no earlier build of a report, so it is not replaced",
        help: ["remove it, or give another folder with -o"])
    }
  }

  /// Writes a report's files into a folder beside the target and puts that in the target's place. Returns the target.
  @discardableResult
  public func write(_ rendered: Publisher.Rendered) throws(DiagnosticError) -> String {
    let staged = stage(slug: rendered.slug)
    try staged.replace(with: rendered.files)
    return staged.target
  }

  /// The folder of one report, to be written file by file.
  public func stage(slug: String) -> StagedFolder { StagedFolder(target: "\(path)/\(slug)") }

  // MARK: A site

  /// Refuses a site here when that would put it among the reports' sources, or remove what is no earlier build.
  public func checkSite(sourceFolder: String) throws(DiagnosticError) {
    let target = Self.resolved(path)
    try refuseSources(sourceFolder, target: target, place: path, what: "the site's")
    guard FileManager.default.fileExists(atPath: target) else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: target) else {
      throw DiagnosticError(
        "E0924", "\"\(path)\" exists and is no folder that a site could replace",
        help: ["give another folder with -o"])
    }
    // What `--archive` puts beside the reports.
    let archived = Set(["report.lock", "source"])
    let foreign = names.sorted().filter { name in
      if archived.contains(name), names.contains("index.html") { return false }
      // A build of one report that was killed.
      if FolderLeftovers.isLeftover(name) { return false }
      return name == "index.html"
        ? !Self.isPage("\(target)/\(name)") : !Self.isBuilt("\(target)/\(name)")
    }
    guard let first = foreign.first else { return }
    throw DiagnosticError(
      "E0924", "\"\(path)/\(first)\" is no earlier build, so the folder is not replaced by a site",
      notes: foreign.count > 1 ? ["and \(foreign.count - 1) more beside it"] : [],
      help: ["move it away, or give another folder with -o"])
  }

  /// Writes a site's files, by path, into a folder beside this one and puts that in its place: what an earlier build
  /// left, and what it has a report for no more, is gone.
  public func write(site files: [(path: String, bytes: [UInt8])]) throws(DiagnosticError) {
    try stageSite().replace(with: files)
  }

  /// The folder of a site, to be written report by report.
  public func stageSite() -> StagedFolder { StagedFolder(target: Self.resolved(path), name: path) }

  // MARK: What may be replaced

  private func refuseSources(
    _ sourceFolder: String, target: String, place: String, what: String
  ) throws(DiagnosticError) {
    let source = Self.resolved(sourceFolder)
    if source == target || source.hasPrefix(target == "/" ? target : target + "/") {
      throw DiagnosticError(
        "E0921", "the output \"\(place)\" would replace \(what) own source",
        help: ["give another folder with -o"])
    }
    guard target.hasPrefix(source + "/") else { return }
    // Below the source only a folder that is plainly for output: `_site`, `.build`.
    let first = target.dropFirst(source.count + 1).first
    guard first == "_" || first == "." else {
      throw DiagnosticError(
        "E0921", "the output \"\(place)\" lies in \(what) source folder",
        help: ["give another folder with -o, or one whose name begins with \"_\""])
    }
  }

  /// Whether a folder is a build of a report: its page says so, or its record where it has no page.
  private static func isBuilt(_ folder: String) -> Bool {
    if isPage("\(folder)/index.html") { return true }
    guard let record = FileManager.default.contents(atPath: "\(folder)/report.json") else { return false }
    return String(decoding: record.prefix(200), as: UTF8.self).contains("\"format\": \"isoloss-report/")
  }

  /// Whether a page was written by this program.
  private static func isPage(_ page: String) -> Bool {
    guard let page = FileManager.default.contents(atPath: page) else { return false }
    return String(decoding: page.prefix(4096), as: UTF8.self).contains(
      "<meta name=\"generator\" content=\"Isoloss ")
  }

  /// The absolute path without links, also of what does not exist yet.
  private static func resolved(_ path: String) -> String {
    var url = URL(fileURLWithPath: path).standardizedFileURL
    var missing: [String] = []
    while !FileManager.default.fileExists(atPath: url.path), url.path != "/" {
      missing.insert(url.lastPathComponent, at: 0)
      url.deleteLastPathComponent()
    }
    url.resolveSymlinksInPath()
    return missing.reduce(url.path) { $0 == "/" ? "/" + $1 : $0 + "/" + $1 }
  }
}
