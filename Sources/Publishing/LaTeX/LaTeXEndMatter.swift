import Reports
import Typesetting

/// What follows the text of a report in LaTeX: claims, data, sources and how it was made.
extension LaTeXWriter {
  mutating func endMatter() -> [String] { claims() + tables() + provenance() + references() }

  private mutating func claims() -> [String] {
    guard !report.claims.isEmpty else { return [] }
    let facts = ReportFacts(report)
    let counts = facts.verdicts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    var items: [String] = []
    for claim in report.claims {
      var text = "\\item[{\(LaTeXEscape.text(claim.verdictWords)).}]\(label(claim.listID, anchored: true)) "
      text += line(claim.words, .inert) + "."
      if !claim.evidence.isEmpty { text += " \(LaTeXEscape.text(claim.evidence))." }
      text += "\\newline{\\footnotesize \(LaTeXEscape.code(claim.check))}"
      if let reason = claim.reason { text += "\\newline{\\small \(LaTeXEscape.text(reason))}" }
      items.append(text)
    }
    return [
      "\\section*{Claims}\(label("claims", anchored: true))", "\(LaTeXEscape.text(counts)).",
      "\\begin{description}\n\(items.joined(separator: "\n"))\n\\end{description}",
    ]
  }

  private mutating func tables() -> [String] {
    guard !report.tables.isEmpty else { return [] }
    let facts = ReportFacts(report)
    var parts = ["\\section*{Data and dropped rows}\(label("dropped", anchored: true))"]
    for table in report.tables {
      parts.append(
        "\\paragraph*{\(LaTeXEscape.text(table.label)).}\(label("data-\(table.label)", anchored: true)) "
          + "From \(LaTeXEscape.code(table.source)): \(LaTeXEscape.text(facts.summary(table)))")
      guard !table.dropped.isEmpty else { continue }
      let groups = facts.dropped(table)
      let rows = groups.map { group in
        let ranges = ReportFacts.ranges(group.lines)
        let lines = ranges.prefix(24).joined(separator: ", ") + (ranges.count > 24 ? ", …" : "")
        return [group.reason, Counted.number(group.lines.count), lines].map(LaTeXEscape.text)
      }
      let widths = [groups.map(\.reason.count).max() ?? 0, 5, rows.map { $0[2].count }.max() ?? 0]
      parts.append(
        Self.table(
          ["Condition not met", "Rows", "Lines"], rows, columns: ["l", "r", "l"], widths: widths))
    }
    return parts
  }

  private mutating func provenance() -> [String] {
    let items = ReportFacts(report).provenance.map { entry in
      let hash =
        entry.hash.isEmpty ? "" : ", SHA-256 \(LaTeXEscape.code(String(entry.hash.prefix(16)))) \\ldots{}"
      return "\\item \(LaTeXEscape.text(entry.name)): \(LaTeXEscape.text(entry.value))\(hash)"
    }
    return [
      "\\section*{Provenance}\(label("provenance", anchored: true))",
      "\\begin{itemize}\n\(items.joined(separator: "\n"))\n\\end{itemize}",
    ]
  }

  private func references() -> [String] {
    guard !report.references.isEmpty else { return [] }
    let items = report.references.map { work in
      let title = work.title.last.map { ".!?".contains($0) } ?? true ? work.title : work.title + "."
      let venue = work.venue.isEmpty ? "" : "\n\\newblock \\emph{\(LaTeXEscape.text(work.venue))}."
      let url = work.url.flatMap { url in
        Escape.isSafeDestination(url)
          ? "\n\\newblock \\href{\(LaTeXEscape.address(url))}{\(LaTeXEscape.code(url))}" : nil
      }
      return "\\bibitem[{\(LaTeXEscape.text(work.shortAuthors))}({\(LaTeXEscape.text(work.year))})]"
        + "{\(LaTeXEscape.label(work.key))}\\label{\(LaTeXEscape.label(work.id))}\n"
        + "\(LaTeXEscape.text(work.authors)) (\(LaTeXEscape.text(work.year))).\n"
        + "\\newblock \(LaTeXEscape.text(title))\(venue)\(url ?? "")"
    }
    return ["\\begin{thebibliography}{99}\n\(items.joined(separator: "\n\n"))\n\\end{thebibliography}"]
  }
}
