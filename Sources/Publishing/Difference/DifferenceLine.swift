import Typesetting

/// What changed in the results, in a line a report: for a terminal beside an editor.
public enum DifferenceLine {
  /// `runs: 240→239 rows; main refitted; 5 values, 2 figures changed; claim clm-equal still holds`
  ///
  /// One line for each report with another result, after its name where there are several; one line where nothing changed.
  public static func lines(_ difference: ReportDifference) -> [String] {
    var lines: [String] = []
    for pair in difference.reports {
      let changes = difference.changes.filter { $0.report == pair.after.slug }
      guard let line = line(changes, pair.before.record, pair.after.record) else { continue }
      lines.append(difference.reports.count > 1 ? "\(pair.after.slug): \(line)" : line)
    }
    lines += difference.changes(.reports).map { "\($0.subject): \($0.measure)" }
    return lines.isEmpty ? ["nothing changed in results"] : lines
  }

  private static func line(
    _ changes: [ResultChange], _ before: PublishedReport.Record, _ after: PublishedReport.Record
  ) -> String? {
    let parts =
      changes.filter { $0.topic == .rows }.map(rows) + fits(before, after)
      + [counts(changes)].filter { !$0.isEmpty }
    let turned = turned(before, after)
    guard !parts.isEmpty || !turned.isEmpty else { return nil }
    return (parts + turned + kept(before, after)).joined(separator: "; ")
  }

  /// `runs: 240→239 rows`, or where as many are left what happened to them.
  private static func rows(_ change: ResultChange) -> String {
    let counts = [change.before, change.after].map { $0.prefix { $0 != " " } }
    guard counts[0] != counts[1] else { return "\(change.subject): \(change.measure)" }
    return
      "\(change.subject): \(counts[0].isEmpty ? "0" : counts[0])→\(counts[1].isEmpty ? "0 rows" : change.after)"
  }

  /// `main, tied refitted`
  private static func fits(
    _ before: PublishedReport.Record, _ after: PublishedReport.Record
  ) -> [String] {
    let again = after.fits.filter { fit in
      before.fits.contains { $0.label == fit.label && $0.fit != fit.fit }
    }
    let new = after.fits.filter { fit in !before.fits.contains { $0.label == fit.label } }
    let gone = before.fits.filter { fit in !after.fits.contains { $0.label == fit.label } }
    return [(again, "refitted"), (new, "fitted"), (gone, "removed")].filter { !$0.0.isEmpty }.map {
      "\($0.0.map(\.label).joined(separator: ", ")) \($0.1)"
    }
  }

  /// `5 values, 2 figures changed`
  private static func counts(_ changes: [ResultChange]) -> String {
    let counts: [(ResultChange.Topic, String)] = [
      (.rankings, "order of laws"), (.values, "value"), (.figures, "figure"),
    ]
    let words = counts.compactMap { topic, name -> String? in
      let count = changes.count { $0.topic == topic }
      guard count > 0 else { return nil }
      return topic == .rankings && count > 1 ? "\(count) orders of laws" : NumberText.counted(count, name)
    }
    return words.isEmpty ? "" : words.joined(separator: ", ") + " changed"
  }

  /// Claims with another verdict, the most important last word of all: `claim clm-equal now fails`.
  private static func turned(_ before: PublishedReport.Record, _ after: PublishedReport.Record) -> [String] {
    var parts: [String] = []
    for claim in after.claims {
      let old = before.claims.first { $0.id == claim.id }
      guard old?.verdict != claim.verdict else { continue }
      parts.append("claim \(claim.id) \(old == nil ? "new, " : "now ")\(words(claim.verdict, count: 1))")
    }
    for claim in before.claims where !after.claims.contains(where: { $0.id == claim.id }) {
      parts.append("claim \(claim.id) removed")
    }
    return parts
  }

  /// `claim clm-equal still holds`, `3 claims still hold, 1 is still undecided`
  private static func kept(_ before: PublishedReport.Record, _ after: PublishedReport.Record) -> [String] {
    let kept = after.claims.filter { claim in
      before.claims.contains { $0.id == claim.id && $0.verdict == claim.verdict }
    }
    if kept.count == 1, let claim = kept.first {
      return ["claim \(claim.id) \(words(claim.verdict, count: 1, still: true))"]
    }
    let groups = ["holds", "undecided", "fails"].compactMap { verdict -> (String, Int)? in
      let count = kept.count { $0.verdict == verdict }
      return count > 0 ? (verdict, count) : nil
    }
    guard !groups.isEmpty else { return [] }
    let parts = groups.enumerated().map { index, group in
      let subject = index == 0 ? NumberText.counted(group.1, "claim") : "\(group.1)"
      return "\(subject) \(words(group.0, count: group.1, still: true))"
    }
    return [parts.joined(separator: ", ")]
  }

  private static func words(_ verdict: String, count: Int, still: Bool = false) -> String {
    let still = still ? "still " : ""
    return switch verdict {
    case "undecided": (count == 1 ? "is " : "are ") + still + "undecided"
    case "holds": still + (count == 1 ? "holds" : "hold")
    default: still + (count == 1 ? "fails" : "fail")
    }
  }
}
