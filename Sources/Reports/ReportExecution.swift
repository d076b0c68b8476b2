import Cache
import Diagnostics
import Figures
import Fitting
import Laws
import Markup
import Runs
import Typesetting

/// Carries a decoded report through its phases: read, check, fit, draw, write.
struct ReportExecution {
  private var plan: ReportPlan
  private let path: ReportPath
  private let files: any SourceFiles
  private let cache: BuildCache?
  private var data = ReportData()
  private var tables: [ExecutedRuns] = []
  private var index: ReferenceIndex
  private var citations: Citations
  private var rows: [String: FitRows] = [:]
  private var fits: [ExecutedFit] = []
  private var figures: [String: Figure] = [:]
  private var preparedTables: [String: PreparedTable] = [:]
  private var figureKeys: [String: String] = [:]
  private var diagnostics: [Diagnostic] = []

  // MARK: Read

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
    let known = data
    problems.attempt { () throws(DiagnosticError) in try known.named.check(against: known) }
    let taken = self.plan.fits.filter { !$0.held.entries.isEmpty }
    for cell in self.plan.comparisons {
      data.comparisonNames[cell.name] = ComparisonValues.Known(
        fits: cell.fits.map(\.label), criteria: cell.criteria.map(\.name))
    }
    for fit in plan.given {
      data.fitLaws[fit.label] = fit.law
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

  // MARK: Check

  /// Finds what is wrong in rows, references, values, claims and math before the fits take their time.
  mutating func check() throws(DiagnosticError) {
    var problems = Problems()
    for cell in rowCells {
      guard let table = data.tables[cell.data] else { continue }
      let clusters = data.clusters[cell.data]
      rows[cell.label] = problems.attempt { () throws(DiagnosticError) in
        try FitRows(cell, table: table, clusters: clusters)
      }
    }
    if let key = plan.front.keyFigure, plan.captions[key.text] == nil {
      problems.report(
        "E0201", "no figure \"\(key.text)\"", at: key.location,
        help: Spelling.didYouMean(key.text, among: plan.captions.keys))
    }
    if problems.errors.isEmpty {
      for cell in plan.comparisons {
        problems.attempt { () throws(DiagnosticError) in try comparison(cell, maxThreads: nil).check() }
      }
    }
    if problems.errors.isEmpty {
      for cell in plan.tables {
        problems.attempt { () throws(DiagnosticError) in try tableExecution(cell).check() }
      }
    }
    diagnostics += units.findings(laws: plan.laws.sorted { $0.key < $1.key }.map(\.value))
    let writer = ValueWriter(data: data, sources: tableSources)
    for text in plan.figures.flatMap({ [$0.title, $0.alt] }).compactMap({ $0 }) {
      problems.attempt { () throws(DiagnosticError) in _ = try writer.filled(text, isCheckOnly: true) }
    }
    var executor = TextExecutor(context(isCheck: true))
    _ = write(&executor)
    for diagnostic in executor.problems.errors { problems.add(DiagnosticError(diagnostic)) }
    if problems.errors.isEmpty {
      for (place, claim) in index.claims where executor.claims[claim] == nil {
        problems.report("E0211", "this claim stands in a footnote that is never mentioned", at: place)
      }
    }
    try problems.finish()
    citations.tellApart(executor.mentions.keys.sorted())
    diagnostics += executor.warnings + Citations.unused(plan.bibliographies, cited: executor.citedKeys)
    for table in plan.tables where !executor.referenced.contains(table.label) {
      diagnostics.append(
        Diagnostic(
          .warning, "W0203", "the table \"\(table.label)\" is never mentioned in the text",
          at: table.location,
          help: ["mention it: @\(table.label)"]))
    }
    for figure in plan.figures where !executor.referenced.contains(figure.label) {
      diagnostics.append(
        Diagnostic(
          .warning, "W0203", "the figure \"\(figure.label)\" is never mentioned in the text",
          at: figure.location,
          help: ["mention it: @\(figure.label)"]))
    }
  }

  // MARK: Fit

  /// Fits all laws, one after another: each fit uses all threads.
  mutating func fit(
    maxThreads: Int?, _ progress: (@Sendable (String, Double?) -> Void)?
  ) throws(DiagnosticError) {
    var problems = Problems()
    for cell in plan.fits {
      guard let rows = rows[cell.label] else { continue }
      let name = "fit \(cell.label)"
      progress?(name, 0)
      let setting = FitCell.Setting(fits: data.fits, seed: plan.front.seed, maxThreads: maxThreads)
      // A fit that failed has said so itself.
      guard cell.held.fits.allSatisfy({ data.fits[$0] != nil }) else { continue }
      let result = problems.attempt { () throws(DiagnosticError) in
        do throws(DiagnosticError) {
          return try cell.run(on: rows, setting, cache: cache) { progress?(name, $0) }
        } catch {
          throw error.located(at: cell.location)
        }
      }
      guard let result else { continue }
      problems.attempt { () throws(DiagnosticError) in
        keep(
          ExecutedFit(
            label: cell.label, data: cell.data, filter: cell.condition?.source, result: result,
            excluded: rows.excluded, symbols: try result.law.symbols()), at: cell.location)
      }
    }
    try problems.finish()
  }

  private mutating func keep(_ fit: ExecutedFit, at location: SourceLocation) {
    data.fits[fit.label] = fit.result
    fits.append(fit)
    for warning in fit.result.warnings {
      diagnostics.append(Diagnostic(.warning, "W0501", "fit \"\(fit.label)\": \(warning)", at: location))
    }
  }

  // MARK: Compare

  /// Compares fits on their common rows.
  mutating func compare(
    maxThreads: Int?, _ progress: (@Sendable (String, Double?) -> Void)?
  ) throws(DiagnosticError) {
    var problems = Problems()
    for cell in plan.comparisons {
      progress?("compare \(cell.label)", 0)
      let execution = comparison(cell, maxThreads: maxThreads)
      let result = problems.attempt { () throws(DiagnosticError) in
        try execution.run(cache: cache) { progress?("compare \(cell.label)", $0) }
      }
      if let comparison = result ?? nil { data.comparisons[cell.name] = comparison }
    }
    try problems.finish()
  }

  private func comparison(_ cell: CompareCell, maxThreads: Int?) -> CompareExecution {
    CompareExecution(
      cell: cell, fitCells: Dictionary(rowCells.map { ($0.label, $0) }) { first, _ in first }, rows: rows,
      data: data, seed: plan.front.seed, maxThreads: maxThreads)
  }

  /// Computes the tables from runs, fits and comparisons.
  mutating func makeTables() throws(DiagnosticError) {
    var problems = Problems()
    for cell in plan.tables {
      let table = problems.attempt { () throws(DiagnosticError) in try tableExecution(cell).make() }
      if let table = table ?? nil { preparedTables[cell.label] = table }
    }
    try problems.finish()
  }

  private func tableExecution(_ cell: TableCell) -> TableExecution {
    TableExecution(cell: cell, data: data, sources: tableSources)
  }

  /// Where each table of runs was read from.
  private var tableSources: [String: String] {
    Dictionary(tables.map { ($0.label, $0.source) }) { first, _ in first }
  }

  private var units: ReportUnits {
    ReportUnits(runs: plan.runs, tables: data.tables, fits: rowCells, laws: data.fitLaws)
  }

  /// The cells of all fits that have rows, made here or elsewhere.
  private var rowCells: [FitCell] { plan.fits + plan.given.compactMap(\.rows) }

  // MARK: Draw

  /// Makes the figures from tables and fits.
  mutating func makeFigures() throws(DiagnosticError) {
    var problems = Problems()
    for cell in plan.figures {
      let inputs = FigureInputs(id: cell.label, settings: cell.settings, tables: data.tables, fits: data.fits)
      let made = problems.attempt { () throws(DiagnosticError) in
        do throws(DiagnosticError) {
          return try cell.figure(inputs, cache: cache)
        } catch {
          throw error.located(at: cell.location)
        }
      }
      guard let made else { continue }
      var figure = made.figure
      figureKeys[cell.label] = made.key
      let writer = ValueWriter(data: data, sources: tableSources)
      problems.attempt { () throws(DiagnosticError) in
        if let title = cell.title { figure.chart.title = try writer.filled(title, isCheckOnly: false) }
        if let alt = cell.alt { figure.alt = try writer.filled(alt, isCheckOnly: false) }
      }
      diagnostics += figure.warnings.map { $0.located(at: cell.location) }
      figures[cell.label] = figure
    }
    try problems.finish()
  }

  // MARK: Write

  /// Executes the text in earnest and puts the report together. `sources` are the texts of the report's files.
  func report(sources: [String: String]) throws(DiagnosticError) -> ExecutedReport {
    var executor = TextExecutor(context(isCheck: false))
    let text = write(&executor)
    try executor.problems.finish()
    var metadata = ExecutedReport.Metadata(
      title: text.title, subtitle: text.subtitle, abstract: text.abstract)
    let front = plan.front
    metadata.authors = front.authors
    metadata.date = front.date
    metadata.keywords = front.keywords
    metadata.language = front.language
    metadata.description = front.description ?? Self.opening(text.abstract)
    metadata.keyFigure = front.keyFigure?.text
    metadata.outputs = front.outputs
    metadata.look = front.look
    metadata.citationStyle = front.citationStyle
    metadata.seed = front.seed
    let slug = Identifier.fileSafe(files.folderName(of: path.folder))
    var report = ExecutedReport(
      slug: slug.isEmpty ? "report" : slug, source: plan.source, metadata: metadata, blocks: text.blocks,
      contents: executor.headings,
      figures: executor.figures,
      fits: plan.fitLabels.compactMap { label in fits.first { $0.label == label } }, laws: plan.laws,
      tables: tables,
      values: executor.values.sorted {
        ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column)
      },
      claims: executor.claims.sorted { $0.key < $1.key }.map(\.value),
      references: citations.list(
        executor.citedKeys, mentions: executor.mentions, style: front.citationStyle),
      footnotes: text.footnotes,
      diagnostics: Problems.sorted(diagnostics + typedNumbers(executor, sources: sources)))
    report.comparisons = executor.comparisons
    for index in report.figures.indices { report.figures[index].key = figureKeys[report.figures[index].id] }
    report.parameters = plan.parameters
    return report
  }

