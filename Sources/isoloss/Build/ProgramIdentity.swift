import Cache
import Drawing
import Foundation
import Publishing

/// What identifies the program and the libraries that shape its output, for keys of stored results.
enum ProgramIdentity {
  /// Name and version, SHA-256 of the program's file, and the versions of the drawing libraries.
  ///
  /// The file is 30 MB, so its hash is remembered in `folder` under the file's size, times and number.
  static func text(rememberedIn folder: CacheFolder) -> String {
    "\(ProgramVersion.name) \(fileHash(folder)), \(DrawingLibraries.versions)"
  }

  private static func fileHash(_ folder: CacheFolder) -> String {
    guard let path = Bundle.main.executablePath else { return "unknown" }
    var status = stat()
    guard stat(path, &status) == 0 else { return "unknown" }
    var hasher = ContentHasher()
    hasher.add(path)
    hasher.add([
      Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec),
      Int(status.st_ctim.tv_sec), Int(status.st_ctim.tv_nsec), Int(status.st_ino),
    ])
    if case .found(let bytes) = folder.store.read(hasher.hash) {
      return String(decoding: bytes, as: UTF8.self)
    }
    guard let bytes = FileManager.default.contents(atPath: path) else { return "unknown" }
    let hash = Hashing.sha256([UInt8](bytes))
    folder.store.write(Array(hash.utf8), as: hasher.hash)
    return hash
  }
}
