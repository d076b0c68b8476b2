extension MathNode {
  /// MathML Core: a `math` element, everything escaped.
  public func mathML(display: Bool) -> String {
    let body = MathMLWriter(display: display).write(self)
    return display ? "<math display=\"block\">\(body)</math>" : "<math>\(body)</math>"
  }
}

/// Writes one tree. A row is walked as a whole, because the space round a sign depends on its neighbours.
private struct MathMLWriter {
  let display: Bool

  func write(_ node: MathNode) -> String {
    switch node {
    case .row(let nodes): return "<mrow>" + row(nodes) + "</mrow>"
    case .identifier(let text, let style): return identifier(text, style)
    case .number(let text): return "<mn>\(escape(text))</mn>"
    case .symbol(let text, let kind): return symbol(text, kind, isPrefix: false)
    case .text(let text): return "<mtext>\(escape(keepSpaces(text)))</mtext>"
    case .fraction(let top, let bottom): return "<mfrac>\(group(top))\(group(bottom))</mfrac>"
    case .root(let body, nil): return "<msqrt>\(write(body))</msqrt>"
    case .root(let body, .some(let index)): return "<mroot>\(group(body))\(group(index))</mroot>"
    case .scripts(let base, .some(let sub), .some(let sup)):
      return "<msubsup>\(group(base))\(group(sub))\(group(sup))</msubsup>"
    case .scripts(let base, .some(let sub), nil): return "<msub>\(group(base))\(group(sub))</msub>"
    case .scripts(let base, nil, .some(let sup)): return "<msup>\(group(base))\(group(sup))</msup>"
    case .scripts(let base, nil, nil): return write(base)
    case .underOver(let base, let under, let over): return limits(base, under, over)
    case .fenced(let open, let body, let close, let stretchy):
      return "<mrow>\(fence(open, "prefix", stretchy))\(write(body))\(fence(close, "postfix", stretchy))</mrow>"
    case .accent(let base, let mark):
      return "<mover accent=\"true\">\(group(base))<mo stretchy=\"\(mark == "‾")\">\(escape(mark))</mo></mover>"
    case .space(let width): return "<mspace width=\"\(em(width))\"></mspace>"
    case .table(let rows, let kind): return table(rows, kind)
    }
  }

  private func row(_ nodes: [MathNode]) -> String {
    var result = ""
    var before: MathNode?
    for (index, node) in nodes.enumerated() {
      if case .symbol(let text, let kind) = node {
        result += symbol(text, kind, isPrefix: kind == .binary && !isOperand(before))
        let next = nodes.indices.contains(index + 1) ? nodes[index + 1] : nil
        if kind == .function, needsSpace(next) { result += "<mspace width=\"0.167em\"></mspace>" }
      } else {
        result += write(node)
      }
      if case .space = node { continue }
      before = node
    }
    return result
  }

  /// Whether a sign after this is between operands; otherwise it belongs to what follows.
  private func isOperand(_ node: MathNode?) -> Bool {
    guard let node else { return false }
    if case .symbol(_, let kind) = node { return kind == .ordinary || kind == .close }
    return true
  }

  private func needsSpace(_ node: MathNode?) -> Bool {
    switch node {
    case nil, .fenced, .space: false
    case .symbol(_, let kind): kind == .ordinary
    default: true
    }
  }

  /// One element for a slot that takes exactly one.
  private func group(_ node: MathNode) -> String {
    if case .row(let nodes) = node, nodes.count == 1 { return write(nodes[0]) }
    return write(node)
  }

  private func identifier(_ text: String, _ style: MathStyle) -> String {
    let isLetter = text.count == 1
    switch style {
    case .automatic: return "<mi>\(escape(text))</mi>"
    case .italic: return isLetter ? "<mi>\(escape(text))</mi>" : "<mi>\(mapped(text, .italic))</mi>"
    case .upright:
      return isLetter ? "<mi mathvariant=\"normal\">\(escape(text))</mi>" : "<mi>\(escape(text))</mi>"
    case .bold, .calligraphic, .blackboard, .sans, .monospace: return "<mi>\(mapped(text, style))</mi>"
    }
  }

  /// MathML Core has no variants but normal: styled letters are characters of their own.
  private func mapped(_ text: String, _ style: MathStyle) -> String {
    let exceptions: [MathStyle: [Character: String]] = [
      .italic: ["h": "ℎ"],
      .calligraphic: ["B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ"],
      .blackboard: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"],
    ]
    let bases: [MathStyle: (UInt32, UInt32)] = [
      .bold: (0x1D400, 0x1D41A), .italic: (0x1D434, 0x1D44E), .calligraphic: (0x1D49C, 0x1D4B6),
      .blackboard: (0x1D538, 0x1D552), .sans: (0x1D5A0, 0x1D5BA), .monospace: (0x1D670, 0x1D68A),
    ]
    guard let (upper, lower) = bases[style] else { return escape(text) }
    return text.map { character -> String in
      if let special = exceptions[style]?[character] { return special }
      guard let ascii = character.asciiValue, character.isLetter else { return escape(String(character)) }
      let code = character.isUppercase ? upper + UInt32(ascii) - 65 : lower + UInt32(ascii) - 97
      return Unicode.Scalar(code).map { String(Character($0)) } ?? String(character)
    }.joined()
  }

