import Diagnostics
import Foundation

/// A file that the user named to be written.
enum OutputFile {
  /// Writes the whole file or leaves what was there. Throws `E0920` for a place that cannot be written.
  static func write(_ bytes: [UInt8], to path: String) throws(DiagnosticError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(path)\"", notes: [error.localizedDescription])
    }
  }
}
