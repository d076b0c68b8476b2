import Cache
import Drawing
import Foundation
import Publishing

/// What identifies the program and the libraries that shape its output, for keys of stored results.
struct ProgramIdentity: Sendable {
  /// Name and version, the number that the linker gave to the program or SHA-256 of its file, and the versions of the drawing
  /// libraries.
  let text: String
  /// The hash of the program's file, and the key under which it is remembered: the file is 30 MB. Nil where the linker gave a
  /// number.
  private let memo: (key: String, hash: String)?

  /// Identifies this program; `folder` may remember its hash under the file's size, times and number.
  init(rememberedIn folder: CacheFolder) {
    // To hash the whole file is a tenth of the work of a first build.
    let linked = Bundle.main.executablePath.flatMap { BuildID.read($0) }
    memo = linked == nil ? Self.memo(folder) : nil
    text = "\(ProgramVersion.name) \(linked ?? memo?.hash ?? "unknown"), \(DrawingLibraries.versions)"
  }

  /// Remembers the hash.
  func keep(in folder: CacheFolder) {
    guard let memo, folder.store.read(memo.key) == .missing else { return }
    folder.store.write(Array(memo.hash.utf8), as: memo.key)
  }

  private static func memo(_ folder: CacheFolder) -> (key: String, hash: String)? {
    var status = stat()
    guard let path = Bundle.main.executablePath, stat(path, &status) == 0 else { return nil }
    var hasher = ContentHasher()
    hasher.add(path)
    hasher.add([
      Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec),
      Int(status.st_ctim.tv_sec), Int(status.st_ctim.tv_nsec), Int(status.st_ino),
    ])
    let key = hasher.hash
    if case .found(let bytes) = folder.store.read(key) {
      return (key, String(decoding: bytes, as: UTF8.self))
    }
    return Hashing.sha256(ofFile: path).map { (key, $0) }
  }
}
