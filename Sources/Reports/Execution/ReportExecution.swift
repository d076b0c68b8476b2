import Cache
import Diagnostics
import Figures
import Fitting

/// Carries a decoded report through its phases: read, check, fit, draw, write.
///
/// What is wrong is noted and the rest goes on without it, so that an author sees all mistakes at once: the last phase
/// throws them.
struct ReportExecution {
  var plan: ReportPlan
  let path: ReportPath
  let files: any SourceFiles
  let cache: BuildCache?
  let history: (any SourceHistory)?
  var data = ReportData()
  var tables: [ExecutedRuns] = []
  var index: ReferenceIndex
  var citations: Citations
  var rows: [String: FitRows] = [:]
  var fits: [ExecutedFit] = []
  var figures: [String: Figure] = [:]
  var preparedTables: [String: PreparedTable] = [:]
  var figureKeys: [String: String] = [:]
  var diagnostics: [Diagnostic] = []
  /// What is wrong so far.
  var problems: Problems
  /// What the wrong places define.
  var failed: FailedNames
  /// Labels of fits, comparisons and tables that cannot be done, though what they define is known.
  var failedCells: Set<String> = []
  private let memo = ValueMemo()

  /// Reads all tables, and knows the law of every fit.
  init(
    _ plan: ReportPlan, _ reader: inout SourceReader, cache: BuildCache?, history: (any SourceHistory)? = nil
  ) {
    self.plan = plan
    self.history = history
    failed = plan.failed
    self.cache = cache
    path = reader.path
    files = reader.files
    index = ReferenceIndex(
      abstract: plan.abstract, body: plan.blocks, captions: plan.captions, footnotes: plan.footnotes,
      bodies: plan.bodies)
    citations = Citations(plan.bibliographies)
    problems = plan.problems
    problems.add(index.problems)
    readTables(&reader)
    data.laws = plan.laws
    data.cache = cache
    data.named = plan.named
    data.parameters = Dictionary(plan.parameters.map { ($0.name, $0) }) { first, _ in first }
    for (label, law) in plan.laws {
      // A law whose every constant is known can be computed with as it is.
      guard let published = try? FitResult.published(law) else { continue }
      data.fitLaws[label] = law
      data.fits[label] = published
    }
    prepareFits()
  }

  private mutating func readTables(_ reader: inout SourceReader) {
    for cell in plan.runs {
      let result = problems.attempt { () throws(DiagnosticError) in try cell.execute(&reader) }
      guard let result else {
        failed.add(cell.label)
        continue
      }
      data.tables[cell.label] = result.table
      data.clusters[cell.label] = result.clusters
      tables.append(
        ExecutedRuns(
          label: cell.label, source: cell.from, hash: result.hash, rows: result.table.rowCount,
          dropped: result.table.dropped.map { ($0.line, $0.reason) }))
    }
    data.units = Dictionary(
      plan.runs.map { cell in
        (cell.label, Dictionary(cell.units.map { ($0.name, $0.text) }) { first, _ in first })
      }
    ) { first, _ in first }
  }

  /// Makes the laws of all fits known, and finds what cannot be fitted whatever the rows are.
  private mutating func prepareFits() {
    var problems = Problems()
    for index in plan.fits.indices {
      let fit = plan.fits[index]
      if let table = data.tables[fit.data] {
        let isDone: Void? = problems.attempt { () throws(DiagnosticError) in
          try plan.fits[index].writeOutLevels(table)
        }
        if isDone == nil { failed.add(fit.label) }
      } else if !fit.law.levelColumns.isEmpty {
        failed.add(fit.label)
      }
      data.fitLaws[fit.label] = plan.fits[index].law
    }
    for fit in plan.given { data.fitLaws[fit.label] = fit.law }
    for cell in plan.comparisons {
      data.comparisonNames[cell.name] = ComparisonValues.Known(
        fits: cell.fits.map(\.label), criteria: cell.criteria.map(\.name))
    }
    for fit in plan.given {
      let done = problems.attempt { () throws(DiagnosticError) in
        do throws(DiagnosticError) { return try fit.execute(data, seed: plan.front.seed) } catch {
          throw error.located(at: fit.location)
        }
      }
      if let done { keep(done, at: fit.location) } else { failed.add(fit.label) }
    }
    for index in plan.fits.indices where !failed.contains(plan.fits[index].label) {
      let isSound: Void? = problems.attempt { () throws(DiagnosticError) in
        try plan.fits[index].settlePriors(among: data.fitLaws)
        _ = try plan.fits[index].held.resolve(plan.fits[index].law, among: data.fitLaws)
      }
      if isSound == nil { failedCells.insert(plan.fits[index].label) }
    }
    var named = data.named
    named.check(against: data, &problems, &failed)
    data.named = named
    self.problems.add(problems)
  }

  mutating func keep(_ fit: ExecutedFit, at location: SourceLocation) {
    data.fits[fit.label] = fit.result
    fits.append(fit)
    for warning in fit.result.warnings {
      diagnostics.append(Diagnostic(.warning, "W0501", "fit \"\(fit.label)\": \(warning)", at: location))
    }
  }

  func comparison(_ cell: CompareCell) -> CompareExecution {
    CompareExecution(
      cell: cell, fitCells: Dictionary(rowCells.map { ($0.label, $0) }) { first, _ in first }, rows: rows,
      data: data, seed: plan.front.seed)
  }

  func tableExecution(_ cell: TableCell) -> TableExecution {
    TableExecution(cell: cell, data: data, sources: tableSources)
  }

  /// Where each table of runs was read from.
  var tableSources: [String: String] {
    Dictionary(tables.map { ($0.label, $0.source) }) { first, _ in first }
  }

  var units: ReportUnits {
    ReportUnits(runs: plan.runs, tables: data.tables, fits: rowCells, laws: data.fitLaws)
  }

  /// The cells of all fits that have rows, made here or elsewhere.
  var rowCells: [FitCell] { plan.fits + plan.given.compactMap(\.rows) }

  func context(isCheck: Bool) -> TextExecutor.Context {
    let (files, path) = (files, path)
    return TextExecutor.Context(
      values: ValueWriter(data: data, sources: tableSources, memo: memo),
      bodies: plan.bodies, index: index, citations: citations, citationStyle: plan.front.citationStyle,
      laws: LawNotation(laws: data.laws),
      figureCells: Dictionary(plan.figures.map { ($0.label, $0) }) { first, _ in first },
      captions: plan.captions,
      figures: figures, comparisons: Set(plan.comparisons.map(\.label)),
      tables: isCheck ? [:] : preparedTables,
      titles: plan.titles, fitOrder: plan.fitLabels,
      footnotes: plan.footnotes,
      allowsRawHTML: plan.front.allowsRawHTML,
      units: units,
      hasFile: { name in
        let whole = path.file(named: name)
        return files.isOwn(whole, of: path.folder) && ((try? files.read(whole)) ?? nil) != nil
      }, isCheck: isCheck)
  }
}
