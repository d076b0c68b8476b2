extension MathNode {
  /// TeX that parses back to this tree, in the commands of LaTeX with amsmath.
  ///
  /// Trees that `TeXMath.parse` makes come back the same. Trees built by hand come back in its normal form: rows of one
  /// piece dissolve, a name of several letters is upright, brackets that match become `fenced`.
  public var tex: String {
    var writer = TeXWriter()
    writer.row(self)
    return writer.text
  }
}

private struct TeXWriter {
  var text = ""

  /// Adds a piece, with a space where it would run into what stands before: a letter behind a command, a digit
  /// behind a number.
  mutating func add(_ piece: String) {
    guard let first = piece.first else { return }
    if first.isASCIILetter, endsInCommand { text += " " }
    if first.isASCIIDigit || first == ".", let last = text.last, last.isASCIIDigit || last == "." {
      text += " "
    }
    text += piece
  }

  private var endsInCommand: Bool {
    guard text.last?.isASCIILetter == true else { return false }
    let name = text.reversed().prefix { $0.isASCIILetter }
    return text.dropLast(name.count).last == "\\"
  }

  /// The pieces of a row without braces: the content of a group.
  mutating func row(_ node: MathNode) {
    guard case .row(let nodes) = node else {
      // A lone letter-like symbol is told from an operator by its own braces.
      return piece(node)
    }
    for node in nodes { piece(node) }
  }

  mutating func braced(_ node: MathNode) {
    add("{")
    row(node)
    add("}")
  }

  mutating func piece(_ node: MathNode) {
    switch node {
    case .row: braced(node)
    case .identifier(let name, let style): add(Self.identifier(name, style))
    case .number(let text): number(text)
    case .symbol(let text, let mathClass): symbol(text, mathClass)
    case .text(let text): add("\\text{\(Self.escaped(text))}")
    case .fraction(let top, let bottom):
      add("\\frac")
      braced(top)
      braced(bottom)
    case .root(let radicand, let index):
      add("\\sqrt")
      if let index { bracketed(index) }
      braced(radicand)
    case .scripts(let base, let sub, let sup):
      scriptBase(base)
      if RowBuilder.takesLimits(base) { add("\\nolimits") }
      scripts(sub, sup)
    case .underOver(let base, let under, let over): underOver(base, under, over)
    case .fenced(let open, let content, let close, let stretchy): fenced(open, content, close, stretchy)
    case .accent(let base, let mark):
      guard let command = SymbolTable.accents.first(where: { $0.1 == mark })?.0 else {
        return underOver(base, nil, .symbol(mark, .ordinary))
      }
      add("\\\(command)")
      braced(base)
    case .space(let width): space(width)
    case .table(let rows, .substack):
      add("\\substack{")
      for (index, cells) in rows.enumerated() {
        if index > 0 { text += " \\\\ " }
        for cell in cells { row(cell) }
      }
      add("}")
    case .table(let rows, let kind): table(rows, environment(kind), kind)
    case .sized(let text, let mathClass, let size):
      let side = [MathClass.open: "l", .close: "r", .relation: "m"][mathClass] ?? ""
      add("\\\(size.rawValue)\(side)")
      self.text += SymbolTable.delimiterTeX(text)
    case .wrapped(let inner, let wrapping): wrapped(inner, wrapping)
    }
  }

  private mutating func wrapped(_ inner: MathNode, _ wrapping: MathWrapping) {
    switch (inner, wrapping) {
    case (.fraction(let top, let bottom), .display), (.fraction(let top, let bottom), .text):
      add(wrapping == .display ? "\\dfrac" : "\\tfrac")
      braced(top)
      braced(bottom)
    case (.fenced("(", .table(let rows, .binomial), ")", true), .display),
      (.fenced("(", .table(let rows, .binomial), ")", true), .text):
      binomial(rows, wrapping == .display ? "\\dbinom" : "\\tbinom")
    case (_, .display), (_, .text):
      add("{\\\(wrapping.rawValue)")
      row(inner)
      add("}")
    default:
      add("\\\(wrapping.rawValue)")
      braced(inner)
    }
  }

