import Diagnostics
import Reports
import Typesetting

/// Figures, tables, fits and end matter as Markdown.
extension MarkdownWriter {
  mutating func figure(_ executed: ExecutedFigure) -> [String] {
    [
      "\(anchor(executed.id))![\(Escape.markdown(executed.figure.alt))](\(PictureFormat.png.file(of: Escape.path(executed.id))))",
      caption(executed),
    ]
  }

  /// The caption of a figure, with its number and downloads.
  mutating func caption(_ executed: ExecutedFigure) -> String {
    let path = "figures/\(Escape.path(executed.id))"
    let curves = executed.figure.curves.rows.isEmpty ? "" : ", [CSV of the curves](\(path)-curves.csv)"
    let pictures = [PictureFormat.svg, .pdf].filter(report.metadata.pictures.contains).map {
      ", [\($0.title)](\($0.file(of: Escape.path(executed.id))))"
    }
    let links = "[CSV](\(path).csv)\(curves)\(pictures.joined())"
    let caption = oneLine(line(executed.caption)).trimmingSpaces()
    let about = CaptionFacts(executed, in: report).text
    let anchor = flavour == .notebook ? self.anchor(executed.id) : ""
    return "\(anchor)**Figure \(Escape.markdown(executed.number)).** \(caption) (\(links))"
      + (about.isEmpty ? "" : "\n\n\(Escape.markdown(about))")
  }

  mutating func table(_ table: ExecutedTable) -> [String] {
    var parts: [String] = []
    let number = table.number.map { "**Table \(Escape.markdown($0)).** " } ?? ""
    if !table.caption.isEmpty || !number.isEmpty {
      parts.append("\(anchor(table.id))\(number)\(oneLine(line(table.caption)))\(Self.files(of: table))")
    }
    var header: [String] = []
    for (column, cell) in table.header.enumerated() {
      let unit = table.units.indices.contains(column) ? line(table.units[column]) : ""
      header.append(line(cell) + (unit.isEmpty ? "" : " (\(unit))"))
    }
    var rows: [[String]] = []
    for (row, cells) in table.rows.enumerated() {
      rows.append(
        cells.enumerated().map { column, cell in
          let text = line(cell).replacing("\\\n", with: "<br>")
          return table.best.contains(.init(row: row, column: column)) ? "▸\u{A0}**\(text)**" : text
        })
    }
    for row in table.summary {
      rows.append(row.map { $0.isEmpty ? "" : "*\(line($0))*" })
    }
    parts.append(Self.grid(header, numeric: table.isNumeric, rows))
    var notes = table.notes.map(Escape.markdown)
    if table.rowCount > table.rows.count {
      notes.insert(
        "The first \(Counted.number(table.rows.count)) of \(Counted.number(table.rowCount)) rows.", at: 0)
    }
    if !table.best.isEmpty { notes.append("▸ marks the best of a column.") }
    if !notes.isEmpty { parts.append(notes.joined(separator: " ")) }
    return parts
  }

  private static func files(of table: ExecutedTable) -> String {
    guard let id = table.id else { return "" }
    let paths = TableFiles.paths(of: id)
    return " ([CSV](\(Escape.path(paths.csv))), [LaTeX](\(Escape.path(paths.tex))))"
  }

  mutating func fit(_ fit: ExecutedFit) -> [String] {
    let facts = FitFacts(fit)
    let parameters = facts.parameters
    let (hasIntervals, hasPublished) = (parameters.haveIntervals, parameters.havePublished)
    var header = ["Symbol", "Meaning", "Estimate"]
    if hasIntervals { header.append("95 % interval") }
    if hasPublished { header.append("Published") }
    let rows = parameters.map { parameter in
      var cells = [
        "$\(Self.inlineTeX(parameter.symbol))$",
        Escape.markdown(parameter.meaning)
          + (parameter.status.isEmpty ? "" : " *(\(Escape.markdown(parameter.status)))*"),
        parameter.estimate,
      ]
      if hasIntervals { cells.append(parameter.interval.map { "\($0.low) to \($0.high)" } ?? "–") }
      if hasPublished { cells.append(parameter.published) }
      return cells
    }
    var list = facts.facts.map { fact in
      "- \(Escape.markdown(fact.name)): \(Escape.markdown(fact.value))"
        + (fact.detail.isEmpty ? "" : " (\(Escape.markdown(fact.detail)))")
    }
    list += facts.ranges.map { range in
      "- Range of $\(Self.inlineTeX(range.symbol))$: \(range.value)"
        + (range.detail.isEmpty ? "" : " (\(Escape.markdown(range.detail)))")
    }
    list += fit.excluded.map { "- Left out: \(Counted.text($0.count, "row")), \(Escape.markdown($0.reason))" }
    list += fit.result.warnings.map { "- **Warning**: \(Escape.markdown($0))" }
    return [
      "\(anchor("fit-\(fit.label)"))**Fit \(Escape.markdown(fit.label)).** \(Escape.markdown(facts.summary))",
      Self.grid(header, numeric: [false, false, true, true, true], rows), list.joined(separator: "\n"),
    ]
  }

