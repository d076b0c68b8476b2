import Diagnostics
import Runs

/// Which rows belong together, because they share the value of a column: the rows of one run, of one size, of one seed.
enum Clusters {
  /// The cluster of every row, numbered from 0 in order of first appearance.
  ///
  /// - Throws: E0431 when there is no such column, or a row has no value in it.
  static func number(
    _ name: String, of table: RunTable, at location: SourceLocation
  ) throws(DiagnosticError) -> [Int] {
    guard let column = table.column(name) else {
      throw DiagnosticError(
        "E0431", "no column \"\(name)\" in \"\(table.name)\"", at: location,
        notes: ["columns: \(table.columns.map(\.name).joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: table.columns.map(\.name)))
    }
    let names: [String?] =
      switch column.values {
      case .texts(let texts): texts
      case .numbers(let numbers): numbers.map { $0.isNaN ? nil : String($0) }
      }
    var numbers: [String: Int] = [:]
    var result: [Int] = []
    for (row, name) in names.enumerated() {
      guard let name else {
        throw DiagnosticError(
          "E0431", "a row has no \"\(column.name)\", so it belongs to no run", at: location,
          notes: ["line \(table.lines[row]) of \(table.source)"])
      }
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      result.append(number)
    }
    return result
  }

  /// The same clusters, numbered from 0 in order of first appearance among these rows: rows that are not here have no say.
  static func renumbered(_ clusters: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return clusters.map { cluster in
      if let known = numbers[cluster] { return known }
      numbers[cluster] = numbers.count
      return numbers.count - 1
    }
  }
}
