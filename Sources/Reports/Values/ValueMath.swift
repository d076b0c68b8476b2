import Typesetting

/// Turns a written number into math, so that a value stands in a formula as numbers stand there.
enum ValueMath {
  private static let superscripts: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
  ]

  /// The math of `0.497 ± 0.012`, `1.2×10⁵`, `6.4 [5.9, 7.1]`, `12.5 %`, `not bounded`.
  static func node(_ text: String) -> MathNode {
    var nodes: [MathNode] = []
    var rest = Array(text)[...]
    while let character = rest.first {
      if character.isASCII, character.isNumber {
        var digits = take(&rest) { ($0.isASCII && $0.isNumber) || $0 == "." }
        // A narrow space between digits sets thousands apart.
        while rest.first == "\u{202F}", rest.dropFirst().first?.isNumber == true {
          rest.removeFirst()
          digits += "\u{202F}" + take(&rest) { ($0.isASCII && $0.isNumber) || $0 == "." }
        }
        nodes.append(.number(digits))
      } else if character == "⁻" || superscripts[character] != nil {
        let raised = take(&rest) { $0 == "⁻" || superscripts[$0] != nil }
        let digits = MathNode.number(String(raised.compactMap { superscripts[$0] }))
        let exponent =
          raised.hasPrefix("⁻") ? MathNode.row([.symbol("−", .ordinary), digits]) : digits
        let base = nodes.popLast() ?? .row([])
        nodes.append(.scripts(base, sub: nil, sup: exponent))
      } else if character.isLetter {
        nodes.append(.text(take(&rest) { $0.isLetter || $0 == " " }.trimmingTrailingSpaces))
      } else {
        rest.removeFirst()
        if character == "[", !nodes.isEmpty { nodes.append(.space(0.28)) }
        if let node = symbol(character, isFirst: nodes.isEmpty, isLast: rest.isEmpty) { nodes.append(node) }
      }
    }
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  private static func symbol(_ character: Character, isFirst: Bool, isLast: Bool) -> MathNode? {
    switch character {
    case " ", "\u{A0}": nil
    case "\u{202F}": .space(0.17)
    case "±": .symbol("±", .binary)
    case "×": .symbol("×", isLast ? .ordinary : .binary)
    case "−", "-": .symbol("−", .ordinary)
    case "[", "(": .symbol(String(character), .open)
    case "]", ")": .symbol(String(character), .close)
    case ",": .symbol(",", .punctuation)
    case "%": .symbol("%", .ordinary)
    default: .text(String(character))
    }
  }

  private static func take(_ rest: inout ArraySlice<Character>, while test: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: test)
    rest = rest.dropFirst(taken.count)
    return String(taken)
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var view = self[...]
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