  private func symbol(_ text: String, _ kind: MathClass, isPrefix: Bool) -> String {
    let t = escape(text)
    if isPrefix { return "<mo form=\"prefix\" lspace=\"0\" rspace=\"0\">\(t)</mo>" }
    switch kind {
    case .ordinary:
      return text == "/" || text == "|" || text == "‖"
        ? "<mo lspace=\"0\" rspace=\"0\" stretchy=\"false\">\(t)</mo>"
        : text.first?.isLetter == true ? "<mi>\(t)</mi>" : "<mo lspace=\"0\" rspace=\"0\">\(t)</mo>"
    case .binary: return "<mo lspace=\"0.222em\" rspace=\"0.222em\">\(t)</mo>"
    case .relation: return "<mo lspace=\"0.278em\" rspace=\"0.278em\" stretchy=\"false\">\(t)</mo>"
    case .large: return "<mo largeop=\"\(display)\" lspace=\"0\" rspace=\"0.167em\">\(t)</mo>"
    case .punctuation: return "<mo lspace=\"0\" rspace=\"0.167em\">\(t)</mo>"
    case .open: return "<mo form=\"prefix\" stretchy=\"false\" lspace=\"0\" rspace=\"0\">\(t)</mo>"
    case .close: return "<mo form=\"postfix\" stretchy=\"false\" lspace=\"0\" rspace=\"0\">\(t)</mo>"
    case .function: return text.count == 1 ? "<mi mathvariant=\"normal\">\(t)</mi>" : "<mi>\(t)</mi>"
    }
  }

  private func fence(_ text: String, _ form: String, _ stretchy: Bool) -> String {
    text.isEmpty
      ? "" : "<mo form=\"\(form)\" stretchy=\"\(stretchy)\" lspace=\"0\" rspace=\"0\">\(escape(text))</mo>"
  }

  private func limits(_ base: MathNode, _ under: MathNode?, _ over: MathNode?) -> String {
    // Beside the operator in running text, under and over it in display.
    guard display else {
      return write(.scripts(base, sub: under, sup: over))
    }
    switch (under, over) {
    case (let under?, let over?): return "<munderover>\(group(base))\(group(under))\(group(over))</munderover>"
    case (let under?, nil): return "<munder>\(group(base))\(group(under))</munder>"
    case (nil, let over?): return "<mover>\(group(base))\(group(over))</mover>"
    case (nil, nil): return write(base)
    }
  }

  private func table(_ rows: [[MathNode]], _ kind: TableKind) -> String {
    let body = rows.map { cells in
      let columns = cells.enumerated().map { index, cell -> String in
        let style: String
        switch kind {
        case .aligned:
          // Right, left, right, left: the sign of relation begins a left cell, so no gap between the pair.
          style =
            index % 2 == 0
            ? "text-align:right;padding-right:0;padding-left:\(index == 0 ? "0" : "1em")"
            : "text-align:left;padding-left:0;padding-right:0"
        case .cases: style = "text-align:left"
        case .matrix: style = ""
        }
        let attribute = style.isEmpty ? "" : " style=\"\(style)\""
        // An empty base keeps the space before a relation that begins a cell.
        let content = kind == .aligned && index % 2 == 1 ? "<mrow><mrow></mrow>\(inner(cell))</mrow>" : write(cell)
        return "<mtd\(attribute)>\(content)</mtd>"
      }
      return "<mtr>\(columns.joined())</mtr>"
    }.joined()
    let isDisplay = kind == .aligned ? " displaystyle=\"true\"" : ""
    let table = "<mtable\(isDisplay)>\(body)</mtable>"
    return kind == .cases
      ? "<mrow><mo form=\"prefix\" stretchy=\"true\">{</mo>\(table)</mrow>" : table
  }

  private func inner(_ node: MathNode) -> String {
    if case .row(let nodes) = node { return row(nodes) }
    return write(node)
  }

  private func em(_ width: Double) -> String { "\((width * 1000).rounded() / 1000)em" }

  private func keepSpaces(_ text: String) -> String {
    var result = text
    if result.first == " " { result = "\u{A0}" + result.dropFirst() }
    if result.last == " " { result = result.dropLast() + "\u{A0}" }
    return result
  }

  private func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
