import Diagnostics

extension TeXParser {
  /// What a command of the `\big` family makes of the delimiter behind it; nil for another command.
  static func size(_ name: String) -> (size: DelimiterSize, mathClass: MathClass)? {
    if let size = DelimiterSize(rawValue: name) { return (size, .ordinary) }
    guard let side = name.last, let size = DelimiterSize(rawValue: String(name.dropLast())) else {
      return nil
    }
    switch side {
    case "l": return (size, .open)
    case "r": return (size, .close)
    case "m": return (size, .relation)
    default: return nil
    }
  }

  private static let pairs = [
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
  ]
  private static let tables: [String: TableKind] = [
    "aligned": .aligned, "align": .aligned, "align*": .aligned, "split": .aligned, "cases": .cases,
    "matrix": .matrix,
    "smallmatrix": .matrix, "gathered": .matrix,
  ]

  // MARK: Delimiters

  mutating func sizedDelimiter(
    _ size: DelimiterSize, _ mathClass: MathClass, _ name: String, at place: Int
  ) throws(DiagnosticError) -> MathNode {
    let text = try delimiter(of: name, at: place)
    guard !text.isEmpty else {
      throw error("E0608", "\\\(name) needs a delimiter that can be seen", at: place)
    }
    return .sized(text, mathClass, size)
  }

  mutating func leftRight(at place: Int) throws(DiagnosticError) -> MathNode {
    let open = try delimiter(of: "left", at: place)
    openDelimiters += 1
    defer { openDelimiters -= 1 }
    let content = try collapsed(items())
    guard source.next == "\\", source.commandName(at: source.index) == "right" else {
      throw error("E0608", "this \\left has no \\right in the same group", at: place)
    }
    let right = source.index
    source.index += 6
    return .fenced(open: open, content, close: try delimiter(of: "right", at: right), stretchy: true)
  }

  /// `\middle|`
  mutating func middle(at place: Int) throws(DiagnosticError) -> MathNode {
    guard openDelimiters > 0 else {
      throw error(
        "E0608", "\\middle stands outside \\left … \\right", at: place,
        help: ["write the bar as \\mid or \\vert"])
    }
    let text = try delimiter(of: "middle", at: place)
    guard !text.isEmpty else {
      throw error("E0608", "\\middle needs a delimiter that can be seen", at: place)
    }
    return .symbol(text, .middle)
  }

  /// `\substack{a \\ b}`
  mutating func substack(at place: Int) throws(DiagnosticError) -> MathNode {
    source.skipSpace()
    guard source.next == "{" else {
      throw error("E0604", "\"\\substack\" needs braces: \\substack{…}", at: place)
    }
    let open = source.index
    source.index += 1
    var rows: [[MathNode]] = [[try collapsed(items())]]
    while source.next == "\\", source.commandName(at: source.index) == "\\" {
      source.index += 2
      try skipRowGap()
      rows.append([try collapsed(items())])
    }
    guard source.next == "}" else {
      if source.next == nil { throw error("E0603", "this \"{\" is never closed", at: open) }
      throw unexpectedStop()
    }
    source.index += 1
    return .table(rows, .substack)
  }

  /// The delimiter behind `\left`, `\right` or a size; empty for the full stop.
  private mutating func delimiter(of command: String, at place: Int) throws(DiagnosticError) -> String {
    source.skipSpace()
    let at = source.index
    guard let next = source.next else { throw error("E0604", "\\\(command) lacks its delimiter", at: place) }
    if next == "\\", let name = source.commandName(at: at) {
      if let text = SymbolTable.shared.delimiters[name] {
        source.index += name.count + 1
        return text
      }
      throw error(
        "E0608", "\"\\\(name)\" is no delimiter", at: at,
        help: Spelling.suggestion(for: name, among: SymbolTable.shared.delimiters.keys).map {
          ["did you mean \"\\\($0)\"?"]
        } ?? [])
    }
    source.index += 1
    switch next {
    case ".": return ""
    case "<": return "⟨"
    case ">": return "⟩"
    case "(", ")", "[", "]", "|", "/", "‖", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉": return String(next)
    default: throw error("E0608", "\"\(next)\" is no delimiter", at: at)
    }
  }

  // MARK: Tables

  mutating func environment(at place: Int) throws(DiagnosticError) -> MathNode {
    let (name, nameAt) = try rawGroup(of: "\\begin", at: place)
    if name == "equation" || name == "equation*" {
      let content = try collapsed(items())
      try end(of: name, at: place)
      return content
    }
    if name == "array" { return try array(at: place) }
    let pair = Self.pairs[name]
    guard let kind = pair == nil ? Self.tables[name] : .matrix else {
      let known = ["array"] + Array(Self.pairs.keys) + Array(Self.tables.keys)
      throw error(
        "E0607", "unknown environment \"\(name)\"", at: nameAt,
        help: Spelling.didYouMean(name, among: known))
    }
    let rows = try rows(of: name, at: place).rows
    guard let pair else { return .table(rows, kind) }
    return .fenced(open: pair.0, .table(rows, kind), close: pair.1, stretchy: true)
  }

