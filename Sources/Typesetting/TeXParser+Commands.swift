import Diagnostics

extension TeXParser {
  /// A backslash and what belongs to it.
  mutating func command() throws(DiagnosticError) -> MathNode {
    let place = source.index
    guard let name = source.commandName(at: place) else {
      throw error("E0602", "a backslash ends the formula", at: place)
    }
    source.index += name.count + 1
    let table = SymbolTable.shared
    if let node = table.letters[name] {
      guard let style, case .identifier(let text, let own) = node else { return node }
      // TeX has no upright bold face of small Greek letters.
      return .identifier(text, style: style == .bold && own == .automatic ? .boldItalic : style)
    }
    if let symbol = table.symbols[name] { return .symbol(symbol.text, symbol.mathClass) }
    if let takesLimits = table.functions[name] {
      atomTakesLimits = takesLimits
      return .symbol(name, .function)
    }
    if let space = SymbolTable.spaces.first(where: { $0.0 == name }) { return .space(space.1) }
    if let accent = SymbolTable.accents.first(where: { $0.0 == name }) {
      return .accent(try argument(of: "\\\(name)", at: place), accent.1)
    }
    if let style = SymbolTable.styles.first(where: { $0.0 == Self.sameStyles[name] ?? name }) {
      return try styled(style.1, name, at: place)
    }
    return try structure(name, at: place)
  }

  private mutating func structure(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode {
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac":
      let top = try argument(of: "\\\(name)", at: place)
      return inStyle(of: name, .fraction(top, try argument(of: "\\\(name)", at: place)))
    case "binom", "dbinom", "tbinom":
      let top = try argument(of: "\\\(name)", at: place)
      let bottom = try argument(of: "\\\(name)", at: place)
      return inStyle(
        of: name, .fenced(open: "(", .table([[top], [bottom]], .binomial), close: ")", stretchy: true))
    case "boxed", "underline", "phantom", "hphantom", "vphantom":
      let inner = try argument(of: "\\\(name)", at: place)
      return MathWrapping(rawValue: name).map { .wrapped(inner, $0) } ?? inner
    case "tag": return try tag(at: place)
    case "sqrt": return try root(at: place)
    case "text", "textrm", "mbox":
      return .text(try words(of: name, at: place))
    case "operatorname", "operatorname*": return try operatorName(at: place)
    case "argmin", "argmax":
      atomTakesLimits = true
      return .symbol(name == "argmin" ? "arg min" : "arg max", .function)
    case "underset", "overset", "stackrel", "underbrace", "overbrace": return try stacked(name, at: place)
    case "mathord", "mathop", "mathbin", "mathrel", "mathopen", "mathclose", "mathpunct":
      return try reclassed(name, at: place)
    case "hspace", "mspace": return try measuredSpace(name, at: place)
    case "left": return try leftRight(at: place)
    case "middle": return try middle(at: place)
    case "substack": return try substack(at: place)
    case "xrightarrow", "xleftarrow": return try labelledArrow(name, at: place)
    case "begin": return try environment(at: place)
    default: break
    }
    if let (size, mathClass) = Self.size(name) { return try sizedDelimiter(size, mathClass, name, at: place) }
    if TeXMath.insertCommands.contains(name) { return try inserted(name, at: place) }
    if let node = try userCommand(name, at: place) { return node }
    throw unknown(name, at: place)
  }

  private mutating func styled(_ wanted: MathStyle, _ name: String, at place: Int) throws(DiagnosticError)
    -> MathNode
  {
    let saved = style
    style = wanted
    defer { style = saved }
    return try argument(of: "\\\(name)", at: place)
  }

  /// A fraction or binomial whose command names its style by the first letter.
  private func inStyle(of name: String, _ node: MathNode) -> MathNode {
    switch name.first {
    case "d": .wrapped(node, .display)
    case "c": .wrapped(node, .display)
    case "t": .wrapped(node, .text)
    default: node
    }
  }

  /// `\tag{A}`: the words in brackets at the end; `\tag*{A}` without.
  private mutating func tag(at place: Int) throws(DiagnosticError) -> MathNode {
    let isBare = source.next == "*"
    if isBare { source.index += 1 }
    let words = try words(of: "tag", at: place)
    return .tag(isBare ? words : "(\(words))")
  }

  /// Alphabets under their other names.
  private static let sameStyles = [
    "bm": "boldsymbol", "mathscr": "mathcal", "mathbbm": "mathbb", "mathds": "mathbb",
  ]

