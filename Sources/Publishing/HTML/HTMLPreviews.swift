import Diagnostics
import Reports
import Typesetting

/// The cards that references to figures, equations, tables, claims and listings open: what the reader would find there.
extension HTMLWriter {
  /// A card for a reference, or nothing where the target shows itself best. No link, id or card stands in it.
  mutating func preview(of target: String) -> String {
    var content = ""
    if let index = report.figures.firstIndex(where: { $0.id == target }), figures.indices.contains(index) {
      content = picture(index) + caption(report.figures[index].caption)
    } else if let node = previews.equations[target] {
      guard previewed.insert(target).inserted else { return "" }
      content = node.mathML(display: true)
    } else if let words = previews.captions[target] {
      content = caption(words)
    } else if let claim = report.claims.first(where: { $0.id == target }) {
      content = caption(claim.words) + "<small>\(XMLText.escaped(claim.verdictWords))</small>"
    }
    return content.isEmpty ? "" : "<span class=\"card\" hidden>\(content)</span>"
  }

  private mutating func caption(_ words: [Run]) -> String {
    words.isEmpty ? "" : "<span>\(html(words, .inert))</span>"
  }

  /// The figure again, small. Inside the page the picture that is there is drawn a second time and costs a few bytes.
  private func picture(_ index: Int) -> String {
    let id = report.figures[index].id
    if hasAssets { return "<img src=\"figures/\(Escape.path(id)).svg\" alt=\"\" loading=\"lazy\">" }
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
      case .equation(let id?, _, let node): equations[id] = node
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
