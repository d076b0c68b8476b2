import Cache
import Diagnostics
import Synchronization

/// Files that remember what was asked of them: what a build read, and what it looked for in vain.
///
/// A file that is read twice is the same both times, or the build stops: a report of two versions of its data would be wrong,
/// and would look as if it were not.
public final class RecordingFiles: SourceFiles {
  private let files: any SourceFiles
  private let record = Mutex<[String: BuildRecord.Source]>([:])

  /// Records what is read from `files`.
  public init(_ files: any SourceFiles) { self.files = files }

  /// The file's bytes, or nil when there is no such file. Throws `E0918` for a file that changed since it was read first.
  public func read(_ path: String) throws(DiagnosticError) -> [UInt8]? {
    let bytes: [UInt8]?
    do throws(DiagnosticError) { bytes = try files.read(path) } catch {
      // What cannot be read was asked for as well.
      record.withLock { if $0[path] == nil { $0[path] = .init(path: path, sha256: nil) } }
      throw error
    }
    let source = BuildRecord.Source(path: path, sha256: bytes.map { Hashing.sha256($0) })
    let first = record.withLock { record in
      if let first = record[path] { return first }
      record[path] = source
      return source
    }
    guard first == source else {
      throw DiagnosticError(
        "E0918", "\"\(path)\" changed while it was read", help: ["build again when it is written"])
    }
    return bytes
  }

  /// The names of the files in a folder, sorted. Not recorded: what depends on them says so with `note`.
  public func names(in folder: String) -> [String] { files.names(in: folder) }

  /// The folder's own name.
  public func folderName(of folder: String) -> String { files.folderName(of: folder) }

  /// Whether the file belongs to the report.
  public func isOwn(_ path: String, of folder: String) -> Bool { files.isOwn(path, of: folder) }

  /// Records a folder with the names of what lies in it, and each file whose name `isRead` accepts.
  public func note(folder: String, isRead: (String) -> Bool) {
    let names = files.names(in: folder)
    record.withLock {
      $0[folder + "/"] = .init(path: folder + "/", sha256: Hashing.sha256(names.joined(separator: "\n")))
    }
    for name in names where isRead(name) { _ = try? read("\(folder)/\(name)") }
  }

  /// What was read, by path.
  public var sources: [BuildRecord.Source] { record.withLock { $0.values.sorted { $0.path < $1.path } } }
}

extension BuildRecord.Source {
  /// Whether a read would give the same again.
  public func isCurrent(in files: any SourceFiles) -> Bool { Self.sha256(of: path, in: files) == sha256 }

  /// What a record of a path would say now: nil for a file that is not there or cannot be read.
  public static func sha256(of path: String, in files: any SourceFiles) -> String? {
    if path.hasSuffix("/") {
      return Hashing.sha256(files.names(in: String(path.dropLast())).joined(separator: "\n"))
    }
    do throws(DiagnosticError) {
      return try files.read(path).map { Hashing.sha256($0) }
    } catch {
      return nil
    }
  }
}
