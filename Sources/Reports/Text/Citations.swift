import Diagnostics
import Laws

/// The works that a report can cite: its own bibliographies, then those of the catalogue of laws.
struct Citations {
  private var works: [String: ExecutedReport.Reference] = [:]

  init(_ bibliographies: [Bibliography]) {
    for work in LawCatalogue.works { works[work.key] = Self.reference(work) }
    var own = Set<String>()
    for bibliography in bibliographies {
      for key in bibliography.keys where own.insert(key).inserted {
        if let work = bibliography.reference(for: key) { works[key] = work }
      }
    }
  }

  /// The work of a key, or an error with the nearest key.
  func work(_ key: String, at location: SourceLocation) throws(DiagnosticError) -> ExecutedReport.Reference {
    if let work = works[key] { return work }
    throw DiagnosticError(
      "E0201", "no work \"\(key)\" in the bibliography", at: location,
      help: Spelling.didYouMean(key, among: works.keys), missing: .work(key))
  }

  /// Gives works by the same authors from the same year letters, so that a citation names one of them.
  mutating func tellApart(_ cited: [String]) {
    let groups = Dictionary(grouping: Set(cited).filter { works[$0] != nil }) { key in
      "\(works[key]?.shortAuthors ?? "") \(works[key]?.year ?? "")"
    }
    for keys in groups.values where keys.count > 1 {
      let sorted = keys.sorted { (works[$0]?.title ?? "", $0) < (works[$1]?.title ?? "", $1) }
      for (index, key) in sorted.enumerated() where index < 26 {
        works[key]?.year += String(UnicodeScalar(UInt8(97 + index)))
      }
    }
  }

  /// The cited works in the order of a bibliography. `keys` are in the order of first mention.
  func list(
    _ keys: [String], mentions: [String: [String]], style: CitationStyle
  ) -> [ExecutedReport.Reference] {
    let list = keys.enumerated().compactMap { index, key -> ExecutedReport.Reference? in
      var work = works[key]
      work?.mentions = mentions[key] ?? []
      if style == .numeric { work?.number = index + 1 }
      return work
    }
    guard style == .authorYear else { return list }
    return list.sorted { a, b in
      (a.authors.lowercased(), a.year, a.title, a.key) < (b.authors.lowercased(), b.year, b.title, b.key)
    }
  }

  /// The report's own bibliographies hold works that its text never cites: a warning for each such file.
  static func unused(_ bibliographies: [Bibliography], cited: [String]) -> [Diagnostic] {
    let cited = Set(cited)
    return bibliographies.compactMap { bibliography in
      let keys = bibliography.keys.filter { !cited.contains($0) }
      guard let first = keys.first, let place = bibliography.places[first] else { return nil }
      let names = keys.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
      let message =
        keys.count == 1
        ? "the work \(names) is never cited"
        : "\(keys.count) works are never cited: \(names)\(keys.count > 5 ? " and \(keys.count - 5) more" : "")"
      return Diagnostic(.warning, "W0213", message, at: place, help: ["cite it or take it out: [@\(first)]"])
    }
  }

  private static func reference(_ work: PublishedWork) -> ExecutedReport.Reference {
    ExecutedReport.Reference(
      key: work.key, shortAuthors: PersonName.short(work.authors), year: work.year,
      authors: PersonName.full(work.authors), title: work.title, venue: work.venue, url: work.url)
  }
}
