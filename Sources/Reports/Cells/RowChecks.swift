import Diagnostics
import Fitting
import Laws
import Typesetting

/// What the rows of a fit show before it is done: too few that differ, repeated ones, columns that never change.
struct RowChecks {
  let law: Law
  let rows: FitRows
  /// The fit's place.
  let location: SourceLocation

  /// What a reader must know, as sentences for the fit's card. Error: fewer distinct rows than free parameters (E0504).
  func warnings() throws(DiagnosticError) -> [String] {
    let repeated = rows.data.repeatedRows()
    let count = rows.data.observed.count
    let free = law.parameters.filter { $0.fixed == nil && $0.tiedTo == nil }.map(\.name)
    guard count - repeated.count >= free.count else {
      let distinct = repeated.isEmpty ? "" : ", \(count - repeated.count) of them distinct,"
      throw DiagnosticError(
        "E0504",
        "\(NumberText.counted(count, "row"))\(distinct) cannot determine the \(free.count) free parameters of \"\(law.name)\"",
        at: location,
        notes: ["free: \(free.joined(separator: ", "))"], help: ["fix or tie parameters, or add runs"])
    }
    return leftOut + repeats(repeated) + constants
  }

  /// A loss that is missing or has no logarithm may be a run that diverged: leaving it out makes a law look better.
  private var leftOut: [String] {
    rows.unusable.map { reason, lines in
      "\(NumberText.counted(lines.count, "row")) left out: \(reason) (\(Self.lines(lines)))"
    }
  }

  private func repeats(_ repeated: [(row: Int, first: Int)]) -> [String] {
    guard let one = repeated.first else { return [] }
    let lines = rows.data.lines
    let rest = repeated.count == 1 ? "" : ", and \(repeated.count - 1) more"
    return [
      "\(NumberText.counted(repeated.count, "row")) repeat\(repeated.count == 1 ? "s" : "") another in every column of the fit "
        + "(line \(lines[one.row]) repeats line \(lines[one.first])\(rest)); each counts as one more measurement"
    ]
  }

  private var constants: [String] {
    law.variables.compactMap { variable in
      guard let column = rows.data.variables[variable.name], let first = column.first, column.count > 1,
        column.allSatisfy({ $0 == first })
      else { return nil }
      return
        "\(variable.name) is \(ValueFormat.plain(first)) in every row, so the rows do not tell how \(law.target) depends on it"
    }
  }

  private static func lines(_ lines: [Int]) -> String {
    let shown = lines.prefix(8).map { String($0) }.joined(separator: ", ")
    return "\(NumberText.plural("line", lines.count)) \(shown)\(lines.count > 8 ? ", …" : "")"
  }
}
