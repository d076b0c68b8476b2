import Foundation

/// What the file system says of a file or folder without opening it. Two equal stamps mean the same content, unless the file
/// was written within the clock tick of the first.
struct FileStamp: Hashable {
  /// The state, or nil where there is nothing or it cannot be reached.
  private let fields: [Int]?
  /// Bytes of a file; nil for a folder and for nothing.
  let size: Int?
  /// When it was written, in seconds.
  private let written: Int

  /// Whether there is something.
  var exists: Bool { fields != nil }

  /// Looks at a path, through links.
  init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      (fields, size, written) = (nil, nil, 0)
      return
    }
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    fields = [
      Int(status.st_dev), Int(status.st_ino), Int(status.st_mode), Int(status.st_size),
      Int(modified.tv_sec), Int(modified.tv_nsec), Int(changed.tv_sec), Int(changed.tv_nsec),
    ]
    size = status.st_mode & S_IFMT == S_IFDIR ? nil : Int(status.st_size)
    written = Int(changed.tv_sec)
  }

  /// Whether the file was written so lately, or by a clock so far ahead, that the next write may leave the same stamp.
  var isFresh: Bool { exists && time(nil) - written < 2 }
}
