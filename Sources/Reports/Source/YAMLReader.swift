import Diagnostics
import Typesetting
import Yams

/// Reads the YAML of a cell or of the front matter into `ConfigNode`, with the place of every key and value.
///
/// Strict: a key written twice is an error. YAML 1.1's words for true and false (`no`, `on`) stay texts: what a value
/// means is for whoever asks for it.
struct YAMLReader {
  private let text: String
  private let lines: [Substring]
  private let base: SourceLocation

  /// Parses `text`, whose first character stands at `base`.
  static func read(_ text: String, at base: SourceLocation) throws(DiagnosticError) -> ConfigNode {
    try YAMLReader(text, at: base).node()
  }

  private init(_ text: String, at base: SourceLocation) {
    self.text = text
    self.base = base
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }

  private func node() throws(DiagnosticError) -> ConfigNode {
    try checkDepth()
    try checkAliases()
    let root: Node?
    do {
      root = try compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw DiagnosticError(diagnostic(error))
    } catch {
      throw DiagnosticError("E0101", "this is not YAML: \(error)", at: base)
    }
    guard let root else { return ConfigNode(.null, at: base) }
    var problems: [Diagnostic] = []
    var budget = Self.mostValues
    let node = convert(root, depth: 0, &budget, &problems)
    guard problems.isEmpty else { throw DiagnosticError(problems) }
    return node
  }

  /// More values than this are no settings: aliases of aliases unfold to any number.
  private static let mostValues = 100_000
  /// Lists and maps in one another: deeper ones are no settings, and would end the stack of whoever walks them.
  private static let deepest = 64

