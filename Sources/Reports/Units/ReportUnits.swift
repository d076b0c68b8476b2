import Diagnostics
import Expressions
import Laws
import Runs

/// What a report says about units, and what in it cannot go together.
///
/// A column's unit is the one in `units:` of its runs cell, else the one that its header writes (`loss [nats per byte]`), else
/// what follows from `derive:`, else that of the variable or loss that a fit takes it for. A law says its own. Where
/// nothing is said nothing is found.
struct ReportUnits {
  private let runs: [RunsCell]
  private let tables: [String: RunTable]
  private let fits: [FitCell]
  private let columns: [String: [String: Unit]]
  private let laws: [String: LawUnits]

  /// - Parameters:
  ///   - runs: the runs cells, and `tables` what came of them by label.
  ///   - fits: the cells of fits that have rows.
  ///   - laws: the law of every fit by its label.
  init(runs: [RunsCell], tables: [String: RunTable], fits: [FitCell], laws: [String: Law]) {
    (self.runs, self.tables, self.fits) = (runs, tables, fits)
    self.laws = laws.mapValues { LawUnits($0) }
    var columns: [String: [String: Unit]] = [:]
    for cell in runs {
      guard let table = tables[cell.label] else { continue }
      columns[cell.label] = Self.columns(of: cell, table, fits.filter { $0.data == cell.label })
    }
    self.columns = columns
  }

  // MARK: Columns

  private static func columns(of cell: RunsCell, _ table: RunTable, _ fits: [FitCell]) -> [String: Unit] {
    var known: [String: Unit] = [:]
    let headers = Dictionary(cell.columns.map { ($0.name, $0.header) }) { first, _ in first }
    for column in table.columns {
      known[column.name] = Unit(header: headers[column.name] ?? column.name)
    }
    for entry in cell.units { known[entry.name] = Unit(entry.text) }
    let taken = taken(by: fits)
    let derived = Set(cell.derived.map(\.name))
    for (name, unit) in taken where known[name] == nil && !derived.contains(name) { known[name] = unit }
    for column in cell.derived where known[column.name] == nil {
      let names = known
      var check = UnitCheck(UnitScope(name: { names[$0] }))
      known[column.name] = check.unit(of: column.expression) ?? taken[column.name]
    }
    return known
  }

  /// The units in which fits take columns; a column that two fits take in different units has none.
  private static func taken(by fits: [FitCell]) -> [String: Unit] {
    var units: [String: Unit] = [:]
    var disputed: Set<String> = []
    func take(_ column: String, _ text: String) {
      guard let unit = Unit(text) else { return }
      if let other = units[column], other != unit { disputed.insert(column) }
      units[column] = unit
    }
    for fit in fits {
      for variable in fit.law.variables {
        guard let expression = fit.variables[variable.name] else {
          take(variable.name, variable.unit)
          continue
        }
        if case .name(let column) = expression.kind { take(column, variable.unit) }
      }
      switch fit.observed?.kind {
      case nil: take(fit.law.target, fit.law.lossUnit)
      case .name(let column)?: take(column, fit.law.lossUnit)
      default: break
      }
    }
    return units.filter { !disputed.contains($0.key) }
  }

  // MARK: Findings

  /// What cannot go together in runs cells, laws and fits.
  func findings(laws own: [Law]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for cell in runs {
      var check = UnitCheck(rows(of: cell.label))
      for column in cell.derived {
        let said = cell.units.first { $0.name == column.name }.flatMap { Unit($0.text) }
        check.expect(said, of: column.expression, taker: "\"\(column.name)\"")
      }
      if let condition = cell.condition { _ = check.unit(of: condition) }
      found += check.findings
    }
    for law in own + fits.map(\.law) { found += LawUnits(law).findings() }
    for fit in fits { found += findings(fit) }
    return found
  }

  private func findings(_ fit: FitCell) -> [Diagnostic] {
    var check = UnitCheck(rows(of: fit.data))
    if let condition = fit.condition { _ = check.unit(of: condition) }
    if let weights = fit.weights { _ = check.unit(of: weights) }
    func expect(_ unit: Unit?, _ expression: Expression?, _ column: String, _ taker: String) {
      if let expression {
        check.expect(unit, of: expression, taker: taker)
      } else {
        check.expect(
          unit, found: columns[fit.data]?[column], column, taker: taker, at: fit.dataLocation)
      }
    }
    for variable in fit.law.variables where variable.level == nil {
      expect(
        Unit(variable.unit), fit.variables[variable.name], variable.name,
        "\"\(variable.name)\" of \"\(fit.law.name)\"")
    }
    expect(laws[fit.label]?.unit(""), fit.observed, fit.law.target, "the loss of \"\(fit.law.name)\"")
    return check.findings
  }

  /// The units of a fit's variables, by their names.
  func variables(of fit: String) -> @Sendable (String) -> Unit? {
    let law = laws[fit]
    return { law?.variable($0) }
  }

  /// What cannot go together in a value or a claim; `names` are what bare names mean there.
  func findings(
    _ expression: Expression, names: @escaping @Sendable (String) -> Unit? = { _ in nil }
  ) -> [Diagnostic] {
    let (laws, columns) = (laws, columns)
    var scope = UnitScope(name: names)
    scope.member = { label, member in laws[label]?.unit(member) }
    scope.variable = { label, variable in laws[label]?.variable(variable) }
    scope.rows = { label in
      guard let units = columns[label] else { return nil }
      return { name in units[name] }
    }
    var check = UnitCheck(scope)
    _ = check.unit(of: expression)
    return check.findings
  }

  /// The units of a table's columns.
  func rows(of table: String) -> UnitScope {
    let units = columns[table] ?? [:]
    return UnitScope(name: { units[$0] })
  }
}

extension Unit {
  private static let common: Set<String> = [
    "nats", "nat", "bits", "bit", "bytes", "byte", "tokens", "token", "parameters", "params", "flop", "flops",
    "characters", "character", "per",
  ]

  /// The unit that a column's header writes between brackets, where it is of words that units of runs are made of.
  fileprivate init?(header: String) {
    guard let text = HeaderWords(header).unit,
      text.lowercased().split(separator: " ").allSatisfy({ Self.common.contains(String($0)) })
    else { return nil }
    self.init(text)
  }
}
