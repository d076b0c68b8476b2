import Diagnostics

/// What a report defines in places that are wrong themselves, so that whoever looks for it there is not at fault.
///
/// A report is gone through to its end however much is wrong in it. What a wrong cell would define is then not there, and
/// a finding that it is missing would only repeat that the cell is wrong.
struct FailedNames {
  private var labels: Set<String> = []
  /// Whether a part of the text could not be read, which may define any label.
  var hasUnreadText = false
  /// Whether a bibliography could not be read.
  var hasUnreadWorks = false

  /// Whether nothing failed.
  var isEmpty: Bool { labels.isEmpty && !hasUnreadText && !hasUnreadWorks }

  /// Whether the cell of a label is wrong.
  func contains(_ label: String) -> Bool { labels.contains(label) }

  /// Whether the cell of one of these labels is wrong.
  func contains(anyOf names: Set<String>) -> Bool { !labels.isDisjoint(with: names) }

  mutating func add(_ label: String) { labels.insert(label) }

  mutating func add(_ other: FailedNames) {
    labels.formUnion(other.labels)
    hasUnreadText = hasUnreadText || other.hasUnreadText
    hasUnreadWorks = hasUnreadWorks || other.hasUnreadWorks
  }

  /// Adds what a cell defines whose settings cannot be read.
  mutating func add(cell name: String, body: String) {
    for line in body.split(whereSeparator: \.isNewline) {
      for entry in line.matches(of: /([A-Za-z_][\w\-]*)\s*:\s*["']?([A-Za-z_][\w\-]*)?/) {
        if ["label", "id"].contains(entry.1), let label = entry.2 { labels.insert(String(label)) }
        // The names of values are keys.
        if name == Cell.Kind.values.rawValue { labels.insert(String(entry.1)) }
      }
    }
  }

  /// Adds what stands on the lines of a text that Markdown could not make sense of: ids, and the labels of a cell that
  /// begins there.
  mutating func add(_ findings: [Diagnostic], in text: String) {
    guard !findings.isEmpty else { return }
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for finding in findings {
      guard let location = finding.location, lines.indices.contains(location.line - 1) else { continue }
      let line = lines[location.line - 1]
      for id in line.matches(of: /#([A-Za-z][\w\-]*)/) { labels.insert(String(id.1)) }
      guard line.drop(while: { $0 == " " }).hasPrefix("```") else { continue }
      let body = lines[location.line...].prefix { !$0.drop { $0 == " " }.hasPrefix("```") }
      add(cell: "", body: body.joined(separator: "\n"))
    }
  }

  /// The findings that do not only follow from others.
  func causes(_ findings: [Diagnostic]) -> [Diagnostic] {
    let causes = findings.filter { !follows($0) }
    // Something is wrong all the same.
    return causes.isEmpty ? findings : causes
  }

  private func follows(_ finding: Diagnostic) -> Bool {
    switch finding.missing {
    case .label(let label)?: hasUnreadText || labels.contains(label)
    case .work?: hasUnreadWorks
    case nil: false
    }
  }
}
