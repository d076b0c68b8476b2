import CFiles
import Cache
import Diagnostics
import Foundation
import Synchronization

/// A file that a build wrote, known by its content.
public struct BuiltFile: Sendable, Hashable {
  /// Its path below the output.
  public var path: String
  /// Hex SHA-256 of its bytes.
  public var sha256: String

  /// Makes a record.
  public init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
}

/// A folder that is written beside the place that it is to have and then put there whole, so that nobody ever sees half
/// of it and no file waits in memory for the last one to be ready.
///
/// The new folder takes the old one's name in one step, where the file system can do that; a program that is killed at any
/// moment leaves the old folder or the new one. Elsewhere two steps do it, and what was interrupted between them is made good
/// by the next build. Several threads may write files at once.
public final class StagedFolder: Sendable {
  private struct State {
    var isBegun = false
    /// Says to builds beside this one that somebody is at work here, until the process ends, however it does.
    var lock: FolderLock?
    /// Folders above the target that were made for it, the outermost first.
    var made: [String] = []
  }

  /// The folder to replace or to make.
  public let target: String
  /// The folder as messages name it.
  private let name: String
  private let leftovers: FolderLeftovers
  private let fresh: String
  private let state = Mutex(State())

  /// Makes a handle; nothing is created before the first file is written.
  ///
  /// - Parameters:
  ///   - target: the folder to replace or to make.
  ///   - name: the folder as messages name it, if otherwise.
  public init(target: String, name: String? = nil) {
    self.target = target
    self.name = name ?? target
    leftovers = FolderLeftovers(of: target)
    fresh = leftovers.name(.new)
  }

  /// Writes all files of the folder and puts it in its place; after a failure the place is as it was. Throws `E0920`.
  public func replace(with contents: [(path: String, bytes: [UInt8])]) throws(DiagnosticError) {
    do throws(DiagnosticError) { try write(contents) } catch {
      discard()
      throw error
    }
    try commit()
  }

  /// Writes files; their paths are below `folder` in the target. Gives what was written, by path below the target. Throws
  /// `E0920`; what was written so far stays until it is discarded.
  @discardableResult
  public func write(
    _ contents: [(path: String, bytes: [UInt8])], below folder: String = ""
  ) throws(DiagnosticError) -> [BuiltFile] {
    let base = folder.isEmpty ? "" : folder + "/"
    var written: [BuiltFile] = []
    do {
      try begin()
      var folders: Set<String> = []
      for file in contents {
        let place = URL(fileURLWithPath: "\(fresh)/\(base)\(file.path)")
        let parent = place.deletingLastPathComponent()
        if folders.insert(parent.path).inserted {
          try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        }
        try FreshFile.write([file.bytes], to: place.path)
        written.append(BuiltFile(path: base + file.path, sha256: Hashing.sha256(file.bytes)))
      }
    } catch {
      throw failure(error)
    }
    return written
  }

  /// Where a file lies until the folder is in its place.
  public func place(of path: String) -> String { "\(fresh)/\(path)" }

  /// Puts the folder in its place. After a failure the place is as it was, and what was written is gone. Throws `E0920`.
  public func commit() throws(DiagnosticError) {
    do {
      try begin()
      try put()
      // What had the place before has the new folder's name now.
      try? FileManager.default.removeItem(atPath: fresh)
      state.withLock { state in
        state.lock?.release()
        state = State()
      }
    } catch {
      discard()
      throw failure(error)
    }
  }

  /// Removes what was written, and the folders that were made for it.
  public func discard() {
    let made = state.withLock { state in
      if state.isBegun { try? FileManager.default.removeItem(atPath: fresh) }
      state.lock?.release()
      defer { state = State() }
      return state.made
    }
    // A folder that something else was put into meanwhile stays.
    for folder in made.reversed() { rmdir(folder) }
  }

  /// Makes the folder, once.
  private func begin() throws {
    try state.withLock { state in
      guard !state.isBegun else { return }
      state.isBegun = true
      leftovers.clear()
      let files = FileManager.default
      var above = URL(fileURLWithPath: fresh).deletingLastPathComponent()
      while above.path != "/", !files.fileExists(atPath: above.path) {
        state.made.insert(above.path, at: 0)
        above.deleteLastPathComponent()
      }
      try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
      state.lock = FolderLock(fresh)
    }
  }

  /// Gives the new folder the target's name; what had it before has the new folder's name afterwards, or none.
  private func put() throws {
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

  private func failure(_ error: any Error) -> DiagnosticError {
    let reason =
      (error as NSError).userInfo[NSUnderlyingErrorKey].map { "\($0)" } ?? error.localizedDescription
    return DiagnosticError("E0920", "cannot write \"\(name)\"", notes: [reason])
  }
}
