import Diagnostics
import Expressions
import Fitting
import Laws
import Runs
import Typesetting

extension FitCell {
  /// Gives each level of the columns that the law's parameters depend on a parameter of its own: the levels of the rows
  /// that the fit takes, in ascending order, numbers inside texts by their size (`QuEST 2` before `QuEST 16`).
  ///
  /// Throws E0432 for a column that the table does not have, E0555 for one without levels, and what `where` throws.
  mutating func writeOutLevels(_ table: RunTable) throws(DiagnosticError) {
    guard !law.levelColumns.isEmpty else { return }
    let rows = try FitRows.rows(self, table)
    var levels: [String: [String]] = [:]
    for column in law.levelColumns {
      let values = try levelValues(column, table)
      var found: [String] = []
      var seen: Set<String> = []
      for value in rows.compactMap({ values[$0] }) where seen.insert(value).inserted {
        found.append(value)
      }
      levels[column] = found.sorted { NaturalOrder.key($0).lexicographicallyPrecedes(NaturalOrder.key($1)) }
    }
    do throws(DiagnosticError) {
      law = try law.expanded(levels: levels)
    } catch {
      throw DiagnosticError(
        error.diagnostics.map { diagnostic in
          var located = diagnostic
          located.location = located.location ?? location
          return located
        })
    }
  }

  /// The level of each row of a table; nil where there is none.
  func levelValues(
    _ name: String, _ table: RunTable
  ) throws(DiagnosticError) -> [String?] {
    let values: ExpressionColumn
    if let expression = variables[name] {
      values = try expression.evaluate(rows: table.rowCount, columns: table.expressionColumns)
    } else if let column = table.expressionColumns[name] {
      values = column
    } else {
      throw DiagnosticError(
        "E0432",
        "the fit \"\(label)\" has no column \"\(name)\", by which a parameter of its law is told apart",
        at: dataLocation,
        notes: ["columns of \"\(table.name)\": \(table.columns.map(\.name).joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: table.columns.map(\.name))
          + ["say which it is: variables: {\(name): column}"])
    }
    switch values {
    case .texts(let texts): return texts
    case .booleans(let flags): return flags.map { $0 ? "true" : "false" }
    case .numbers(let numbers): return numbers.map { $0.isFinite ? NumberText.machine($0) : nil }
    }
  }

  /// 1 in the rows of a level, 0 in those of the law's other levels, missing in rest.
  func indicator(_ level: LawLevel, _ table: RunTable) throws(DiagnosticError) -> [Double] {
    let known = Set(law.levels.first { $0.column == level.column }?.values ?? [])
    return try levelValues(level.column, table).map { text in
      guard let text, known.contains(text) else { return .nan }
      return text == level.value ? 1 : 0
    }
  }
}

/// The order of names with numbers in them.
private enum NaturalOrder {
  /// A part of a name; numbers come before letters.
  enum Part: Comparable {
    case number(Double)
    case text(String)
  }

  /// The name as numbers and what stands between them; `4.5`, `-2` and `1e9` are numbers as a whole.
  static func key(_ name: String) -> [Part] {
    if let number = Double(name) { return [.number(number)] }
    var parts: [Part] = []
    var rest = name[...]
    while let first = rest.first {
      let isDigit = first.isASCII && first.isNumber
      let run = rest.prefix { ($0.isASCII && $0.isNumber) == isDigit }
      parts.append(isDigit ? .number(Double(run) ?? 0) : .text(String(run)))
      rest = rest[run.endIndex...]
    }
    return parts
  }
}
