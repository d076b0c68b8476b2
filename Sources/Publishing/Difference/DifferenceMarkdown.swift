import Diagnostics
import Typesetting

/// What changed, as Markdown for a comment on a pull request: the worst first, never longer than such a comment may be.
public struct DifferenceMarkdown: Sendable {
  private let difference: ReportDifference
  private let limit: Int

  /// Bytes that a comment may have on the hosts that most use, with some left for what a workflow adds.
  public static let commentLimit = 60_000

  /// Makes the Markdown of a difference, at most `limit` bytes of UTF-8.
  public init(_ difference: ReportDifference, limit: Int = DifferenceMarkdown.commentLimit) {
    (self.difference, self.limit) = (difference, limit)
  }

  /// The comment; changes that do not fit are counted at its end.
  public var text: String {
    let changes = difference.changes
    guard !changes.isEmpty else { return "**No result changed.**\n" }
    var result = "\(summary)\n"
    var left = changes.count
    let reserve = 120
    for topic in ResultChange.Topic.allCases {
      let own = difference.changes(topic)
      guard !own.isEmpty else { continue }
      // The first topics are what a reviewer must see; long lists of small moves are folded.
      let isFolded = topic >= .parameters && own.count > 12
      var block =
        isFolded
        ? "\n<details><summary>\(topic.title) (\(own.count))</summary>\n\n" : "\n### \(topic.title)\n\n"
      block += Self.header(topic)
      let closing = isFolded ? "\n</details>\n" : ""
      guard result.utf8.count + block.utf8.count + closing.utf8.count + reserve < limit else { break }
      for change in own {
        let line = row(change)
        guard result.utf8.count + block.utf8.count + line.utf8.count + closing.utf8.count + reserve < limit
        else { break }
        block += line
        left -= 1
      }
      result += block + closing
    }
    if left > 0 {
      result += "\nand \(NumberText.counted(left, "more change")), for which there is no room here.\n"
    }
    return result
  }

  private var summary: String {
    let flipped = difference.changes(.claims).count { $0.size >= 3 }
    let counts = ResultChange.Topic.allCases.compactMap { topic -> String? in
      let count = difference.changes(topic).count
      return count == 0 ? nil : "\(topic.title.lowercased()): \(count)"
    }
    let lead =
      flipped == 0
      ? "**Results changed.**" : "**\(NumberText.counted(flipped, "claim")) no longer as their authors say.**"
    return "\(lead) \(counts.joined(separator: " · "))"
  }

  private static func header(_ topic: ResultChange.Topic) -> String {
    topic == .figures || topic == .reports
      ? "| what | change | |\n|--|--|--|\n" : "| what | before | after | |\n|--|--|--|--|\n"
  }

  private func row(_ change: ResultChange) -> String {
    let name = difference.reports.count > 1 ? "\(change.report): \(change.subject)" : change.subject
    func cell(_ text: String) -> String {
      let whole = Escape.markdown(text)
      return whole.count > 300 ? String(whole.prefix(300)) + "…" : whole
    }
    if change.topic == .figures || change.topic == .reports {
      return "| \(cell(name)) | \(cell(change.measure)) | \(cell(change.note)) |\n"
    }
    let note = [change.measure, change.topic == .claims ? change.note : ""].filter { !$0.isEmpty }
    return
      "| \(cell(name)) | \(cell(change.before)) | \(cell(change.after)) | \(cell(note.joined(separator: "; "))) |\n"
  }
}
