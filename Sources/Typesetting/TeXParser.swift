import Diagnostics

/// Recursive descent over the characters of a formula. This file has rows, scripts and atoms; the commands that take
/// arguments are in `TeXParser+Commands.swift`, tables and delimiters in `TeXParser+Structures.swift`.
struct TeXParser {
  typealias Insert = (String, String, SourceLocation) throws(DiagnosticError) -> MathNode?

  var source: TeXSource
  let insert: Insert
  /// The alphabet that `\mathrm{…}` and kin set for the letters within.
  var style: MathStyle?
  /// Whether scripts of the atom read last go under and over it.
  var atomTakesLimits = false
  /// How many `\left` are open, since `\middle` belongs between them.
  var openDelimiters = 0
  private var depth = 0

  init(source: TeXSource, insert: @escaping Insert) {
    self.source = source
    self.insert = insert
  }

  mutating func formula() throws(DiagnosticError) -> MathNode {
    let row = try collapsed(items())
    guard source.index == source.characters.count else { throw unexpectedStop() }
    return row
  }

  /// One piece stands for itself; several are a row.
  func collapsed(_ items: [MathNode]) -> MathNode {
    items.count == 1 ? items[0] : .row(items)
  }

  /// Pieces up to something that ends a row: the end, `}`, `&`, `\\`, `\end`, `\right`, or `]` when asked for.
  mutating func items(untilBracket: Bool = false) throws(DiagnosticError) -> [MathNode] {
    depth += 1
    defer { depth -= 1 }
    try checkDepth()
    var row = RowBuilder()
    while true {
      source.skipSpace()
      guard let next = source.next else { break }
      if next == "}" || next == "&" { break }
      if next == "]", untilBracket, row.openings.isEmpty { break }
      switch next {
      case "^", "_":
        try script(next, &row)
      case "'":
        try primes(&row)
      case "\\":
        let name = source.commandName(at: source.index) ?? ""
        if ["\\", "end", "right"].contains(name) { return row.finished() }
        if name == "limits" || name == "nolimits" {
          try limits(name, &row)
        } else if let style = MathWrapping(rawValue: name), style == .display || style == .text {
          // It holds up to the end of the group.
          source.index += name.count + 1
          let rest = try collapsed(items(untilBracket: untilBracket))
          row.append(.wrapped(rest, style), takesLimits: false)
        } else {
          try append(&row)
        }
      default:
        try append(&row)
      }
    }
    return row.finished()
  }

  /// Every level is a few frames of the stack, and texts come from anywhere.
  private func checkDepth() throws(DiagnosticError) {
    guard depth <= 100 else {
      throw error("E0610", "more than 100 levels of braces, delimiters and arguments", at: source.index)
    }
  }

  private mutating func append(_ row: inout RowBuilder) throws(DiagnosticError) {
    atomTakesLimits = false
    let node = try atom()
    row.append(node, takesLimits: atomTakesLimits)
  }

  // MARK: Scripts

  private mutating func script(_ mark: Character, _ row: inout RowBuilder) throws(DiagnosticError) {
    let place = source.index
    source.index += 1
    let saved = atomTakesLimits
    let argument = try argument(of: String(mark), at: place)
    atomTakesLimits = saved
    guard row.attach(argument, isSub: mark == "_") else {
      throw error(
        "E0605", "a second \(mark == "_" ? "subscript" : "superscript") on the same base", at: place,
        help: ["set braces around one of the two, as in {x\(mark)a}\(mark)b"])
    }
  }

  private mutating func primes(_ row: inout RowBuilder) throws(DiagnosticError) {
    let place = source.index
    while source.next == "'" { source.index += 1 }
    var marks: [MathNode]
    switch source.index - place {
    case 1: marks = [.symbol("′", .ordinary)]
    case 2: marks = [.symbol("″", .ordinary)]
    case 3: marks = [.symbol("‴", .ordinary)]
    default: marks = Array(repeating: .symbol("′", .ordinary), count: source.index - place)
    }
    // TeX reads x'^2 as x^{\prime 2}.
    source.skipSpace()
    if source.next == "^" {
      let caret = source.index
      source.index += 1
      let more = try argument(of: "^", at: caret)
      if case .row(let nodes) = more { marks += nodes } else { marks.append(more) }
    }
    guard row.attach(collapsed(marks), isSub: false) else {
      throw error("E0605", "a prime on a base that has a superscript", at: place)
    }
  }

  private mutating func limits(_ name: String, _ row: inout RowBuilder) throws(DiagnosticError) {
    guard row.setLimits(name == "limits") else {
      throw error("E0608", "\\\(name) belongs behind a big operator or a function", at: source.index)
    }
    source.index += name.count + 1
  }

  // MARK: Atoms

