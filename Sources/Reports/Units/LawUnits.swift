import Diagnostics
import Expressions
import Laws

/// The units of a law's names: what it says of its parameters, variables and loss, and what follows for its definitions.
struct LawUnits {
  private let law: Law
  private let given: [String: Unit]
  private let inferred: [String: Unit]

  init(_ law: Law) {
    self.law = law
    var known: [String: Unit] = [:]
    for parameter in law.parameters { known[parameter.name] = Unit(parameter.unit) }
    for variable in law.variables { known[variable.name] = Unit(variable.unit) }
    given = known
    // Definitions may stand in any order; none needs more passes than there are of them.
    var found: [String: Unit] = [:]
    for _ in law.notation.definitions {
      let before = found
      let names = known.merging(found) { first, _ in first }
      for definition in law.notation.definitions where found[definition.name] == nil {
        var check = UnitCheck(UnitScope(name: { names[$0] }))
        found[definition.name] = check.unit(of: definition.value)
      }
      if found == before { break }
    }
    if let loss = Unit(law.lossUnit) { found[law.target] = loss }
    inferred = found
  }

  /// A parameter, variable or definition; the empty name is the loss.
  func unit(_ name: String) -> Unit? {
    name.isEmpty ? inferred[law.target] : given[name] ?? inferred[name]
  }

  /// A variable, by its name.
  func variable(_ name: String) -> Unit? {
    law.variables.contains { $0.name == name } ? given[name] : nil
  }

  /// What in the formula cannot go together.
  func findings() -> [Diagnostic] {
    let names = given.merging(inferred) { first, _ in first }
    var check = UnitCheck(UnitScope(name: { names[$0] }))
    for definition in law.notation.definitions {
      let isTarget = definition.name == law.target
      check.expect(
        isTarget ? Unit(law.lossUnit) : nil, of: definition.value, taker: "\"\(definition.name)\"")
    }
    return check.findings
  }
}
