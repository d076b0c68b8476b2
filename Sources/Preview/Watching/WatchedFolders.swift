import Foundation

/// Which names in which folders tell of changes to given paths.
enum WatchedFolders {
  /// Folders with the names to listen for; an empty set stands for all names.
  ///
  /// A file is heard of in its folder, a folder by all of its names and in its own folder, for it may be replaced as a whole.
  /// Where a folder is missing, the nearest one that exists tells when it comes. A link is heard of where it stands and
  /// where it leads.
  static func of(_ paths: some Sequence<String>) -> [String: Set<String>] {
    var folders: [String: Set<String>] = [:]
    var all: Set<String> = []
    for path in paths {
      let isFolder = path.count > 1 && path.hasSuffix("/")
      let trimmed = isFolder ? String(path.dropLast()) : path
      if isFolder, exists(trimmed) { all.insert(trimmed) }
      add(trimmed, to: &folders)
      if let real = realPath(trimmed), real != absolute(trimmed) { add(real, to: &folders) }
    }
    for folder in all { folders[folder] = [] }
    return folders
  }

  private static func add(_ path: String, to folders: inout [String: Set<String>]) {
    var (parent, name) = split(path)
    while !exists(parent) {
      let above = split(parent)
      // The top exists, so this ends; a relative path ends at the current folder.
      guard above.parent != parent else { return }
      (parent, name) = above
    }
    if folders[parent] != [] || folders[parent] == nil { folders[parent, default: []].insert(name) }
    // The folder itself may be replaced by another.
    let above = split(parent)
    if above.parent != parent, above.name != "..", above.name != "." {
      folders[above.parent, default: []].insert(above.name)
    }
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = slash == path.startIndex ? "/" : String(path[..<slash])
    return (parent, String(path[path.index(after: slash)...]))
  }

  private static func exists(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func realPath(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
