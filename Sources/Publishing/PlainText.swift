import Diagnostics
import Reports
import Typesetting

/// The words of a report without any markup: for `<title>`, descriptions, alternative texts and cards.
enum PlainText {
  /// The words of a line.
  static func text(_ runs: [Run]) -> String { runs.map(text).joined() }

  /// The words of blocks, with a space between.
  static func text(_ blocks: [Content]) -> String {
    blocks.map(text).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func text(_ run: Run) -> String {
    switch run {
    case .text(let text), .code(let text): text
    case .emphasis(let runs), .strong(let runs), .link(let runs, _, _), .claim(_, let runs),
      .span(_, _, let runs):
      text(runs)
    case .math(let node, _): node.plainText
    case .value(let value): value.text
    case .image(let alt, _, _): alt
    case .crossReference(let text, _): text
    case .citation(_, let text, _, let prefix, let suffix, let separator):
      Citation.before(separator, prefix: self.text(prefix)) + text
        + Citation.after(separator, suffix: self.text(suffix))
    case .footnote, .marginNote, .html: ""
    case .task(let isDone): isDone ? "☑" : "☐"
    case .softBreak, .hardBreak: " "
    }
  }

  private static func text(_ block: Content) -> String {
    switch block {
    case .heading(let heading): text(heading.title)
    case .paragraph(let runs): text(runs)
    case .quote(let blocks), .callout(_, _, let blocks), .claim(_, let blocks), .div(_, _, let blocks):
      text(blocks)
    case .list(_, _, let items): items.map { text($0) }.joined(separator: " ")
    case .code(_, let text): text
    case .equation(_, _, let node, _): node.plainText
    case .definitionList(let items):
      items.map { text($0.term) + " " + $0.definitions.map { text($0) }.joined(separator: " ") }.joined(
        separator: " ")
    case .table, .figure, .fitCard, .marginNote, .html, .rule: ""
    }
  }
}

/// The brackets and separators of citations, the same in every format.
enum Citation {
  /// What stands before the names: an opening bracket or separator, and the prefix.
  static func before(_ separator: CitationSeparator, prefix: String) -> String {
    let opening =
      switch separator {
      case .none: ""
      case .alone, .first: "("
      case .middle, .last: "; "
      }
    return opening + (prefix.isEmpty || prefix.last?.isWhitespace == true ? prefix : prefix + " ")
  }

  /// What stands after: the suffix and a closing bracket.
  static func after(_ separator: CitationSeparator, suffix: String) -> String {
    let closing = separator == .alone || separator == .last ? ")" : ""
    // A locator follows a comma: `Kumar et al., 2024, p. 3`.
    let words = suffix.trimmingSpaces()
    let isJoined = words.first.map { $0 == "," || $0 == ";" || $0 == ":" || $0 == "." } ?? true
    return (isJoined ? words : ", " + words) + closing
  }
}
