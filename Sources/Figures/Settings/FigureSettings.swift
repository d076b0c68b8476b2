import Charts
import Diagnostics
import Expressions
import Fitting
import Runs

/// Reads a figure cell's settings, each with the diagnostic that its author needs.
struct FigureSettings {
  let inputs: FigureInputs
  let node: ConfigNode
  let kind: String

  /// Refuses keys that the kind does not know.
  init(_ inputs: FigureInputs, kind: String, keys: [String]) throws(DiagnosticError) {
    self.inputs = inputs
    self.kind = kind
    node = inputs.settings
    try node.expectKeys(keys, in: "a figure of kind \(kind)")
  }

  private init(_ inputs: FigureInputs, kind: String, node: ConfigNode) {
    (self.inputs, self.kind, self.node) = (inputs, kind, node)
  }

  /// The settings under a key that holds a map.
  func nested(_ key: String, keys: [SettingKey]) throws(DiagnosticError) -> FigureSettings? {
    try nested(key, keys: keys.map(\.name))
  }

  /// The same, where the keys are names of a law's variables.
  func nested(_ key: String, keys: [String]) throws(DiagnosticError) -> FigureSettings? {
    guard let inner = node[key] else { return nil }
    try inner.expectKeys(keys, in: key)
    return FigureSettings(inputs, kind: kind, node: inner)
  }

  /// Settings in a map of their own, which `kind` names in diagnostics.
  func inner(_ node: ConfigNode, kind: String, keys: [String]) throws(DiagnosticError) -> FigureSettings {
    try node.expectKeys(keys, in: kind)
    return FigureSettings(inputs, kind: kind, node: node)
  }

  /// The same settings with those of an inner map in their place.
  func overridden(by inner: ConfigNode, keys: [String], in what: String) throws(DiagnosticError)
    -> FigureSettings
  {
    try inner.expectKeys(keys, in: what)
    let own = try inner.entries(what)
    let rest = try node.entries("a figure cell").filter { entry in !own.contains { $0.key == entry.key } }
    return FigureSettings(inputs, kind: kind, node: ConfigNode(.map(own + rest), at: inner.location))
  }

  func required(_ key: String) throws(DiagnosticError) -> ConfigNode {
    guard let value = node[key] else {
      throw .missing(key, kind: kind, at: node.location)
    }
    return value
  }

  func text(_ key: String) throws(DiagnosticError) -> String? { try node[key]?.string(key) }

  func range(_ key: String) throws(DiagnosticError) -> ClosedRange<Double>? { try node[key]?.range(key) }

  /// A map from names to numbers, in the cell's order; empty without the key.
  func numbers(_ key: String) throws(DiagnosticError) -> [(name: String, value: Double)] {
    var result: [(name: String, value: Double)] = []
    for entry in try node[key]?.entries(key) ?? [] {
      result.append((entry.key, try entry.value.number(entry.key)))
    }
    return result
  }

  /// `linear` (also without the key) or `log`.
  func scale(_ key: String) throws(DiagnosticError) -> ScaleKind {
    guard let value = node[key] else { return .linear }
    guard let scale = ScaleKind(rawValue: try value.string(key)) else {
      throw value.mismatch("\(key) must be linear or log")
    }
    return scale
  }

  /// `integers` or the values themselves; nil without the key.
  func ticks(_ key: String) throws(DiagnosticError) -> TickPolicy? {
    guard let value = node[key] else { return nil }
    if case .scalar("integers", _) = value.content { return .integers }
    return .at(try value.list(key).map { (item) throws(DiagnosticError) in try item.number(key) })
  }

  func table(_ key: String) throws(DiagnosticError) -> RunTable {
    let value = try required(key)
    let name = try value.string(key)
    guard let table = inputs.tables[name] else {
      throw DiagnosticError(
        "E0710", "no table \"\(name)\"", at: value.location,
        help: Spelling.didYouMean(name, among: inputs.tables.keys), missing: .label(name))
    }
    return table
  }

  func fit(_ key: String) throws(DiagnosticError) -> (label: String, result: FitResult) {
    let value = try required(key)
    return try fit(named: value.string(key), at: value.location)
  }

  func fit(
    named name: String, at location: SourceLocation
  ) throws(DiagnosticError) -> (label: String, result: FitResult) {
    guard let fit = inputs.fits[name] else {
      throw DiagnosticError(
        "E0711", "no fit \"\(name)\"", at: location,
        help: Spelling.didYouMean(name, among: inputs.fits.keys), missing: .label(name))
    }
    return (name, fit)
  }

