import Diagnostics
import Typesetting

/// What changed in the results of reports between two builds: rows, parameters, verdicts, orders of laws, figures.
public struct ReportDifference: Sendable {
  /// The changes, gravest first.
  public let changes: [ResultChange]
  /// Pairs of reports that both sides have, by name.
  public let reports: [(before: PublishedReport, after: PublishedReport)]

  /// Numbers closer than this, relative to their size, are the same: printed digits.
  static let rounding = 2e-9

  /// Compares two builds, of one report each or of many.
  public init(before: [PublishedReport], after: [PublishedReport]) {
    var changes: [ResultChange] = []
    var pairs: [(before: PublishedReport, after: PublishedReport)] = []
    let isSingle = before.count == 1 && after.count == 1
    for new in after {
      guard let old = before.first(where: { $0.slug == new.slug || isSingle }) else {
        changes.append(Self.whole(new, before: "", after: new.record.report.title))
        continue
      }
      pairs.append((old, new))
      changes += Self.changes(old, new)
    }
    for old in before where !isSingle && !after.contains(where: { $0.slug == old.slug }) {
      changes.append(Self.whole(old, before: old.record.report.title, after: ""))
    }
    self.changes = changes.sorted {
      ($0.topic.rawValue, -$0.size, $0.report, $0.subject) < (
        $1.topic.rawValue, -$1.size, $1.report, $1.subject
      )
    }
    reports = pairs
  }

  /// The changes of a topic.
  public func changes(_ topic: ResultChange.Topic) -> [ResultChange] { changes.filter { $0.topic == topic } }

  private static func whole(_ report: PublishedReport, before: String, after: String) -> ResultChange {
    ResultChange(
      report: report.slug, topic: .reports, subject: report.slug, before: before, after: after, size: 0,
      measure: after.isEmpty ? "removed" : "added")
  }

  private static func changes(_ old: PublishedReport, _ new: PublishedReport) -> [ResultChange] {
    let slug = new.slug
    let (before, after) = (old.record, new.record)
    var changes = claims(before, after, slug) + rankings(before, after, slug)
    changes += parameters(before, after, slug) + values(before, after, slug)
    for table in after.runs {
      if let rows = RowDifference(table.label, before: old, after: new) { changes.append(rows.change(slug)) }
    }
    for table in before.runs where !after.runs.contains(where: { $0.label == table.label }) {
      changes.append(
        ResultChange(
          report: slug, topic: .rows, subject: table.label, before: NumberText.counted(table.rows, "row"),
          after: "", size: Double(table.rows), measure: "removed"))
    }
    return changes + figures(before, after, slug)
  }

  // MARK: Claims

  private static func claims(
    _ before: PublishedReport.Record, _ after: PublishedReport.Record, _ slug: String
  ) -> [ResultChange] {
    var changes: [ResultChange] = []
    for claim in after.claims {
      let old = before.claims.first { $0.id == claim.id }
      guard old?.verdict != claim.verdict || old?.check != claim.check else { continue }
      // A claim that no longer comes out as its author says is what a reader must see first.
      var size = claim.asExpected ? 1.0 : claim.verdict == "fails" ? 4 : 3
      if old == nil, claim.asExpected { size = 0 }
      changes.append(
        ResultChange(
          report: slug, topic: .claims, subject: claim.id,
          before: old.map { "\($0.verdict) (\($0.evidence))" } ?? "",
          after: "\(claim.verdict) (\(claim.evidence))", size: size,
          measure: old == nil ? "new" : old?.check == claim.check ? "" : "checked otherwise",
          note: claim.words))
    }
    for claim in before.claims where !after.claims.contains(where: { $0.id == claim.id }) {
      changes.append(
        ResultChange(
          report: slug, topic: .claims, subject: claim.id, before: "\(claim.verdict) (\(claim.evidence))",
          after: "", size: 2, measure: "removed", note: claim.words))
    }
    return changes
  }

  // MARK: Orders of laws