  /// Refuses an alias as a key: the parser compares keys, and what an alias unfolds to may have no end.
  private func checkAliases() throws(DiagnosticError) {
    guard text.contains("&"), text.contains("*") else { return }
    let key = /(?:^|[{,?])\s*[\[{]?\s*\*[\w\-]+[^:]*\s:(?:\s|$)|\?\s+[\[{]?\s*\*[\w\-]+/
    for (row, line) in lines.enumerated() where line.contains("*") {
      guard let match = line.firstMatch(of: key) else { continue }
      let column = line.distance(from: line.startIndex, to: match.range.lowerBound) + 1
      throw DiagnosticError(
        "E0102", "an alias cannot be a key",
        at: SourceLocation(file: base.file, line: base.line + row, column: column + offset))
    }
  }

  /// Refuses text whose flow collections are nested deeper than `deepest`, before the parser follows them.
  private func checkDepth() throws(DiagnosticError) {
    var depth = 0
    for (row, line) in lines.enumerated() {
      // A block collection is indented by a column a level at least.
      let indent = line.prefix { $0 == " " }.count
      var column = 0
      for byte in line.utf8 {
        column += 1
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
        guard depth <= 512, indent <= 1000 else {
          throw DiagnosticError(
            "E0119", "settings nested too deep",
            at: SourceLocation(file: base.file, line: base.line + row, column: column + offset))
        }
      }
    }
  }

  // MARK: Nodes

  private func convert(
    _ node: Node, depth: Int, _ budget: inout Int, _ problems: inout [Diagnostic]
  ) -> ConfigNode {
    guard budget > 0, depth <= Self.deepest else {
      if !problems.contains(where: { $0.code == "E0119" }) {
        problems.append(
          Diagnostic(
            .error, "E0119",
            budget > 0
              ? "settings nested deeper than \(Self.deepest) levels"
              : "these settings unfold to more than \(NumberText.decimal(Double(Self.mostValues), places: 0)) values",
            at: node.mark.map(location) ?? base, help: ["write them out without aliases"]))
      }
      return ConfigNode(.null, at: base)
    }
    budget -= 1
    let place = node.mark.map(location) ?? base
    switch node {
    case .scalar(let scalar):
      return self.scalar(scalar, at: place, &problems)
    case .sequence(let sequence):
      return ConfigNode(.list(sequence.map { convert($0, depth: depth + 1, &budget, &problems) }), at: place)
    case .mapping(let mapping):
      var entries: [ConfigNode.Entry] = []
      for (key, value) in mapping {
        let keyPlace = key.mark.map(location) ?? place
        guard case .scalar(let name) = key else {
          let isPlaceholder = if case .mapping = key { true } else { false }
          problems.append(
            Diagnostic(
              .error, "E0102", "a key must be a single word", at: keyPlace,
              help: isPlaceholder ? ["put a text that begins with {{ between single quotes: '{{…}}'"] : []))
          continue
        }
        // As of a value: the first character behind the quote.
        let isQuoted = [.singleQuoted, .doubleQuoted].contains(name.style)
        entries.append(
          .init(
            key: name.string, keyLocation: keyPlace.advanced(by: isQuoted ? 1 : 0),
            value: convert(value, depth: depth + 1, &budget, &problems)))
      }
      return ConfigNode(.map(entries), at: place)
    case .alias:
      problems.append(Diagnostic(.error, "E0102", "this alias names nothing", at: place))
      return ConfigNode(.null, at: place)
    }
  }

  private func scalar(
    _ scalar: Node.Scalar, at place: SourceLocation, _ problems: inout [Diagnostic]
  ) -> ConfigNode {
    switch scalar.style {
    case .doubleQuoted:
      if scalar.string.contains("\u{B}") {
        let line =
          scalar.mark.flatMap { lines.indices.contains($0.line - 1) ? lines[$0.line - 1] : nil } ?? ""
        var column = place.column
        if let index = line.range(of: #"\v"#)?.lowerBound {
          column = line.distance(from: line.startIndex, to: index) + offset + 1
        }
        problems.append(
          Diagnostic(
            .error, "E0103", "in double quotes \"\\v\" is a vertical tab, so \"\\val\" is lost",
            at: SourceLocation(file: place.file, line: place.line, column: column),
            help: ["put the text between single quotes: '…\\val{…}…'"]))
      }
      return ConfigNode(.scalar(scalar.string, quoted: true), at: place.advanced(by: 1))
    case .singleQuoted:
      return ConfigNode(.scalar(scalar.string, quoted: true), at: place.advanced(by: 1))
    case .literal, .folded:
      return ConfigNode(.scalar(scalar.string, quoted: true), at: blockContent(scalar.mark) ?? place)
    case .any, .plain:
      if ["", "~", "null"].contains(scalar.string) { return ConfigNode(.null, at: place) }
      return ConfigNode(.scalar(scalar.string, quoted: false), at: place)
    }
  }

  /// Where the content of a block scalar begins: the column of its indentation, on the line after the `|`.
  private func blockContent(_ mark: Mark?) -> SourceLocation? {
    guard let mark else { return nil }
    for line in lines.dropFirst(mark.line) {
      guard let first = line.firstIndex(where: { $0 != " " }) else { continue }
      let indent = line.distance(from: line.startIndex, to: first)
      let row = base.line + mark.line
      // Blank lines before the first text belong to the content, so its line is the one after the `|`.
      return SourceLocation(file: base.file, line: row, column: indent + 1 + offset)
    }
    return nil
  }

  // MARK: Places

  /// How far a body is indented in the file: all its lines alike, since the fences of a cell strip as much from each.
  private var offset: Int { base.column - 1 }

  private func location(_ mark: Mark) -> SourceLocation {
    let index = mark.line - 1
    var column = mark.column
    if lines.indices.contains(index) {
      // The mark counts Unicode scalars; places count characters.
      let line = String(lines[index])
      column = String(String.UnicodeScalarView(line.unicodeScalars.prefix(mark.column - 1))).count + 1
    }
    let row = base.line + index
    return SourceLocation(file: base.file, line: row, column: column + offset)
  }

  private func diagnostic(_ error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      // A block collection's error names the line after the mistake; its own text is what helps.
      let words = [context?.text.trimmingSpaces(), problem].compactMap { $0 }.joined(separator: ", ")
      return Diagnostic(.error, "E0101", "YAML: \(words)", at: location(mark), help: help(problem))
    case .duplicatedKeysInMapping(let names, let context):
      let name = names.first ?? ""
      let first = location(context.mark)
      return Diagnostic(
        .error, "E0104", "the key \"\(name)\" is written twice",
        at: second(name, after: context.mark) ?? first,
        notes: ["first at \(first)"])
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let row = before.count { $0.isNewline }
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return Diagnostic(
        .error, "E0101", "YAML: \(problem)",
        at: SourceLocation(file: base.file, line: base.line + row, column: column + base.column - 1))
    default:
      return Diagnostic(.error, "E0101", "YAML: \(error)", at: base)
    }
  }

  /// The next line that begins with the key in the same column.
  private func second(_ key: String, after mark: Mark) -> SourceLocation? {
    let start = String(repeating: " ", count: mark.column - 1) + key + ":"
    for (index, line) in lines.enumerated().dropFirst(mark.line) where line.hasPrefix(start) {
      return SourceLocation(file: base.file, line: base.line + index, column: mark.column + offset)
    }
    return nil
  }

  private func help(_ problem: String) -> [String] {
    if problem.contains("mapping values are not allowed") || problem.contains("cannot start any token") {
      return ["put a text with \": \", or one that begins with @, `, %, * or &, between single quotes"]
    }
    if problem.contains("did not find expected key") || problem.contains("could not find expected ':'") {
      return ["write `key: value`, a pair a line, all beginning in the same column"]
    }
    return []
  }
}

extension Substring {
  fileprivate func range(of text: String) -> Range<Substring.Index>? { firstRange(of: text) }
}
