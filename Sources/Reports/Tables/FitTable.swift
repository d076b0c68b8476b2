import Diagnostics
import Expressions
import Fitting
import Laws
import Typesetting

/// A table of the parameters of fits, and of printed constants: a row a parameter and a column a fit, or turned round.
struct FitTable {
  let cell: TableCell
  let source: TableCell.FitSource
  let data: ReportData
  let sources: [String: String]

  /// One fit of the table.
  private struct Member {
    var name: String
    var head: [Run]
    var law: Law
    /// Nil until the fit is done.
    var result: FitResult?
    /// Whether values and other cells know it by its name.
    var isOfReport: Bool
    var note: String?
  }

  /// Finds fits, parameters and constants that do not exist.
  func check() throws(DiagnosticError) { _ = try parameters(of: try members()) }

  func make() throws(DiagnosticError) -> PreparedTable? {
    let members = try members()
    guard members.allSatisfy({ $0.result != nil }) else { return nil }
    let parameters = try parameters(of: members)
    var problems = Problems()
    // A row a parameter or fact, an entry a fit.
    var rows: [(name: String, head: [Run], meaning: String, unit: String, entries: [TableColumn.Entry])] = []
    for name in parameters {
      let about = members.lazy.compactMap { $0.law.parameters.first { $0.name == name } }.first
      let symbol = members.lazy.compactMap { try? $0.law.symbols()[name] }.first
      let entries = members.map { member in
        problems.attempt { () throws(DiagnosticError) in try entry(name, of: member) } ?? .empty
      }
      let head: [Run] = [.math(symbol ?? SymbolNames.node(for: name))]
      rows.append((name, head, about?.meaning ?? "", about?.unit ?? "", entries))
    }
    for (fact, _) in source.facts {
      let entries = members.map { member in member.result.map { self.fact(fact, of: $0, member) } ?? .empty }
      rows.append((fact, [.text(Self.title(fact))], "", "", entries))
    }
    try problems.finish()
    let notes = members.compactMap(\.note) + members.compactMap { Self.statuses(of: $0, parameters) }
    guard source.fitsAreRows else {
      var columns = [
        TableColumn(
          head: .made([.text("Parameter")]), name: "parameter", entries: rows.map { .words($0.head, $0.name) }
        )
      ]
      if rows.contains(where: { !$0.meaning.isEmpty || !$0.unit.isEmpty }) {
        columns.append(
          TableColumn(
            head: .made([.text("Meaning")]), name: "meaning",
            entries: rows.map { row in
              let words = MeaningText.words(row.meaning, unit: row.unit)
              return .words([.text(words)], words)
            }))
      }
      columns += members.enumerated().map { index, member in
        TableColumn(head: .made(member.head), name: member.name, entries: rows.map { $0.entries[index] })
      }
      return PreparedTable(columns, cell: cell, notes: notes)
    }
    var columns = [
      TableColumn(
        head: .made([.text("Fit")]), name: "fit", entries: members.map { .words($0.head, $0.name) })
    ]
    columns += rows.map {
      TableColumn(head: .made($0.head), name: $0.name, unit: $0.unit, entries: $0.entries)
    }
    return PreparedTable(columns, cell: cell, notes: notes)
  }

  // MARK: Fits

  private func members() throws(DiagnosticError) -> [Member] {
    var problems = Problems()
    var members: [Member] = []
    for (name, origin, location) in source.entries {
      problems.attempt { () throws(DiagnosticError) in
        switch origin {
        case .fit:
          guard let law = data.fitLaws[name] else {
            throw ValueEvaluator.undefined(name, kind: "fit", among: data.fitLaws.keys.sorted(), at: location)
          }
          // A law at its constants has no card.
          let head: [Run] =
            data.laws[name] == nil
            ? [.link([.text(name)], destination: "#fit-\(name)", title: nil)] : [.text(name)]
          members.append(Member(name: name, head: head, law: law, result: data.fits[name], isOfReport: true))
        case .published:
          let law = try LawCatalogue.published(name, at: location)
          members.append(
            Member(
              name: name, head: [.text(name)], law: law, result: try FitResult.published(law),
              isOfReport: false, note: Self.origin(of: law, named: name)))
        }
      }
    }
    try problems.finish()
    return members
  }

  /// `NAME: which fit of which runs, Authors (2024).`
  private static func origin(of law: Law, named name: String) -> String? {
    guard let set = law.constants.first else { return nil }
    let work = LawCatalogue.works.first { $0.key == set.citation }
    let by = work.map { ", \(PersonName.short($0.authors)) (\($0.year))" } ?? ""
    return "\(name): \(set.title)\(by)."
  }

