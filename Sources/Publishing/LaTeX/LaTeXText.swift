import Reports

/// Text from outside, made safe to stand in LaTeX, and lines of a report in it.
enum LaTeXText {
  /// Words: every character that LaTeX would read as a command is written so that it prints.
  static func escaped(_ text: String) -> String {
    var result = ""
    var raised = ""
    for scalar in text.unicodeScalars {
      if let digit = superscripts[scalar] {
        raised += digit
        continue
      }
      if !raised.isEmpty { result += "$^{\(raised)}$" }
      raised = ""
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "{", "}", "$", "&", "#", "%", "_": result += "\\" + String(scalar)
      case "^": result += "\\textasciicircum{}"
      case "~": result += "\\textasciitilde{}"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "|": result += "\\textbar{}"
      case "\"": result += "\\textquotedbl{}"
      case "\u{A0}": result += "~"
      case "\u{202F}": result += "\\,"
      case "\u{2212}": result += "$-$"
      case "–": result += "--"
      case "—": result += "---"
      case "±": result += "$\\pm$"
      case "×": result += "$\\times$"
      case "\n", "\r": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return raised.isEmpty ? result : result + "$^{\(raised)}$"
  }

  private static let superscripts: [Unicode.Scalar: String] = [
    "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9",
  ]

  /// A line of the text, without links and notes: what a table of another paper can take.
  static func line(_ runs: [Run]) -> String {
    runs.map { run in
      switch run {
      case .text(let text), .crossReference(let text, _), .citation(_, let text, _, _, _, _): escaped(text)
      case .emphasis(let inner): "\\emph{\(line(inner))}"
      case .strong(let inner): "\\textbf{\(line(inner))}"
      case .code(let text): "\\texttt{\(escaped(text))}"
      case .math(let node): "$\(MarkdownWriter.inlineTeX(node))$"
      case .value(let value): "$\(MarkdownWriter.inlineTeX(value.math))$"
      case .link(let inner, _, _), .claim(_, let inner), .span(_, _, let inner): line(inner)
      case .image(let alt, _, _): escaped(alt)
      case .softBreak, .hardBreak: " "
      case .footnote, .marginNote, .html: ""
      }
    }.joined()
  }
}
