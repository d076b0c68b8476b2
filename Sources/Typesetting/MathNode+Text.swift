extension MathNode {
  /// TeX that parses back to the same tree.
  public var tex: String {
    switch self {
    case .row(let nodes): return join(nodes.map(\.tex))
    case .identifier(let text, let style): return identifier(text, style)
    case .number(let text): return text.replacing("\u{202F}", with: "\\,")
    case .symbol(let text, let kind): return symbolTeX(text, kind)
    case .text(let text): return "\\text{\(text)}"
    case .fraction(let top, let bottom): return "\\frac{\(top.tex)}{\(bottom.tex)}"
    case .root(let body, nil): return "\\sqrt{\(body.tex)}"
    case .root(let body, .some(let index)): return "\\sqrt[\(index.tex)]{\(body.tex)}"
    case .scripts(let base, let sub, let sup), .underOver(let base, let sub, let sup):
      return base.atomTeX + (sub.map { "_" + $0.slotTeX } ?? "") + (sup.map { "^" + $0.slotTeX } ?? "")
    case .fenced(let open, let body, let close, let stretchy):
      let (o, c) = (delimiter(open), delimiter(close))
      return stretchy
        ? "\\left\(o.isEmpty ? "." : o) \(body.tex) \\right\(c.isEmpty ? "." : c)" : join([o, body.tex, c])
    case .accent(let base, let mark):
      let name = Commands.accents.filter { $0.value == mark }.keys.sorted { ($0.count, $0) < ($1.count, $1) }.first
      return "\\\(name ?? "hat"){\(base.tex)}"
    case .space(let width):
      let name = Commands.spaces.filter { abs($0.value - width) < 0.01 }.keys.sorted().first
      return "\\\(name ?? ",")"
    case .table(let rows, let kind):
      let body = rows.map { $0.map(\.tex).joined(separator: " & ") }.joined(separator: " \\\\ ")
      return "\\begin{\(kind.rawValue)} \(body) \\end{\(kind.rawValue)}"
    }
  }

  private var slotTeX: String { "{\(tex)}" }

  private var atomTeX: String {
    switch self {
    case .row, .fraction, .scripts: "{\(tex)}"
    default: tex
    }
  }

  private func identifier(_ text: String, _ style: MathStyle) -> String {
    let body = text.count == 1 ? letter(text) : text
    switch style {
    case .automatic: return text.count == 1 ? body : "\\mathrm{\(text)}"
    case .upright: return "\\mathrm{\(body)}"
    case .italic: return "\\mathit{\(body)}"
    case .bold: return "\\mathbf{\(body)}"
    case .calligraphic: return "\\mathcal{\(body)}"
    case .blackboard: return "\\mathbb{\(body)}"
    case .sans: return "\\mathsf{\(body)}"
    case .monospace: return "\\mathtt{\(body)}"
    }
  }

  private func letter(_ text: String) -> String {
    SymbolNames.greek.first { $0.value == text }.map { "\\\($0.key)" } ?? text
  }

  private func symbolTeX(_ text: String, _ kind: MathClass) -> String {
    if text == "−" { return "-" }
    if kind == .function {
      return Commands.functions.contains(text) ? "\\\(text)" : "\\operatorname{\(text)}"
    }
    if text.allSatisfy({ $0 == "′" }) { return String(repeating: "\\prime ", count: text.count) }
    if text.count == 1, let ascii = text.first, ascii.isASCII, !"{}%$&#_\\|".contains(ascii) { return text }
    let named = Commands.symbols.filter { $0.value.0 == text && $0.value.1 == kind }.keys
      .sorted { ($0.count, $0) < ($1.count, $1) }
    return named.first.map { "\\\($0)" } ?? text
  }

  private func delimiter(_ text: String) -> String {
    switch text {
    case "{": "\\{"
    case "}": "\\}"
    case "⟨": "\\langle"
    case "⟩": "\\rangle"
    case "⌊": "\\lfloor"
    case "⌋": "\\rfloor"
    case "⌈": "\\lceil"
    case "⌉": "\\rceil"
    case "‖": "\\|"
    default: text
    }
  }

  /// A space only where a command would swallow the letter that follows it.
  private func join(_ parts: [String]) -> String {
    var result = ""
    for part in parts where !part.isEmpty {
      if let last = result.last, last.isLetter, part.first?.isLetter == true, endsInCommand(result) { result += " " }
      result += part
    }
    return result
  }

  private func endsInCommand(_ text: String) -> Bool {
    let letters = text.reversed().prefix { $0.isASCII && $0.isLetter }.count
    return text.dropLast(letters).last == "\\"
  }

  /// One line of plain text for alternatives and titles: `N_eff`, `γ_w`, `10^14`.
  public var plainText: String {
    switch self {
    case .row(let nodes): nodes.map(\.plainText).joined()
    case .identifier(let text, _), .number(let text), .text(let text): text
    case .symbol(let text, let kind):
      kind == .binary || kind == .relation ? " \(text) " : kind == .punctuation ? text + " " : text
    case .fraction(let top, let bottom): "\(top.plainAtom)/\(bottom.plainAtom)"
    case .root(let body, _): "√\(body.plainAtom)"
    case .scripts(let base, let sub, let sup), .underOver(let base, let sub, let sup):
      base.plainText + (sub.map { "_" + $0.plainAtom } ?? "") + (sup.map { "^" + $0.plainAtom } ?? "")
    case .fenced(let open, let body, let close, _): open + body.plainText + close
    case .accent(let base, _): base.plainText
    case .space(let width): width > 0.1 ? " " : ""
    case .table(let rows, _): rows.map { $0.map(\.plainText).joined(separator: " ") }.joined(separator: "; ")
    }
  }

  private var plainAtom: String {
    let text = plainText
    return text.contains(" ") ? "(\(text.trimmed))" : text
  }
}

extension String {
  fileprivate var trimmed: String {
    var view = self[...]
    while view.first == " " { view.removeFirst() }
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
