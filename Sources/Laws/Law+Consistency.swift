import Diagnostics
import Expressions

extension Law {
  /// Refuses a law that no fit can determine, before anything is computed with it.
  ///
  /// Throws `E0501`, with everything that it finds, for two parameters of one name, a name that is parameter and
  /// variable or neither, a parameter that the target does not use, a formula without variables, a range that leaves a
  /// free parameter nothing to search, and ties that lead nowhere or round in a circle. A parameter that is held at a
  /// value needs no range and no place in the target.
  public func checkConsistency() throws(DiagnosticError) {
    let used = formula.inputs().filter { $0 != "pi" }
    let names = parameters.map(\.name)
    var found: [Diagnostic] = []
    func report(_ code: String, _ message: String, notes: [String] = [], help: [String] = []) {
      found.append(Diagnostic(.error, code, message, notes: notes, help: help))
    }
    for (index, parameter) in parameters.enumerated() {
      if names[..<index].contains(parameter.name) {
        report("E0513", "the law \"\(name)\" has two parameters named \"\(parameter.name)\"")
      } else if variables.contains(where: { $0.name == parameter.name }) {
        report("E0513", "\"\(parameter.name)\" is a parameter and a variable of the law \"\(name)\"")
      } else if !used.contains(parameter.name), parameter.fixed == nil, parameter.tiedTo == nil {
        report(
          "E0514",
          "the parameter \"\(parameter.name)\" does not occur in what the law \"\(name)\" computes, \"\(target)\"",
          notes: ["it uses \(used.joined(separator: ", "))"],
          help: Spelling.didYouMean(parameter.name, among: used))
      }
      if parameter.fixed == nil, parameter.tiedTo == nil, !parameter.range.isSearchable {
        report(
          "E0501", "the range of \"\(parameter.name)\", \(parameter.range), leaves nothing to search",
          help: ["give it a range with two finite ends, or fix it"])
      }
    }
    for input in used where !names.contains(input) && !variables.contains(where: { $0.name == input }) {
      report(
        "E0501", "\"\(input)\" is neither a parameter nor a variable of the law \"\(name)\"",
        help: Spelling.didYouMean(input, among: names))
    }
    if used.allSatisfy(names.contains) {
      report("E0501", "the law \"\(name)\" uses no variable: it gives all runs the same \"\(target)\"")
    }
    if found.isEmpty {
      for parameter in parameters { found += tieProblem(from: parameter) }
    }
    if !found.isEmpty { throw DiagnosticError(found) }
  }

  /// Follows the ties of one parameter; each circle is reported by its members alone.
  private func tieProblem(from parameter: LawParameter) -> [Diagnostic] {
    var seen: [String] = []
    var current = parameter
    while let tied = current.tiedTo {
      seen.append(current.name)
      guard let next = parameters.first(where: { $0.name == tied }) else {
        guard current.name == parameter.name else { return [] }
        let message = "\"\(current.name)\" is tied to \"\(tied)\", which is no parameter of \"\(name)\""
        let help = Spelling.didYouMean(tied, among: parameters.map(\.name))
        return [Diagnostic(.error, "E0512", message, help: help)]
      }
      if next.name == parameter.name {
        // Once, by the first of the circle in the law's order.
        let first = parameters.first { seen.contains($0.name) }
        guard first?.name == parameter.name else { return [] }
        let path = (seen + [parameter.name]).joined(separator: " → ")
        return [
          Diagnostic(.error, "E0512", "\"\(parameter.name)\" is tied to itself", notes: [path])
        ]
      }
      if seen.contains(next.name) { return [] }
      current = next
    }
    return []
  }
}

extension ClosedRange<Double> {
  /// Whether a search has somewhere to go: two finite ends that differ.
  fileprivate var isSearchable: Bool { lowerBound.isFinite && upperBound.isFinite && lowerBound < upperBound }
}
