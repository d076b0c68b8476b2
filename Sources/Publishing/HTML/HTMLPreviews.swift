import Diagnostics
import Reports
import Typesetting

/// The cards that references to figures, equations, tables, claims and listings open: what the reader would find there.
extension HTMLWriter {
  /// A card for a reference, or nothing where the target shows itself best. No link, id or card stands in it.
  mutating func preview(of target: String) -> String {
    var content = ""
    if let index = report.figures.firstIndex(where: { $0.id == target }), figures.indices.contains(index) {
      content = picture(index) + caption(Self.claim(of: report.figures[index].caption))
    } else if let node = previews.equations[target] {
      guard previewed.insert(target).inserted else { return "" }
      content = Self.head(of: node)
    } else if let words = previews.captions[target] {
      content = caption(words)
    } else if let claim = report.claims.first(where: { $0.id == target }) {
      content = caption(claim.words) + "<small>\(XMLText.escaped(claim.verdictWords))</small>"
    }
    return card(content)
  }

  /// An equation, or of a long system the first line.
  private static func head(of node: MathNode) -> String {
    guard case .table(let rows, .aligned) = node, rows.count > 2 else { return node.mathML(display: true) }
    let first = MathNode.table([rows[0]], .aligned).mathML(display: true)
    return "\(first)<small>and \(Counted.text(rows.count - 1, "line"))</small>"
  }

  /// The words of a caption that its author set in bold at the front, or all of it.
  private static func claim(of caption: [Run]) -> [Run] {
    if case .strong? = caption.first { Array(caption.prefix(1)) } else { caption }
  }

  private mutating func caption(_ words: [Run]) -> String {
    words.isEmpty ? "" : "<span>\(html(words, .inert))</span>"
  }

  /// The figure again, small. Inside the page the picture that is there is drawn a second time and costs a few bytes.
  private func picture(_ index: Int) -> String {
    let id = report.figures[index].id
    if hasAssets {
      return "<img src=\"\(PictureFormat.svg.file(of: Escape.path(id)))\" alt=\"\" loading=\"lazy\">"
    }
    let picture = figures[index].inline
    guard let start = picture.firstRange(of: "viewBox=\"")?.upperBound,
      let end = picture[start...].firstIndex(of: "\"")
    else { return "" }
    let name = XMLText.escaped(Self.pictureID(id))
    return
      "<svg class=\"figure\" aria-hidden=\"true\" viewBox=\"\(picture[start..<end])\"><use href=\"#\(name)\"/></svg>"
  }

  /// The id of a figure's picture in the page.
  static func pictureID(_ figure: String) -> String { "\(figure)-picture" }
}

/// What a report's references may show, found once for a page.
struct PreviewTargets {
  private(set) var equations: [String: MathNode] = [:]
  /// The first numbered equation that says the same, by what it says.
  private(set) var places: [MathNode: (id: String, number: String)] = [:]
  /// The captions of tables and listings.
  private(set) var captions: [String: [Run]] = [:]

  init(_ report: ExecutedReport) {
    collect(report.metadata.abstract)
    collect(report.blocks)
    for note in report.footnotes { collect(note.blocks) }
  }

  private mutating func collect(_ blocks: [Content]) {
    for block in blocks {
      switch block {
      case .equation(let id?, let number, let node, _):
        let formula = node.splitTag.formula
        equations[id] = formula
        if let number, places[formula] == nil { places[formula] = (id, number) }
      case .table(let table): if let id = table.id { captions[id] = table.caption }
      case .div(let classes, let id?, let inner):
        if classes.first == "listing", case .paragraph(let caption)? = inner.first { captions[id] = caption }
        collect(inner)
      case .quote(let inner), .callout(_, _, let inner), .marginNote(_, let inner), .claim(_, let inner),
        .div(_, nil, let inner):
        collect(inner)
      case .list(_, _, let items): for item in items { collect(item) }
      case .definitionList(let items): for item in items { for inner in item.definitions { collect(inner) } }
      case .heading, .paragraph, .code, .equation, .figure, .fitCard, .html, .rule: break
      }
    }
  }
}
