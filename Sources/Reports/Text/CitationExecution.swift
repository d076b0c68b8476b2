import Diagnostics
import Markup

/// Citations of works, by author and year or by number; and brackets round references.
extension TextExecutor {
  /// `[see @a, p. 3; @b]`
  mutating func citation(_ items: [Inline.CitationItem]) -> [Run] {
    if let series = bracketedSeries(items) { return series }
    if context.citationStyle == .numeric, items.allSatisfy({ !isReference($0.key) }) {
      return numericCitation(items)
    }
    var runs: [Run] = []
    for (position, item) in items.enumerated() {
      let separator: CitationSeparator =
        items.count == 1 ? .alone : position == 0 ? .first : position == items.count - 1 ? .last : .middle
      let (prefix, suffix) = (inlines(item.prefix), inlines(item.suffix))
      if isReference(item.key) {
        let open = separator == .alone || separator == .first ? "(" : "; "
        let close = separator == .alone || separator == .last ? ")" : ""
        runs += [.text(open)] + prefix + (prefix.isEmpty ? [] : [.text(" ")])
        runs += reference(item.key, false, item.suppressAuthor, at: item.location) + suffix + [.text(close)]
      } else if let (work, id) = cited(item.key, at: place(item.location)) {
        let text =
          context.citationStyle == .numeric
          ? "[\(number(of: item.key))]"
          : item.suppressAuthor ? work.year : "\(work.shortAuthors), \(work.year)"
        runs.append(
          .citation(id: id, text: text, key: item.key, prefix: prefix, suffix: suffix, separator: separator))
      }
    }
    return runs
  }

  /// `@key` in running text: `Kumar et al. (2024)`, or `Kumar et al. [3]`.
  mutating func narrativeCitation(_ key: String, at location: SourceLocation) -> [Run] {
    guard let (work, id) = cited(key, at: location) else { return [] }
    let mark = context.citationStyle == .numeric ? "[\(number(of: key))]" : "(\(work.year))"
    return [
      .citation(
        id: id, text: "\(work.shortAuthors) \(mark)", key: key, prefix: [], suffix: [], separator: .none)
    ]
  }

  private func isReference(_ key: String) -> Bool {
    ReferenceIndex.Kind.of(key) != nil && context.index.targets[key] != nil
  }

  /// `[see @fig-a; @fig-b]`: one kind, words only at the ends.
  private mutating func bracketedSeries(_ items: [Inline.CitationItem]) -> [Run]? {
    guard items.count > 1, let first = items.first, let last = items.last,
      items.allSatisfy({
        isReference($0.key) && ReferenceIndex.Kind.of($0.key) == ReferenceIndex.Kind.of(first.key)
      }), items.dropFirst().allSatisfy(\.prefix.isEmpty), items.dropLast().allSatisfy(\.suffix.isEmpty)
    else { return nil }
    let (prefix, suffix) = (inlines(first.prefix), inlines(last.suffix))
    let series = references(
      items.map { ReferenceItem(key: $0.key, suppressesWord: $0.suppressAuthor, location: $0.location) },
      separator: "; ")
    return [.text("(")] + prefix + (prefix.isEmpty ? [] : [.text(" ")]) + series + suffix + [.text(")")]
  }

  /// `[1–3]`, `[see 1, p. 3, 4]`.
  private mutating func numericCitation(_ items: [Inline.CitationItem]) -> [Run] {
    var works: [(item: Inline.CitationItem, id: String, number: Int)] = []
    for item in items {
      guard let (_, id) = cited(item.key, at: place(item.location)) else { continue }
      works.append((item, id, number(of: item.key)))
    }
    func link(_ index: Int) -> Run {
      let work = works[index]
      return .citation(
        id: work.id, text: "\(work.number)", key: work.item.key, prefix: [], suffix: [], separator: .none)
    }
    var runs: [Run] = [.text("[")]
    if items.allSatisfy({ $0.prefix.isEmpty && $0.suffix.isEmpty }) {
      let pieces = NumberSeries.pieces(works.map { String($0.number) }, last: ", ")
      for piece in pieces {
        if !piece.separator.isEmpty { runs.append(.text(piece.separator)) }
        runs.append(link(piece.index))
      }
      // A work inside a range has its place here too: the list leads back to it.
      let printed = Set(pieces.map(\.index))
      for index in works.indices where !printed.contains(index) {
        runs.append(.span(classes: [], id: works[index].id, []))
      }
    } else {
      for index in works.indices {
        let (prefix, suffix) = (inlines(works[index].item.prefix), inlines(works[index].item.suffix))
        if index > 0 { runs.append(.text("; ")) }
        runs += prefix + (prefix.isEmpty ? [] : [.text(" ")]) + [link(index)]
        runs += (suffix.isEmpty ? [] : [.text(", ")]) + suffix
      }
    }
    return runs + [.text("]")]
  }

  /// A work and the id of this mention of it.
  private mutating func cited(
    _ key: String, at location: SourceLocation
  ) -> (work: ExecutedReport.Reference, id: String)? {
    let citations = context.citations
    let work = problems.attempt { () throws(DiagnosticError) in try citations.work(key, at: location) }
    guard let work else { return nil }
    if mentions[key] == nil { citedKeys.append(key) }
    let id = "cite-\(Identifier.fileSafe(key))-\(mentions[key, default: []].count + 1)"
    mentions[key, default: []].append(id)
    return (work, id)
  }

  /// From 1, in the order in which the text first cites them.
  private func number(of key: String) -> Int { (citedKeys.firstIndex(of: key) ?? citedKeys.count) + 1 }
}
