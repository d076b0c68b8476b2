import Cache
import Laws
import Reports
import Typesetting

/// A law in `report.json`: its text, by which it is known, and the text's hash.
public struct LawRecord {
  private let law: Law

  init(_ law: Law) { self.law = law }

  /// One definition a line, without the blanks and comments of the source.
  var text: String {
    law.formula.definitions.map { "\($0.name) = \($0.value.source)" }.joined(separator: "\n")
  }

  /// SHA-256 of a law's text.
  public static func hash(of law: Law) -> String { LawRecord(law).hash }

  /// SHA-256 of the text.
  var hash: String { Hashing.sha256(text) }

  var json: JSON {
    .object([
      ("name", .string(law.name)), ("text", .string(text)), ("sha256", .string(hash)),
      ("target", .string(law.target)), ("unit", .string(law.lossUnit)), ("citation", JSON(law.citation)),
      (
        "parameters",
        .array(
          law.parameters.map {
            .object([
              ("name", .string($0.name)), ("meaning", .string($0.meaning)), ("unit", .string($0.unit)),
              ("published", JSON($0.published)),
            ])
          })
      ),
      (
        "variables",
        .array(
          law.variables.map {
            .object([
              ("name", .string($0.name)), ("meaning", .string($0.meaning)), ("unit", .string($0.unit)),
            ])
          })
      ),
    ])
  }
}