  /// Warnings about numbers in the text that are typed and could be computed.
  private func typedNumbers(_ executor: TextExecutor, sources: [String: String]) -> [Diagnostic] {
    let checks = executor.claims.sorted { $0.key < $1.key }.map(\.value.check)
    var lint = LiteralLint(
      ComputableValues(data, shown: executor.values, checks: checks), sources: sources)
    for text in [plan.title, plan.subtitle, plan.abstract].compactMap({ $0 }) + plan.captions.values {
      lint.look(at: text.blocks, base: text.base)
    }
    // What is repeated is written once: a replacement would hold for one of the copies.
    lint.look(at: plan.blocks.filter { $0.location.repetition == 0 })
    for footnote in plan.footnotes { lint.look(at: footnote.blocks) }
    return lint.warnings
  }

  /// All texts of a report, in the order of a reader.
  private func write(
    _ executor: inout TextExecutor
  ) -> (
    title: [Run], subtitle: [Run], abstract: [Content], blocks: [Content],
    footnotes: [ExecutedReport.Footnote]
  ) {
    let title = executor.line(plan.title)
    let subtitle = plan.subtitle.map { executor.line($0) } ?? []
    let abstract = plan.abstract.map { executor.blocks($0) } ?? []
    let blocks = executor.blocks(plan.blocks)
    return (title, subtitle, abstract, blocks, executor.finishFootnotes())
  }

