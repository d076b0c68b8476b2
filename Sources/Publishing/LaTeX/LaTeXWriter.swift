import Diagnostics
import Reports
import Typesetting

/// Writes a report as the LaTeX source of an article: figures as PDF, equations from the math tree, numbers of
/// figures, tables, equations and sections made by LaTeX itself, so that the source can be worked on.
struct LaTeXWriter {
  let report: ExecutedReport
  /// Local pictures that the text shows, by the path that the author gave.
  private(set) var pictures: [String] = []
  /// Labels that the source has, so that no reference leads nowhere and none is set twice.
  var labels: Set<String> = []
  /// Texts of footnotes whose marks stand where LaTeX takes no footnote; they follow the block.
  var waitingNotes: [(number: Int, text: String)] = []
  /// Footnotes that have been set already.
  var setNotes: Set<Int> = []
  private var depth = 0
  private var numberedDepth = 0
  private var isAppendix = false

  init(_ report: ExecutedReport) { self.report = report }

  /// The whole source.
  mutating func document() -> String {
    var parts = [LaTeXPreamble.text(report.metadata.citationStyle)] + head()
    for block in report.blocks { append(block, to: &parts) }
    parts += endMatter()
    parts.append("\\end{document}")
    return parts.joined(separator: "\n\n") + "\n"
  }

  private mutating func head() -> [String] {
    let metadata = report.metadata
    var title = line(metadata.title, .inert)
    if !metadata.subtitle.isEmpty {
      title += "\\\\[1ex]\\large \(line(metadata.subtitle, .inert))"
    }
    let authors = metadata.authors.map { author in
      let orcid = author.orcid.map { " (\\href{https://orcid.org/\(LaTeXEscape.address($0))}{ORCID})" } ?? ""
      let place = author.affiliation.map { "\\\\ \(LaTeXEscape.text($0))" } ?? ""
      return LaTeXEscape.text(author.name) + orcid + place
    }
    let plain = LaTeXEscape.text(PlainText.text(metadata.title))
    var parts = [
      "\\hypersetup{pdftitle={\(plain)},pdfauthor={\(LaTeXEscape.text(metadata.authors.map(\.name).joined(separator: ", ")))},"
        + "pdfcreator={\(ProgramVersion.name)}}",
      "\\title{\(title)}\n\\author{\(authors.joined(separator: " \\and "))}\n"
        + "\\date{\(LaTeXEscape.text(ReportFacts(report).longDate))}",
      "\\begin{document}\n\\maketitle",
    ]
    parts += takeNotes()
    if !metadata.abstract.isEmpty {
      parts.append(
        "\\begin{abstract}\n\(blocks(metadata.abstract).joined(separator: "\n\n"))\n\\end{abstract}")
    }
    return parts
  }

  // MARK: Blocks

  mutating func blocks(_ blocks: [Content]) -> [String] {
    var parts: [String] = []
    for block in blocks { append(block, to: &parts) }
    return parts
  }

  private mutating func append(_ block: Content, to parts: inout [String]) {
    switch block {
    case .heading(let heading): parts.append(self.heading(heading))
    case .paragraph(let runs):
      // A sentence that goes on behind an equation is no new paragraph.
      let isBehind = parts.last.map { $0.hasPrefix("\\begin{equation}") || $0.hasPrefix("\\[") } ?? false
      let goesOn = isBehind && PlainText.text(runs).first.map { $0.isLowercase } ?? false
      parts.append((goesOn ? "\\noindent " : "") + line(runs))
    case .quote(let inner): parts.append(environment("quote", blocks(inner)))
    case .list(let start, let tight, let items): parts.append(list(start: start, tight: tight, items))
    case .code(_, let text): parts.append(LaTeXEscape.block(text))
    case .equation(let id, let number, let node, _): parts.append(equation(id, number, node))
    case .table(let table): parts.append(self.table(table))
    case .figure(let index): parts.append(figure(report.figures[index]))
    case .fitCard(let index): parts += fit(report.fits[index])
    case .callout(let kind, let title, let inner):
      let word = kind.prefix(1).uppercased() + kind.dropFirst()
      let words = line(title, .inert)
      let heading = "\\textbf{\(LaTeXEscape.text(word))\(words.isEmpty ? "." : ": \(words)")}\\par"
      parts.append(environment("quote", [heading + "\n" + blocks(inner).joined(separator: "\n\n")]))
    case .marginNote(_, let inner):
      parts.append(environment("quote", ["\\small " + blocks(inner).joined(separator: "\n\n")]))
    case .claim(let index, let inner):
      let claim = report.claims[index]
      parts.append(
        label(claim.id, anchored: true) + blocks(inner).joined(separator: "\n\n") + verdict(claim))
    case .div(_, let id, let inner):
      let anchor = id.map { label($0, anchored: true) } ?? ""
      parts.append(anchor + blocks(inner).joined(separator: "\n\n"))
    case .definitionList(let items):
      var lines: [String] = []
      for item in items {
        let words = item.definitions.map { blocks($0).joined(separator: "\n\n") }.joined(separator: "\n\n")
        lines.append("\\item[{\(line(item.term, .inert))}] \(words)")
      }
      parts.append(environment("description", lines))
    // Raw HTML is of pages only.
    case .html: break
    case .rule: parts.append("\\begin{center}\\rule{0.4\\linewidth}{0.4pt}\\end{center}")
    }
    parts += takeNotes()
  }

