import Diagnostics
import Expressions
import Laws
import Typesetting

/// Arguments of a law that name a level: `main.L(N=N, D=D, method="INT4")`.
public struct LevelArguments {
  let law: Law

  /// For the columns whose levels are written out in a law.
  public init(law: Law) { self.law = law }

  /// What a definition takes, as an author writes it: a column once in place of its levels.
  public func names(_ inputs: [String]) -> [String] {
    var result: [String] = []
    for input in inputs {
      let name = law.variables.first { $0.name == input }?.level?.column ?? input
      if !result.contains(name) { result.append(name) }
    }
    return result
  }

  /// Whether an argument of this name chooses a level.
  public func isColumn(_ name: String) -> Bool { law.variables.contains { $0.level?.column == name } }

  /// The values of a column's variables at a level, which is a text or a number: 1 for its own, 0 for the others.
  ///
  /// Throws E0511 for anything else and for a level that the fit has not seen.
  public func values(_ column: String, _ argument: Expression) throws(DiagnosticError) -> [String: Double] {
    let wanted: String
    switch argument.kind {
    case .string(let text): wanted = text
    case .number(let value, _): wanted = NumberText.machine(value)
    default:
      throw DiagnosticError(
        "E0511", "\"\(column)\" chooses a level, so it is a text or a number", at: argument.location)
    }
    let members = law.variables.filter { $0.level?.column == column }
    let levels = members.compactMap { $0.level?.value }
    guard levels.contains(wanted) else {
      throw DiagnosticError(
        "E0511", "no level \"\(wanted)\" of \"\(column)\"", at: argument.location,
        notes: ["levels: \(levels.joined(separator: ", "))"],
        help: Spelling.didYouMean(wanted, among: levels))
    }
    return Dictionary(
      members.map { ($0.name, $0.level?.value == wanted ? 1 : 0) }, uniquingKeysWith: { first, _ in first })
  }
}