  private mutating func binomial(_ rows: [[MathNode]], _ command: String) {
    add(command)
    for cells in rows { braced(cells.count == 1 ? cells[0] : .row(cells)) }
  }

  // MARK: Letters, numbers, symbols

  static func identifier(_ name: String, _ style: MathStyle) -> String {
    let table = SymbolTable.shared
    if let command = table.command(letter: .identifier(name, style: style)) { return "\\\(command)" }
    if style == .automatic, name.count == 1 { return name }
    let command = SymbolTable.styles.first { $0.1 == style }?.0 ?? "mathrm"
    if name.count == 1 {
      let letter =
        table.command(letter: .identifier(name, style: .automatic))
        ?? table.command(letter: .identifier(name, style: .upright))
      return "\\\(command){\(letter.map { "\\\($0)" } ?? name)}"
    }
    guard name.allSatisfy({ $0.isLetter || $0.isASCIIDigit || $0 == "_" }) else {
      return "\\text{\(escaped(name))}"
    }
    return "\\\(command){\(name.replacing("_", with: "\\_"))}"
  }

  /// Digits and the point; the narrow spaces between thousands become thin spaces, a sign stands as one.
  private mutating func number(_ text: String) {
    var digits = ""
    for character in text {
      switch character {
      case "\u{202F}", "\u{2009}", "\u{A0}", " ": digits += "\\,"
      case "\u{2212}", "-": digits += "-"
      case "×": digits += "\\times "
      default: digits.append(character)
      }
    }
    add(digits)
  }

  private mutating func symbol(_ text: String, _ mathClass: MathClass) {
    if mathClass == .middle {
      add("\\middle")
      self.text += SymbolTable.delimiterTeX(text)
      return
    }
    if mathClass == .function {
      if SymbolTable.shared.functions[text] != nil { return add("\\\(text)") }
      return add("\\operatorname{\(Self.operatorName(text))}")
    }
    if let plain = Self.plainSymbol(text, mathClass) { return add(plain) }
    let other = MathClass.allNames.lazy.compactMap { Self.plainSymbol(text, $0) }.first
    let name = other ?? "\\text{\(Self.escaped(text))}"
    add(mathClass == .ordinary ? "{\(name)}" : "\\\(mathClass.texName){\(name)}")
  }

  private static func plainSymbol(_ text: String, _ mathClass: MathClass) -> String? {
    let table = SymbolTable.shared
    if text == "\u{2212}" || text == "-" { return mathClass == .binary ? "-" : nil }
    if let command = table.command(symbol: text, mathClass) { return "\\\(command)" }
    if let character = text.first, text.count == 1, table.typed[character] == mathClass { return text }
    return nil
  }

