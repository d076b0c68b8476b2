import Cache
import Diagnostics
import Figures
import Fitting

/// Carries a decoded report through its phases: read, check, fit, draw, write.
struct ReportExecution {
  var plan: ReportPlan
  let path: ReportPath
  let files: any SourceFiles
  let cache: BuildCache?
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
  private let memo = ValueMemo()

  /// Reads all tables, and knows the law of every fit.
  init(_ plan: ReportPlan, _ reader: inout SourceReader, cache: BuildCache?) throws(DiagnosticError) {
    self.plan = plan
    self.cache = cache
    path = reader.path
    files = reader.files
    index = ReferenceIndex(
      abstract: plan.abstract, body: plan.blocks, captions: plan.captions, footnotes: plan.footnotes,
      bodies: plan.bodies)
    citations = Citations(plan.bibliographies)
    var problems = index.problems
    for cell in plan.runs {
      let result = problems.attempt { () throws(DiagnosticError) in try cell.execute(&reader) }
      guard let result else { continue }
      data.tables[cell.label] = result.table
      data.clusters[cell.label] = result.clusters
      tables.append(
        ExecutedRuns(
          label: cell.label, source: cell.from, hash: result.hash, rows: result.table.rowCount,
          dropped: result.table.dropped.map { ($0.line, $0.reason) }))
    }
    data.laws = plan.laws
    data.cache = cache
    data.named = plan.named
    data.units = Dictionary(
      plan.runs.map { cell in
        (cell.label, Dictionary(cell.units.map { ($0.name, $0.text) }) { first, _ in first })
      }
    ) { first, _ in first }
    data.parameters = Dictionary(plan.parameters.map { ($0.name, $0) }) { first, _ in first }
    for (label, law) in plan.laws {
      // A law whose every constant is known can be computed with as it is.
      guard let published = try? FitResult.published(law) else { continue }
      data.fitLaws[label] = law
      data.fits[label] = published
    }
    for index in self.plan.fits.indices {
      if let table = data.tables[self.plan.fits[index].data] {
        problems.attempt { () throws(DiagnosticError) in try self.plan.fits[index].writeOutLevels(table) }
      }
      data.fitLaws[self.plan.fits[index].label] = self.plan.fits[index].law
    }
    for fit in plan.given { data.fitLaws[fit.label] = fit.law }
    let known = data
    problems.attempt { () throws(DiagnosticError) in try known.named.check(against: known) }
    let taken = self.plan.fits.filter { !$0.held.entries.isEmpty }
    for cell in self.plan.comparisons {
      data.comparisonNames[cell.name] = ComparisonValues.Known(
        fits: cell.fits.map(\.label), criteria: cell.criteria.map(\.name))
    }
    for fit in plan.given {
      problems.attempt { () throws(DiagnosticError) in
        do throws(DiagnosticError) {
          keep(try fit.execute(data, seed: plan.front.seed), at: fit.location)
        } catch { throw error.located(at: fit.location) }
      }
    }
    for index in self.plan.fits.indices {
      problems.attempt { () throws(DiagnosticError) in
        try self.plan.fits[index].settlePriors(among: data.fitLaws)
      }
    }
    for cell in taken {
      problems.attempt { () throws(DiagnosticError) in
        _ = try cell.held.resolve(cell.law, among: data.fitLaws)
      }
    }
    try problems.finish()
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
