import Diagnostics
import Typesetting

/// What changed, as text for a terminal and as JSON.
public struct DifferenceText: Sendable {
  private let difference: ReportDifference

  /// Makes the texts of a difference.
  public init(_ difference: ReportDifference) { self.difference = difference }

  /// A line a change under a heading a topic; one line where nothing changed.
  public var text: String {
    guard !difference.changes.isEmpty else { return "no result changed\n" }
    var lines: [String] = []
    for topic in ResultChange.Topic.allCases {
      let changes = difference.changes(topic)
      guard !changes.isEmpty else { continue }
      lines.append("\(topic.title) (\(changes.count))")
      for change in changes {
        lines.append("  " + Self.words(change, showsReport: difference.reports.count > 1))
        if topic == .claims, !change.note.isEmpty { lines.append("      \(change.note)") }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `main.gamma: 1.97 [1.8, 2.1] → 2.31 [2.1, 2.5], +3.2 σ`
  static func words(_ change: ResultChange, showsReport: Bool) -> String {
    let name = showsReport ? "\(change.report): \(change.subject)" : change.subject
    let measure = change.measure.isEmpty ? "" : ", \(change.measure)"
    switch (change.before.isEmpty, change.after.isEmpty, change.topic) {
    case (_, _, .figures), (_, _, .reports): return "\(name): \(change.measure)"
    case (true, _, _): return "\(name): new, \(change.after)"
    case (_, true, _): return "\(name): removed, was \(change.before)"
    default: return "\(name): \(change.before) → \(change.after)\(measure)"
    }
  }

  /// All changes as one object.
  public var json: JSON {
    .object([
      (
        "changes",
        .array(
          difference.changes.map { change in
            .object([
              ("report", .string(change.report)), ("topic", .string("\(change.topic)")),
              ("subject", .string(change.subject)), ("before", .string(change.before)),
              ("after", .string(change.after)), ("size", .number(change.size)),
              ("measure", .string(change.measure)), ("note", .string(change.note)),
            ])
          })
      )
    ])
  }
}