  /// `\xrightarrow[under]{over}`
  private mutating func labelledArrow(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode {
    let under = try bracketed()
    let over = try argument(of: "\\\(name)", at: place)
    return .underOver(.symbol(name == "xrightarrow" ? "⟶" : "⟵", .relation), under: under, over: over)
  }

  /// What stands in square brackets behind a command, if anything does.
  private mutating func bracketed() throws(DiagnosticError) -> MathNode? {
    source.skipSpace()
    guard source.next == "[" else { return nil }
    let open = source.index
    source.index += 1
    let content = try collapsed(items(untilBracket: true))
    guard source.next == "]" else { throw error("E0603", "this \"[\" is never closed", at: open) }
    source.index += 1
    return content
  }

  private mutating func root(at place: Int) throws(DiagnosticError) -> MathNode {
    let index = try bracketed()
    return .root(try argument(of: "\\sqrt", at: place), index: index)
  }

  private mutating func operatorName(at place: Int) throws(DiagnosticError) -> MathNode {
    if source.next == "*" {
      source.index += 1
      atomTakesLimits = true
    }
    let takesLimits = atomTakesLimits
    let (raw, at) = try rawGroup(of: "\\operatorname", at: place)
    let name = raw.replacing("\\,", with: " ").replacing("\\ ", with: " ").replacing("~", with: " ")
      .trimmingSpaces()
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isASCIIDigit || $0 == " " || $0 == "-" }) else {
      throw error("E0604", "\\operatorname takes a name of letters, digits, \"-\" and \"\\,\"", at: at)
    }
    atomTakesLimits = takesLimits
    return .symbol(name, .function)
  }

  private mutating func stacked(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode {
    let first = try argument(of: "\\\(name)", at: place)
    switch name {
    case "underbrace":
      atomTakesLimits = true
      return .underOver(first, under: .symbol("⏟", .ordinary), over: nil)
    case "overbrace":
      atomTakesLimits = true
      return .underOver(first, under: nil, over: .symbol("⏞", .ordinary))
    default: break
    }
    let base = try argument(of: "\\\(name)", at: place)
    atomTakesLimits = false
    if name == "underset" {
      if case .underOver(let inner, nil, let over?) = base, !base.isBrace {
        return .underOver(inner, under: first, over: over)
      }
      return .underOver(base, under: first, over: nil)
    }
    if case .underOver(let inner, let under?, nil) = base, !base.isBrace {
      return .underOver(inner, under: under, over: first)
    }
    return .underOver(base, under: nil, over: first)
  }

  private mutating func reclassed(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode {
    let node = try argument(of: "\\\(name)", at: place)
    switch (name, node) {
    case ("mathop", .identifier(let text, _)), ("mathop", .text(let text)): return .symbol(text, .function)
    case ("mathop", .symbol(let text, _)): return .symbol(text, .large)
    case (_, .symbol(let text, _)), (_, .text(let text)):
      return .symbol(text, MathClass(texName: name) ?? .ordinary)
    case ("mathord", _): return node
    default: throw error("E0604", "\\\(name) takes one symbol", at: place)
    }
  }

  private mutating func measuredSpace(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode {
    let (raw, at) = try rawGroup(of: "\\\(name)", at: place)
    let unit = name == "hspace" ? "em" : "mu"
    let text = raw.trimmingSpaces()
    guard text.hasSuffix(unit), let value = Double(text.dropLast(2)), abs(value) <= 100 else {
      throw error("E0604", "\\\(name) takes a width in \(unit), like {1\(unit)}", at: at)
    }
    return .space(unit == "em" ? value : value / 18)
  }

  // MARK: Inserts

  private mutating func inserted(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode {
    let (raw, at) = try rawGroup(of: "\\\(name)", at: place)
    if let node = try insert(name, raw, source.location(at)) { return node }
    throw error("E0601", "\"\\\(name)\" has no meaning here", at: place)
  }

  private mutating func userCommand(_ name: String, at place: Int) throws(DiagnosticError) -> MathNode? {
    let behind = source.index
    source.skipSpace()
    if source.next == "{" {
      let (raw, at) = try rawGroup(of: "\\\(name)", at: place)
      if let node = try insert(name, raw, source.location(at)) { return node }
    } else if let node = try insert(name, "", source.location(place)) {
      return node
    }
    source.index = behind
    return nil
  }

  private func unknown(_ name: String, at place: Int) -> DiagnosticError {
    let help: [String]
    switch name {
    case "scriptstyle", "scriptscriptstyle", "limits", "nolimits":
      help = ["leave it out: the style follows from where the formula stands"]
    case "nonumber", "notag": help = ["leave it out: only formulas with a label are numbered"]
    case "hline": help = ["lines between rows stand in \\begin{array}{…} … \\end{array}"]
    case "label":
      help = ["a displayed formula gets its label as $$ … $$ {#eq-name}"]
    case "ref", "eqref": help = ["refer to an equation as @eq-name in the text"]
    case "not": help = ["write \\ne, \\notin and kin"]
    case "newcommand", "def": help = ["formulas have no macros of their own"]
    case "textbf", "textit", "emph": help = ["write \\mathbf{…} or \\mathit{…}, or plain \\text{…}"]
    default:
      help =
        Spelling.suggestion(for: name, among: Self.knownCommands).map { ["did you mean \"\\\($0)\"?"] } ?? []
    }
    return error("E0601", "unknown command \"\\\(name)\"", at: place, help: help)
  }

  private static var knownCommands: [String] {
    SymbolTable.shared.names + SymbolTable.accents.map(\.0) + SymbolTable.styles.map(\.0)
      + TeXMath.insertCommands
      + [
        "frac", "dfrac", "tfrac", "binom", "sqrt", "text", "operatorname", "underset", "overset", "stackrel",
        "underbrace", "overbrace", "left", "right", "begin", "end", "quad", "qquad", "hspace", "mathrel",
        "mathbin",
        "mathop", "argmin", "argmax", "limits", "nolimits", "boldsymbol", "bm",
        "mathscr", "substack", "middle", "tag", "displaystyle", "textstyle", "boxed", "underline", "phantom",
        "hphantom", "vphantom", "xrightarrow", "xleftarrow", "dbinom", "tbinom", "big", "bigl",
        "bigr",
      ]
  }
}

extension MathClass {
  /// The class that `\mathrel` and kin name.
  init?(texName: String) {
    switch texName {
    case "mathord": self = .ordinary
    case "mathop": self = .large
    case "mathbin": self = .binary
    case "mathrel": self = .relation
    case "mathopen": self = .open
    case "mathclose": self = .close
    case "mathpunct": self = .punctuation
    default: return nil
    }
  }

  /// The command that gives a symbol this class.
  var texName: String {
    switch self {
    case .ordinary: "mathord"
    case .binary: "mathbin"
    case .relation: "mathrel"
    case .large, .function: "mathop"
    case .middle: "middle"
    case .punctuation: "mathpunct"
    case .open: "mathopen"
    case .close: "mathclose"
    }
  }
}
