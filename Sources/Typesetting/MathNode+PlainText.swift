extension MathNode {
  /// The formula on one line of plain characters, for alt texts and titles: `N_eff`, `γ_w`, `10^14`, `D^(−β)`.
  public var plainText: String {
    var line = PlainLine()
    line.row(self)
    return line.text.trimmingEnds()
  }
}

private struct PlainLine {
  var text = ""
  /// What stands before, to decide on a space.
  private var previous = Edge.start

  /// How a piece meets its neighbours.
  private enum Edge {
    case start
    /// One letter, a digit, a closing bracket.
    case tight
    /// A word, a fraction, a letter with scripts: would run into an operand beside it.
    case loose
    case opening
    case sign
  }

  mutating func row(_ node: MathNode) {
    if case .row(let nodes) = node { for node in nodes { piece(node) } } else { piece(node) }
  }

  private mutating func operand(_ piece: String, _ edge: Edge) {
    guard !piece.isEmpty else { return }
    let isBeside = previous == .tight || previous == .loose
    if isBeside, edge == .loose || previous == .loose, text.last != " " { text += " " }
    text += piece
    previous = edge
  }

  private mutating func piece(_ node: MathNode) {
    switch node {
    case .row(let nodes): for node in nodes { piece(node) }
    case .identifier(let name, _): operand(name, name.count > 1 ? .loose : .tight)
    case .number(let digits): operand(digits, .tight)
    case .symbol(let symbol, let mathClass): self.symbol(symbol == "-" ? "\u{2212}" : symbol, mathClass)
    case .text(let words):
      text += words
      previous = .tight
    case .fraction(let top, let bottom):
      operand(PlainLine.enclosed(top) + "/" + PlainLine.enclosed(bottom), .loose)
    case .root(let radicand, let index):
      let mark = index.map { $0 == .number("3") ? "∛" : "root\($0.plainText) " } ?? "√"
      operand(mark + PlainLine.enclosed(radicand), .loose)
    case .scripts(let base, let sub, let sup): scripts(base, sub, sup)
    case .underOver(let base, .symbol("⏟", _)?, nil), .underOver(let base, nil, .symbol("⏞", _)?): piece(base)
    case .underOver(let base, let under, let over): scripts(base, under, over)
    case .fenced(let open, let content, let close, _):
      // f(x): an opening bracket stands close to a name.
      text += open + content.plainText + close
      previous = .tight
    case .accent(let base, let mark): operand(base.plainText + PlainLine.combining(mark), .tight)
    case .space(let width):
      if width >= 0.1, !text.isEmpty, text.last != " " { text += " " }
    case .table(let rows, let kind):
      let lines = rows.map { row in
        kind == .aligned ? MathNode.row(row).plainText : row.map(\.plainText).joined(separator: ", ")
      }
      operand((kind == .cases ? "{ " : "") + lines.joined(separator: "; "), .tight)
    case .sized(let delimiter, let mathClass, _): symbol(delimiter, mathClass)
    case .wrapped(let inner, let wrapping): if !wrapping.isPhantom { piece(inner) }
    }
  }

  private mutating func symbol(_ symbol: String, _ mathClass: MathClass) {
    switch mathClass {
    case .binary:
      guard previous == .tight || previous == .loose else {
        text += symbol
        previous = .opening
        return
      }
      sign(symbol)
    case .relation, .middle: sign(symbol)
    case .punctuation:
      text += symbol + " "
      previous = .sign
    case .function, .large: operand(symbol, .loose)
    case .open:
      text += symbol
      previous = .opening
    case .close:
      text += symbol
      previous = .tight
    case .ordinary where symbol == "|" || symbol == "‖":
      // A bar behind an operand closes.
      text += symbol
      previous = previous == .tight || previous == .loose ? .tight : .opening
    case .ordinary where ["/", "\u{2212}", "+"].contains(symbol):
      text += symbol
      previous = .opening
    case .ordinary: operand(symbol, .tight)
    }
  }

  /// Spaces on both sides; signs that follow each other, as in `:=`, are one.
  private mutating func sign(_ symbol: String) {
    if previous == .sign, text.last == " " {
      text.removeLast()
    } else if !text.isEmpty, text.last != " " {
      text += " "
    }
    text += symbol + " "
    previous = .sign
  }

  private mutating func scripts(_ base: MathNode, _ sub: MathNode?, _ sup: MathNode?) {
    let bare = base.plainText
    var marks = sub.map { "_" + PlainLine.script($0) } ?? ""
    switch sup {
    case .symbol("′", _)?, .symbol("″", _)?, .symbol("‴", _)?: marks += sup?.plainText ?? ""
    case .symbol("∗", _)?: marks += "*"
    case let sup?: marks += "^" + PlainLine.script(sup)
    case nil: break
    }
    switch base {
    case .symbol(_, .relation), .symbol(_, .binary): sign(bare + marks)
    case .fenced:
      text += bare + marks
      previous = .loose
    default: operand(bare + marks, .loose)
    }
  }

  /// A script of one piece, or of a sign and a number, needs no parentheses.
  private static func script(_ node: MathNode) -> String {
    let isOne: Bool
    switch node {
    case .identifier, .number, .symbol, .text, .fenced: isOne = true
    case .row(let nodes):
      // `kv` and `1n` are read as one; so is a sign with its number.
      let isSigned = nodes.count == 2 && nodes[0].isSymbol && nodes[1].isNumber
      isOne = isSigned || nodes.allSatisfy { $0.isLetter || $0.isNumber }
    default: isOne = false
    }
    return isOne ? node.plainText : "(\(node.plainText))"
  }

  private static func enclosed(_ node: MathNode) -> String {
    switch node {
    case .identifier, .number, .text, .scripts, .fenced, .accent: node.plainText
    default: "(\(node.plainText))"
    }
  }

  private static func combining(_ mark: String) -> String {
    switch mark {
    case "^", "ˆ": "\u{302}"
    case "¯", "‾": "\u{304}"
    case "~", "˜": "\u{303}"
    case "→": "\u{20D7}"
    case "˙": "\u{307}"
    case "¨": "\u{308}"
    case "ˇ": "\u{30C}"
    case "˘": "\u{306}"
    default: ""
    }
  }
}

extension MathNode {
  fileprivate var isSymbol: Bool { if case .symbol = self { true } else { false } }
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
  fileprivate var isLetter: Bool {
    if case .identifier(let name, _) = self { name.count == 1 } else { false }
  }
}

extension String {
  fileprivate func trimmingEnds() -> String {
    var view = self[...]
    while view.first == " " { view.removeFirst() }
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
