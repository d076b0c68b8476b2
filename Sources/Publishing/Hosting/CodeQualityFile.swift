import Cache
import Diagnostics
import Typesetting

/// Findings in the JSON of Code Climate, which GitLab shows beside the lines of a merge request.
public enum CodeQualityFile {
  /// The file's text; `findings` in the order in which they were told. One without a place is left to the log: the form
  /// has no room for it.
  public static func text(_ findings: [Diagnostic]) -> String {
    var seen: [String: Int] = [:]
    let issues = findings.compactMap { finding -> JSON? in
      guard let place = finding.location else { return nil }
      let text = ([finding.message] + finding.notes + finding.help).joined(separator: "\n")
      // Without the line, so that a finding stays the same one when text above it grows.
      let content = "\(finding.code)\n\(place.file)\n\(text)"
      let number = seen[content, default: 0]
      seen[content] = number + 1
      return .object([
        ("description", .string(text)), ("check_name", .string(finding.code)),
        ("fingerprint", .string(Hashing.sha256("\(content)\n\(number)"))),
        ("severity", .string(severity(finding))),
        (
          "location",
          .object([
            ("path", .string(place.file)), ("lines", .object([("begin", JSON(place.line))])),
          ])
        ),
      ])
    }
    return JSON.array(issues).document
  }

  private static func severity(_ finding: Diagnostic) -> String {
    switch finding.severity {
    case .error: "critical"
    case .warning: "minor"
    default: "info"
    }
  }
}
