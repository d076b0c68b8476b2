/// The files of a build, as they are served: from memory, so that a page and its pictures are always of one build, and
/// nothing else on the disk has an address.
public struct PageSet: Sendable {
  /// Bytes by path below the root, like `small/index.html`.
  let files: [String: [UInt8]]
  /// What the browser compares: a text for each top folder (and for the root, under the empty name) that is another one when
  /// any of its files is.
  let versions: [String: String]

  /// Nothing that could be shown.
  public init() { (files, versions) = ([:], [:]) }

  /// Files of a build that comes after `earlier`: folders in which no byte differs keep their version.
  ///
  /// - Parameters:
  ///   - files: the files by path below the root.
  ///   - earlier: what was shown before.
  ///   - name: of this build, another than those of all builds before.
  public init(_ files: [(path: String, bytes: [UInt8])], after earlier: PageSet, name: String) {
    let files = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
    var paths: [String: Set<String>] = ["": []]
    for path in files.keys { paths[Self.folder(of: path), default: []].insert(path) }
    var before: [String: Set<String>] = [:]
    for path in earlier.files.keys { before[Self.folder(of: path), default: []].insert(path) }
    var versions: [String: String] = [:]
    for (folder, own) in paths {
      let isSame =
        own == before[folder] ?? []
        && own.allSatisfy { files[$0] == earlier.files[$0] }
      // Without an index the root is the list of the folders.
      let isSameList = folder != "" || !own.isEmpty || Set(paths.keys) == Set(earlier.versions.keys)
      versions[folder] = isSame && isSameList ? earlier.versions[folder] ?? name : name
    }
    (self.files, self.versions) = (files, versions)
  }

  /// The top folder that a path below the root lies in; empty for a file of the root.
  static func folder(of path: String) -> String {
    path.firstIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// The folders with a page, sorted.
  var pages: [String] {
    versions.keys.filter { !$0.isEmpty && files["\($0)/index.html"] != nil }.sorted()
  }
}