  private static func rankings(
    _ before: PublishedReport.Record, _ after: PublishedReport.Record, _ slug: String
  ) -> [ResultChange] {
    var changes: [ResultChange] = []
    for comparison in after.comparisons ?? [] {
      guard let old = before.comparisons?.first(where: { $0.id == comparison.id }) else { continue }
      for criterion in comparison.criteria {
        guard let earlier = old.criteria.first(where: { $0.name == criterion.name }) else { continue }
        let (was, now) = (order(old.fits, earlier), order(comparison.fits, criterion))
        guard was != now else { continue }
        changes.append(
          ResultChange(
            report: slug, topic: .rankings, subject: "\(comparison.id), \(criterion.title)",
            before: was.joined(separator: " < "), after: now.joined(separator: " < "),
            size: was.first == now.first ? 1 : 2, measure: was.first == now.first ? "" : "another is best"))
      }
    }
    return changes
  }

  private static func order(_ fits: [String], _ criterion: PublishedReport.Record.Criterion) -> [String] {
    zip(fits, criterion.scores).enumerated().sorted {
      ($0.element.1 ?? .infinity, $0.offset) < ($1.element.1 ?? .infinity, $1.offset)
    }.map(\.element.0)
  }

  // MARK: Numbers

  private static func parameters(
    _ before: PublishedReport.Record, _ after: PublishedReport.Record, _ slug: String
  ) -> [ResultChange] {
    var changes: [ResultChange] = []
    for fit in after.fits {
      guard let old = before.fits.first(where: { $0.label == fit.label }) else { continue }
      for (name, parameter) in fit.fit.parameters.sorted(by: { $0.key < $1.key }) {
        guard let earlier = old.fit.parameters[name] else { continue }
        let change = NumberChange(earlier.number, parameter.number)
        if let change { changes.append(change.result(slug, .parameters, "\(fit.label).\(name)")) }
      }
      if old.fit.law != fit.fit.law {
        changes.append(
          ResultChange(
            report: slug, topic: .parameters, subject: "\(fit.label), its law", before: old.fit.law,
            after: fit.fit.law, size: .infinity, measure: "another law"))
      }
    }
    return changes
  }

  private static func values(
    _ before: PublishedReport.Record, _ after: PublishedReport.Record, _ slug: String
  ) -> [ResultChange] {
    var changes: [ResultChange] = []
    var seen: Set<String> = []
    for value in after.values where seen.insert(value.expression).inserted {
      guard let old = before.values.first(where: { $0.expression == value.expression }) else { continue }
      let change = NumberChange(old.published, value.published)
      guard let change, old.text != value.text else { continue }
      var result = change.result(slug, .values, value.expression)
      (result.before, result.after) = (old.text, value.text)
      changes.append(result)
    }
    return changes
  }

  // MARK: Figures

  private static func figures(
    _ before: PublishedReport.Record, _ after: PublishedReport.Record, _ slug: String
  ) -> [ResultChange] {
    func picture(_ figure: PublishedReport.Record.Figure) -> PublishedReport.Record.File? {
      figure.files.first { $0.path.hasSuffix(".svg") }
    }
    var changes: [ResultChange] = []
    for figure in after.figures {
      let old = before.figures.first { $0.id == figure.id }
      let isSameData = old?.data.sha256 == figure.data.sha256
      // The picture's file names the rows and fits behind it, so that its hash alone says nothing of what it shows.
      if isSameData, old?.alt == figure.alt, old?.title == figure.title { continue }
      changes.append(
        ResultChange(
          report: slug, topic: .figures, subject: figure.id, before: old.flatMap(picture)?.path ?? "",
          after: picture(figure)?.path ?? "", size: old == nil ? 1 : isSameData ? 0 : 2,
          measure: old == nil ? "new" : isSameData ? "other words" : "other data", note: figure.alt))
    }
    for figure in before.figures where !after.figures.contains(where: { $0.id == figure.id }) {
      changes.append(
        ResultChange(
          report: slug, topic: .figures, subject: figure.id, before: picture(figure)?.path ?? "", after: "",
          size: 1, measure: "removed", note: figure.alt))
    }
    return changes
  }
}
