import Markup

/// Visits every block and every piece of text, in the order in which a reader meets them.
enum DocumentWalk {
  static func visit(_ blocks: [Block], block: (Block) -> Void, inline: (Inline) -> Void) {
    visit(blocks, block: block) { visit($0, inline) }
  }

  /// The same with every whole line: a paragraph, a heading, a cell of a table, a caption.
  static func visit(_ blocks: [Block], block: (Block) -> Void, line: ([Inline]) -> Void) {
    for item in blocks {
      block(item)
      switch item.kind {
      case .heading(_, let inlines, _), .paragraph(let inlines): line(inlines)
      case .quote(let inner), .div(_, let inner): visit(inner, block: block, line: line)
      case .list(_, _, let items): for inner in items { visit(inner, block: block, line: line) }
      case .table(let header, _, let rows, let caption, _):
        for cell in header { line(cell) }
        for cell in rows.flatMap({ $0 }) { line(cell) }
        line(caption ?? [])
      case .definitionList(let items):
        for definition in items {
          line(definition.term)
          for inner in definition.definitions { visit(inner, block: block, line: line) }
        }
      case .code, .cell, .math, .html, .rule: break
      }
    }
  }

  static func visit(_ inlines: [Inline], _ body: (Inline) -> Void) {
    for item in inlines {
      body(item)
      switch item.kind {
      case .emphasis(let inner), .strong(let inner), .link(let inner, _, _), .image(let inner, _, _),
        .span(let inner, _):
        visit(inner, body)
      case .citation(let items):
        for source in items {
          visit(source.prefix, body)
          visit(source.suffix, body)
        }
      default: break
      }
    }
  }

  /// The words of a line without its markup.
  static func plainText(_ inlines: [Inline]) -> String {
    inlines.map { item in
      switch item.kind {
      case .text(let text), .code(let text): text
      case .emphasis(let inner), .strong(let inner), .link(let inner, _, _), .image(let inner, _, _),
        .span(let inner, _):
        plainText(inner)
      case .math(let tex, _): tex
      case .softBreak, .hardBreak: " "
      default: ""
      }
    }.joined()
  }
}
