import Diagnostics
import Reports
import Typesetting

/// Lines: text, claims with their verdicts, links, citations, notes.
extension HTMLWriter {
  mutating func html(_ runs: [Run], _ place: Place = .text) -> String {
    var result = ""
    // The signs that begin the next text, where they are written with the formula before it.
    var signs = ""
    for (index, run) in runs.enumerated() {
      if case .text(let text) = run, !signs.isEmpty {
        result += XMLText.escaped(String(text.dropFirst(signs.count)))
        signs = ""
        continue
      }
      signs = Self.signs(behind: index, of: runs)
      let words = html(run, place)
      result += signs.isEmpty ? words : "<span class=\"nowrap\">\(words)\(XMLText.escaped(signs))</span>"
    }
    return result
  }

  /// What closes or divides a sentence right behind a formula. A browser would begin a line with it.
  private static func signs(behind index: Int, of runs: [Run]) -> String {
    guard case .math = runs[index], runs.indices.contains(index + 1), case .text(let text) = runs[index + 1]
    else {
      return ""
    }
    return String(text.prefix { ",.;:!?)]’”".contains($0) })
  }

  private mutating func html(_ run: Run, _ place: Place) -> String {
    switch run {
    case .text(let text): return XMLText.escaped(text)
    case .emphasis(let runs): return "<em>\(html(runs, place))</em>"
    case .strong(let runs): return "<strong>\(html(runs, place))</strong>"
    case .code(let text): return "<code>\(XMLText.escaped(text))</code>"
    case .math(let node, let values):
      let math = node.mathML(display: false)
      return place == .text && !values.isEmpty ? trigger(math, card(of: values, in: node)) : math
    case .value(let value): return self.value(value, place)
    case .link(let runs, let destination, let title): return link(runs, destination, title, place)
    case .image(let alt, let destination, let title): return image(alt, destination, title, place)
    case .crossReference(let text, let target):
      let words = XMLText.escaped(text).replacing(" ", with: "\u{A0}")
      guard place == .text else { return words }
      let card = preview(of: target)
      let name = card.isEmpty ? "" : " class=\"ref\""
      return "<a\(name) href=\"#\(XMLText.escaped(target))\">\(words)\(card)</a>"
    case .citation(let id, let text, let key, let prefix, let suffix, let separator):
      let before = Citation.before(separator, prefix: html(prefix, place))
      return before + cite(id, text, key, place) + Citation.after(separator, suffix: html(suffix, place))
    case .claim(let index, let runs):
      guard place == .text, report.claims.indices.contains(index) else { return html(runs, place) }
      let claim = report.claims[index]
      let id = idAttribute(claim.id)
      return "<span class=\"claim \(claim.verdict.rawValue)\"\(id)>\(html(runs))</span>\(verdict(claim))"
    case .footnote(let number, let id, let target): return footnote(number, id, target, place)
    case .marginNote(let id, let runs):
      guard place == .text else { return "" }
      return
        "<span class=\"note\">\(noteToggle(id))<span class=\"sidenote\" role=\"note\">\(html(runs))</span></span>"
    case .span(let classes, let id, let runs):
      return "<span\(classAttribute(classes))\(idAttribute(id, place))>\(html(runs, place))</span>"
    case .html(let html): return place == .inert ? "" : html
    case .task(let isDone):
      let (name, box) = isDone ? ("done", "☑") : ("to do", "☐")
      return "<span class=\"task\" role=\"img\" aria-label=\"\(name)\">\(box)</span>"
    case .softBreak: return "\n"
    case .hardBreak: return "<br>"
    }
  }

  private mutating func link(_ runs: [Run], _ destination: String, _ title: String?, _ place: Place) -> String
  {
    guard place == .text else { return html(runs, place) }
    guard Escape.isSafeDestination(destination) else { return html(runs) }
    let name = title.map { " title=\"\(XMLText.escaped($0))\"" } ?? ""
    return "<a href=\"\(XMLText.escaped(destination))\"\(name)>\(html(runs, .inert))</a>"
  }

  private mutating func image(_ alt: String, _ destination: String, _ title: String?, _ place: Place)
    -> String
  {
    guard place == .text, let path = LocalPath.normalized(destination) else {
      return "<span class=\"muted\">\(XMLText.escaped(alt))</span>"
    }
    if !pictures.contains(path) { pictures.append(path) }
    let name = title.map { " title=\"\(XMLText.escaped($0))\"" } ?? ""
    return "<img src=\"\(Escape.path(path))\" alt=\"\(XMLText.escaped(alt))\"\(name)>"
  }

  private mutating func cite(_ id: String, _ text: String, _ key: String, _ place: Place) -> String {
    let words = XMLText.escaped(text)
    guard place == .text, let work = report.references.first(where: { $0.key == key }) else { return words }
    let card = card(of: work)
    return "<a class=\"cite\"\(idAttribute(id)) href=\"#\(XMLText.escaped(work.id))\">\(words)\(card)</a>"
  }

  private mutating func footnote(_ number: Int, _ id: String, _ target: String, _ place: Place) -> String {
    guard place == .text else { return "" }
    let note = report.footnotes.first { $0.number == number }
    var words = ""
    if case .paragraph(let runs)? = note?.blocks.first { words = html(runs, .inert) }
    let card = card(words.isEmpty ? "" : "<span>\(words)</span>")
    return "<a class=\"fn\"\(idAttribute(id)) href=\"#\(XMLText.escaped(target))\" role=\"doc-noteref\" "
      + "aria-label=\"Note \(number)\"><sup>\(number)</sup>\(card)</a>"
  }

  /// A claim's verdict in the margin: shape (the style sheet's), word and the numbers that decided it, leading to the list
  /// of claims.
  func verdict(_ claim: ExecutedClaim) -> String {
    let evidence = claim.evidence.isEmpty ? "" : "<small>\(XMLText.escaped(claim.evidence))</small>"
    return "<a class=\"side \(claim.verdict.rawValue)\" href=\"#\(XMLText.escaped(claim.listID))\">"
      + "\(XMLText.escaped(claim.verdictWords))\(evidence)</a>"
  }

  /// What unfolds a margin note where there is no margin, without a script.
  mutating func noteToggle(_ id: String) -> String {
    let toggle = "toggle-\(id)"
    usedIDs.insert(toggle)
    let name = XMLText.escaped(toggle)
    return
      "<input class=\"note-toggle\" type=\"checkbox\" id=\"\(name)\"><label class=\"note-mark\" for=\"\(name)\">"
      + "<span class=\"hidden\">Margin note</span></label>"
  }
}
