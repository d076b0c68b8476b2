import Foundation

/// Writes files that nobody reads before they are renamed, or whose folder is.
///
/// The bytes are handed to the system and not forced onto the disk, as `Data.write` does, which takes longer than a
/// report's figures: a program that is killed loses nothing by that. After a power cut a build may find files that are not
/// what was written; their hashes say so, and they are made again.
public enum FreshFile {
  /// Writes a file in pieces, one after the other. Throws `POSIXError`; what was written of the file then stays.
  public static func write(_ pieces: [[UInt8]], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure() }
    do {
      for piece in pieces { try write(piece, to: file) }
    } catch {
      close(file)
      throw error
    }
    // Some file systems say only now that there is no room.
    guard close(file) == 0 else { throw failure() }
  }

  private static func write(_ bytes: [UInt8], to file: Int32) throws {
    try bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = Foundation.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw failure() }
        written += count
      }
    }
  }

  private static func failure() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
