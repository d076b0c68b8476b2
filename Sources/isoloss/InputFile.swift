import Diagnostics
import Foundation

/// A file that the user named.
enum InputFile {
  /// Its bytes. Throws `E0925` when there is none and `E0902` when it cannot be read.
  static func bytes(_ path: String, expected: String) throws(DiagnosticError) -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw DiagnosticError(
        "E0925", isFolder.boolValue ? "\"\(path)\" is a folder, expected \(expected)" : "no file \"\(path)\"")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DiagnosticError("E0902", "cannot read \"\(path)\"")
    }
    return [UInt8](bytes)
  }

  /// The text of a file in UTF-8. Throws `E0904` where it is none, and what `bytes` throws.
  static func text(_ path: String) throws(DiagnosticError) -> String {
    guard let text = String(validating: try bytes(path, expected: "a file"), as: UTF8.self) else {
      throw DiagnosticError("E0904", "\"\(path)\" is not UTF-8 text")
    }
    return text
  }
}

extension FileManager {
  /// Whether a path leads to a folder.
  func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
