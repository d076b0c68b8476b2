/// The program's name and version, as pages, `--version` and files' metadata give them.
public enum ProgramVersion {
  /// The version, by semantic versioning.
  public static let current = "0.1.0"
  /// The name with the version, for example `Isoloss 0.1.0`.
  public static let name = "Isoloss \(current)"
}
