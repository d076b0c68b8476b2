/// Paths inside a report's folder.
public enum LocalPath {
  /// The path without `.` and empty parts, or nil when it leaves the folder, is absolute or is an address.
  public static func normalized(_ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.contains(":"), !path.contains("\\"), !path.contains("\0") else {
      return nil
    }
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.isEmpty, !parts.contains("..") else { return nil }
    return parts.joined(separator: "/")
  }

  /// The last part of a path.
  public static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
