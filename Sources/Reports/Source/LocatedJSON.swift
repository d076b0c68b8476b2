import Diagnostics

/// A JSON value with its place, for messages about files that people edit.
struct LocatedJSON {
  indirect enum Content {
    case object([(name: String, nameLocation: SourceLocation, value: LocatedJSON)])
    case array([LocatedJSON])
    case string(String)
    /// A number, `true`, `false` as written.
    case word(String)
    case null
  }

  var content: Content
  var location: SourceLocation

  /// The value of a name of an object; the first if there are several.
  subscript(name: String) -> LocatedJSON? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.name == name }?.value
  }

  var items: [LocatedJSON]? { if case .array(let items) = content { items } else { nil } }

  /// A string, or a number as written.
  var text: String? {
    switch content {
    case .string(let text), .word(let text): text
    default: nil
    }
  }

  /// The value as settings. Throws `E0104` for a name that an object has twice.
  func settings() throws(DiagnosticError) -> ConfigNode {
    let node: ConfigNode.Content
    switch content {
    case .null: node = .null
    case .string(let text): node = .scalar(text, quoted: true)
    case .word(let text): node = .scalar(text, quoted: false)
    case .array(let items):
      var list: [ConfigNode] = []
      for item in items { list.append(try item.settings()) }
      node = .list(list)
    case .object(let members):
      var entries: [ConfigNode.Entry] = []
      for member in members {
        guard !entries.contains(where: { $0.key == member.name }) else {
          throw DiagnosticError("E0104", "\"\(member.name)\" is written twice", at: member.nameLocation)
        }
        entries.append(
          .init(key: member.name, keyLocation: member.nameLocation, value: try member.value.settings()))
      }
      node = .map(entries)
    }
    return ConfigNode(node, at: location)
  }

  /// Reads one value.
  struct Reader {
    private let file: String
    private let characters: [Character]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String, file: String) {
      self.file = file
      characters = Array(text.first == "\u{FEFF}" ? text.dropFirst() : text[...])
    }

    /// Reads the value that is the whole text.
    mutating func readAll() throws(DiagnosticError) -> LocatedJSON {
      let value = try value(depth: 0)
      skipSpaces()
      guard index == characters.count else { throw failure("unexpected text after the end of the JSON") }
      return value
    }

    private var current: Character? { index < characters.count ? characters[index] : nil }
    private var location: SourceLocation {
      SourceLocation(file: file, line: line, column: index - lineStart + 1)
    }

    private func failure(_ message: String) -> DiagnosticError {
      let found = current.map { "found \"\($0)\"" } ?? "found the end of the file"
      return DiagnosticError("E0212", "\(message), \(found)", at: location)
    }

    private mutating func skipSpaces() {
      while let character = current, character.isWhitespace {
        index += 1
        if character.isNewline { (line, lineStart) = (line + 1, index) }
      }
    }

    private mutating func value(depth: Int) throws(DiagnosticError) -> LocatedJSON {
      skipSpaces()
      let place = location
      guard depth < 64 else { throw failure("JSON nested deeper than 64 levels") }
      switch current {
      case "{":
        var members: [(name: String, nameLocation: SourceLocation, value: LocatedJSON)] = []
        try list("}") { (reader: inout Reader) throws(DiagnosticError) in
          guard reader.current == "\"" else { throw reader.failure("expected a name in quotes") }
          let nameLocation = reader.location
          let name = try reader.string()
          reader.skipSpaces()
          guard reader.current == ":" else { throw reader.failure("expected \":\"") }
          reader.index += 1
          members.append((name, nameLocation, try reader.value(depth: depth + 1)))
        }
        return LocatedJSON(content: .object(members), location: place)
      case "[":
        var items: [LocatedJSON] = []
        try list("]") { (reader: inout Reader) throws(DiagnosticError) in
          items.append(try reader.value(depth: depth + 1))
        }
        return LocatedJSON(content: .array(items), location: place)
      case "\"": return LocatedJSON(content: .string(try string()), location: place)
      default:
        let word = String(
          characters[index...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        guard word == "null" || word == "true" || word == "false" || Double(word)?.isFinite == true else {
          throw failure("expected a JSON value")
        }
        index += word.count
        return LocatedJSON(content: word == "null" ? .null : .word(word), location: place)
      }
    }

    private mutating func list(
      _ closing: Character, _ element: (inout Reader) throws(DiagnosticError) -> Void
    ) throws(DiagnosticError) {
      index += 1
      skipSpaces()
      if current == closing {
        index += 1
        return
      }
      while true {
        skipSpaces()
        try element(&self)
        skipSpaces()
        if current == closing {
          index += 1
          return
        }
        guard current == "," else { throw failure("expected \",\" or \"\(closing)\"") }
        index += 1
      }
    }

    private mutating func string() throws(DiagnosticError) -> String {
      index += 1
      var units: [UInt16] = []
      while let character = current {
        if character.isNewline { break }
        index += 1
        if character == "\"" { return String(decoding: units, as: UTF16.self) }
        guard character == "\\" else {
          units += Array(String(character).utf16)
          continue
        }
        units.append(try escape())
      }
      throw failure("a text is not closed")
    }

    private mutating func escape() throws(DiagnosticError) -> UInt16 {
      let escapes: [Character: UInt16] = [
        "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
      ]
      guard let character = current else { throw failure("a text is not closed") }
      if let unit = escapes[character] {
        index += 1
        return unit
      }
      let digits = String(characters[index...].dropFirst().prefix(4))
      guard character == "u", digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
        throw failure("unknown escape in a text")
      }
      index += 5
      return unit
    }
  }
}