  func expression(_ key: String) throws(DiagnosticError) -> Expression? {
    guard let value = node[key] else { return nil }
    return try value.expression(key)
  }

  /// An expression that the kind cannot do without, with its place.
  func requiredExpression(_ key: String) throws(DiagnosticError) -> (
    expression: Expression, location: SourceLocation
  ) {
    let value = try required(key)
    return (try value.expression(key), value.location)
  }

  /// A variable of a fit's law that a key names.
  func variable(_ key: String, of fit: FitResult) throws(DiagnosticError) -> String {
    let value = try required(key)
    let name = try value.string(key)
    let names = fit.law.variables.map(\.name)
    guard names.contains(name) else {
      throw DiagnosticError(
        "E0721", "the law \"\(fit.law.name)\" has no variable \"\(name)\"", at: value.location,
        notes: ["variables: \(names.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: names))
    }
    return name
  }

  /// A numeric column of a table that a key names.
  func column(_ key: String, of table: RunTable) throws(DiagnosticError) -> (name: String, values: [Double]) {
    let value = try required(key)
    let name = try value.string(key)
    return (name, try numbers(named: name, of: table, at: value.location))
  }

  /// The numbers of a column by name.
  func numbers(
    named name: String, of table: RunTable, at location: SourceLocation
  ) throws(DiagnosticError) -> [Double] {
    guard let column = table.column(name) else {
      throw DiagnosticError(
        "E0712", "no column \"\(name)\" in \"\(table.name)\"", at: location,
        help: Spelling.didYouMean(name, among: table.columns.map(\.name)))
    }
    guard case .numbers(let values) = column.values else {
      throw DiagnosticError("E0713", "column \"\(name)\" holds texts, expected numbers", at: location)
    }
    return values
  }

  /// One of the words of an enumeration; nil without the key.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(DiagnosticError) -> Choice? where Choice.RawValue == String {
    guard let value = node[key] else { return nil }
    let word = try value.string(key)
    guard let choice = Choice(rawValue: word) else {
      let known = Choice.allCases.map(\.rawValue)
      throw DiagnosticError(
        "E0111", "no \(key) \"\(word)\"", at: value.location,
        notes: ["known: \(known.joined(separator: ", "))"], help: Spelling.didYouMean(word, among: known))
    }
    return choice
  }

  /// The texts of a column that a key names, numbers written out; nil without the key.
  func names(_ key: String, of table: RunTable) throws(DiagnosticError) -> [String]? {
    guard let value = node[key] else { return nil }
    let name = try value.string(key)
    switch table.column(name)?.values {
    case .texts(let texts)?: return texts.map { $0 ?? "" }
    case .numbers(let numbers)?: return numbers.map(SymbolText.number)
    case nil:
      throw DiagnosticError(
        "E0712", "no column \"\(name)\" in \"\(table.name)\"", at: value.location,
        help: Spelling.didYouMean(name, among: table.columns.map(\.name)))
    }
  }

  /// Which rows of a table an expression is true for; nil without the key.
  func truths(_ key: String, of table: RunTable) throws(DiagnosticError) -> [Bool]? {
    guard let expression = try expression(key) else { return nil }
    guard
      case .booleans(let values) = try expression.evaluate(
        rows: table.rowCount, columns: table.expressionColumns)
    else { throw DiagnosticError("E0714", "\"\(key)\" is not a condition", at: expression.location) }
    return values
  }

  /// The rows that `where` leaves. Throws `E0715` when there are none: a figure of nothing is a mistake.
  func rows(_ table: RunTable) throws(DiagnosticError) -> RunTable {
    guard let condition = try expression("where") else { return table }
    let kept = try table.filtered(where: condition)
    guard kept.rowCount > 0 else {
      throw DiagnosticError(
        "E0715", "no row of \"\(table.name)\" meets \"\(condition.source)\"", at: condition.location)
    }
    return kept
  }

  /// The label and unit of an axis from `x-label`, `x-unit`; `name` stands in for a label.
  func axisLabel(_ axis: String, name: String) throws(DiagnosticError) -> (label: String, unit: String?) {
    (try text("\(axis)-label") ?? "$\(SymbolText.tex(name))$", try text("\(axis)-unit"))
  }
}

extension DiagnosticError {
  /// A key that a kind of figure cannot do without.
  static func missing(_ key: String, kind: String, at location: SourceLocation) -> DiagnosticError {
    DiagnosticError("E0105", "a figure of kind \(kind) needs \"\(key)\"", at: location)
  }
}
