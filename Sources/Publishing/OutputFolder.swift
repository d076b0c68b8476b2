import Diagnostics
import Foundation

/// A folder that reports are written below, each whole or not at all.
public struct OutputFolder: Sendable {
  /// The folder as the user named it.
  public let path: String

  /// Makes a folder's handle; nothing is created before something is written.
  public init(_ path: String) { self.path = path }

  /// Refuses a place for `slug` that would put output among a report's sources, or that holds what is no earlier build.
  public func check(slug: String, sourceFolder: String) throws(DiagnosticError) {
    let target = Self.resolved("\(path)/\(slug)")
    let source = Self.resolved(sourceFolder)
    if source == target || source.hasPrefix(target + "/") {
      throw DiagnosticError(
        "E0921", "the output \"\(path)/\(slug)\" would replace the report's own source",
        help: ["give another folder with -o"])
    }
    if target.hasPrefix(source + "/") {
      // Below the source only a folder that is plainly for output: `_site`, `.build`.
      let first = target.dropFirst(source.count + 1).first
      guard first == "_" || first == "." else {
        throw DiagnosticError(
          "E0921", "the output \"\(path)/\(slug)\" lies in the report's source folder",
          help: ["give another folder with -o, or one whose name begins with \"_\""])
      }
    }
    guard FileManager.default.fileExists(atPath: target) else { return }
    let names = try? FileManager.default.contentsOfDirectory(atPath: target)
    guard let names, names.isEmpty || Self.isEarlierBuild(target) else {
      throw DiagnosticError(
        "E0924", "\"\(path)/\(slug)\" exists and is no earlier build of a report, so it is not replaced",
        help: ["remove it, or give another folder with -o"])
    }
  }

  /// Writes a report's files into a folder beside the target and puts that in the target's place. Returns the target.
  @discardableResult
  public func write(_ rendered: Publisher.Rendered) throws(DiagnosticError) -> String {
    let files = FileManager.default
    let target = "\(path)/\(rendered.slug)"
    let process = ProcessInfo.processInfo.processIdentifier
    let fresh = "\(path)/.\(rendered.slug)-new-\(process)"
    let stale = "\(path)/.\(rendered.slug)-old-\(process)"
    do {
      defer { for leftover in [fresh, stale] { try? files.removeItem(atPath: leftover) } }
      try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
      for file in rendered.files {
        let place = URL(fileURLWithPath: "\(fresh)/\(file.path)")
        try files.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: place)
      }
      if files.fileExists(atPath: target) { try files.moveItem(atPath: target, toPath: stale) }
      do {
        try files.moveItem(atPath: fresh, toPath: target)
      } catch {
        // The earlier build comes back before the failure is reported.
        if files.fileExists(atPath: stale) { try files.moveItem(atPath: stale, toPath: target) }
        throw error
      }
    } catch {
      let reason =
        (error as NSError).userInfo[NSUnderlyingErrorKey].map { "\($0)" } ?? error.localizedDescription
      throw DiagnosticError("E0920", "cannot write \"\(target)\"", notes: [reason])
    }
    return target
  }

  private static func isEarlierBuild(_ folder: String) -> Bool {
    guard let page = FileManager.default.contents(atPath: "\(folder)/index.html") else { return false }
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
