import Diagnostics
import Figures

extension ReportExecution {
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
        problems.attempt { () throws(DiagnosticError) in try comparison(cell).check() }
      }
    }
    if problems.errors.isEmpty {
      for cell in plan.tables {
        let table = problems.attempt { () throws(DiagnosticError) in try tableExecution(cell).check() }
        if let table = table ?? nil { preparedTables[cell.label] = table }
      }
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
}
