import Diagnostics
import Expressions

/// A law of the catalogue as text.
struct LawSource: Sendable {
  var name: String
  var title: String
  var group: LawGroup
  var text: String
  var parameters: [LawParameter]
  var variables: [LawVariable]
  var citation: String
  var origin = LawOrigin.printed
  /// Conditions and what is wrong where they do not hold.
  var domain: [(condition: String, reason: String)] = []
  var caveats: [String]
  var constants: [Constants] = []

  /// Printed values as text; the name of a set is the law's unless it says otherwise.
  struct Constants: Sendable {
    var name: String?
    var title: String
    var values: [PublishedConstant]
    /// The law's citation unless it says otherwise.
    var citation: String?
    /// Conditions on the variables that the runs behind the values meet.
    var runs: [String] = []
    var caveats: [String] = []
    var levels: [String: [String]] = [:]
    var obstacle: String?
  }

  /// Parses the law. Throws what is wrong with its formula, its conditions or its names.
  func law() throws(DiagnosticError) -> Law {
    let place = SourceLocation(file: "catalogue:\(name)", line: 1, column: 1)
    var law = try Law(
      name: name, title: title, text: text, at: place, parameters: parameters, variables: variables,
      lossUnit: "nats per token", citation: citation)
    law.group = group
    law.origin = origin
    law.caveats = caveats
    law.domain = try conditions(domain, at: place)
    for set in constants {
      law.constants.append(
        ConstantSet(
          name: set.name ?? name, title: set.title, values: set.values, citation: set.citation ?? citation,
          domain: try conditions(set.runs.map { ($0, "outside the runs behind the constants") }, at: place),
          caveats: set.caveats, levels: set.levels, obstacle: set.obstacle))
    }
    if let first = law.constants.first {
      let all = law.constants
      law = law.with(constants: first)
      law.constants = all
    }
    return law
  }

  private func conditions(
    _ texts: [(condition: String, reason: String)], at place: SourceLocation
  ) throws(DiagnosticError) -> [LawCondition] {
    var result: [LawCondition] = []
    for text in texts { result.append(try LawCondition(text.condition, reason: text.reason, at: place)) }
    return result
  }
}

/// Symbols that many laws share.
enum Symbols {
  static let size = LawVariable(name: "N", meaning: "parameters without embeddings", unit: "parameters")
  static let tokens = LawVariable(name: "D", meaning: "training tokens", unit: "tokens")

  static func bits(_ name: String, of what: String) -> LawVariable {
    LawVariable(name: name, meaning: "bits of \(what)", unit: "bits")
  }

  /// A, α, B, β, E of a loss by size and data.
  static let base = [
    weight("A", "weight of the size term"), exponent("alpha", of: "size"),
    weight("B", "weight of the data term"), exponent("beta", of: "data"),
    LawParameter(name: "E", meaning: "irreducible loss", unit: "nats per token", range: 1e-3...20),
  ]

  /// The same with β equal to α.
  static let tiedBase = base.map { parameter in
    var parameter = parameter
    if parameter.name == "beta" { parameter.tiedTo = "alpha" }
    return parameter
  }

  static func weight(_ name: String, _ meaning: String) -> LawParameter {
    LawParameter(name: name, meaning: meaning, range: 1e-3...1e10)
  }

  static func exponent(_ name: String, of what: String) -> LawParameter {
    LawParameter(name: name, meaning: "exponent of \(what)", range: 0.01...3)
  }

  /// Bits over which what is lost falls by e.
  static func scale(_ name: String, of what: String) -> LawParameter {
    LawParameter(name: name, meaning: "scale of \(what)", unit: "bits", range: 0.1...8)
  }

  static func shift(_ name: String, of what: String) -> LawParameter {
    LawParameter(name: name, meaning: "shift of \(what)", range: -3...10)
  }
}
