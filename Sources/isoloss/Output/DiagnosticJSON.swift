import Diagnostics
import Typesetting

extension JSON {
  /// A finding, as `--json` prints it.
  init(_ diagnostic: Diagnostic) {
    self = .object([
      ("severity", .string(diagnostic.severity.rawValue)), ("code", .string(diagnostic.code)),
      ("message", .string(diagnostic.message)),
      ("file", JSON(diagnostic.location?.file)), ("line", diagnostic.location.map { JSON($0.line) } ?? .null),
      ("column", diagnostic.location.map { JSON($0.column) } ?? .null),
      ("notes", .array(diagnostic.notes.map { .string($0) })),
      ("help", .array(diagnostic.help.map { .string($0) })),
      ("replacement", diagnostic.replacement.map { JSON($0) } ?? .null),
    ])
  }

  /// Words to write in the place of others.
  private init(_ replacement: Replacement) {
    self = .object([
      ("line", JSON(replacement.location.line)), ("column", JSON(replacement.location.column)),
      ("old", .string(replacement.old)), ("new", .string(replacement.new)),
    ])
  }
}
