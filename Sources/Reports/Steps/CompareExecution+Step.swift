import Cache
import Diagnostics
import Fitting

extension CompareExecution {
  /// The comparison, from the cache where the same one is stored; nil when a fit failed.
  func run(
    cache: BuildCache?, _ progress: (@Sendable (Double) -> Void)?
  ) throws(DiagnosticError) -> LawComparison? {
    guard let prepared = try prepared() else { return nil }
    guard let cache else { return try compare(prepared, progress) }
    var node = BuildNode(kind: "compare", label: cell.label)
    let places = RowPlaces(prepared.entrants.map(\.data.lines))
    for entrant in prepared.entrants {
      node.reads("fit \(entrant.label)", "\(entrant.data.observed.count) rows", from: "fit \(entrant.label)")
      {
        hasher in
        hasher.add(entrant.label)
        hasher.add(entrant.law)
        hasher.add(data.marks.fit(entrant.label, entrant.fit).hash)
        for (name, column) in entrant.data.variables.sorted(by: { $0.key < $1.key }) {
          hasher.add(name)
          hasher.add(column)
        }
        hasher.add(entrant.data.observed)
        hasher.add(entrant.data.clusters)
        hasher.add(places.of(entrant.data.lines))
        hasher.add(entrant.data.weights ?? [])
        hasher.add("\(entrant.options.objective)")
      }
    }
    node.reads("criteria", prepared.criteria.map(\.title).joined(separator: ", ")) { hasher in
      for criterion in prepared.criteria {
        hasher.add(criterion.name)
        hasher.add(criterion.title)
        guard case .heldOut(let groups, let fromScratch) = criterion.rule else { continue }
        hasher.add(fromScratch ? 1 : 0)
        for group in groups { hasher.add(places.of(group)) }
      }
    }
    node.reads("seed", "\(seed)")
    return try cache.value(of: node) { () throws(DiagnosticError) in try compare(prepared, progress) }
  }
}

/// Rows by their place among all rows that are compared: lines tell rows of several fits apart, and say nothing else.
private struct RowPlaces {
  private let places: [Int: Int]

  init(_ lines: [[Int]]) {
    let all = Set(lines.joined()).sorted()
    places = Dictionary(all.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// The places of rows; −1 for a row that no fit has.
  func of(_ lines: [Int]) -> [Int] { lines.map { places[$0] ?? -1 } }
}