  /// `\begin{array}{l|cr} … \end{array}`
  private mutating func array(at place: Int) throws(DiagnosticError) -> MathNode {
    let (text, at) = try rawGroup(of: "\\begin{array}", at: place)
    var columns = ArrayColumns([])
    for (offset, character) in text.enumerated() where character != " " {
      if character == "|" {
        columns.rules.insert(columns.alignments.count)
      } else if let alignment = ArrayColumns.Alignment(rawValue: String(character)) {
        columns.alignments.append(alignment)
      } else {
        throw error(
          "E0604", "the columns of an array are l, c, r and |, found \"\(character)\"", at: at + offset)
      }
    }
    guard !columns.alignments.isEmpty else {
      throw error("E0604", "this array has no columns", at: at, help: ["for example \\begin{array}{lr}"])
    }
    let (rows, lines) = try rows(of: "array", at: place, columns: columns.alignments.count)
    columns.lines = lines
    return .table(rows, .array(columns))
  }

  /// The rows up to `\end`. Where the number of columns is known, more cells are an error and `\hline` is a line.
  private mutating func rows(
    of name: String, at place: Int, columns: Int? = nil
  ) throws(DiagnosticError) -> (rows: [[MathNode]], lines: Set<Int>) {
    var rows: [[MathNode]] = [[]]
    var lines: Set<Int> = []
    while true {
      source.skipSpace()
      while columns != nil, rows.last == [], source.commandName(at: source.index) == "hline" {
        lines.insert(rows.count - 1)
        source.index += 6
        source.skipSpace()
      }
      rows[rows.count - 1].append(try collapsed(items()))
      if source.next == "&" {
        if let columns, rows[rows.count - 1].count >= columns {
          throw error("E0606", "this array has \(columns) columns, and here begins another", at: source.index)
        }
        source.index += 1
      } else if source.next == "\\", source.commandName(at: source.index) == "\\" {
        source.index += 2
        try skipRowGap()
        rows.append([])
      } else {
        break
      }
    }
    try end(of: name, at: place)
    // A line break in front of \end starts no row.
    if rows.last == [.row([])] { rows.removeLast() }
    return (rows, lines)
  }

  /// `\\[2pt]` asks for a gap; rows here are spaced alike, so a length is read and has no effect.
  private mutating func skipRowGap() throws(DiagnosticError) {
    guard source.next == "[" else { return }
    let open = source.index
    guard let close = source.characters[open...].firstIndex(of: "]") else {
      throw error("E0603", "this \"[\" is never closed", at: open)
    }
    let length = String(source.characters[(open + 1)..<close]).trimmingSpaces()
    let units = ["pt", "em", "ex", "mm", "cm", "px"]
    guard units.contains(where: { length.hasSuffix($0) }), Double(length.dropLast(2)) != nil else {
      throw error("E0604", "expected a length like [2pt] behind a line break", at: open)
    }
    source.index = close + 1
  }

  private mutating func end(of name: String, at place: Int) throws(DiagnosticError) {
    guard source.next == "\\", source.commandName(at: source.index) == "end" else {
      if source.next == nil { throw error("E0607", "this \\begin{\(name)} has no \\end", at: place) }
      throw unexpectedStop()
    }
    let at = source.index
    source.index += 4
    let (ended, endedAt) = try rawGroup(of: "\\end", at: at)
    guard ended == name else {
      throw error("E0607", "\\end{\(ended)} closes \\begin{\(name)}", at: endedAt)
    }
  }

  // MARK: Raw text

  /// The text between the braces behind a command, and the index of its first character.
  mutating func rawGroup(of command: String, at place: Int) throws(DiagnosticError) -> (
    text: String, index: Int
  ) {
    source.skipSpace()
    guard source.next == "{" else {
      throw error("E0604", "\"\(command)\" needs braces: \(command){…}", at: place)
    }
    let open = source.index
    var level = 0
    var index = open
    while index < source.characters.count {
      switch source.characters[index] {
      case "\\": index += 1
      case "{": level += 1
      case "}":
        level -= 1
        if level == 0 {
          source.index = index + 1
          return (String(source.characters[(open + 1)..<index]), open + 1)
        }
      default: break
      }
      index += 1
    }
    throw error("E0603", "this \"{\" is never closed", at: open)
  }

  /// The words of `\text{…}` with its escapes undone.
  mutating func words(of command: String, at place: Int) throws(DiagnosticError) -> String {
    let (raw, at) = try rawGroup(of: "\\\(command)", at: place)
    let characters = Array(raw)
    var text = ""
    var index = 0
    while index < characters.count {
      let character = characters[index]
      switch character {
      case "\\":
        let named = [("textbackslash{}", "\\"), ("textasciitilde{}", "~"), ("textasciicircum{}", "^")]
        let rest = String(characters[(index + 1)...])
        if let (name, meaning) = named.first(where: { rest.hasPrefix($0.0) }) {
          text += meaning
          index += name.count
        } else if let next = characters.dropFirst(index + 1).first, "{}%&#$_ ".contains(next) {
          text.append(next)
          index += 1
        } else {
          throw error("E0609", "\\\(command){…} holds plain words, no commands", at: at + index)
        }
      case "~": text.append("\u{A0}")
      case "{", "}": break
      case "$", "%", "#", "&", "^":
        throw error("E0609", "\\\(command){…} holds plain words, not \"\(character)\"", at: at + index)
      default: text.append(character.isNewline ? " " : character)
      }
      index += 1
    }
    return text
  }
}
