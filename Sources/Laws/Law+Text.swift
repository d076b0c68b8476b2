import Diagnostics
import Expressions

extension Law {
  /// Parses a law from its text and checks that every input of the formula is a parameter or a variable.
  ///
  /// Inputs that are not among `parameters` become variables; `variables` gives their symbols and meanings. Throws
  /// `E03xx` for the formula, and `E0501` for a parameter or variable that the formula does not use and a name that is
  /// both or stands twice.
  public init(
    name: String, title: String = "", text: String, at location: SourceLocation, parameters: [LawParameter],
    variables: [LawVariable] = [], lossUnit: String = "", citation: String? = nil
  ) throws(DiagnosticError) {
    let formula = try Formula.parse(text, at: location)
    let inputs = formula.inputs()
    var findings: [Diagnostic] = []
    for used in parameters.map(\.name) + variables.map(\.name) where !inputs.contains(used) {
      findings.append(
        Diagnostic(
          .error, "E0514", "the formula does not use \"\(used)\"", at: location,
          notes: ["it uses \(inputs.joined(separator: ", "))"], help: Spelling.didYouMean(used, among: inputs)
        ))
    }
    for variable in variables where parameters.contains(where: { $0.name == variable.name }) {
      findings.append(
        Diagnostic(.error, "E0513", "\"\(variable.name)\" is a parameter and a variable", at: location))
    }
    for (index, parameter) in parameters.enumerated()
    where parameters[..<index].contains(where: { $0.name == parameter.name }) {
      findings.append(
        Diagnostic(.error, "E0513", "parameter \"\(parameter.name)\" stands twice", at: location))
    }
    guard findings.isEmpty else { throw DiagnosticError(findings) }
    let names = Set(parameters.map(\.name))
    self.init(
      name: name, title: title, formula: formula, parameters: parameters,
      variables: inputs.filter { !names.contains($0) }.map { input in
        variables.first { $0.name == input } ?? LawVariable(name: input)
      }, lossUnit: lossUnit, citation: citation)
  }

  /// The law with some parameters held at values. Throws `E0553` for a name that is no parameter and `E0501` for a
  /// value that is no number.
  public func with(fixed values: [String: Double]) throws(DiagnosticError) -> Law {
    var law = self
    for name in values.keys.sorted() {
      let index = try law.index(of: name)
      guard values[name]?.isFinite == true else {
        throw DiagnosticError("E0501", "parameter \"\(name)\" cannot be held at a value that is no number")
      }
      law.parameters[index].fixed = values[name]
      law.parameters[index].tiedTo = nil
    }
    return law
  }

  /// The law with some parameters equal to others. Throws `E0553` for unknown names and `E0501` for a circle.
  public func with(tied names: [String: String]) throws(DiagnosticError) -> Law {
    var law = self
    for name in names.keys.sorted() {
      guard let other = names[name] else { continue }
      let index = try law.index(of: name)
      _ = try law.index(of: other)
      law.parameters[index].tiedTo = other
      law.parameters[index].fixed = nil
    }
    for parameter in law.parameters {
      var seen: Set<String> = [parameter.name]
      var next = parameter.tiedTo
      while let name = next {
        if name == parameter.name {
          throw DiagnosticError(
            "E0512", "\"\(name)\" is tied to itself",
            notes: seen.count > 1
              ? ["through \(seen.subtracting([name]).sorted().joined(separator: ", "))"] : [])
        }
        // A circle further on is reported for a parameter that is in it.
        guard seen.insert(name).inserted else { break }
        next = law.parameters.first { $0.name == name }?.tiedTo
      }
    }
    return law
  }

  private func index(of name: String) throws(DiagnosticError) -> Int {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else {
      throw DiagnosticError(
        "E0553", "law \"\(self.name)\" has no parameter \"\(name)\"",
        notes: ["parameters: \(parameters.map(\.name).joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: parameters.map(\.name)))
    }
    return index
  }

  /// The value of a definition (the first by default) at given constants.
  ///
  /// Throws `E0554` for a missing parameter or variable. NaN outside the law's domain.
  public func value(
    of definition: String? = nil, parameters constants: [String: Double], variables values: [String: Double]
  ) throws(DiagnosticError) -> Double {
    let compiled = try CompiledFormula(formula, target: definition, parameters: parameters.map(\.name))
    func look(_ name: String, in table: [String: Double]) throws(DiagnosticError) -> Double {
      guard let value = table[name] else {
        throw DiagnosticError("E0554", "law \"\(self.name)\" needs a value of \"\(name)\"")
      }
      return value
    }
    let needed = Set(formula.inputs(of: definition))
    var p: [Double] = []
    for name in compiled.parameters { p.append(needed.contains(name) ? try look(name, in: constants) : 0) }
    var v: [Double] = []
    for name in compiled.variables { v.append(try look(name, in: values)) }
    return compiled.value(parameters: p, variables: v)
  }
}
