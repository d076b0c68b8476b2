import Diagnostics
import Foundation

/// Puts a whole new folder in the place of an old one, so that nobody ever sees half of it.
struct FolderReplacement {
  /// The folder to replace or to make.
  let target: String
  /// The folder as messages name it.
  let name: String

  init(target: String, name: String? = nil) {
    self.target = target
    self.name = name ?? target
  }

  /// Writes the files beside the target and renames; after a failure the target is as it was.
  func write(_ contents: [(path: String, bytes: [UInt8])]) throws(DiagnosticError) {
    let files = FileManager.default
    let parts = target.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : ""
    let process = ProcessInfo.processInfo.processIdentifier
    let fresh = "\(parent).\(parts.last ?? "")-new-\(process)"
    let stale = "\(parent).\(parts.last ?? "")-old-\(process)"
    do {
      defer { for leftover in [fresh, stale] { try? files.removeItem(atPath: leftover) } }
      try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
      var made: Set<String> = []
      for file in contents {
        let place = URL(fileURLWithPath: "\(fresh)/\(file.path)")
        let folder = place.deletingLastPathComponent()
        if made.insert(folder.path).inserted {
          try files.createDirectory(at: folder, withIntermediateDirectories: true)
        }
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
      throw DiagnosticError("E0920", "cannot write \"\(name)\"", notes: [reason])
    }
  }
}
