import Diagnostics
import Markup

/// Writes a tree as lines of `line:column kind …`, so that a test states structure and places together.
enum Outline {
  static func of(_ document: Document) -> String {
    var lines: [String] = []
    if let matter = document.frontMatter {
      lines.append("\(at(matter.location)) front matter \(quoted(matter.text))")
    }
    lines += document.blocks.flatMap(block)
    for footnote in document.footnotes {
      lines.append("\(at(footnote.location)) footnote \(footnote.label)")
      lines += indented(footnote.blocks.flatMap(block))
    }
    return lines.joined(separator: "\n")
  }

  static func of(_ text: String) throws -> String {
    of(try Document.parse(text, file: "r.md"))
  }

  /// The place at the start of every line of the outline.
  static func places(of document: Document) -> [(line: Int, column: Int)] {
    of(document).split(separator: "\n").compactMap { line in
      let parts = line.drop { $0 == " " }.prefix { $0 != " " }.split(separator: ":")
      guard parts.count == 2, let line = Int(parts[0]), let column = Int(parts[1]) else { return nil }
      return (line, column)
    }
  }

  private static func at(_ location: SourceLocation) -> String { "\(location.line):\(location.column)" }
  private static func quoted(_ text: String) -> String { "\"\(text.replacing("\n", with: "⏎"))\"" }
  private static func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

  private static func attributes(_ attributes: Attributes?) -> String {
    guard let attributes else { return "" }
    var parts = attributes.id.map { ["#\($0)"] } ?? []
    parts += attributes.classes.map { ".\($0)" }
    parts += attributes.pairs.map {
      "\($0.key)=\(quoted($0.value))@\(at($0.keyLocation)),\(at($0.valueLocation))"
    }
    return " {\(parts.joined(separator: " "))}@\(at(attributes.location))"
  }

  private static func block(_ block: Block) -> [String] {
    let place = at(block.location)
    switch block.kind {
    case .heading(let level, let content, let found):
      return ["\(place) h\(level)\(attributes(found))"] + indented(content.flatMap(inline))
    case .paragraph(let content): return ["\(place) paragraph"] + indented(content.flatMap(inline))
    case .quote(let blocks): return ["\(place) quote"] + indented(blocks.flatMap(self.block))
    case .list(let start, let tight, let items):
      let head = "\(place) list\(start.map { " from \($0)" } ?? "")\(tight ? "" : " loose")"
      return [head] + items.flatMap { ["  item"] + indented(indented($0.flatMap(self.block))) }
    case .code(let info, let text): return ["\(place) code \(info) \(quoted(text))"]
    case .cell(let name, let found, let body, let bodyLocation):
      return ["\(place) cell \(name)\(attributes(found)) \(quoted(body))@\(at(bodyLocation))"]
    case .math(let tex, let texLocation, let found):
      return ["\(place) math \(quoted(tex))@\(at(texLocation))\(attributes(found))"]
    case .table(let header, let alignments, let rows, let caption, let found):
      var lines = ["\(place) table \(alignments.map(\.rawValue).joined(separator: " "))\(attributes(found))"]
      for row in [header] + rows {
        lines.append("  row")
        lines += row.flatMap { ["    cell"] + indented(indented($0.flatMap(inline)).map { "  " + $0 }) }
      }
      if let caption { lines += ["  caption"] + indented(indented(caption.flatMap(inline))) }
      return lines
    case .div(let found, let blocks):
      return ["\(place) div\(attributes(found))"] + indented(blocks.flatMap(self.block))
    case .definitionList(let definitions):
      return ["\(place) definitions"]
        + indented(
          definitions.flatMap { definition in
            ["term"] + indented(definition.term.flatMap(inline))
              + definition.definitions.flatMap { ["meaning"] + indented($0.flatMap(self.block)) }
          })
    case .html(let html): return ["\(place) html \(quoted(html))"]
    case .rule: return ["\(place) rule"]
    }
  }

  private static func inline(_ inline: Inline) -> [String] {
    let place = at(inline.location)
    switch inline.kind {
    case .text(let text): return ["\(place) \(quoted(text))"]
    case .emphasis(let content): return ["\(place) em"] + indented(content.flatMap(self.inline))
    case .strong(let content): return ["\(place) strong"] + indented(content.flatMap(self.inline))
    case .code(let text): return ["\(place) code \(quoted(text))"]
    case .value(let text, let location): return ["\(place) value \(quoted(text))@\(at(location))"]
    case .math(let tex, let location): return ["\(place) math \(quoted(tex))@\(at(location))"]
    case .link(let content, let destination, _):
      return ["\(place) link \(destination)"] + indented(content.flatMap(self.inline))
    case .image(let content, let destination, _):
      return ["\(place) image \(destination)"] + indented(content.flatMap(self.inline))
    case .span(let content, let found):
      return ["\(place) span\(attributes(found))"] + indented(content.flatMap(self.inline))
    case .reference(let key, let capital, let suppressWord):
      return ["\(place) reference \(key)\(capital ? " capital" : "")\(suppressWord ? " bare" : "")"]
    case .citation(let items):
      return ["\(place) citation"] + items.flatMap(self.item)
    case .footnoteReference(let label): return ["\(place) note \(label)"]
    case .softBreak: return ["\(place) break"]
    case .hardBreak: return ["\(place) hard break"]
    case .html(let html): return ["\(place) html \(quoted(html))"]
    }
  }

  private static func item(_ item: Inline.CitationItem) -> [String] {
    var lines = ["\(at(item.location)) @\(item.key)\(item.suppressAuthor ? " bare" : "")"]
    for (name, words) in [("prefix", item.prefix), ("suffix", item.suffix)] where !words.isEmpty {
      lines.append("  \(name)")
      lines += indented(indented(words.flatMap(inline)))
    }
    return indented(lines)
  }
}
