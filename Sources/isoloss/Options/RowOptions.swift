import ArgumentParser
import Diagnostics
import Foundation

/// Which columns and rows of a CSV file a command takes.
struct RowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column of a quantity of the law, or an expression over columns: N=n_params, D=C/(6*N). Repeatable.",
      valueName: "name=column"))
  var column: [String] = []

  @Option(
    name: .customLong("where"), help: ArgumentHelp("Keep the rows that meet this.", valueName: "condition"))
  var condition: String?

  /// The texts of the options, for the excerpts under findings.
  var sources: [String: String] {
    var texts = ["--column": column.joined(separator: " ")]
    if let condition { texts["--where"] = condition }
    return texts
  }

  /// Reads a file that the user named. Throws `E0925` when there is none and `E0902` when it cannot be read.
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
}
