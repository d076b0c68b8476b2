import Diagnostics
import Expressions
import Fitting
import Laws
import Runs

/// Executes a compare cell: gathers the fits with their rows, finds the rows that each criterion holds out, compares.
struct CompareExecution {
  let cell: CompareCell
  /// Cells of fits by label, those of fits made elsewhere too.
  let fitCells: [String: FitCell]
  let rows: [String: FitRows]
  let data: ReportData
  let seed: UInt64

  /// What can be found wrong before anything is fitted: fits of other tables or of no rows, columns that do not exist.
  func check() throws(DiagnosticError) {
    var first: FitCell?
    for (label, location) in cell.fits {
      guard let fit = fitCells[label] else {
        throw DiagnosticError(
          "E0544", "the fit \"\(label)\" has no rows to be compared on", at: location,
          help: ["give it `data:` with a runs cell's label"], missing: .label(label))
      }
      if let first, first.data != fit.data {
        throw DiagnosticError(
          "E0540",
          "the fits \"\(first.label)\" and \"\(label)\" are of different tables, \"\(first.data)\" and \"\(fit.data)\"",
          at: location)
      }
      first = first ?? fit
    }
    // Rows that already failed on their own have said so.
    guard cell.fits.allSatisfy({ rows[$0.label] != nil }) else { return }
    let sides = cell.fits.compactMap { fit in rows[fit.label].map { RowAgreement.Side(fit.label, $0.data) } }
    do throws(DiagnosticError) { try RowAgreement.check(sides) } catch {
      throw DiagnosticError(error.diagnostics.map(explained))
    }
    let isWeighed = cell.fits.contains { rows[$0.label]?.data.weights != nil }
    let hasPriors = cell.fits.contains { !(fitCells[$0.label]?.priors.isEmpty ?? true) }
    for criterion in cell.criteria {
      _ = try groups(criterion)
      let title: String
      switch criterion.rule {
      case .aicc: title = "AICc"
      case .bic: title = "BIC"
      default: continue
      }
      if isWeighed { throw LawComparison.refusal(of: title).located(at: criterion.location) }
      if hasPriors { throw LawComparison.refusalOfPriors(title).located(at: criterion.location) }
    }
  }

  /// What is compared and by what.
  typealias Prepared = (entrants: [LawComparison.Entrant], criteria: [ComparisonCriterion])

  /// Gathers the fits. Those that failed have said so themselves: then there is nothing.
  func prepared() throws(DiagnosticError) -> Prepared? {
    var entrants: [LawComparison.Entrant] = []
    let setting = FitCell.Setting(fits: data.fits, seed: seed)
    for (label, _) in cell.fits {
      guard let fit = data.fits[label], let fitCell = fitCells[label], let rows = rows[label] else {
        return nil
      }
      var law = fit.law
      if fit.origin == .rows {
        law = try fitCell.law(holdingAt: data.fits).law
      } else {
        for index in law.parameters.indices {
          law.parameters[index].fixed = fit.parameters[index].estimate
          law.parameters[index].tiedTo = nil
        }
      }
      entrants.append(
        LawComparison.Entrant(
          label: label, law: law, data: rows.data, options: fitCell.options(setting), fit: fit))
    }
    var criteria: [ComparisonCriterion] = []
    for criterion in cell.criteria { criteria.append(try self.criterion(criterion)) }
    return (entrants, criteria)
  }

  /// Compares.
  func compare(
    _ prepared: Prepared, _ progress: (@Sendable (Double) -> Void)?
  ) throws(DiagnosticError) -> LawComparison {
    do throws(DiagnosticError) {
      return try LawComparison.run(
        prepared.entrants, by: prepared.criteria, seed: seed, progress: progress)
    } catch {
      throw DiagnosticError(error.diagnostics.map(explained))
    }
  }

  /// A refusal at its place, with how each fit chose its rows.
  private func explained(_ diagnostic: Diagnostic) -> Diagnostic {
    var result = diagnostic
    guard ["E0540", "E0543"].contains(diagnostic.code) else {
      result.location = result.location ?? cell.location
      return result
    }
    result.location = cell.fits.first?.location
    for (label, _) in cell.fits {
      guard let fit = fitCells[label] else { continue }
      let filter = fit.condition.map { "where \($0.source)" } ?? "every row"
      let left = (rows[label]?.excluded ?? []).map { "\($0.count) left out: \($0.reason)" }
      let weighed = fit.weights.map { ["weighted by \($0.source)"] } ?? []
      result.notes.append("\"\(label)\" takes \(([filter] + weighed + left).joined(separator: "; "))")
    }
    result.help.append("give the fits the same `where` and `weights`")
    return result
  }

  // MARK: Criteria

