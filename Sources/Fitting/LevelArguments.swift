import Diagnostics
import Expressions
import Laws
import Typesetting

/// Arguments of a law that name a level: `main.L(N=N, D=D, method="INT4")`.
struct LevelArguments {
  let law: Law

  /// What a definition takes, as an author writes it: a column once in place of its levels.
  func names(_ inputs: [String]) -> [String] {
    var result: [String] = []
    for input in inputs {
      let name = law.variables.first { $0.name == input }?.level?.column ?? input
      if !result.contains(name) { result.append(name) }
    }
    return result
  }

  /// Whether an argument of this name chooses a level.
  func isColumn(_ name: String) -> Bool { law.variables.contains { $0.level?.column == name } }

  /// The values of a column's variables at a level, which is a text or a number.
  ///
  /// Throws E0511 for anything else and for a level that the fit has not seen.
  func values(_ column: String, _ argument: Expression) throws(DiagnosticError) -> [String: Expression] {
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
    var result: [String: Expression] = [:]
    for member in members {
      let value = member.level?.value == wanted ? 1.0 : 0
      result[member.name] = Expression(Expression.constant(value), at: argument.location)
    }
    return result
  }
}
