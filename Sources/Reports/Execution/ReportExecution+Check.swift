import Diagnostics
import Figures

extension ReportExecution {
  /// Finds what is wrong in rows, references, values, claims and math before the fits take their time.
  mutating func check() {
    var problems = Problems()
    for cell in rowCells where !failed.contains(cell.label) && !failedCells.contains(cell.label) {
      guard let table = data.tables[cell.data] else { continue }
      let clusters = data.clusters[cell.data]
      rows[cell.label] = problems.attempt { () throws(DiagnosticError) in
        try FitRows(cell, table: table, clusters: clusters)
      }
    }
    if let key = plan.front.keyFigure, plan.captions[key.text] == nil,
      !plan.figures.contains(where: { $0.label == key.text })
    {
      problems.report(
        "E0201", "no figure \"\(key.text)\"", at: key.location,
        help: Spelling.didYouMean(key.text, among: plan.captions.keys), missing: .label(key.text))
    }
    for cell in plan.comparisons {
      let isSound: Void? = problems.attempt { () throws(DiagnosticError) in try comparison(cell).check() }
      if isSound == nil { failedCells.insert(cell.label) }
    }
    for cell in plan.tables {
      let table = problems.attempt { () throws(DiagnosticError) in try tableExecution(cell).check() }
      guard let table else {
        failedCells.insert(cell.label)
        continue
      }
      preparedTables[cell.label] = table
    }
    diagnostics += units.findings(laws: plan.laws.sorted { $0.key < $1.key }.map(\.value))
    for figure in plan.figures {
      diagnostics += units.findings(figure)
      problems.attempt { () throws(DiagnosticError) in
        try FigureKinds.checkKeys(of: figure.kind, figure.settings)
      }
    }
    let writer = ValueWriter(data: data, sources: tableSources)
    for text in plan.figures.flatMap({ [$0.title, $0.alt] }).compactMap({ $0 }) {
      problems.attempt { () throws(DiagnosticError) in _ = try writer.filled(text) }
    }
    var executor = TextExecutor(context(isCheck: true))
    _ = write(&executor)
    problems.add(executor.problems)
    for (place, claim) in index.claims where !executor.seenClaims.contains(claim) {
      problems.report("E0211", "this claim stands in a footnote that is never mentioned", at: place)
    }
    self.problems.add(problems)
    citations.tellApart(executor.mentions.keys.sorted())
    diagnostics += executor.warnings
    noteUnused(executor)
  }

  /// Warns of works, tables and figures that the text does not mention.
  private mutating func noteUnused(_ executor: TextExecutor) {
    diagnostics += Citations.unused(plan.bibliographies, cited: executor.citedKeys)
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
}