  static func operatorName(_ name: String) -> String { name.replacing(" ", with: "\\,") }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "{", "}", "%", "&", "#", "$", "_": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "\u{A0}": result += "~"
      default: result.append(character)
      }
    }
    return result
  }

  private mutating func space(_ width: Double) {
    let named = SymbolTable.spaces.first { abs($0.1 - width) < 0.005 }?.0
    add(named.map { "\\\($0)" } ?? "\\hspace{\(NumberText.machine(width))em}")
  }

  // MARK: Structures

  private mutating func scriptBase(_ node: MathNode) {
    switch node {
    case .scripts, .underOver, .space, .row: braced(node)
    case .symbol("′", _), .symbol("″", _), .symbol("‴", _): braced(node)
    default: piece(node)
    }
  }

  private mutating func scripts(_ sub: MathNode?, _ sup: MathNode?) {
    if let sub {
      add("_")
      braced(sub)
    }
    switch sup {
    case .symbol("′", .ordinary)?: add("'")
    case .symbol("″", .ordinary)?: add("''")
    case .symbol("‴", .ordinary)?: add("'''")
    case let sup?:
      add("^")
      braced(sup)
    case nil: break
    }
  }

  private mutating func underOver(_ base: MathNode, _ under: MathNode?, _ over: MathNode?) {
    switch (base, under, over) {
    case (.symbol("⟶", .relation), _, let over?): labelledArrow("xrightarrow", under, over)
    case (.symbol("⟵", .relation), _, let over?): labelledArrow("xleftarrow", under, over)
    case (_, .symbol("⏟", .ordinary)?, nil):
      add("\\underbrace")
      braced(base)
    case (_, nil, .symbol("⏞", .ordinary)?):
      add("\\overbrace")
      braced(base)
    case (.symbol(let name, .function), _, _) where SymbolTable.shared.functions[name] == nil:
      add("\\operatorname*{\(Self.operatorName(name))}")
      scripts(under, over)
    case (.symbol(_, let mathClass), _, _) where mathClass == .large || mathClass == .function:
      piece(base)
      if !RowBuilder.takesLimits(base) { add("\\limits") }
      scripts(under, over)
    case (_, _, _) where base.isBrace:
      piece(base)
      scripts(under, over)
    default:
      if let over {
        add("\\overset")
        braced(over)
        add("{")
      }
      if let under {
        add("\\underset")
        braced(under)
        braced(base)
      } else {
        row(base)
      }
      if over != nil { add("}") }
    }
  }

  private mutating func labelledArrow(_ command: String, _ under: MathNode?, _ over: MathNode) {
    add("\\\(command)")
    if let under { bracketed(under) }
    braced(over)
  }

  /// An argument in square brackets, which its own brackets must not end.
  private mutating func bracketed(_ node: MathNode) {
    var inner = TeXWriter()
    inner.row(node)
    add(inner.text.contains("]") || inner.text.contains("[") ? "[{\(inner.text)}]" : "[\(inner.text)]")
  }

  private mutating func fenced(_ open: String, _ content: MathNode, _ close: String, _ stretchy: Bool) {
    if stretchy, case .table(let rows, .matrix) = content, let name = Self.matrix(open, close) {
      return table(rows, name, .matrix)
    }
    if stretchy, open == "(", close == ")", case .table(let rows, .binomial) = content, rows.count == 2 {
      return binomial(rows, "\\binom")
    }
    if !stretchy, let left = Self.plainSymbol(open, .open), let right = Self.plainSymbol(close, .close) {
      add(left)
      row(content)
      return add(right)
    }
    add("\\left")
    text += SymbolTable.delimiterTeX(open)
    row(content)
    add("\\right")
    text += SymbolTable.delimiterTeX(close)
  }

  private static func matrix(_ open: String, _ close: String) -> String? {
    switch (open, close) {
    case ("(", ")"): "pmatrix"
    case ("[", "]"): "bmatrix"
    case ("{", "}"): "Bmatrix"
    case ("|", "|"): "vmatrix"
    case ("‖", "‖"): "Vmatrix"
    default: nil
    }
  }

  private func environment(_ kind: TableKind) -> String {
    switch kind {
    case .aligned: "aligned"
    case .cases: "cases"
    case .matrix, .binomial: "matrix"
    case .substack: "substack"
    case .array: "array"
    }
  }

  private mutating func table(_ rows: [[MathNode]], _ name: String, _ kind: TableKind) {
    add("\\begin{\(name)}")
    var lines: Set<Int> = []
    if case .array(let columns) = kind {
      text += "{\(columns.tex)}"
      lines = columns.lines
    }
    for (index, cells) in rows.enumerated() {
      if index > 0 { text += " \\\\ " }
      if lines.contains(index) { text += "\\hline " }
      for (column, cell) in cells.enumerated() {
        if column > 0 { text += " & " }
        row(cell)
      }
    }
    // A last row of one empty cell would read as a trailing line break.
    if rows.last == [.row([])] || (lines.contains(rows.count) && !rows.isEmpty) { text += " \\\\ " }
    if lines.contains(rows.count), !rows.isEmpty { text += "\\hline " }
    add("\\end{\(name)}")
  }
}

extension MathClass {
  fileprivate static let allNames: [MathClass] = [
    .ordinary, .binary, .relation, .large, .open, .close, .punctuation,
  ]
}
