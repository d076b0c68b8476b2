import Diagnostics
import Reports
import Typesetting

/// Writes a report's text as HTML. Blocks with more than a tag or two are templates; lines are written here.
struct HTMLWriter {
  let report: ExecutedReport
  let templates: TemplateSet
  let figures: [FigureFiles]
  /// What else the report is written in.
  let formats: [OutputFormat]
  /// Whether style sheet and figures are files beside the page.
  let hasAssets: Bool
  /// The style sheet's file, where it is one.
  static let styleFile = "style.css"
  /// Ids that the page has already: the same words set twice (a title, a caption) keep them once.
  var usedIDs: Set<String> = []
  /// Local pictures that the text shows, by the path that the author gave.
  var pictures: [String] = []
  /// What the cards of references show.
  let previews: PreviewTargets
  /// Equations that a card has shown: they are heavy, and their first mention is enough.
  var previewed: Set<String> = []
  private let headingOffset: Int

  init(
    report: ExecutedReport, templates: TemplateSet, figures: [FigureFiles],
    formats: [OutputFormat] = OutputFormat.standard, hasAssets: Bool = false
  ) {
    self.hasAssets = hasAssets
    self.formats = formats.filter { $0 != .html }
    self.report = report
    previews = PreviewTargets(report)
    self.templates = templates
    self.figures = figures
    headingOffset = 2 - (report.contents.map(\.level).min() ?? 1)
  }

  /// Where a line stands: inside a link, a card or a table of contents there can be no links, ids or cards.
  enum Place { case text, inert }

  /// ` id="…"`, or nothing when the page has that id already.
  mutating func idAttribute(_ id: String?, _ place: Place = .text) -> String {
    guard place == .text, let id, !id.isEmpty, usedIDs.insert(id).inserted else { return "" }
    return " id=\"\(XMLText.escaped(id))\""
  }

  /// The text with a section around each heading of the top level and what follows it.
  mutating func body(_ blocks: [Content]) throws(DiagnosticError) -> String {
    var lines: [String] = []
    var isOpen = false
    for block in blocks {
      if case .heading(let heading) = block, heading.level + headingOffset <= 2 {
        if isOpen { lines.append("</section>") }
        lines.append("<section\(idAttribute(heading.id))>")
        isOpen = true
      }
      let html = try self.html(block)
      if !html.isEmpty { lines.append(html) }
    }
    if isOpen { lines.append("</section>") }
    return lines.joined(separator: "\n")
  }

  /// Blocks, one after the other.
  mutating func html(_ blocks: [Content]) throws(DiagnosticError) -> String {
    var lines: [String] = []
    for block in blocks {
      let html = try self.html(block)
      if !html.isEmpty { lines.append(html) }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func html(_ block: Content) throws(DiagnosticError) -> String {
    switch block {
    case .heading(let heading): return self.heading(heading)
    case .paragraph(let runs): return "<p>\(html(runs))</p>"
    case .quote(let blocks): return "<blockquote>\n\(try html(blocks))\n</blockquote>"
    case .list(let start, let tight, let items): return try list(start: start, tight: tight, items)
    case .code(let language, let text):
      let name = language.isEmpty ? "" : " class=\"language-\(XMLText.escaped(language))\""
      return "<pre tabindex=\"0\"><code\(name)>\(Escape.preformatted(text))</code></pre>"
    case .equation(let id, let number, let whole, let values):
      let (node, tag) = whole.splitTag
      return try trimmed(
        templates.render(
          "equation",
          [
            "id": .text(unused(id)), "number": .text(number ?? ""), "math": .html(node.mathML(display: true)),
            "card": .html(card(of: values, in: node)), "tag": .text(tag ?? ""),
          ]))
    case .table(let table): return try self.table(table)
    case .figure(let index):
      // The key figure stands under the abstract and nowhere else.
      guard report.figures.indices.contains(index), report.figures[index].id != report.metadata.keyFigure
      else {
        return ""
      }
      return try figure(index)
    case .fitCard(let index): return try fitCard(report.fits[index])
    case .callout(let kind, let title, let blocks): return try callout(kind: kind, title: title, blocks)
    case .marginNote(let id, let blocks):
      return
        "<div class=\"note\">\(noteToggle(id))<div class=\"sidenote\" role=\"note\">\(try html(blocks))</div></div>"
    case .claim(let index, let blocks):
      let claim = report.claims[index]
      return
        "<div class=\"claim block \(claim.verdict.rawValue)\"\(idAttribute(claim.id))>\(verdict(claim))\n"
        + "\(try html(blocks))\n</div>"
    case .div(let classes, let id, let blocks):
      return "<div\(classAttribute(classes))\(idAttribute(id))>\n\(try html(blocks))\n</div>"
    case .definitionList(let items):
      var lines: [String] = []
      for item in items {
        lines.append("<dt>\(html(item.term))</dt>")
        for definition in item.definitions {
          lines.append("<dd>\(try itemHTML(definition, tight: true))</dd>")
        }
      }
      return "<dl class=\"definitions\">\n\(lines.joined(separator: "\n"))\n</dl>"
    case .html(let html): return html
    case .rule: return "<hr>"
    }
  }

  private mutating func heading(_ heading: ExecutedReport.Heading) -> String {
    let level = min(6, max(2, heading.level + headingOffset))
    // The section around a heading of the top level has taken its id already.
    let number =
      heading.number.isEmpty
      ? ""
      : "<a class=\"number\" href=\"#\(XMLText.escaped(heading.id))\">\(XMLText.escaped(heading.number))</a>"
    return "<h\(level)\(idAttribute(heading.id))>\(number)\(html(heading.title))</h\(level)>"
  }

  private mutating func list(start: Int?, tight: Bool, _ items: [[Content]]) throws(DiagnosticError) -> String
  {
    var lines: [String] = []
    for item in items { lines.append("<li>\(try itemHTML(item, tight: tight))</li>") }
    let tag = start == nil ? "ul" : "ol"
    let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
    return "<\(tag)\(first)>\n\(lines.joined(separator: "\n"))\n</\(tag)>"
  }

  /// The inside of a list's item: a tight one has no paragraphs.
  private mutating func itemHTML(_ blocks: [Content], tight: Bool) throws(DiagnosticError) -> String {
    guard tight else { return try html(blocks) }
    var parts: [String] = []
    for block in blocks {
      if case .paragraph(let runs) = block { parts.append(html(runs)) } else { parts.append(try html(block)) }
    }
    return parts.joined(separator: "\n")
  }

  private mutating func callout(
    kind: String, title: [Run], _ blocks: [Content]
  ) throws(DiagnosticError) -> String {
    let known = ["note", "tip", "warning", "limitation"]
    let name = known.contains(kind) ? kind : "note"
    return try trimmed(
      templates.render(
        "callout",
        [
          "kind": .text(name), "icon": .text(name),
          "word": .text(name.prefix(1).uppercased() + name.dropFirst()),
          "title": .html(html(title)), "body": .html(try html(blocks)),
        ]))
  }

  /// The id, or nothing when the page has it already; for templates.
  mutating func unused(_ id: String?) -> String {
    guard let id, !id.isEmpty, usedIDs.insert(id).inserted else { return "" }
    return id
  }

  /// ` class="…"` of an author's classes.
  func classAttribute(_ classes: [String]) -> String {
    classes.isEmpty ? "" : " class=\"\(XMLText.escaped(classes.joined(separator: " ")))\""
  }

  /// A template's text without the line end that its file ends with.
  func trimmed(_ text: String) -> String { text.trimmingSpaces() }
}
