import Diagnostics
import Typesetting

/// JSON text with keys in the order given and numbers of at most ten significant digits.
indirect enum JSON: Sendable {
  case string(String)
  case number(Double)
  case bool(Bool)
  case null
  case array([JSON])
  case object([(String, JSON)])

  /// On one line.
  var text: String {
    switch self {
    case .string(let text): Self.quoted(text)
    case .number(let value): value.isFinite ? NumberText.machine(value) : "null"
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let fields):
      "{" + fields.map { "\(Self.quoted($0)):\($1.text)" }.joined(separator: ",") + "}"
    }
  }

  /// A finding.
  init(_ diagnostic: Diagnostic) {
    self = .object([
      ("severity", .string(diagnostic.severity.rawValue)), ("code", .string(diagnostic.code)),
      ("message", .string(diagnostic.message)),
      ("file", diagnostic.location.map { .string($0.file) } ?? .null),
      ("line", diagnostic.location.map { .number(Double($0.line)) } ?? .null),
      ("column", diagnostic.location.map { .number(Double($0.column)) } ?? .null),
      ("notes", .array(diagnostic.notes.map { .string($0) })),
      ("help", .array(diagnostic.help.map { .string($0) })),
    ])
  }

  private static func quoted(_ text: String) -> String {
    let hexadecimal = Array("0123456789abcdef")
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let other where other.value < 0x20 || other.value == 0x7F:
        result += "\\u00\(hexadecimal[Int(other.value >> 4)])\(hexadecimal[Int(other.value & 15)])"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
