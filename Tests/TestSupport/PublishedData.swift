import Foundation

/// Data that others published: never part of the package, read from the folder that `ISOLOSS_DATA` names.
///
/// A test says that it needs a file with
/// `@Test(.enabled(if: PublishedData.holds("file.csv"), "\(PublishedData.hint)"))`, and is reported as skipped, with the
/// hint, where there is none.
public enum PublishedData {
  /// What a skipped test says.
  public static let hint = "needs data published by others: set ISOLOSS_DATA to their folder"

  private static var folder: String? {
    ProcessInfo.processInfo.environment["ISOLOSS_DATA"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether the folder is given and has the file.
  public static func holds(_ name: String) -> Bool {
    folder.map { FileManager.default.isReadableFile(atPath: "\($0)/\(name)") } ?? false
  }

  /// The file's text.
  public static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder ?? "")/\(name)", encoding: .utf8)
  }
}
