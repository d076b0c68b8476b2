import Foundation

/// Results by key, a file each, in a folder that several builds may use at once.
///
/// A file is written beside its place and renamed, so that a reader sees all of it or nothing. It begins with the SHA-256
/// of what follows: a file that was cut off or changed is not believed, and is removed. Reading a result marks it as used;
/// when the folder grows beyond its limit, the results that were used longest ago go first.
public struct ObjectStore: Sendable {
  /// The folder.
  public let folder: String
  /// The most bytes to keep.
  public let limit: Int

  private static let magic = Array("isoloss-object/1\n".utf8)
  /// Hex SHA-256 and a line end.
  private static let headerLength = magic.count + 65

  /// Makes a store's handle; the folder is made by the first write.
  public init(folder: String, limit: Int = 1 << 30) { (self.folder, self.limit) = (folder, limit) }

  /// What was found under a key.
  public enum Lookup: Sendable, Equatable {
    /// The bytes as they were stored.
    case found([UInt8])
    /// Nothing is stored.
    case missing
    /// Something was stored that is not what was written; it is removed.
    case damaged
  }

  /// Looks a key up, a hex hash.
  public func read(_ key: String) -> Lookup {
    let path = path(key)
    guard let data = FileManager.default.contents(atPath: path) else { return .missing }
    let bytes = [UInt8](data)
    guard let payload = Self.payload(bytes) else {
      try? FileManager.default.removeItem(atPath: path)
      return .damaged
    }
    // The order of use decides what is evicted and nothing else, so a clock that jumps costs at most a rebuild.
    utimes(path, nil)
    return .found(payload)
  }

  /// Stores bytes under a key; false when the folder takes no files, which is no reason to stop a build.
  @discardableResult
  public func write(_ bytes: [UInt8], as key: String) -> Bool {
    let path = path(key)
    let files = FileManager.default
    let parent = (path as NSString).deletingLastPathComponent
    guard (try? files.createDirectory(atPath: parent, withIntermediateDirectories: true)) != nil else {
      return false
    }
    let fresh = "\(path).\(ProcessInfo.processInfo.processIdentifier)-\(UInt64.random(in: 0 ... .max)).new"
    let header = Self.magic + Array(Hashing.sha256(bytes).utf8) + [UInt8(ascii: "\n")]
    guard (try? FreshFile.write([header, bytes], to: fresh)) != nil, rename(fresh, path) == 0 else {
      try? files.removeItem(atPath: fresh)
      return false
    }
    return true
  }

  /// Removes the results that were used longest ago until no more than the limit is left; and what interrupted
  /// writes left behind. Gives the number of bytes that are kept.
  @discardableResult
  public func evict() -> Int {
    struct Entry {
      var path: String
      var size: Int
      var used: timespec
    }
    var entries: [Entry] = []
    var now = timeval()
    gettimeofday(&now, nil)
    for name in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? [] {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      if name.hasSuffix(".new") {
        // Another build may be writing it now.
        if abs(now.tv_sec - status.st_mtim.tv_sec) > 3600 {
          try? FileManager.default.removeItem(atPath: path)
        }
        continue
      }
      entries.append(Entry(path: path, size: Int(status.st_size), used: status.st_mtim))
    }
    var total = entries.reduce(0) { $0 + $1.size }
    guard total > limit else { return total }
    entries.sort {
      ($0.used.tv_sec, $0.used.tv_nsec, $0.path) < ($1.used.tv_sec, $1.used.tv_nsec, $1.path)
    }
    for entry in entries where total > limit {
      guard (try? FileManager.default.removeItem(atPath: entry.path)) != nil else { continue }
      total -= entry.size
    }
    return total
  }

  private func path(_ key: String) -> String { "\(folder)/\(key.prefix(2))/\(key.dropFirst(2))" }

  private static func payload(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= headerLength, bytes.starts(with: magic) else { return nil }
    let payload = Array(bytes[headerLength...])
    let expected = bytes[magic.count..<(headerLength - 1)]
    return expected.elementsEqual(Hashing.sha256(payload).utf8) ? payload : nil
  }
}
