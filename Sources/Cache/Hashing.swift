import CCrypto
import Foundation

/// Fingerprints that name the content of data, laws, cells and files.
public enum Hashing {
  /// SHA-256 of a text's UTF-8, in lower-case hex.
  public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// SHA-256 in lower-case hex.
  public static func sha256(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes(sha256) }

  /// SHA-256 of a file's bytes in lower-case hex, without a copy of them in memory; nil where it cannot be read.
  public static func sha256(ofFile path: String) -> String? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
      return nil
    }
    return data.withUnsafeBytes(sha256)
  }

  private static func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    _ = SHA256(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &digest)
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
