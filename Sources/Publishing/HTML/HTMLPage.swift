import Diagnostics
import Reports

/// The page round the text: title block, contents, claims, dropped rows, notes, references, provenance.
extension HTMLWriter {
  /// The whole page. `data` is the copied data files: for each table its file's name in the output. Within a site the
  /// page leads back to the index.
  mutating func page(data: [String: String], site: SiteSettings? = nil) throws(DiagnosticError) -> String {
    let facts = ReportFacts(report)
    let metadata = report.metadata
    usedIDs.formUnion(["text", "claims", "dropped", "notes", "references", "provenance"])
    // Ids go to their places in the page, so the page is written from the top.
    let title = html(metadata.title)
    let subtitle = html(metadata.subtitle)
    let abstract = try html(metadata.abstract)
    var keyFigure = ""
    if let key = metadata.keyFigure, let index = report.figures.firstIndex(where: { $0.id == key }) {
      keyFigure = try figure(index)
    }
    let contents = self.contents()
    let body = try self.body(report.blocks)
    var files: [TemplateObject] = []
    var listed: Set<String> = []
    for table in report.tables {
      // Several tables may select from one file.
      guard let file = data[table.label], listed.insert(file).inserted else { continue }
      files.append([
        "file": .text(Escape.path(file)), "rows": .text(Counted.number(table.rows + table.dropped.count)),
      ])
    }
    let notes = try notesList()
    let values: TemplateObject = [
      "language": .text(metadata.language), "generator": .text(ProgramVersion.name),
      "plain_title": .text(PlainText.text(metadata.title)), "description": .text(metadata.description),
      "style_file": .text(hasAssets ? Self.styleFile : ""),
      "icons": .html(templates.icons.trimmingSpaces()),
      "canonical": .text(site?.url.map { $0 + Escape.path(report.slug) + "/" } ?? ""),
      // A folder's address alone would open no page from disk.
      "site": .group(
        site.map { ["name": .text($0.title), "home": .text("../index.html")] as TemplateObject }),
      "title": .html(title), "subtitle": .html(subtitle), "abstract": .html(abstract),
      "key_figure": .html(keyFigure),
      "date": .text(metadata.date ?? ""), "long_date": .text(facts.longDate),
      "has_authors": .flag(!metadata.authors.isEmpty),
      "authors": .list(
        metadata.authors.map {
          [
            "name": .text($0.name), "orcid": .text($0.orcid ?? ""),
            "affiliation": .text($0.affiliation ?? ""),
          ]
        }),
      "has_claims": .flag(!report.claims.isEmpty),
      "verdict_counts": .list(ReportFacts.counts(facts.verdictCounts)),
      "formats": .list(
        self.formats.map {
          ["file": .text($0.file), "name": .text($0.title), "type": .text($0.mediaType)]
        }),
      "has_data": .flag(!files.isEmpty), "data": .list(files),
      "has_keywords": .flag(!metadata.keywords.isEmpty),
      "keywords": .list(metadata.keywords.map { ["name": .text($0)] }),
      "has_contents": .flag(!contents.isEmpty), "contents": .list(contents), "body": .html(body),
      "claims": .list(claimsList()),
      "has_tables": .flag(!report.tables.isEmpty), "tables": .list(tables(facts, data)),
      "has_notes": .flag(!report.footnotes.isEmpty), "notes": .list(notes),
      "has_references": .flag(!report.references.isEmpty), "references": .list(referencesList()),
      "provenance": .list(
        facts.provenance.map { ["name": .text($0.name), "value": .text($0.value), "hash": .text($0.hash)] }),
    ]
    return try templates.render("page", values, style: templates.style(report.metadata.look.rawValue))
  }