  private func context(isCheck: Bool) -> TextExecutor.Context {
    let (files, path) = (files, path)
    return TextExecutor.Context(
      values: ValueWriter(data: data, sources: tableSources),
      bodies: plan.bodies, index: index, citations: citations, citationStyle: plan.front.citationStyle,
      laws: LawNotation(laws: data.laws),
      figureCells: Dictionary(plan.figures.map { ($0.label, $0) }) { first, _ in first },
      captions: plan.captions,
      figures: figures, comparisons: Set(plan.comparisons.map(\.label)), tables: preparedTables,
      titles: plan.titles, fitOrder: plan.fitLabels,
      footnotes: plan.footnotes,
      allowsRawHTML: plan.front.allowsRawHTML,
      units: units,
      hasFile: { name in
        let whole = path.file(named: name)
        return files.isOwn(whole, of: path.folder) && ((try? files.read(whole)) ?? nil) != nil
      }, isCheck: isCheck)
  }

  /// The first words of the abstract, for search engines and cards.
  private static func opening(_ abstract: [Content]) -> String {
    let words = PlainRuns.text(abstract.first.map(PlainRuns.of) ?? []).split(separator: " ")
    var result = ""
    for word in words {
      if result.count + word.count > 200 { return result + " …" }
      result += result.isEmpty ? word : " \(word)"
    }
    return result
  }
}
