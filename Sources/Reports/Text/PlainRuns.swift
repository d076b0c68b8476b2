import Typesetting

/// The words of blocks, for lists that have room for a line only.
enum PlainRuns {
  static func of(_ content: Content) -> [Run] {
    switch content {
    case .paragraph(let runs): runs
    case .quote(let inner), .div(_, _, let inner), .callout(_, _, let inner), .marginNote(_, let inner),
      .claim(_, let inner):
      inner.flatMap(of)
    case .list(_, _, let items): items.flatMap { $0.flatMap(of) }
    case .equation(_, _, let node, let values): [.math(node, values: values)]
    default: []
    }
  }

  /// Text without any markup.
  static func text(_ runs: [Run]) -> String {
    runs.map { run in
      switch run {
      case .text(let text), .code(let text): text
      case .emphasis(let inner), .strong(let inner), .link(let inner, _, _), .claim(_, let inner),
        .span(_, _, let inner):
        text(inner)
      case .math(let node, _): node.plainText
      case .value(let value): value.text
      case .image(let alt, _, _): alt
      case .crossReference(let text, _), .citation(_, let text, _, _, _, _): text
      case .softBreak, .hardBreak: " "
      case .footnote, .marginNote, .html, .task: ""
      }
    }.joined()
  }
}
