import Foundation
import Typesetting

/// Sets a formula on one line, as labels need it: fractions with a slash, roots with their sign.
enum MathLine {
  /// The pieces of a formula.
  static func atoms(_ node: MathNode) -> [RichText.Atom] {
    var setter = Setter()
    setter.set(node, isScript: false)
    return setter.atoms
  }

  static func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
    degrees == 0 ? (0, 1) : (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
  }

  private struct Setter {
    var atoms: [RichText.Atom] = []
    /// Whether what stands before can be the left side of a binary operator.
    var hasOperand = false

    mutating func run(_ text: String, italic: Bool = false, bold: Bool = false) {
      guard !text.isEmpty else { return }
      atoms.append(.run(text, bold ? .bold : italic ? .italic : .regular))
      hasOperand = true
    }

    mutating func set(_ node: MathNode, isScript: Bool) {
      switch node {
      case .row(let nodes):
        for node in nodes { set(node, isScript: isScript) }
      case .identifier(let name, let style):
        switch style {
        case .automatic: run(name, italic: name.count == 1)
        case .italic: run(name, italic: true)
        case .bold, .boldItalic: run(name, bold: true)
        default: run(name)
        }
      case .number(let text), .text(let text):
        run(text)
      case .symbol(let text, let mathClass):
        symbol(text, mathClass, isScript: isScript)
      case .fraction(let top, let bottom):
        enclosed(top, isScript: isScript)
        run("/")
        enclosed(bottom, isScript: isScript)
      case .root(let radicand, let index):
        if let index {
          atoms.append(.scripts(sub: [], sup: MathLine.script(index)))
        }
        run("√")
        enclosed(radicand, isScript: isScript)
      case .scripts(let base, let sub, let sup):
        set(base, isScript: isScript)
        atoms.append(.scripts(sub: sub.map(MathLine.script) ?? [], sup: sup.map(MathLine.script) ?? []))
        hasOperand = true
      case .underOver(let base, let under, let over):
        set(base, isScript: isScript)
        atoms.append(.scripts(sub: under.map(MathLine.script) ?? [], sup: over.map(MathLine.script) ?? []))
      case .fenced(let open, let inner, let close, _):
        run(open)
        hasOperand = false
        set(inner, isScript: isScript)
        run(close)
      case .accent(let base, let mark):
        set(base, isScript: isScript)
        if case .run(let text, let face)? = atoms.last {
          atoms[atoms.count - 1] = .run(text + combining(mark), face)
        }
      case .space(let em):
        atoms.append(.space(em))
      case .sized(let text, let mathClass, _):
        symbol(text, mathClass, isScript: isScript)
      case .wrapped(let inner, let wrapping):
        if !wrapping.isPhantom { set(inner, isScript: isScript) }
      case .table(let rows, _):
        for (i, row) in rows.enumerated() {
          if i > 0 { run("; ") }
          for cell in row { set(cell, isScript: isScript) }
        }
      }
    }

    /// Space around symbols as TeX sets it outside scripts.
    private mutating func symbol(_ text: String, _ mathClass: MathClass, isScript: Bool) {
      let text = text == "-" ? "\u{2212}" : text
      switch mathClass {
      case .binary where hasOperand && !isScript:
        spaced(text, 0.22)
      case .relation where !isScript:
        spaced(text, 0.28)
      case .punctuation where !isScript:
        run(text)
        atoms.append(.space(0.17))
      case .function:
        if hasOperand { atoms.append(.space(0.17)) }
        run(text)
        atoms.append(.space(0.12))
      default:
        run(text)
      }
      hasOperand = [.ordinary, .close].contains(mathClass)
    }

    private mutating func spaced(_ text: String, _ em: Double) {
      atoms.append(.space(em))
      run(text)
      atoms.append(.space(em))
    }

    private mutating func enclosed(_ node: MathNode, isScript: Bool) {
      let isOne =
        switch node {
        case .identifier, .number, .text, .scripts, .fenced: true
        case .row(let nodes): nodes.count <= 1
        default: false
        }
      if isOne {
        set(node, isScript: isScript)
      } else {
        set(.fenced(open: "(", node, close: ")", stretchy: false), isScript: isScript)
      }
    }

    /// The combining character of an accent, given as itself or as a spacing one.
    private func combining(_ mark: String) -> String {
      switch mark {
      case "^", "\u{02C6}": "\u{0302}"
      case "¯", "‾": "\u{0304}"
      case "~", "˜": "\u{0303}"
      case "→", "⃗": "\u{20D7}"
      case "˙", ".": "\u{0307}"
      default: mark
      }
    }
  }

  private static func script(_ node: MathNode) -> [RichText.Atom] {
    var setter = Setter()
    setter.set(node, isScript: true)
    return setter.atoms
  }
}
