import Foundation

/// What the last build of an output was made of: enough to say that nothing changed, and what did.
public struct BuildRecord: Codable, Hashable, Sendable {
  /// A file or folder that the build asked for.
  public struct Source: Codable, Hashable, Sendable {
    /// As the program names it; a folder ends in a slash.
    public var path: String
    /// Hex SHA-256 of a file's bytes or of the names in a folder; nil for a file that was not there.
    public var sha256: String?

    /// Makes a record.
    public init(path: String, sha256: String?) { (self.path, self.sha256) = (path, sha256) }
  }

  /// What identifies the program.
  public var program: String
  /// What was asked for: the command's paths and the options that shape its output.
  public var request: [String]
  /// What was read, by path.
  public var sources: [Source]
  /// What was written, by path below the output folder.
  public var outputs: [Source]
  /// The steps, by name.
  public var steps: [BuildCache.Step]
  /// What the command told its user, as its console wrote it down.
  public var transcript: Data

  /// Makes a record.
  public init(
    program: String, request: [String], sources: [Source], outputs: [Source], steps: [BuildCache.Step],
    transcript: Data
  ) {
    (self.program, self.request, self.sources) = (program, request, sources)
    (self.outputs, self.steps, self.transcript) = (outputs, steps, transcript)
  }
}

/// The folder in which a build keeps its memory: `.isoloss`.
///
/// `objects/` has results by key, `builds/` the record of the last build of each output. All of it can be removed at any time; the
/// next build is then as slow as the first.
public struct CacheFolder: Sendable {
  /// The folder's path.
  public let path: String
  /// The results.
  public let store: ObjectStore

  /// Makes a handle; nothing is created before something is stored.
  public init(_ path: String = ".isoloss", limit: Int = 1 << 30) {
    self.path = path
    store = ObjectStore(folder: "\(path)/objects", limit: limit)
  }

  /// The record of the last build of `request`, or nil.
  public func record(of request: [String]) -> BuildRecord? {
    guard case .found(let bytes) = records.read(Self.key(request)) else { return nil }
    return try? PropertyListDecoder().decode(BuildRecord.self, from: Data(bytes))
  }

  /// All records, in the order of their requests.
  public var builds: [BuildRecord] {
    var found: [BuildRecord] = []
    let files = FileManager.default
    for name in (try? files.subpathsOfDirectory(atPath: "\(path)/builds")) ?? [] {
      guard case .found(let bytes) = records.read(name.split(separator: "/").joined()),
        let record = try? PropertyListDecoder().decode(BuildRecord.self, from: Data(bytes))
      else { continue }
      found.append(record)
    }
    return found.sorted { $0.request.lexicographicallyPrecedes($1.request) }
  }

  /// Keeps the record of a build in the place of the one before.
  public func keep(_ record: BuildRecord) {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    guard let data = try? encoder.encode(record) else { return }
    guard records.write([UInt8](data), as: Self.key(record.request)) else { return }
    records.evict()
    mark()
  }

  /// Removes everything; false when something is left. A folder that is no memory of builds is not touched.
  public func remove() -> Bool {
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { return true }
    let names = (try? files.contentsOfDirectory(atPath: path)) ?? ["unreadable"]
    guard Set(names).isSubset(of: [".gitignore", Self.tag, "objects", "builds"]) else { return false }
    // Out of the way first: another build then begins anew instead of finding half.
    let grave = "\(path)-removed-\(ProcessInfo.processInfo.processIdentifier)"
    guard (try? files.moveItem(atPath: path, toPath: grave)) != nil else { return false }
    return (try? files.removeItem(atPath: grave)) != nil
  }

  private static let tag = "CACHEDIR.TAG"

  /// Requests that nobody makes any more go after others, as results do.
  private var records: ObjectStore { ObjectStore(folder: "\(path)/builds", limit: 64 << 20) }

  private static func key(_ request: [String]) -> String {
    var hasher = ContentHasher()
    hasher.add(request)
    return hasher.hash
  }

  /// Says to version control and to backups that nothing here is worth keeping, where there is anything.
  public func mark() {
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { return }
    for (name, text) in [
      (".gitignore", "*\n"),
      (
        Self.tag, "Signature: 8a477f597d28d172789f06886806bc55\n# Results of isoloss build; safe to remove.\n"
      ),
    ] where !files.fileExists(atPath: "\(path)/\(name)") {
      try? Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"), options: .atomic)
    }
  }
}
