import CFiles
import Diagnostics
import Foundation

/// Puts a whole new folder in the place of an old one, so that nobody ever sees half of it.
///
/// The new folder is written beside the old one and takes its name in one step, where the file system can do that; a program
/// that is killed at any moment leaves the old folder or the new one. Elsewhere two steps do it, and what was interrupted
/// between them is made good by the next build.
public struct FolderReplacement: Sendable {
  /// The folder to replace or to make.
  private let target: String
  /// The folder as messages name it.
  private let name: String
  private let leftovers: FolderLeftovers

  /// - Parameters:
  ///   - target: the folder to replace or to make.
  ///   - name: the folder as messages name it.
  public init(target: String, name: String? = nil) {
    self.target = target
    self.name = name ?? target
    leftovers = FolderLeftovers(of: target)
  }

  /// Writes the files beside the target and exchanges; after a failure the target is as it was. Throws `E0920`.
  public func write(_ contents: [(path: String, bytes: [UInt8])]) throws(DiagnosticError) {
    let files = FileManager.default
    leftovers.clear()
    let fresh = leftovers.name(.new)
    do {
      defer { try? files.removeItem(atPath: fresh) }
      try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
      // Says to builds beside this one that somebody is at work here, until the process ends, however it does.
      let lock = FolderLock(fresh)
      defer { lock?.release() }
      var made: Set<String> = []
      for file in contents {
        let place = URL(fileURLWithPath: "\(fresh)/\(file.path)")
        let folder = place.deletingLastPathComponent()
        if made.insert(folder.path).inserted {
          try files.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        try Data(file.bytes).write(to: place)
      }
      try put(fresh)
    } catch {
      let reason =
        (error as NSError).userInfo[NSUnderlyingErrorKey].map { "\($0)" } ?? error.localizedDescription
      throw DiagnosticError("E0920", "cannot write \"\(name)\"", notes: [reason])
    }
  }

  /// Gives the new folder the target's name; what had it before has the new folder's name afterwards, or none.
  private func put(_ fresh: String) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: target) else { return try files.moveItem(atPath: fresh, toPath: target) }
    if isoloss_exchange(fresh, target) == 0 { return }
    // A full disk or a folder that may not be written is no reason to try another way.
    guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    let stale = leftovers.name(.old)
    let lock = FolderLock(target)
    defer {
      lock?.release()
      try? files.removeItem(atPath: stale)
    }
    try files.moveItem(atPath: target, toPath: stale)
    do {
      try files.moveItem(atPath: fresh, toPath: target)
    } catch {
      // The earlier build comes back before the failure is reported.
      try files.moveItem(atPath: stale, toPath: target)
      throw error
    }
  }
}
