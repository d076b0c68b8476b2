import Diagnostics
import Expressions
import Laws
import Typesetting

/// Decodes the settings of a law.
enum LawDecoder {
  /// A law from its own formula.
  static func law(_ node: ConfigNode, formula: ConfigNode, name: String) throws(DiagnosticError) -> Law {
    var problems = Problems()
    let text = try formula.string("formula")
    let parsed = problems.attempt { () throws(DiagnosticError) in
      try Formula.parse(text, at: formula.location).naming(formula.parameters)
    }
    var parameters: [(LawParameter, SourceLocation)] = []
    if let list = node["parameters"] {
      problems.attempt { () throws(DiagnosticError) in
        for (key, place, value) in try named(list, "parameters") {
          var parameter = LawParameter(name: key)
          try override(&parameter, value)
          parameters.append((parameter, place))
        }
      }
    } else {
      let inputs = parsed.map(inputs) ?? []
      problems.report(
        "E0105", "the law \"\(name)\" does not say which names are its parameters", at: formula.location,
        notes: inputs.isEmpty ? [] : ["its formula uses \(inputs.joined(separator: ", "))"],
        help: ["add `parameters:` with those that a fit determines; all others are columns of the runs"])
    }
    var variables: [(LawVariable, SourceLocation)]?
    if let list = node["variables"] {
      problems.attempt { () throws(DiagnosticError) in
        variables = []
        for (key, place, value) in try named(list, "variables") {
          var variable = LawVariable(name: key)
          try override(&variable, value)
          variables?.append((variable, place))
        }
      }
    }
    try problems.finish()
    guard let parsed else { throw DiagnosticError("E0105", "the law has no formula", at: formula.location) }
    return try assemble(parsed, name, parameters, variables, at: formula.location)
  }

