/// JSON text with keys in the order given and numbers of at most ten significant digits, so that a last bit of the
/// machine's arithmetic never shows.
public indirect enum JSON: Sendable {
  /// A text.
  case string(String)
  /// A number; what is not finite is written as null.
  case number(Double)
  /// `true` or `false`
  case bool(Bool)
  /// `null`
  case null
  /// `[…]`
  case array([JSON])
  /// `{…}`, keys in this order.
  case object([(String, JSON)])

  /// A text, or null.
  public init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  /// A whole number.
  public init(_ number: Int) { self = .number(Double(number)) }

  /// A number, or null.
  public init(_ number: Double?) { self = number.map { .number($0) } ?? .null }

  /// On one line.
  public var text: String {
    switch self {
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let fields):
      "{" + fields.map { "\(Self.quoted($0)):\($1.text)" }.joined(separator: ",") + "}"
    default: scalar
    }
  }

  /// A file's text, to be read by people and compared line by line: a field a line, lists of scalars on one.
  public var document: String { indented("") + "\n" }

  private func indented(_ margin: String) -> String {
    let inner = margin + "  "
    switch self {
    case .object(let fields) where !fields.isEmpty:
      let lines = fields.map { "\(inner)\(Self.quoted($0)): \($1.indented(inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
    case .array(let items) where !items.allSatisfy(\.isScalar):
      return "[\n" + items.map { inner + $0.indented(inner) }.joined(separator: ",\n") + "\n\(margin)]"
    case .array(let items): return "[" + items.map(\.text).joined(separator: ", ") + "]"
    default: return text
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private var scalar: String {
    switch self {
    case .string(let text): Self.quoted(text)
    case .number(let value): value.isFinite ? NumberText.machine(value) : "null"
    case .bool(let value): value ? "true" : "false"
    default: "null"
    }
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
