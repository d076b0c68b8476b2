import Diagnostics
import Expressions

/// A number that a `values` cell names, for use in prose as `` `{val} name` `` and in any expression.
struct NamedValue {
  var name: String
  var location: SourceLocation
  /// Over fits and tables, with other named values written out.
  var expression: Expression
  /// The other named values that it is computed from.
  var uses: Set<String> = []
  /// How it is written where its use says nothing else.
  var format: ValueFormat
}

/// Decodes `values` cells and writes names inside them out.
struct NamedValues {
  private(set) var values: [String: NamedValue] = [:]

  init() {}

  /// Reads the values of all cells; every mistake at once.
  init(_ cells: [Cell], _ problems: inout Problems, _ failed: inout FailedNames) {
    var order: [String] = []
    let labels = Set(cells.map(\.label))
    for cell in cells where cell.kind == .values {
      problems.attempt { () throws(DiagnosticError) in
        try cell.settings.expectKeys(Self.cellKeys, in: "a values cell")
      }
      guard let list = cell.settings["values"] else {
        problems.report(
          "E0105", "the values cell \"\(cell.label)\" names no values", at: cell.location,
          help: ["add `values:` with lines like best: main.optimum(C=1e18).P"])
        continue
      }
      let entries = problems.attempt { () throws(DiagnosticError) in try list.entries("values") } ?? []
      for entry in entries {
        let decoded = problems.attempt { () throws(DiagnosticError) in try Self.value(entry) }
        guard let value = decoded else {
          failed.add(entry.key)
          continue
        }
        if labels.contains(entry.key) {
          problems.report(
            "E0202", "the value \"\(entry.key)\" has the name of a cell", at: entry.keyLocation,
            help: ["give it another name"])
        } else if let first = values[entry.key] {
          problems.report(
            "E0202", "the value \"\(entry.key)\" is named twice", at: entry.keyLocation,
            notes: ["first at \(first.location)"])
        } else {
          values[entry.key] = value
          order.append(entry.key)
        }
      }
    }
    for name in order where !failed.contains(name) {
      problems.attempt { () throws(DiagnosticError) in try writeOut(name, [], &failed) }
    }
    for name in order where failed.contains(name) { values[name] = nil }
  }

  private static func value(_ entry: ConfigNode.Entry) throws(DiagnosticError) -> NamedValue {
    guard Identifier.isName(entry.key), entry.key != "params" else {
      throw DiagnosticError(
        "E0109", "\"\(entry.key)\" cannot be a value's name", at: entry.keyLocation,
        notes: ["expressions use it, so it is a name: letters, digits and _, not beginning with a digit"])
    }
    var node = entry.value
    var format: ValueFormat?
    if case .map = node.content {
      try node.expectKeys(valueKeys, in: "a value")
      guard let inner = node["value"] else {
        throw DiagnosticError("E0105", "\"\(entry.key)\" has no value", at: node.location)
      }
      if let text = node["format"] {
        format = try ValueFormat.parse(try text.string("format"), at: text.location)
      }
      _ = try node["meaning"]?.string("meaning")
      node = inner
    }
    let parsed = try ValueWriter.parse(try node.written("a value"), at: node.location)
    return NamedValue(
      name: entry.key, location: entry.keyLocation, expression: parsed.expression,
      format: format ?? parsed.format)
  }

  /// Puts the values that a value names in their place. Throws `E0205` for names in a circle.
  private mutating func writeOut(
    _ name: String, _ path: [String], _ failed: inout FailedNames
  ) throws(DiagnosticError) {
    guard let value = values[name] else { return }
    guard !path.contains(name) else {
      for name in path { failed.add(name) }
      throw DiagnosticError(
        "E0205", "the value \"\(name)\" is computed from itself", at: value.location,
        notes: [(path.drop { $0 != name } + [name]).joined(separator: " → ")])
    }
    for other in value.expression.names where values[other] != nil {
      try writeOut(other, path + [name], &failed)
      let inner = values[other]?.uses ?? []
      values[name]?.uses.formUnion(inner.union([other]))
    }
    let expression = resolved(value.expression)
    values[name]?.expression = expression
  }

  /// An expression with named values in their place.
  func resolved(_ expression: Expression) -> Expression {
    let names = expression.names.filter { values[$0] != nil }
    guard !names.isEmpty else { return expression }
    let kinds = names.compactMap { name in values[name].map { (name, $0.expression.kind) } }
    return expression.substitutingFree(Dictionary(uniqueKeysWithValues: kinds)) { _ in nil }
  }

  /// Takes out and reports a value whose expression names what is not there, or that has the name of something else: of a column
  /// of a table, of a variable of a law, which would mean the value in a cost or a condition over them.
  mutating func check(against data: ReportData, _ problems: inout Problems, _ failed: inout FailedNames) {
    // A value stands behind those that it is computed from: when one of these is wrong, that is said there.
    let sorted = values.sorted { ($0.value.uses.count, $0.key) < ($1.value.uses.count, $1.key) }
    for (name, value) in sorted {
      if failed.contains(anyOf: value.uses) {
        failed.add(name)
        values[name] = nil
        continue
      }
      let taken =
        data.tables.sorted { $0.key < $1.key }.first { $0.value.column(name) != nil }
        .map { "a column of \"\($0.key)\"" }
        ?? data.fitLaws.sorted { $0.key < $1.key }
        .first { $0.value.variables.contains { $0.name == name } }
        .map { "a variable of the law of \"\($0.key)\"" }
      if let taken {
        problems.report(
          "E0202", "the value \"\(name)\" has the name of \(taken)", at: value.location,
          help: ["give it another name"])
      } else if problems.attempt({ () throws(DiagnosticError) in
        try NameCheck(data: data).check(value.expression)
      }) != nil {
        continue
      }
      failed.add(name)
      values[name] = nil
    }
  }
}
