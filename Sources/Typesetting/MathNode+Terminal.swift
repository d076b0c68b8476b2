extension MathNode {
  /// The formula for a terminal of a given width, built up over several lines: quotients with a bar, exponents raised,
  /// subscripts behind `_`. Without trailing spaces.
  ///
  /// An equation that is too wide is broken before its signs, then between factors, and goes on under the first
  /// character behind `=`; one factor that is wider than the terminal stays whole.
  public func terminalLines(width: Int) -> [String] {
    let equations: [(name: TextBox, value: MathNode)]
    switch self {
    case .table(let rows, .aligned):
      equations = rows.map { row in
        (TerminalMath.box(row.first ?? .row([])), .row(Array(row.dropFirst())))
      }
    case .row(let nodes):
      let split = nodes.firstIndex { if case .symbol("=", _) = $0 { true } else { false } } ?? 0
      equations = [(TerminalMath.box(.row(Array(nodes[..<split]))), .row(Array(nodes[split...])))]
    default: equations = [(TextBox(), self)]
    }
    let margin = equations.map(\.name.width).max() ?? 0
    var result: [String] = []
    var isLastTall = false
    for equation in equations {
      let lines = TerminalMath.broken(equation.value, width: width - margin)
      for (index, line) in lines.enumerated() {
        let left = index == 0 ? equation.name.indented(by: margin - equation.name.width) : TextBox()
        // Later lines stand behind "= ".
        let box = index == 0 ? left.beside(line) : line.indented(by: margin + 3)
        if isLastTall, box.height > 1 { result.append("") }
        result += box.rows.map { row in
          var row = row[...]
          while row.last == " " { row.removeLast() }
          return String(row)
        }
        isLastTall = box.height > 1
      }
    }
    return result
  }
}

/// Lays out mathematics as boxes of characters.
private enum TerminalMath {
  static func box(_ node: MathNode) -> TextBox {
    var line = Line()
    line.add(node)
    return line.chunks.reduce(TextBox()) { $0.beside($1.box) }
  }

  /// The lines of a formula that is at most so wide, each as wide as possible.
  static func broken(_ node: MathNode, width: Int) -> [TextBox] {
    var line = Line()
    line.add(node)
    var lines: [TextBox] = []
    var current = TextBox()
    for part in parts(line.chunks, width: width - 3) {
      let limit = lines.isEmpty ? width : width - 3
      if current.width > 0, current.width + part.width > limit {
        lines.append(current)
        current = part
      } else {
        current = current.beside(part)
      }
    }
    return lines + [current]
  }

  /// The pieces between which a line may break: terms, or the factors of a term that is too wide itself.
  private static func parts(_ chunks: [Line.Chunk], width: Int) -> [TextBox] {
    var terms: [[TextBox]] = []
    for chunk in chunks {
      if chunk.startsTerm || terms.isEmpty { terms.append([]) }
      terms[terms.count - 1].append(chunk.box)
    }
    return terms.flatMap { factors in
      let whole = factors.reduce(TextBox()) { $0.beside($1) }
      return whole.width <= width ? [whole] : factors
    }
  }

  /// Pieces of a row with the spaces between them.
  struct Line {
    struct Chunk {
      var box: TextBox
      /// Whether a sign of a sum is in front.
      var startsTerm: Bool
    }

    private(set) var chunks: [Chunk] = []
    /// Whether something stands in front that a sign can follow.
    private var hasOperand = false
    private var isFunctionLast = false

    private mutating func put(_ box: TextBox) {
      if chunks.isEmpty { chunks.append(Chunk(box: TextBox(), startsTerm: false)) }
      chunks[chunks.count - 1].box = chunks[chunks.count - 1].box.beside(box)
    }

    private mutating func operand(_ box: TextBox) {
      if isFunctionLast { put(TextBox(" ")) }
      isFunctionLast = false
      put(box)
      hasOperand = true
    }

    mutating func add(_ node: MathNode) {
      switch node {
      case .row(let nodes): for node in nodes { add(node) }
      case .symbol(let symbol, let mathClass): add(symbol, mathClass)
      case .space(let width):
        guard width >= 0.1, hasOperand else { return }
        put(TextBox(" "))
        chunks.append(Chunk(box: TextBox(), startsTerm: false))
      case .fenced(let open, let inside, let close, let stretchy):
        isFunctionLast = false
        operand(TerminalMath.box(inside).fenced(open, close, stretchy: stretchy))
      case .fraction(let top, let bottom): operand(.fraction(TerminalMath.box(top), TerminalMath.box(bottom)))
      case .scripts(let base, let sub, let sup?) where sup.isRaised:
        let foot = sub.map { MathNode.scripts(base, sub: $0, sup: nil) } ?? base
        operand(TerminalMath.box(foot).raised(TerminalMath.box(sup)))
      case .root(let radicand, nil):
        operand(TextBox("√").beside(TerminalMath.box(radicand).fenced("(", ")", stretchy: true)))
      case .text(let words): operand(TextBox(words))
      case .sized(let delimiter, let mathClass, _): add(delimiter, mathClass)
      case .wrapped(let inner, let wrapping): if !wrapping.isPhantom { add(inner) }
      default: operand(TextBox(node.plainText))
      }
    }

    private mutating func add(_ symbol: String, _ mathClass: MathClass) {
      let symbol = symbol == "-" ? "\u{2212}" : symbol
      switch mathClass {
      case .binary where hasOperand:
        chunks.append(Chunk(box: TextBox("\(spaced)\(symbol) "), startsTerm: symbol != "×"))
        hasOperand = false
      case .relation, .middle:
        put(TextBox("\(spaced)\(symbol) "))
        hasOperand = false
      case .punctuation:
        put(TextBox("\(symbol) "))
        hasOperand = false
      case .function, .large:
        operand(TextBox(symbol))
        isFunctionLast = true
      case .binary, .open:
        put(TextBox(symbol))
        hasOperand = false
      case .close, .ordinary:
        put(TextBox(symbol))
        hasOperand = mathClass == .close || symbol != "/"
      }
    }

    /// A space in front of a sign, unless one stands there.
    private var spaced: String { chunks.last?.box.row(at: 0).last == " " ? "" : " " }
  }
}

extension MathNode {
  /// Whether a superscript is lifted; a star or prime stays beside its letter.
  fileprivate var isRaised: Bool {
    switch self {
    case .symbol("∗", _), .symbol("′", _), .symbol("″", _), .symbol("‴", _): false
    default: true
    }
  }
}
