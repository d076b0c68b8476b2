import Diagnostics
import Laws
import Typesetting

/// Finds and makes the laws of a report: from its cells, from the catalogue, from `extends` with changes.
struct LawResolver {
  /// The law cells by label.
  let cells: [String: Cell]
  private var done: [String: Law] = [:]
  private var open: [String] = []

  init(cells: [String: Cell]) { self.cells = cells }

  /// The law of a name: a cell of the report, or an entry of the catalogue.
  mutating func law(named name: String, at location: SourceLocation) throws(DiagnosticError) -> Law {
    if let law = done[name] { return law }
    guard let cell = cells[name] else {
      if let law = LawCatalogue.law(named: name) { return law }
      let known = cells.keys.sorted() + LawCatalogue.laws.map(\.name)
      throw DiagnosticError(
        "E0203", "no law \"\(name)\"", at: location, notes: ["laws: \(known.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: known), missing: .label(name))
    }
    if open.contains(name) {
      // A cell may extend the catalogue's law of the same name; otherwise the cells go round in a circle.
      if open.last == name, let law = LawCatalogue.law(named: name) { return law }
      throw DiagnosticError(
        "E0205", "the law \"\(name)\" extends itself", at: location,
        notes: [(open.drop { $0 != name } + [name]).joined(separator: " → ")])
    }
    open.append(name)
    defer { open.removeLast() }
    let law = try self.law(cell.settings, name: name, in: "a law cell", at: cell.location)
    done[name] = law
    return law
  }

  /// What a `law:` of a fit says: a name, or settings.
  mutating func law(_ node: ConfigNode, of fit: String) throws(DiagnosticError) -> Law {
    if case .scalar(let name, _) = node.content { return try law(named: name, at: node.location) }
    return try law(node, name: fit, in: "the law of fit \"\(fit)\"", at: node.location)
  }

  private mutating func law(
    _ node: ConfigNode, name: String, in what: String, at location: SourceLocation
  ) throws(DiagnosticError) -> Law {
    var problems = Problems()
    problems.attempt { () throws(DiagnosticError) in try node.expectKeys(Self.keys, in: what) }
    let law = problems.attempt { () throws(DiagnosticError) in
      try made(node, name: name, in: what, at: location)
    }
    try problems.finish()
    guard let law else { throw DiagnosticError("E0105", "\(what) has no formula", at: location) }
    return law
  }

  private mutating func made(
    _ node: ConfigNode, name: String, in what: String, at location: SourceLocation
  ) throws(DiagnosticError) -> Law {
    var law: Law
    switch (node["formula"], node["extends"]) {
    case (let formula?, nil):
      if let replace = node["replace"] {
        throw DiagnosticError(
          "E0108", "\"replace\" is about the variables of the law that `extends` names", at: replace.location)
      }
      law = try LawDecoder.law(node, formula: formula, name: name)
    case (nil, let base?):
      law = try self.law(named: try base.string("extends"), at: base.location)
      law.name = name
      try LawDecoder.replace(node["replace"], &law)
      try LawDecoder.override(node, &law)
    case (nil, nil):
      throw DiagnosticError(
        "E0105", "\(what) needs a formula, or the name of a law that it extends", at: location,
        help: ["add `formula: |` with a line L = …, or `extends:` with a name"])
    case (.some, let base?):
      throw DiagnosticError("E0120", "a law has a formula or extends another, not both", at: base.location)
    }
    if let title = node["title"] { law.title = try title.string("title") }
    if let unit = node["loss-unit"] {
      let name = try unit.string("loss-unit")
      // A parameter that is itself a loss (the floor) is in the law's unit, whatever that is.
      let old = law.lossUnit
      for index in law.parameters.indices where !old.isEmpty && law.parameters[index].unit == old {
        law.parameters[index].unit = name
      }
      law.lossUnit = name
    }
    try LawDecoder.fix(try constants(node["fix"]), &law)
    try LawDecoder.tie(node["tie"], &law)
    return law
  }

  /// Fixed values in which `base.alpha` stands for the known value of a parameter of another law, as numbers.
  private mutating func constants(_ node: ConfigNode?) throws(DiagnosticError) -> ConfigNode? {
    guard var node, case .map(var entries) = node.content else { return node }
    for index in entries.indices {
      let value = entries[index].value
      // The catalogue's names may have hyphens, so the last dot divides.
      guard case .scalar(let text, false) = value.content, Double(text) == nil,
        let dot = text.lastIndex(of: ".")
      else { continue }
      let (name, parameter) = (String(text[..<dot]), String(text[text.index(after: dot)...]))
      let law = try law(named: name, at: value.location)
      let known = try Self.known(parameter, of: law, at: value.location.advanced(by: name.count + 1))
      entries[index].value.content = .scalar("\(known)", quoted: false)
    }
    node.content = .map(entries)
    return node
  }

  private static func known(
    _ name: String, of law: Law, at location: SourceLocation
  ) throws(DiagnosticError) -> Double {
    guard let parameter = law.parameters.first(where: { $0.name == name }) else {
      throw ValueEvaluator.unknown(name, kind: "parameter", among: law.parameters.map(\.name), at: location)
    }
    // The decoder lets nothing be tied to what is tied itself.
    let source = parameter.tiedTo.flatMap { other in law.parameters.first { $0.name == other } } ?? parameter
    guard let value = source.fixed ?? source.published else {
      throw DiagnosticError(
        "E0506", "no value of \"\(name)\" is known in the law \"\(law.name)\"", at: location)
    }
    return value
  }
}
