/// What the source file of a report may be called.
public enum ReportFile {
  /// The file that makes a folder a report, the one that is preferred first.
  public static let names = ["report.md", "report.qmd"]

  /// Whether a path names a source file rather than a folder.
  public static func isSource(_ path: some StringProtocol) -> Bool {
    path.hasSuffix(".md") || path.hasSuffix(".qmd")
  }
}