  /// The parameters that the author named, or all of all fits in order of first appearance.
  private func parameters(of members: [Member]) throws(DiagnosticError) -> [String] {
    var known: [String] = []
    for name in members.flatMap({ $0.law.parameters.map(\.name) }) where !known.contains(name) {
      known.append(name)
    }
    guard let named = source.parameters else { return known }
    var problems = Problems()
    for (name, location) in named where !known.contains(name) {
      problems.add(ValueEvaluator.unknown(name, kind: "parameter", among: known, at: location))
    }
    try problems.finish()
    return named.map(\.name)
  }

  // MARK: Entries

  private func entry(_ parameter: String, of member: Member) throws(DiagnosticError) -> TableColumn.Entry {
    guard let result = member.result,
      let estimate = result.parameters.first(where: { $0.name == parameter })
    else { return .empty }
    let location = cell.location
    if member.isOfReport, !result.draws.isEmpty {
      let name = Expression(.name(member.name), at: location)
      let parsed = ValueWriter.Parsed(
        expression: Expression(.member(name, parameter), at: location), format: cell.format ?? ValueFormat(),
        source: "\(member.name).\(parameter)", location: location)
      return .value(try ValueWriter(data: data, sources: sources).write(parsed))
    }
    return .value(printed(estimate, of: member, result))
  }

  /// A number without draws, with all its digits, and the standard error that may have been printed with it.
  private func printed(
    _ estimate: ParameterEstimate, of member: Member, _ result: FitResult
  ) -> ExecutedValue {
    let value = estimate.estimate
    let full = NumberText.machine(value)
    let digits = full.count { $0.isNumber }
    var text =
      result.origin == .rows
      ? NumberText.significant(value, digits: 4)
      : digits > 8 || full.contains("e")
        ? NumberText.significant(value, digits: 6)
        : full.replacing("-", with: "\u{2212}")
    var interval: String?
    var bounds: ExecutedValue.Bounds?
    if let range = estimate.interval {
      let error = (range.upperBound - range.lowerBound) / 2 / 1.96
      text += " ± \(NumberText.significant(error, digits: 2))"
      interval =
        "95\u{202F}% interval \(NumberText.significant(range.lowerBound, digits: 4)) to \(NumberText.significant(range.upperBound, digits: 4))"
      bounds = ExecutedValue.Bounds(low: range.lowerBound, high: range.upperBound, level: 0.95)
    }
    let method =
      result.origin == .publication ? "published constants of \(member.name)" : "constants of \(member.name)"
    let hasCard = member.isOfReport && data.laws[member.name] == nil
    return ExecutedValue(
      text: text, math: ValueMath.node(text), full: full, interval: interval,
      expression: "\(member.name).\(estimate.name)", method: method,
      target: hasCard ? "fit-\(member.name)" : nil, number: value, bounds: bounds, at: cell.location)
  }

  private func fact(_ name: String, of result: FitResult, _ member: Member) -> TableColumn.Entry {
    guard let value = Facts.value(name, of: result), value.isFinite, result.rowsUsed > 0 || name == "draws"
    else {
      return .empty
    }
    let text =
      switch name {
      case "rmse": NumberText.significant(value, digits: 3)
      case "r2": NumberText.decimal(value, places: 4)
      case "objective": NumberText.significant(value, digits: 4)
      default: NumberText.decimal(value, places: 0)
      }
    return .value(
      ExecutedValue(
        text: text, math: ValueMath.node(text), full: NumberText.machine(value), interval: nil,
        expression: "\(member.name).\(name)", method: "fit \(member.name)",
        target: member.isOfReport && data.laws[member.name] == nil ? "fit-\(member.name)" : nil,
        number: value,
        at: cell.location))
  }

  private static func title(_ fact: String) -> String {
    switch fact {
    case "rmse": "RMSE"
    case "r2": "R²"
    case "draws": "Bootstrap draws"
    default: fact.prefix(1).uppercased() + fact.dropFirst()
    }
  }

  /// `In tied: beta equals alpha, E is fixed.`; nil when the fit chose all its parameters.
  private static func statuses(of member: Member, _ parameters: [String]) -> String? {
    let parts = (member.result?.parameters ?? []).compactMap { parameter -> String? in
      guard parameters.contains(parameter.name) else { return nil }
      let symbol = { (name: String) in SymbolNames.node(for: name).plainText }
      switch parameter.status {
      case .free, .given: return nil
      case .fixed: return "\(symbol(parameter.name)) is fixed"
      case .held(let fit): return "\(symbol(parameter.name)) is held at that of \(fit)"
      case .tied(let other): return "\(symbol(parameter.name)) equals \(symbol(other))"
      case .atBound: return "\(symbol(parameter.name)) lies at its bound"
      }
    }
    return parts.isEmpty ? nil : "In \(member.name): \(parts.joined(separator: ", "))."
  }
}