  private mutating func contents() -> [TemplateObject] {
    let top = report.contents.map(\.level).min() ?? 1
    var entries: [(heading: ExecutedReport.Heading, sections: [ExecutedReport.Heading])] = []
    for heading in report.contents {
      if heading.level == top || entries.isEmpty {
        entries.append((heading, []))
      } else if heading.level == top + 1 {
        entries[entries.count - 1].sections.append(heading)
      }
    }
    var list: [TemplateObject] = []
    for entry in entries {
      var sections: [TemplateObject] = []
      for section in entry.sections { sections.append(TemplateObject(contentsLine(section))) }
      var line = contentsLine(entry.heading)
      line["has_sections"] = .flag(!sections.isEmpty)
      line["sections"] = .list(sections)
      list.append(TemplateObject(line))
    }
    var end: [(String, String)] = []
    if !report.claims.isEmpty { end.append(("claims", "Claims")) }
    if !report.tables.isEmpty { end.append(("dropped", "Data and dropped rows")) }
    if !report.footnotes.isEmpty { end.append(("notes", "Notes")) }
    if !report.references.isEmpty { end.append(("references", "References")) }
    end.append(("provenance", "Provenance"))
    for (id, title) in end where !report.contents.isEmpty {
      list.append([
        "id": .text(id), "number": .text(""), "title": .html(title), "has_sections": .flag(false),
        "sections": .list([]),
      ])
    }
    return list
  }

  private mutating func contentsLine(_ heading: ExecutedReport.Heading) -> [String: TemplateValue] {
    ["id": .text(heading.id), "number": .text(heading.number), "title": .html(html(heading.title, .inert))]
  }

  private mutating func claimsList() -> [TemplateObject] {
    var list: [TemplateObject] = []
    for claim in report.claims {
      list.append([
        "id": .text(claim.id), "list_id": .text(unused(claim.listID)),
        "verdict": .text(claim.verdict.rawValue),
        "word": .text(claim.verdictWords), "words": .html(html(claim.words, .inert)),
        "evidence": .text(claim.evidence), "check": .text(claim.check), "reason": .text(claim.reason ?? ""),
      ])
    }
    return list
  }

  private mutating func tables(_ facts: ReportFacts, _ data: [String: String]) -> [TemplateObject] {
    var list: [TemplateObject] = []
    for table in report.tables {
      usedIDs.insert("data-\(table.label)")
      list.append([
        "label": .text(table.label), "source": .text(table.source),
        "file": .text(data[table.label].map(Escape.path) ?? ""), "summary": .text(facts.summary(table)),
        "has_dropped": .flag(!table.dropped.isEmpty),
        "dropped": .list(
          facts.dropped(table).map { group in
            let ranges = ReportFacts.ranges(group.lines)
            return [
              "reason": .text(group.reason), "count": .text(Counted.number(group.lines.count)),
              "folded": .flag(ranges.count > 12),
              "first_lines": .text(ranges.prefix(6).joined(separator: ", ")),
              "lines": .text(ranges.joined(separator: ", ")),
            ]
          }),
      ])
    }
    return list
  }

  private mutating func notesList() throws(DiagnosticError) -> [TemplateObject] {
    var list: [TemplateObject] = []
    for note in report.footnotes {
      list.append([
        "id": .text(unused(note.id)), "body": .html(try html(note.blocks)),
        "mentions": .list(
          mentions(note.mentions).map { mention in
            var mention = mention
            mention["note"] = .text(String(note.number))
            return TemplateObject(mention)
          }),
      ])
    }
    return list
  }

  private mutating func referencesList() -> [TemplateObject] {
    var list: [TemplateObject] = []
    for work in report.references {
      let isSafe = work.url.map(Escape.isSafeDestination) ?? false
      let url = isSafe ? work.url ?? "" : ""
      let title = work.title.last.map { ".!?".contains($0) } ?? true ? work.title : work.title + "."
      list.append([
        "id": .text(unused(work.id)), "number": .text(work.number.map(String.init) ?? ""),
        "authors": .text(work.authors), "year": .text(work.year),
        "title": .text(title),
        "venue": .text(work.venue), "url": .text(url), "url_text": .text(Self.urlText(url)),
        "mentions": .list(mentions(work.mentions).map { TemplateObject($0) }),
      ])
    }
    return list
  }

  private func mentions(_ ids: [String]) -> [[String: TemplateValue]] {
    ids.enumerated().map { index, id in
      [
        "id": .text(id), "index": .text(String(index + 1)),
        "mark": .text(ids.count > 1 ? String(index + 1) : ""),
      ]
    }
  }

  /// `arXiv:2411.04330`, `doi:10.…` or the address without its scheme.
  static func urlText(_ url: String) -> String {
    for (prefix, name) in [
      ("https://arxiv.org/abs/", "arXiv:"), ("http://arxiv.org/abs/", "arXiv:"), ("https://doi.org/", "doi:"),
      ("https://", ""), ("http://", ""),
    ] where url.hasPrefix(prefix) { return name + url.dropFirst(prefix.count) }
    return url
  }
}
