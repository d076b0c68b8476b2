import Typesetting

extension MathWriter {
  /// A function and its arguments. `isLast` tells that nothing follows in the product, so that a single letter needs no
  /// brackets: `log N`.
  func call(
    _ callee: Expression, _ arguments: [Expression.Argument], _ room: Room, isLast: Bool
  ) -> [MathNode] {
    guard case .name(let name) = callee.kind else { return pieces(callee, room) + [list(arguments, room)] }
    guard arguments.count == 1, arguments[0].label == nil else {
      let isFunction = NumberFunction(rawValue: name) != nil
      return [
        isFunction ? .symbol(name, .function) : symbols[name] ?? .identifier(name, style: .upright),
        list(arguments, room),
      ]
    }
    let value = arguments[0].value
    switch NumberFunction(rawValue: name) {
    case .exp where room != .script:
      let exponent = Self.row(pieces(value, .script))
      return [.scripts(.identifier("e", style: .automatic), sub: nil, sup: exponent)]
    case .sqrt: return [.root(Self.row(pieces(value, room)), index: nil)]
    case .abs: return [Self.fence("|", pieces(value, room), "|")]
    case .floor: return [Self.fence("⌊", pieces(value, room), "⌋")]
    case .ceil: return [Self.fence("⌈", pieces(value, room), "⌉")]
    case .round: return [Self.fence("⌊", pieces(value, room), "⌉")]
    case .log2, .log10:
      let base = MathNode.number(name == "log2" ? "2" : "10")
      return function(
        .scripts(.symbol("log", .function), sub: base, sup: nil), of: value, room, isLast, gap: true)
    case .exp, .log, .min, .max:
      return function(.symbol(name, .function), of: value, room, isLast, gap: false)
    case nil: return [symbols[name] ?? .identifier(name, style: .upright), list(arguments, room)]
    }
  }

  private func function(
    _ symbol: MathNode, of value: Expression, _ room: Room, _ isLast: Bool, gap: Bool
  ) -> [MathNode] {
    var isAtom = isLast
    switch value.kind {
    case .name, .number, .member: break
    case .binary(.power, let base, _):
      if case .name = base.kind { break }
      isAtom = false
    default: isAtom = false
    }
    guard isAtom else { return [symbol, fenced(value, room)] }
    // A bare function symbol brings its own space; one with a subscript does not.
    return gap ? [symbol, Self.thin] + pieces(value, room) : [symbol] + pieces(value, room)
  }

  private func list(_ arguments: [Expression.Argument], _ room: Room) -> MathNode {
    var inside: [MathNode] = []
    for (index, argument) in arguments.enumerated() {
      if index > 0 { inside.append(.symbol(",", .punctuation)) }
      if let label = argument.label { inside += [symbol(label), .symbol("=", .relation)] }
      inside += pieces(argument.value, room)
    }
    return Self.fence("(", inside, ")")
  }

  /// `main.alpha`: α with the label of its fit as a subscript.
  func member(_ base: Expression, _ name: String) -> MathNode {
    if case .name(let label) = base.kind, let given = symbols["\(label).\(name)"] { return given }
    let label: MathNode
    if case .name(let text) = base.kind {
      label = symbols[text] ?? .identifier(text, style: .upright)
    } else {
      label = node(base)
    }
    switch symbol(name) {
    case .scripts(let inner, let sub?, let sup):
      return .scripts(inner, sub: .row([sub, .symbol(",", .punctuation), label]), sup: sup)
    case .scripts(let inner, nil, let sup): return .scripts(inner, sub: label, sup: sup)
    case let plain: return .scripts(plain, sub: label, sup: nil)
    }
  }
}

/// Numbers as written in expressions, set as mathematics.
enum NumberPieces {
  /// `1e9` is a power of ten, `1.5e-3` a number times one; digit separators are left out.
  static func of(_ text: String) -> [MathNode] {
    var digits = text.replacing("_", with: "").lowercased()
    var result: [MathNode] = []
    if digits.hasPrefix("-") {
      digits.removeFirst()
      result.append(MathWriter.minus)
    }
    let parts = digits.split(separator: "e", maxSplits: 1)
    guard parts.count == 2, let exponent = Int(parts[1]) else { return result + [.number(digits)] }
    let sign: [MathNode] = exponent < 0 ? [MathWriter.minus] : []
    let power = MathNode.scripts(
      .number("10"), sub: nil, sup: MathWriter.row(sign + [.number("\(exponent.magnitude)")]))
    let isOne = Double(String(parts[0])) == 1
    return result + (isOne ? [power] : [.number(String(parts[0])), .symbol("×", .binary), power])
  }
}
