import Diagnostics
import Figures
import Fitting
import Work

/// The steps of a report between its tables and its text, as a graph: fits, comparisons, tables and figures, each with the
/// steps whose results it takes.
struct ReportSteps {
  /// One step.
  enum Step {
    case fit(FitCell)
    case comparison(CompareCell)
    case table(TableCell)
    case figure(FigureCell)
  }

  /// What a step came to.
  enum Outcome: Sendable {
    case fit(ExecutedFit)
    case comparison(LawComparison, name: String)
    case table(PreparedTable)
    case figure(Figure, key: String?)
    case failed(DiagnosticError)
    /// Something that it needs failed, and says so.
    case skipped
  }

  /// The steps, those of a kind in the order of the report, each after what it needs.
  private(set) var steps: [Step] = []
  /// For each step the numbers of those that it needs.
  private(set) var needs: [[Int]] = []

  /// Finds the steps of a report.
  init(_ plan: ReportPlan) {
    var fits: [String: Int] = [:]
    for cell in plan.fits {
      add(.fit(cell), cell.held.fits.compactMap { fits[$0] })
      fits[cell.label] = steps.count - 1
    }
    let cells = Dictionary(plan.fits.map { ($0.label, $0) }) { first, _ in first }
    for cell in plan.comparisons {
      let labels = cell.fits.map(\.label)
      // The fits that a compared fit holds values of are refitted with it.
      let held = labels.flatMap { cells[$0]?.held.fits ?? [] }
      add(.comparison(cell), Set(labels + held).compactMap { fits[$0] }.sorted())
    }
    var named = fits
    for (step, cell) in zip(steps.indices.dropFirst(plan.fits.count), plan.comparisons) {
      named[cell.name] = step
    }
    for cell in plan.tables {
      add(.table(cell), cell.names(plan.named).compactMap { named[$0] }.sorted())
    }
    for cell in plan.figures {
      let words = cell.settings.words
      add(.figure(cell), fits.filter { words.contains($0.key) }.map(\.value).sorted())
    }
  }

  private mutating func add(_ step: Step, _ needed: [Int]) {
    steps.append(step)
    needs.append(needed)
  }

  /// Runs all steps on the threads of the pool, but those that need one that failed.
  ///
  /// - Parameters:
  ///   - report: the report as it was read and checked.
  ///   - progress: told what is being done, and which share of it is done.
  func run(
    _ report: ReportExecution, _ progress: (@Sendable (String, Double?) -> Void)?
  ) -> [Outcome] {
    let steps = steps
    return WorkGraph.run(needs: needs) { index, given in
      let step = steps[index]
      guard !WorkPool.isCancelled else { return .skipped }
      var report = report
      for outcome in given {
        switch outcome {
        case .fit(let fit): report.data.fits[fit.label] = fit.result
        case .comparison(let comparison, let name): report.data.comparisons[name] = comparison
        case .table, .figure: break
        case .failed, .skipped: return .skipped
        }
      }
      do throws(DiagnosticError) {
        return try report.outcome(of: step, progress)
      } catch {
        return .failed(error)
      }
    }
  }
}

extension ReportExecution {
  /// Fits, compares, computes tables and makes figures: whatever can be done at once is.
  mutating func runSteps(_ progress: (@Sendable (String, Double?) -> Void)?) {
    let graph = ReportSteps(plan)
    let outcomes = graph.run(self, progress)
    var problems = Problems()
    for (step, outcome) in zip(graph.steps, outcomes) {
      problems.attempt { () throws(DiagnosticError) in try take(outcome, of: step) }
    }
    self.problems.add(problems)
  }

  private mutating func take(_ outcome: ReportSteps.Outcome, of step: ReportSteps.Step)
    throws(DiagnosticError)
  {
    switch (outcome, step) {
    case (.fit(let fit), .fit(let cell)): keep(fit, at: cell.location)
    case (.comparison(let comparison, let name), _): data.comparisons[name] = comparison
    case (.table(let table), .table(let cell)): preparedTables[cell.label] = table
    case (.figure(let figure, let key), .figure(let cell)): try keep(figure, key, of: cell)
    // An error names what there is to choose from, and the step saw no more than what it needs.
    case (.failed, .figure(let cell)):
      let (figure, key) = try made(cell)
      try keep(figure, key, of: cell)
    case (.failed(let error), _): throw error
    default: return
    }
  }

  /// Does one step; what it needs is done.
  fileprivate func outcome(
    of step: ReportSteps.Step, _ progress: (@Sendable (String, Double?) -> Void)?
  ) throws(DiagnosticError) -> ReportSteps.Outcome {
    switch step {
    case .fit(let cell):
      guard let rows = rows[cell.label] else { return .skipped }
      let name = "fit \(cell.label)"
      progress?(name, 0)
      let setting = FitCell.Setting(fits: data.fits, seed: plan.front.seed)
      let result: FitResult
      do throws(DiagnosticError) {
        result = try cell.run(on: rows, setting, cache: cache) { progress?(name, $0) }
      } catch {
        throw error.located(at: cell.location)
      }
      return .fit(
        ExecutedFit(
          label: cell.label, data: cell.data, filter: cell.condition?.source, result: result,
          excluded: rows.excluded, symbols: try result.law.symbols()))
    case .comparison(let cell):
      guard !failedCells.contains(cell.label) else { return .skipped }
      let name = "compare \(cell.label)"
      progress?(name, 0)
      let result = try comparison(cell).run(cache: cache) { progress?(name, $0) }
      return result.map { .comparison($0, name: cell.name) } ?? .skipped
    case .table(let cell):
      guard !failedCells.contains(cell.label) else { return .skipped }
      if let known = preparedTables[cell.label] { return .table(known) }
      progress?("table \(cell.label)", nil)
      return try tableExecution(cell).make().map { .table($0) } ?? .skipped
    case .figure(let cell):
      guard !failed.contains(anyOf: cell.settings.words) else { return .skipped }
      progress?("figure \(cell.label)", nil)
      let (figure, key) = try made(cell)
      return .figure(figure, key: key)
    }
  }

  private func made(_ cell: FigureCell) throws(DiagnosticError) -> (figure: Figure, key: String?) {
    let inputs = FigureInputs(id: cell.label, settings: cell.settings, tables: data.tables, fits: data.fits)
    do throws(DiagnosticError) {
      return try cell.figure(inputs, cache: cache, data.marks)
    } catch {
      throw error.located(at: cell.location)
    }
  }

  /// Keeps a figure with the words that values stand in.
  private mutating func keep(_ made: Figure, _ key: String?, of cell: FigureCell) throws(DiagnosticError) {
    var figure = made
    figureKeys[cell.label] = key
    let writer = ValueWriter(data: data, sources: tableSources)
    var problems = Problems()
    problems.attempt { () throws(DiagnosticError) in
      if let title = cell.title { figure.chart.title = try writer.filled(title) }
      if let alt = cell.alt { figure.alt = try writer.filled(alt) }
    }
    diagnostics += figure.warnings.map { $0.located(at: cell.location) }
    figures[cell.label] = figure
    try problems.finish()
  }
}