  private func criterion(_ criterion: CompareCell.Criterion) throws(DiagnosticError) -> ComparisonCriterion {
    switch criterion.rule {
    case .aicc: return ComparisonCriterion(name: criterion.name, title: "AICc", rule: .aicc)
    case .bic: return ComparisonCriterion(name: criterion.name, title: "BIC", rule: .bic)
    case .leaveOneOut:
      return make(criterion, "Leave one run out", try groups(criterion), fromScratch: false)
    case .folds(let count, let column):
      let groups = try groups(criterion)
      let title = column.map { "\(groups.count) folds by \($0)" } ?? "\(min(count, groups.count)) folds"
      return make(criterion, title, groups, fromScratch: true)
    case .heldOut(let condition):
      return make(criterion, "Held out: \(condition.source)", try groups(criterion), fromScratch: true)
    case .extreme(let column, let isLargest):
      return make(
        criterion, "Held out: \(isLargest ? "largest" : "lowest") \(column)", try groups(criterion),
        fromScratch: true)
    }
  }

  private func make(
    _ criterion: CompareCell.Criterion, _ title: String, _ groups: [[Int]], fromScratch: Bool
  ) -> ComparisonCriterion {
    ComparisonCriterion(
      name: criterion.name, title: title, rule: .heldOut(groups: groups, fromScratch: fromScratch))
  }

  /// The rows that a criterion holds out, a group at a time, by their lines.
  private func groups(_ criterion: CompareCell.Criterion) throws(DiagnosticError) -> [[Int]] {
    guard let label = cell.fits.first?.label, let fit = fitCells[label], let table = data.tables[fit.data],
      let lines = rows[label]?.data.lines
    else { return [] }
    let wanted = Set(lines)
    let used = (0..<table.rowCount).filter { wanted.contains(table.lines[$0]) }
    let result: [[Int]]
    switch criterion.rule {
    case .aicc, .bic: return []
    case .leaveOneOut:
      let clusters = data.clusters[fit.data] ?? Array(0..<table.rowCount)
      result = grouped(used, by: clusters)
    case .folds(let count, let column):
      let clusters =
        try column.map { name throws(DiagnosticError) in
          try Clusters.number(name, of: table, at: criterion.location)
        } ?? data.clusters[fit.data] ?? Array(0..<table.rowCount)
      result = folds(grouped(used, by: clusters), count)
    case .heldOut(let condition):
      guard
        case .booleans(let flags) = try condition.evaluate(
          rows: table.rowCount, columns: table.expressionColumns)
      else {
        throw DiagnosticError("E0546", "`heldout` takes a condition", at: condition.location)
      }
      result = [used.filter { flags[$0] }]
    case .extreme(let name, let isLargest):
      guard let values = table.numbers(name) else {
        throw DiagnosticError(
          "E0546", "no column of numbers \"\(name)\" in \"\(table.name)\"", at: criterion.location,
          help: Spelling.didYouMean(name, among: table.columns.map(\.name)))
      }
      let present = used.map { values[$0] }.filter { !$0.isNaN }
      let end = isLargest ? present.max() : present.min()
      result = [used.filter { values[$0] == end }]
    }
    let held = result.filter { !$0.isEmpty }
    guard let one = held.first else {
      throw DiagnosticError(
        "E0545", "this holds out no row of the fits", at: criterion.location,
        notes: ["they have \(used.count) rows"])
    }
    guard one.count < used.count else {
      throw DiagnosticError(
        "E0545", "this holds out every row, so that none is left to fit", at: criterion.location,
        notes: ["the fits have \(used.count) rows"])
    }
    return held.map { group in group.map { table.lines[$0] } }
  }

  /// Rows by cluster, in order of first appearance.
  private func grouped(_ rows: [Int], by clusters: [Int]) -> [[Int]] {
    var order: [Int] = []
    var members: [Int: [Int]] = [:]
    for row in rows {
      if members[clusters[row]] == nil { order.append(clusters[row]) }
      members[clusters[row], default: []].append(row)
    }
    return order.map { members[$0] ?? [] }
  }

  /// Clusters dealt into folds after a shuffle by the report's seed; as many folds as clusters at most.
  private func folds(_ clusters: [[Int]], _ count: Int) -> [[Int]] {
    var random = RandomStream(seed: seed, stream: 0x464F_4C44)
    var shuffled = clusters
    for index in stride(from: shuffled.count - 1, to: 0, by: -1) {
      shuffled.swapAt(index, random.index(below: index + 1))
    }
    var result = Array(repeating: [Int](), count: min(count, clusters.count))
    for (index, cluster) in shuffled.enumerated() { result[index % result.count] += cluster }
    return result
  }
}