  /// One piece without its scripts.
  mutating func atom() throws(DiagnosticError) -> MathNode {
    guard let next = source.next else { throw error("E0604", "a formula ends too early", at: source.index) }
    switch next {
    case "{":
      let node = try group()
      atomTakesLimits = false
      // TeX sets a lone symbol in braces as a letter, without the space of an operator.
      if case .symbol(let text, let mathClass) = node, mathClass != .function {
        return .symbol(text, .ordinary)
      }
      return node
    case "\\" where style != nil && source.peek(1) == "_": return styledRun()
    case "\\": return try command()
    case "~":
      source.index += 1
      return .space(1.0 / 3)
    case "-":
      source.index += 1
      return .symbol("\u{2212}", .binary)
    case "*":
      source.index += 1
      return .symbol("∗", .binary)
    default: break
    }
    if style != nil, next.isASCIIDigit || next.isLetter { return styledRun() }
    if next.isASCIIDigit || (next == "." && source.peek(1)?.isASCIIDigit == true) { return number() }
    if let mathClass = SymbolTable.shared.typed[next] {
      source.index += 1
      return .symbol(String(next), mathClass)
    }
    if next.isLetter {
      source.index += 1
      return .identifier(String(next), style: .automatic)
    }
    throw unexpectedCharacter(next)
  }

  private mutating func number() -> MathNode {
    let start = source.index
    while source.next?.isASCIIDigit == true { source.index += 1 }
    if source.next == ".", source.peek(1)?.isASCIIDigit == true {
      source.index += 1
      while source.next?.isASCIIDigit == true { source.index += 1 }
    }
    return .number(String(source.characters[start..<source.index]))
  }

  /// Within `\mathrm{…}` and kin letters and digits that touch are one word.
  private mutating func styledRun() -> MathNode {
    var text = ""
    while let next = source.next {
      if next.isASCIIDigit || next.isLetter {
        text.append(next)
        source.index += 1
      } else if next == "\\", source.peek(1) == "_" {
        text.append("_")
        source.index += 2
      } else {
        break
      }
    }
    return .identifier(text, style: style ?? .upright)
  }

  /// `{…}` with the index on the brace.
  mutating func group() throws(DiagnosticError) -> MathNode {
    let open = source.index
    source.index += 1
    let content = try collapsed(items())
    guard source.next == "}" else {
      if source.next == nil { throw error("E0603", "this \"{\" is never closed", at: open) }
      throw unexpectedStop()
    }
    source.index += 1
    return content
  }

  /// A group, or the next single piece (one digit of a number), as TeX takes arguments.
  mutating func argument(of command: String, at place: Int) throws(DiagnosticError) -> MathNode {
    source.skipSpace()
    switch source.next {
    case "{": return try group()
    case nil, "}", "&", "^", "_", "'":
      throw error("E0604", "\"\(command)\" lacks its argument", at: place)
    case let digit? where digit.isASCIIDigit && style == nil:
      source.index += 1
      return .number(String(digit))
    default:
      if source.next == "\\", let name = source.commandName(at: source.index),
        ["\\", "end", "right"].contains(name)
      {
        throw error("E0604", "\"\(command)\" lacks its argument", at: place)
      }
      depth += 1
      defer { depth -= 1 }
      try checkDepth()
      return try atom()
    }
  }

  // MARK: Errors

  func error(_ code: String, _ message: String, at index: Int, help: [String] = []) -> DiagnosticError {
    DiagnosticError(code, message, at: source.location(min(index, source.characters.count)), help: help)
  }

  private func unexpectedCharacter(_ character: Character) -> DiagnosticError {
    let help: [String] =
      switch character {
      case "%": ["write \\% for a per cent sign"]
      case "#", "$": ["write \\\(character) for the sign itself"]
      case "\"": ["write '' for a double prime, or \\text{…} for words"]
      case "²": ["write ^2"]
      case "³": ["write ^3"]
      default: ["words go into \\text{…}"]
      }
    return error("E0602", "unexpected character \"\(character)\" in a formula", at: source.index, help: help)
  }

  /// What is wrong when a row ended by something that its caller does not want.
  func unexpectedStop() -> DiagnosticError {
    switch source.next {
    case "}": return error("E0603", "this \"}\" closes nothing", at: source.index)
    case "&":
      return error(
        "E0606", "\"&\" stands outside a table", at: source.index,
        help: ["set it in \\begin{aligned} … \\end{aligned}, or write \\& for the sign"])
    case "\\":
      switch source.commandName(at: source.index) {
      case "\\":
        return error(
          "E0606", "a line break stands outside a table", at: source.index,
          help: ["set the lines in \\begin{aligned} … \\end{aligned}"])
      case "end": return error("E0607", "this \\end has no \\begin in the same group", at: source.index)
      default: return error("E0608", "this \\right has no \\left in the same group", at: source.index)
      }
    default: return error("E0603", "a formula ends too early", at: source.index)
    }
  }
}
