import Diagnostics
import Reports
import Typesetting

/// Writes a report as Markdown that reads well on GitHub: `$…$` math, pictures by link, values and verdicts as text.
struct MarkdownWriter {
  /// Who shows the Markdown.
  enum Flavour {
    /// GitHub, with footnotes and alerts.
    case github
    /// Jupyter, which has neither; pictures are attached to their cell.
    case notebook
  }

  let report: ExecutedReport
  let flavour: Flavour
  /// Margin notes in order; they become footnotes of their own.
  var notes: [String] = []

  init(_ report: ExecutedReport, flavour: Flavour = .github) {
    (self.report, self.flavour) = (report, flavour)
  }

  /// The whole document. `data` is the copied data files: for each table its file's name in the output.
  mutating func document(data: [String: String]) -> String {
    var parts = head()
    for block in report.blocks { append(block, to: &parts) }
    parts += claims()
    parts += tables(data)
    parts += references()
    parts += footnotes()
    parts.append(provenance)
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// How the report was made, under a rule.
  var provenance: String {
    let built = ReportFacts(report).provenance.filter { $0.hash.isEmpty }.map { "\($0.name): \($0.value)" }
    return "---\n\n\(Escape.markdown(built.joined(separator: " · ")))"
  }

  /// Title, authors, abstract; on a page also the key figure.
  mutating func head() -> [String] {
    let metadata = report.metadata
    let facts = ReportFacts(report)
    var parts = ["# \(oneLine(line(metadata.title)))"]
    if !metadata.subtitle.isEmpty { parts.append("*\(oneLine(line(metadata.subtitle)))*") }
    let authors = metadata.authors.map { author in
      author.orcid.map { "[\(Escape.markdown(author.name))](https://orcid.org/\(Escape.path($0)))" }
        ?? Escape.markdown(author.name)
    }
    let byline = [authors.joined(separator: ", "), Escape.markdown(facts.longDate)].filter { !$0.isEmpty }
    if !byline.isEmpty { parts.append(byline.joined(separator: " · ")) }
    if !report.claims.isEmpty {
      parts.append("Claims: " + facts.verdicts.map { "\($0.count) \($0.word)" }.joined(separator: ", "))
    }
    if !metadata.abstract.isEmpty {
      parts.append("## Abstract")
      parts += blocks(metadata.abstract)
    }
    // In a notebook every figure has a cell, in the order of the text.
    if flavour == .github, let key = metadata.keyFigure,
      let figure = report.figures.first(where: { $0.id == key })
    {
      parts += self.figure(figure)
    }
    return parts
  }

  mutating func blocks(_ blocks: [Content]) -> [String] {
    var parts: [String] = []
    for block in blocks { append(block, to: &parts) }
    return parts
  }

  private mutating func append(_ block: Content, to parts: inout [String]) {
    switch block {
    case .heading(let heading):
      let marks = String(repeating: "#", count: min(6, max(2, heading.level + headingOffset)))
      let number = heading.number.isEmpty ? "" : Escape.markdown(heading.number) + " "
      parts.append("\(marks) \(number)\(oneLine(line(heading.title)))")
    case .paragraph(let runs): parts.append(paragraph(runs))
    case .quote(let inner): parts.append(prefixed(blocks(inner).joined(separator: "\n\n"), "> "))
    case .list(let start, let tight, let items): parts.append(list(start: start, tight: tight, items))
    case .code(let language, let text):
      let longest = text.split(omittingEmptySubsequences: false) { $0 != "`" }.map(\.count).max() ?? 0
      let fence = String(repeating: "`", count: max(3, longest + 1))
      parts.append("\(fence)\(language)\n\(text.hasSuffix("\n") ? String(text.dropLast()) : text)\n\(fence)")
    case .equation(let id, let number, let node, _):
      let (formula, words) = node.splitTag
      let tag = words.map { " \\tag*{\(LaTeXEscape.text($0))}" } ?? number.map { " \\tag{\($0)}" } ?? ""
      parts.append("\(anchor(id))$$\n\(formula.tex.trimmingSpaces())\(tag)\n$$")
    case .table(let table): parts += self.table(table)
    case .figure(let index):
      let figure = report.figures[index]
      if figure.id != report.metadata.keyFigure { parts += self.figure(figure) }
    case .fitCard(let index): parts += fit(report.fits[index])
    case .callout(let kind, let title, let inner):
      let alert =
        ["note": "NOTE", "tip": "TIP", "warning": "WARNING", "limitation": "IMPORTANT"][kind] ?? "NOTE"
      var body = blocks(inner)
      let word = kind == "limitation" ? "Limitation" : ""
      let heading = [word, oneLine(line(title))].filter { !$0.isEmpty }.joined(separator: ": ")
      if flavour == .notebook {
        let name = kind.prefix(1).uppercased() + kind.dropFirst()
        let words = oneLine(line(title))
        body.insert("**\(words.isEmpty ? name : "\(name): \(words)")**", at: 0)
        return parts.append(prefixed(body.joined(separator: "\n\n"), "> "))
      }
      if !heading.isEmpty { body.insert("**\(heading)**", at: 0) }
      parts.append(prefixed("[!\(alert)]\n" + body.joined(separator: "\n\n"), "> "))
    case .marginNote(_, let inner): parts.append(prefixed(blocks(inner).joined(separator: "\n\n"), "> "))
    case .claim(let index, let inner):
      parts += blocks(inner)
      parts.append("(*\(Escape.markdown(report.claims[index].verdictWords))*)")
    case .div(_, let id, let inner):
      if let id { parts.append("<a id=\"\(XMLText.escaped(id))\"></a>") }
      parts += blocks(inner)
    case .definitionList(let items):
      var lines: [String] = []
      for item in items {
        let words = item.definitions.map { blocks($0).joined(separator: " ") }.joined(separator: "; ")
        lines.append("- **\(oneLine(line(item.term)))**: \(indented(words, by: 2))")
      }
      parts.append(lines.joined(separator: "\n"))
    case .html(let html): parts.append(html)
    case .rule: parts.append("---")
    }
  }

  private var headingOffset: Int { 2 - (report.contents.map(\.level).min() ?? 1) }

  private mutating func list(start: Int?, tight: Bool, _ items: [[Content]]) -> String {
    var lines: [String] = []
    for (index, item) in items.enumerated() {
      let mark = start.map { "\($0 + index). " } ?? "- "
      lines.append(mark + indented(blocks(item).joined(separator: tight ? "\n" : "\n\n"), by: mark.count))
    }
    return lines.joined(separator: tight ? "\n" : "\n\n")
  }

  // MARK: Text helpers

  func oneLine(_ text: String) -> String { text.replacing("\\\n", with: " ").replacing("\n", with: " ") }

  /// An anchor that a link to `#id` finds.
  func anchor(_ id: String?) -> String {
    guard let id, !id.isEmpty else { return "" }
    return "<a id=\"\(XMLText.escaped(id))\"></a>\n\n"
  }

  private func prefixed(_ text: String, _ prefix: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? String(prefix.dropLast()) : prefix + $0 }.joined(separator: "\n")
  }

  private func indented(_ text: String, by count: Int) -> String {
    text.replacing("\n", with: "\n" + String(repeating: " ", count: count))
  }
}
