import Diagnostics
import Typesetting

/// Findings in SARIF 2.1.0, the form that code hosts and editors read results of analyses in.
public enum SARIFFile {
  /// The file's text; `findings` in the order in which they were told.
  public static func text(_ findings: [Diagnostic]) -> String {
    let codes = Set(findings.map(\.code)).sorted()
    let driver = JSON.object([
      ("name", .string("isoloss")), ("version", .string(ProgramVersion.current)),
      ("rules", .array(codes.map { .object([("id", .string($0))]) })),
    ])
    let run = JSON.object([
      ("tool", .object([("driver", driver)])), ("columnKind", .string("unicodeCodePoints")),
      ("results", .array(findings.map(result))),
    ])
    return JSON.object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
      ("runs", .array([run])),
    ]).document
  }

  private static func result(_ finding: Diagnostic) -> JSON {
    let text = ([finding.message] + finding.notes + finding.help).joined(separator: "\n")
    var fields: [(String, JSON)] = [
      ("ruleId", .string(finding.code)), ("level", .string(finding.severity.rawValue)),
      ("message", .object([("text", .string(text))])),
    ]
    if let place = finding.location {
      let region = JSON.object([("startLine", JSON(place.line)), ("startColumn", JSON(place.column))])
      let file = JSON.object([("uri", .string(Escape.path(place.file)))])
      fields.append(
        (
          "locations",
          .array([
            .object([("physicalLocation", .object([("artifactLocation", file), ("region", region)]))])
          ])
        ))
    }
    return .object(fields)
  }
}
