import Diagnostics
import Reports

/// The page that leads to the reports of a site.
public struct SiteIndex: Sendable {
  /// What the project file says.
  let settings: SiteSettings
  /// The reports in the order of the page.
  let cards: [ReportCard]

  /// Makes an index: the reports that the settings list, in their order; then the others, the newest first, and those of
  /// one day or without a day by name.
  public init(settings: SiteSettings, cards: [ReportCard]) {
    self.settings = settings
    func rank(_ card: ReportCard) -> Int { settings.pages.firstIndex(of: card.name) ?? settings.pages.count }
    self.cards = cards.sorted { one, two in
      if rank(one) != rank(two) { return rank(one) < rank(two) }
      if one.date != two.date { return one.date ?? "" > two.date ?? "" }
      return one.name < two.name
    }
  }

  /// The page.
  public func page(templates: TemplateSet) throws(DiagnosticError) -> String {
    let verdicts = cards.reduce(into: [:]) { sum, card in sum.merge(card.verdicts) { $0 + $1 } }
    return try templates.render(
      "index",
      [
        "language": .text(settings.language), "generator": .text(ProgramVersion.name),
        "icons": .html(templates.icons.trimmingSpaces()), "name": .text(settings.title),
        "subtitle": .text(settings.subtitle),
        "description": .text(settings.description.isEmpty ? settings.subtitle : settings.description),
        "canonical": .text(settings.url ?? ""), "count": .text(Counted.text(cards.count, "report")),
        "verdict_counts": .list(ReportFacts.counts(verdicts)), "reports": .list(cards.map(\.values)),
      ], style: templates.style("index"))
  }
}
