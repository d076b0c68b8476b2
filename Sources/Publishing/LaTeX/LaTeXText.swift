import Reports

/// Lines of a report in LaTeX that stands alone.
enum LaTeXText {
  /// A line of the text, without links and notes: what a table of another paper can take.
  static func line(_ runs: [Run]) -> String {
    runs.map { run in
      switch run {
      case .text(let text), .crossReference(let text, _), .citation(_, let text, _, _, _, _):
        LaTeXEscape.text(text)
      case .emphasis(let inner): "\\emph{\(line(inner))}"
      case .strong(let inner): "\\textbf{\(line(inner))}"
      case .code(let text): LaTeXEscape.code(text)
      case .math(let node, _): "$\(MarkdownWriter.inlineTeX(node))$"
      case .value(let value): "$\(MarkdownWriter.inlineTeX(value.math))$"
      case .link(let inner, _, _), .claim(_, let inner), .span(_, _, let inner): line(inner)
      case .image(let alt, _, _): LaTeXEscape.text(alt)
      case .softBreak, .hardBreak: " "
      case .footnote, .marginNote, .html, .task: ""
      }
    }.joined()
  }
}