  mutating func claims() -> [String] {
    guard !report.claims.isEmpty else { return [] }
    var rows: [[String]] = []
    for claim in report.claims {
      rows.append([
        "*\(Escape.markdown(claim.verdictWords))*", line(claim.words), Escape.markdown(claim.evidence),
        Self.code(claim.check),
      ])
    }
    return ["## Claims", Self.grid(["Verdict", "Claim", "Evidence", "Check"], numeric: [], rows)]
  }

  mutating func tables(_ data: [String: String]) -> [String] {
    guard !report.tables.isEmpty else { return [] }
    let facts = ReportFacts(report)
    var parts = ["## Data and dropped rows"]
    for table in report.tables {
      let source = Escape.markdown(table.source)
      let link = data[table.label].map { "[\(source)](\(Escape.path($0)))" } ?? source
      parts.append(
        "\(anchor("data-\(table.label)"))**\(Escape.markdown(table.label))**, from \(link): "
          + "\(facts.summary(table)) sha256 `\(table.hash)`")
      guard !table.dropped.isEmpty else { continue }
      let rows = facts.dropped(table).map { group in
        let ranges = ReportFacts.ranges(group.lines)
        let more = ranges.count > 24 ? ", …" : ""
        return [
          Escape.markdown(group.reason), Counted.number(group.lines.count),
          ranges.prefix(24).joined(separator: ", ") + more,
        ]
      }
      parts.append(Self.grid(["Condition not met", "Rows", "Lines"], numeric: [false, true, false], rows))
    }
    return parts
  }

  func references() -> [String] {
    guard !report.references.isEmpty else { return [] }
    return ["## References"]
      + [
        report.references.map { work in
          let url = work.url.flatMap { Escape.isSafeDestination($0) ? " <\($0)>" : nil } ?? ""
          let number = work.number.map { "\\[\($0)\\] " } ?? ""
          let venue = work.venue.isEmpty ? "" : " *\(Escape.markdown(work.venue))*."
          return
            "- <a id=\"\(XMLText.escaped(work.id))\"></a>\(number)\(Escape.markdown(work.authors)) (\(Escape.markdown(work.year))). "
            + "\(Escape.markdown(work.title)).\(venue)\(url)"
        }.joined(separator: "\n")
      ]
  }

  mutating func footnotes() -> [String] {
    if flavour == .notebook { return notebookNotes() }
    var parts: [String] = []
    for note in report.footnotes {
      let text = blocks(note.blocks).joined(separator: "\n\n").replacing("\n", with: "\n    ")
      parts.append("[^\(note.number)]: \(text)")
    }
    for (index, note) in notes.enumerated() {
      parts.append("[^m\(index + 1)]: \(note.replacing("\n", with: " "))")
    }
    return parts
  }

  /// Notes as a list with anchors, where there are no footnotes.
  private mutating func notebookNotes() -> [String] {
    var lines: [String] = []
    for note in report.footnotes {
      let text = blocks(note.blocks).joined(separator: "\n\n").replacing("\n", with: "\n  ")
      lines.append("- <a id=\"fn-\(note.number)\"></a>\(note.number). \(text)")
    }
    for (index, note) in notes.enumerated() {
      lines.append("- <a id=\"note-\(index + 1)\"></a>m\(index + 1). \(note.replacing("\n", with: " "))")
    }
    return lines.isEmpty ? [] : ["## Notes", lines.joined(separator: "\n")]
  }

  /// A pipe table. A pipe in a code span or in math would end the cell, so it is escaped there too.
  static func grid(_ header: [String], numeric: [Bool], _ rows: [[String]]) -> String {
    let rule = header.indices.map { numeric.indices.contains($0) && numeric[$0] ? "--:" : ":--" }
    return ([header, rule] + rows).map { row in "| \(row.map(cell).joined(separator: " | ")) |" }
      .joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == "|", !isEscaped { result += "\\" }
      isEscaped = scalar == "\\" && !isEscaped
      if scalar == "\n" { result += " " } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