  private static func assemble(
    _ formula: Formula, _ name: String, _ parameters: [(LawParameter, SourceLocation)],
    _ variables: [(LawVariable, SourceLocation)]?, at location: SourceLocation
  ) throws(DiagnosticError) -> Law {
    var problems = Problems()
    let used = inputs(formula)
    let parameterNames = parameters.map(\.0.name)
    for (name, place) in parameters.map({ ($0.0.name, $0.1) }) + (variables ?? []).map({ ($0.0.name, $0.1) })
    where !used.contains(name) {
      problems.report(
        "E0345", "\"\(name)\" does not occur in the formula", at: place,
        notes: ["it uses \(used.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: used))
    }
    for (variable, place) in variables ?? [] where parameterNames.contains(variable.name) {
      problems.report("E0346", "\"\(variable.name)\" is a parameter and a variable", at: place)
    }
    let rest = used.filter { !parameterNames.contains($0) }
    if let variables {
      for name in rest where !variables.contains(where: { $0.0.name == name }) {
        problems.report(
          "E0347", "\"\(name)\" is neither in `parameters` nor in `variables`",
          at: place(of: name, in: formula) ?? location, help: Spelling.didYouMean(name, among: parameterNames)
        )
      }
    }
    try problems.finish()
    let ordered = rest.map { name in variables?.first { $0.0.name == name }?.0 ?? LawVariable(name: name) }
    return Law(
      name: name, formula: formula, parameters: parameters.map(\.0), variables: ordered, lossUnit: "")
  }

  /// What a formula's definitions use without defining it, in order of first use.
  private static func inputs(_ formula: Formula) -> [String] {
    var result: [String] = []
    for definition in formula.definitions {
      for name in formula.inputs(of: definition.name) where !result.contains(name) && name != "pi" {
        result.append(name)
      }
    }
    return result
  }

  private static func place(of name: String, in formula: Formula) -> SourceLocation? {
    for definition in formula.definitions {
      if let place = definition.value.place(of: name) { return place }
    }
    return nil
  }

  /// Changes to what an extended law says about its parameters and variables.
  static func override(_ node: ConfigNode, _ law: inout Law) throws(DiagnosticError) {
    if let list = node["parameters"] {
      for (key, place, value) in try named(list, "parameters") {
        let index = try parameter(key, of: law, at: place)
        try override(&law.parameters[index], value)
      }
    }
    if let list = node["variables"] {
      for (key, place, value) in try named(list, "variables") {
        guard let index = law.variables.firstIndex(where: { $0.name == key }) else {
          throw ValueEvaluator.unknown(key, kind: "variable", among: law.variables.map(\.name), at: place)
        }
        try override(&law.variables[index], value)
      }
    }
  }

  /// `replace: {P_w: P, P_a: P}`: variables written as expressions of other variables.
  static func replace(_ node: ConfigNode?, _ law: inout Law) throws(DiagnosticError) {
    guard let node else { return }
    var replacements: [String: Expression.Kind] = [:]
    var described: [String: LawVariable] = [:]
    let taken = law.formula.definitions.map(\.name)
    for entry in try node.entries("replace") {
      guard let variable = law.variables.first(where: { $0.name == entry.key }) else {
        throw ValueEvaluator.unknown(
          entry.key, kind: "variable", among: law.variables.map(\.name), at: entry.keyLocation)
      }
      let expression = try entry.value.expression("what stands for a variable")
      if let name = expression.names.first(where: taken.contains) {
        throw DiagnosticError(
          "E0348", "\"\(name)\" is a definition of the law and cannot stand for a variable",
          at: expression.location)
      }
      replacements[entry.key] = expression.kind
      // A new name for a variable keeps what is known about it.
      if case .name(let name) = expression.kind {
        let known = described[name]
        let meaning = known == nil || known?.meaning == variable.meaning ? variable.meaning : ""
        described[name] = LawVariable(name: name, meaning: meaning, unit: variable.unit)
      }
    }
    let old = law.variables
    law.formula = law.formula.substituting(replacements)
    for index in law.domain.indices {
      law.domain[index].expression = law.domain[index].expression.substituting(replacements)
    }
    for set in law.constants.indices {
      for index in law.constants[set].domain.indices {
        let condition = law.constants[set].domain[index].expression
        law.constants[set].domain[index].expression = condition.substituting(replacements)
      }
    }
    let parameters = law.parameters.map(\.name)
    law.variables = inputs(law.formula).filter { !parameters.contains($0) }.map { name in
      old.first { $0.name == name } ?? described[name] ?? LawVariable(name: name)
    }
  }

  /// `fix: {E: 1.7}`
  static func fix(_ node: ConfigNode?, _ law: inout Law) throws(DiagnosticError) {
    for entry in try node?.entries("fix") ?? [] {
      // The levels of a column are known once its table is read: until then a name like m_BF16 is kept as it is.
      if !law.parameters.contains(where: { $0.name == entry.key }),
        let index = law.parameters.firstIndex(where: { $0.by != nil && entry.key.hasPrefix("\($0.name)_") })
      {
        law.parameters[index].held[entry.key] = try entry.value.number("a fixed value")
        continue
      }
      let index = try parameter(entry.key, of: law, at: entry.keyLocation)
      law.parameters[index].fixed = try entry.value.number("a fixed value")
      law.parameters[index].tiedTo = nil
    }
  }

  /// `free: [gamma, n]`: parameters that the law fixes or ties, and this fit chooses.
  static func free(_ node: ConfigNode?, _ law: inout Law) throws(DiagnosticError) {
    for item in try node?.list("free") ?? [] {
      let index = try parameter(try item.string("a parameter"), of: law, at: item.location)
      law.parameters[index].fixed = nil
      law.parameters[index].tiedTo = nil
    }
  }

  /// `ranges: {alpha: 0.1..1}`
  static func ranges(_ node: ConfigNode?, _ law: inout Law) throws(DiagnosticError) {
    for entry in try node?.entries("ranges") ?? [] {
      let index = try parameter(entry.key, of: law, at: entry.keyLocation)
      law.parameters[index].range = try entry.value.range("a parameter's range")
    }
  }

  /// `tie: {beta: alpha}`
  static func tie(_ node: ConfigNode?, _ law: inout Law) throws(DiagnosticError) {
    for entry in try node?.entries("tie") ?? [] {
      let index = try parameter(entry.key, of: law, at: entry.keyLocation)
      let target = try entry.value.string("the parameter that it equals")
      let other = try parameter(target, of: law, at: entry.value.location)
      guard other != index, law.parameters[other].tiedTo == nil else {
        throw DiagnosticError(
          "E0512", "\"\(entry.key)\" cannot equal \"\(target)\", which is tied itself",
          at: entry.value.location)
      }
      law.parameters[index].tiedTo = target
      law.parameters[index].fixed = nil
    }
  }

  private static func parameter(_ name: String, of law: Law, at location: SourceLocation)
    throws(DiagnosticError) -> Int
  {
    guard let index = law.parameters.firstIndex(where: { $0.name == name }) else {
      throw ValueEvaluator.unknown(name, kind: "parameter", among: law.parameters.map(\.name), at: location)
    }
    return index
  }

  /// A list of names, or a map from names to settings.
  private static func named(
    _ node: ConfigNode, _ what: String
  ) throws(DiagnosticError) -> [(String, SourceLocation, ConfigNode?)] {
    if case .list(let items) = node.content {
      var result: [(String, SourceLocation, ConfigNode?)] = []
      for item in items { result.append((try item.string("a name in \(what)"), item.location, nil)) }
      if let twice = result.enumerated().first(where: { index, item in
        result[..<index].contains { $0.0 == item.0 }
      }) {
        throw DiagnosticError("E0104", "\"\(twice.element.0)\" is written twice", at: twice.element.1)
      }
      return result
    }
    return try node.entries(what).map { ($0.key, $0.keyLocation, $0.value) }
  }

  private static func override(_ parameter: inout LawParameter, _ node: ConfigNode?) throws(DiagnosticError) {
    guard let node, node.content != .null else { return }
    if case .scalar = node.content {
      parameter.range = try node.range("a parameter's range")
      return
    }
    try node.expectKeys(LawResolver.parameterKeys, in: "a parameter")
    if let symbol = node["symbol"] { parameter.symbol = try tex(symbol) }
    if let by = node["by"] {
      parameter.by = try by.string("the column whose levels have values of their own")
    }
    if let range = node["range"] { parameter.range = try range.range("range") }
    if let meaning = node["meaning"] { parameter.meaning = try meaning.string("meaning") }
    if let unit = node["unit"] { parameter.unit = try unit.string("unit") }
  }

  private static func override(_ variable: inout LawVariable, _ node: ConfigNode?) throws(DiagnosticError) {
    guard let node, node.content != .null else { return }
    try node.expectKeys(LawResolver.variableKeys, in: "a variable")
    if let symbol = node["symbol"] { variable.symbol = try tex(symbol) }
    if let meaning = node["meaning"] { variable.meaning = try meaning.string("meaning") }
    if let unit = node["unit"] { variable.unit = try unit.string("unit") }
  }

  private static func tex(_ node: ConfigNode) throws(DiagnosticError) -> String {
    let text = try node.string("symbol")
    _ = try TeXMath.parse(text, at: node.location)
    return text
  }
}

extension Expression {
  /// Where a name first stands.
  func place(of wanted: String) -> SourceLocation? {
    switch kind {
    case .name(let name): return name == wanted ? location : nil
    case .number, .string, .boolean: return nil
    case .member(let base, _): return base.place(of: wanted)
    case .call(_, let arguments):
      for argument in arguments { if let place = argument.value.place(of: wanted) { return place } }
      return nil
    case .unary(_, let value): return value.place(of: wanted)
    case .binary(_, let a, let b), .selection(let a, where: let b):
      return a.place(of: wanted) ?? b.place(of: wanted)
    }
  }
}
