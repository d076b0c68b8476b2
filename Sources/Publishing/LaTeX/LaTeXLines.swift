import Reports
import Typesetting

/// Lines of a report as LaTeX.
extension LaTeXWriter {
  /// Where a line stands: a title, caption or cell takes no footnote and no label.
  enum Place { case text, inert }

  /// A line; text from outside is escaped.
  mutating func line(_ runs: [Run], _ place: Place = .text) -> String {
    var result = ""
    for run in runs { result += line(run, place) }
    return result.trimmingSpaces()
  }

  private mutating func inner(_ runs: [Run], _ place: Place) -> String {
    var result = ""
    for run in runs { result += line(run, place) }
    return result
  }

  private mutating func line(_ run: Run, _ place: Place) -> String {
    switch run {
    case .text(let text): return LaTeXEscape.text(text)
    case .emphasis(let runs): return "\\emph{\(inner(runs, place))}"
    case .strong(let runs): return "\\textbf{\(inner(runs, place))}"
    case .code(let text): return LaTeXEscape.code(text)
    case .math(let node, _): return "$\(MarkdownWriter.inlineTeX(node))$"
    case .value(let value): return LaTeXEscape.text(value.text)
    case .link(let runs, let destination, _): return link(runs, destination, place)
    case .image(let alt, let destination, _):
      guard let path = picture(destination) else { return "\\textit{\(LaTeXEscape.text(alt))}" }
      return "\\includegraphics[width=\\linewidth,height=0.6\\textheight,keepaspectratio]{\(path)}"
    case .crossReference(let text, let target): return reference(text, target)
    case .citation(_, let text, let key, let prefix, let suffix, let separator):
      return citation(text, key, prefix, suffix, separator, place)
    case .claim(let index, let runs):
      let claim = report.claims[index]
      let anchor = place == .text ? label(claim.id, anchored: true) : ""
      return anchor + inner(runs, place) + verdict(claim)
    case .footnote(let number, _, _): return footnote(number, place)
    case .marginNote(_, let runs):
      return place == .inert ? "" : "\\footnote{\(inner(runs, .inert))}"
    case .span(_, let id, let runs):
      return (place == .text ? label(id, anchored: true) : "") + inner(runs, place)
    // Raw HTML is of pages only.
    case .html: return ""
    case .task(let isDone): return isDone ? "$\\boxtimes$" : "$\\square$"
    case .softBreak: return "\n"
    case .hardBreak: return place == .text ? "\\newline{}" : " "
    }
  }

  /// The verdict behind a claim's words, leading to the list of claims.
  func verdict(_ claim: ExecutedClaim) -> String {
    "\\verdict{\\hyperref[\(LaTeXEscape.label(claim.listID))]{\(LaTeXEscape.text(claim.verdictWords))}}"
  }

  private mutating func link(_ runs: [Run], _ destination: String, _ place: Place) -> String {
    let words = inner(runs, place)
    guard Escape.isSafeDestination(destination) else { return words }
    if destination.hasPrefix("#") {
      let target = String(destination.dropFirst())
      return isTarget(target) ? "\\hyperref[\(LaTeXEscape.label(target))]{\(words)}" : words
    }
    return "\\href{\(LaTeXEscape.address(destination))}{\(words)}"
  }

  /// `Figure~\ref{fig-x}` where LaTeX counts the same, else the words as a link.
  private func reference(_ text: String, _ target: String) -> String {
    let name = LaTeXEscape.label(target)
    guard isTarget(target) else { return LaTeXEscape.text(text) }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "\u{A0}" || $0 == " " }
    let number = String(parts.last ?? "")
    guard isCounted(target), parts.count <= 2, !number.isEmpty else {
      return "\\hyperref[\(name)]{\(LaTeXEscape.text(text))}"
    }
    return parts.count == 1 ? "\\ref{\(name)}" : "\(LaTeXEscape.text(String(parts[0])))~\\ref{\(name)}"
  }

  /// Whether LaTeX numbers it by itself.
  private func isCounted(_ target: String) -> Bool {
    if report.contents.contains(where: { $0.id == target && !$0.number.isEmpty }) { return true }
    return ["fig-", "tbl-", "eq-"].contains { target.hasPrefix($0) }
  }

  /// Whether the source has a label of this name: what the text refers to exists, but a fit or a table of runs is only
  /// there with its card.
  private func isTarget(_ target: String) -> Bool {
    labels.contains(target) || !target.hasPrefix("val-")
  }

  // MARK: Citations

  private mutating func citation(
    _ text: String, _ key: String, _ prefix: [Run], _ suffix: [Run], _ separator: CitationSeparator,
    _ place: Place
  ) -> String {
    let words = inner(suffix, place).trimmingSpaces()
    let before = inner(prefix, place).trimmingSpaces()
    guard let work = report.references.first(where: { $0.key == key }) else {
      return Citation.before(separator, prefix: before) + LaTeXEscape.text(text)
        + Citation.after(separator, suffix: words)
    }
    let name = LaTeXEscape.label(key)
    let isNarrative = text == "\(work.shortAuthors) (\(work.year))"
    let isBracketed = text == "\(work.shortAuthors), \(work.year)"
    guard isNarrative || isBracketed else {
      return Citation.before(separator, prefix: before)
        + "\\hyperlink{cite.\(name)}{\(LaTeXEscape.text(text))}"
        + Citation.after(separator, suffix: words)
    }
    if separator == .none { return "\\citet{\(name)}" }
    // A locator follows natbib's own comma.
    let locator = String(words.drop { $0 == "," || $0 == " " })
    let options = before.isEmpty && locator.isEmpty ? "" : "[{\(before)}][{\(locator)}]"
    switch separator {
    case .alone, .none: return "\\citep\(options){\(name)}"
    case .first: return "(\\citealp\(options){\(name)}"
    case .middle: return "; \\citealp\(options){\(name)}"
    case .last: return "; \\citealp\(options){\(name)})"
    }
  }

  // MARK: Footnotes

  private mutating func footnote(_ number: Int, _ place: Place) -> String {
    guard let note = report.footnotes.first(where: { $0.number == number }),
      setNotes.insert(number).inserted
    else { return "\\footnotemark[\(number)]" }
    let text = blocks(note.blocks).joined(separator: "\\par ")
    guard place == .text else {
      waitingNotes.append((number, text))
      return "\\protect\\footnotemark[\(number)]"
    }
    return "\\footnote[\(number)]{\(text)}"
  }
}
