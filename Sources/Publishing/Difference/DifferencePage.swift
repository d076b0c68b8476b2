import Diagnostics
import Foundation
import Typesetting

/// What changed, as one HTML page: every change in a table, and each figure before and after under a slider.
///
/// Without scripts the two pictures stand side by side.
public struct DifferencePage: Sendable {
  private let difference: ReportDifference
  private let titles: (before: String, after: String)
  private let templates: TemplateSet

  /// Makes the page; `titles` say what the two sides are: branches, folders.
  public init(_ difference: ReportDifference, titles: (before: String, after: String), templates: TemplateSet)
  {
    (self.difference, self.titles, self.templates) = (difference, titles, templates)
  }

  /// The page. Throws what a template throws that the user replaced.
  public func html() throws(DiagnosticError) -> String {
    let topics = ResultChange.Topic.allCases.filter { !difference.changes($0).isEmpty }
    let count = difference.changes.count
    return try templates.render(
      "difference",
      [
        "generator": .text(ProgramVersion.name), "heading": .text("What changed in the results"),
        "before": .text(titles.before), "after": .text(titles.after),
        "summary": .text(count == 0 ? "No result changed." : NumberText.counted(count, "change") + "."),
        "topics": .list(topics.map(topic)),
      ], style: templates.style("difference"))
  }

  private func topic(_ topic: ResultChange.Topic) -> TemplateObject {
    let changes = difference.changes(topic)
    let isFigures = topic == .figures
    return [
      "title": .text(topic.title), "has_table": .flag(!isFigures),
      "changes": .list(isFigures ? [] : changes.map(row)),
      "figures": .list(isFigures ? changes.map(figure) : []),
    ]
  }

  private func subject(_ change: ResultChange) -> String {
    difference.reports.count > 1 ? "\(change.report): \(change.subject)" : change.subject
  }

  private func row(_ change: ResultChange) -> TemplateObject {
    [
      "subject": .text(subject(change)), "before": .text(change.before), "after": .text(change.after),
      "measure": .text(change.measure), "note": .text(change.note),
    ]
  }

  private func figure(_ change: ResultChange) -> TemplateObject {
    let pair = difference.reports.first { $0.after.slug == change.report }
    let before = change.pictures.before.flatMap { pair?.before.bytes($0) }.map(Self.address)
    let after = change.pictures.after.flatMap { pair?.after.bytes($0) }.map(Self.address)
    return [
      "subject": .text(subject(change)), "measure": .text(change.measure), "note": .text(change.note),
      "has_both": .flag(before != nil && after != nil), "has_one": .flag((before != nil) != (after != nil)),
      "before_picture": .text(before ?? ""), "after_picture": .text(after ?? ""),
      "picture": .text(after ?? before ?? ""),
    ]
  }

  /// The picture inside the page, so that the page is one file.
  private static func address(_ svg: [UInt8]) -> String {
    "data:image/svg+xml;base64,\(Data(svg).base64EncodedString())"
  }
}
