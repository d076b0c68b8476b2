import Charts
import Diagnostics
import Drawing
import Reports

/// What the index of a site shows of a report.
public struct ReportCard: Sendable {
  /// The name of the folder that the report's source lies in, as `report.yml` names it.
  public var name: String
  /// The name of the folder that the report is written to.
  public var slug: String
  /// The report's day, ISO 8601, or nil: without an order of the author's the newest report comes first.
  public var date: String?
  /// Verdicts of its claims, those that there are.
  var verdicts: [Verdict: Int]
  /// The values of the card in the index's template.
  let values: TemplateObject

  /// Makes the card. The picture is the first panel of the report's key figure, laid out for the width of a phone: what
  /// many panels show cannot be read at the size of a card.
  init(_ report: ExecutedReport, folder: String, templates: TemplateSet) throws(DiagnosticError) {
    let metadata = report.metadata
    let facts = ReportFacts(report)
    name = LocalPath.name(folder)
    slug = report.slug
    date = metadata.date
    verdicts = facts.verdictCounts
    var writer = HTMLWriter(report: report, templates: templates, figures: [])
    let key =
      metadata.keyFigure.flatMap { id in report.figures.first { $0.id == id } } ?? report.figures.first
    values = [
      "address": .text(Escape.path(report.slug) + "/index.html"), "language": .text(metadata.language),
      "title": .html(writer.html(metadata.title, .inert)),
      "subtitle": .html(writer.html(metadata.subtitle, .inert)),
      "abstract": .html(writer.inertParagraphs(metadata.abstract)),
      "picture": .html(
        try key.map { key throws(DiagnosticError) in try Self.picture(key, of: report.slug) } ?? ""),
      "date": .text(metadata.date ?? ""), "long_date": .text(facts.longDate),
      "has_byline": .flag(metadata.date != nil || !metadata.authors.isEmpty),
      "authors": .list(metadata.authors.map { ["name": .text($0.name)] }),
      "has_claims": .flag(!report.claims.isEmpty), "verdict_counts": .list(ReportFacts.counts(verdicts)),
    ]
  }

  private static func picture(_ executed: ExecutedFigure, of slug: String) throws(DiagnosticError) -> String {
    var chart = executed.figure.chart
    chart.panels = chart.panels.min { ($0.row, $0.column) < ($1.row, $1.column) }.map { [$0] } ?? []
    chart.panels.indices.forEach { (chart.panels[$0].row, chart.panels[$0].column) = (0, 0) }
    chart.footnotes = []
    let fonts = try FontSet.load()
    var scene = try chart.layout(.narrow, measurer: try TextMeasurer(fonts: fonts))
    // Ids of two reports' pictures on one page must differ, and figures of two reports may have the same name.
    scene.id = "card-\(slug)"
    // The title beside the picture leads to the same page and says more.
    (scene.title, scene.summary) = (executed.figure.alt, "")
    return try SVGBackend.page(scene, fonts: fonts, detail: .compact).trimmingSpaces()
  }
}

extension HTMLWriter {
  /// Blocks as paragraphs that hold no link, id or card, so that they may stand on another page than their own.
  mutating func inertParagraphs(_ blocks: [Content]) -> String {
    var paragraphs: [String] = []
    for block in blocks {
      let words: String
      if case .paragraph(let runs) = block {
        words = html(runs, .inert)
      } else {
        words = XMLText.escaped(PlainText.text([block]))
      }
      if !words.isEmpty { paragraphs.append("<p>\(words)</p>") }
    }
    return paragraphs.joined(separator: "\n")
  }
}
