import Diagnostics
import Markup

extension ReportExecution {
  /// Executes the text in earnest and puts the report together; throws everything that was found wrong in any phase, with the
  /// warnings. `sources` are the texts of the report's files.
  func report(sources: [String: String]) throws(DiagnosticError) -> ExecutedReport {
    var executor = TextExecutor(context(isCheck: false))
    let text = write(&executor)
    var findings = diagnostics + typedNumbers(executor, sources: sources)
    var problems = problems
    problems.add(executor.problems)
    let date = date(sources: sources.keys.sorted(), &problems, &findings)
    guard problems.errors.isEmpty else {
      // What a wrong place mentions is not known.
      let warnings = findings.filter { failed.isEmpty || !Self.unused.contains($0.code) }
      throw DiagnosticError(Problems.sorted(failed.causes(problems.errors) + warnings))
    }
    var metadata = ExecutedReport.Metadata(
      title: text.title, subtitle: text.subtitle, abstract: text.abstract)
    let front = plan.front
    metadata.authors = front.authors
    (metadata.date, metadata.isDateOfHistory) = (date, front.historyDate != nil)
    metadata.keywords = front.keywords
    metadata.language = front.language
    metadata.description = front.description ?? Self.opening(text.abstract)
    metadata.keyFigure = front.keyFigure?.text
    metadata.outputs = front.outputs
    metadata.pictures = front.pictures
    metadata.look = front.look
    metadata.citationStyle = front.citationStyle
    metadata.seed = front.seed
    var report = ExecutedReport(
      slug: path.slug(in: files), source: plan.source, metadata: metadata, blocks: text.blocks,
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
      diagnostics: Problems.sorted(findings))
    report.comparisons = executor.comparisons
    for index in report.figures.indices { report.figures[index].key = figureKeys[report.figures[index].id] }
    report.parameters = plan.parameters
    return report
  }

  /// Codes of what nobody mentions.
  private static let unused: Set<String> = ["W0203", "W0210", "W0213"]

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
  func write(
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