  /// Footnotes whose marks stood in a title, caption or table.
  mutating func takeNotes() -> [String] {
    defer { waitingNotes = [] }
    return waitingNotes.map { "\\footnotetext[\($0.number)]{\($0.text)}" }
  }

  private func environment(_ name: String, _ parts: [String]) -> String {
    "\\begin{\(name)}\n\(parts.joined(separator: "\n\n"))\n\\end{\(name)}"
  }

  private mutating func heading(_ heading: ExecutedReport.Heading) -> String {
    let commands = ["section", "subsection", "subsubsection", "paragraph"]
    let top = report.contents.map(\.level).min() ?? 1
    let command = commands[min(commands.count - 1, max(0, heading.level - top))]
    let title = line(heading.title, .inert)
    let plain = LaTeXEscape.text(PlainText.text(heading.title))
    let words = "\\texorpdfstring{\(title)}{\(plain)}"
    if heading.number.isEmpty {
      return "\\\(command)*{\(words)}\(label(heading.id, anchored: true))"
    }
    var text = ""
    if !isAppendix, heading.level == top, heading.number.first?.isLetter == true {
      isAppendix = true
      text = "\\appendix\n"
    }
    return text + "\\\(command){\(words)}\(label(heading.id))"
  }

  private mutating func list(start: Int?, tight: Bool, _ items: [[Content]]) -> String {
    // LaTeX stops at four levels of one kind; deeper items become paragraphs.
    depth += 1
    numberedDepth += start == nil ? 0 : 1
    defer {
      depth -= 1
      numberedDepth -= start == nil ? 0 : 1
    }
    var lines: [String] = []
    for (index, item) in items.enumerated() {
      let words = blocks(item).joined(separator: "\n\n")
      let mark = start.map { "\($0 + index).\\ " } ?? "\\textbullet\\ "
      lines.append(depth > 4 ? "\\par\(mark)\(words)" : "\\item \(words)")
    }
    guard depth <= 4 else { return lines.joined(separator: "\n") }
    guard let start else { return environment("itemize", [lines.joined(separator: tight ? "\n" : "\n\n")]) }
    let counter = "enum" + ["i", "ii", "iii", "iv"][numberedDepth - 1]
    let first = start == 1 ? "" : "\\setcounter{\(counter)}{\(start - 1)}\n"
    return "\\begin{enumerate}\n\(first)\(lines.joined(separator: tight ? "\n" : "\n\n"))\n\\end{enumerate}"
  }

  private mutating func equation(_ id: String?, _ number: String?, _ node: MathNode) -> String {
    let (formula, words) = node.splitTag
    let tag = words.map { " \\tag*{\(LaTeXEscape.text($0))}" } ?? ""
    let tex = formula.tex.trimmingSpaces() + tag
    guard number != nil, let id else { return "\\[\n\(tex)\n\\]" }
    return "\\begin{equation}\(label(id))\n\(tex)\n\\end{equation}"
  }

  private mutating func figure(_ executed: ExecutedFigure) -> String {
    let about = CaptionFacts(executed, in: report).text
    let below = about.isEmpty ? "" : "\n{\\footnotesize \(LaTeXEscape.text(about))\\par}"
    return """
      \\begin{figure}[htbp]
      \\centering
      \\includegraphics[width=\\linewidth,height=0.8\\textheight,keepaspectratio]{\(PictureFormat.pdf.file(of: executed.id))}
      \\caption{\(line(executed.caption, .inert))}\(label(executed.id))\(below)
      \\end{figure}
      """
  }

  // MARK: Labels

  /// `\label{…}` once for every name; where no number can be referred to, with an anchor of its own.
  mutating func label(_ id: String?, anchored: Bool = false) -> String {
    guard let id, !id.isEmpty, labels.insert(id).inserted else { return "" }
    return "\(anchored ? "\\phantomsection" : "")\\label{\(LaTeXEscape.label(id))}"
  }

  /// A picture that LaTeX can show, or nil.
  mutating func picture(_ destination: String) -> String? {
    guard let path = LocalPath.normalized(destination) else { return nil }
    if !pictures.contains(path) { pictures.append(path) }
    let name = path.lowercased()
    let isKnown = [".png", ".jpg", ".jpeg", ".pdf"].contains { name.hasSuffix($0) }
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil
          || "-._/".unicodeScalars.contains($0))
    }
    return isKnown && isPlain ? path : nil
  }
}
