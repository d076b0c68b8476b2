import Diagnostics
import Laws

extension ReportPlan {
  /// Decodes the cells; those that are wrong are reported, and what they define is noted as failed.
  mutating func decode(
    _ cells: [Cell], _ reader: inout SourceReader, _ problems: inout Problems, _ failed: inout FailedNames
  ) {
    for cell in cells where cell.kind == .runs {
      if let runs = problems.attempt({ () throws(DiagnosticError) in try RunsCell(cell) }) {
        self.runs.append(runs)
      } else {
        failed.add(cell.label)
      }
    }
    named = NamedValues(cells, &problems, &failed)
    var resolver = LawResolver(cells: Self.byLabel(cells, .law))
    for cell in cells where cell.kind == .law {
      let law = problems.attempt { () throws(DiagnosticError) in
        try resolver.law(named: cell.label, at: cell.labelLocation)
      }
      if let law { laws[cell.label] = law } else { failed.add(cell.label) }
    }
    decodeFits(cells, &resolver, &reader, &problems, &failed)
    for cell in cells where cell.kind == .compare {
      let decoded = problems.attempt { () throws(DiagnosticError) in
        try CompareCell(
          cell, known: fitLabels,
          withoutLikelihood: Set(
            (fits + given.compactMap(\.rows)).filter { !$0.hasLikelihood }.map(\.label)))
      }
      guard let comparison = decoded else {
        failed.add(cell.label)
        continue
      }
      comparisons.append(comparison)
      if let caption = comparison.caption { captions[cell.label] = line(caption, "a caption", &problems) }
    }
    for cell in cells where cell.kind == .table {
      guard let table = problems.attempt({ () throws(DiagnosticError) in try TableCell(cell) }) else {
        failed.add(cell.label)
        continue
      }
      tables.append(table)
      if let caption = table.caption { captions[table.label] = line(caption, "a caption", &problems) }
      titles[table.label] = table.columns.map { column in
        line(column.title, "a column's title", &problems)
          ?? EmbeddedText(blocks: [], base: column.title.location)
      }
    }
    for cell in cells where cell.kind == .figure {
      guard let figure = problems.attempt({ () throws(DiagnosticError) in try FigureCell(cell) }) else {
        failed.add(cell.label)
        continue
      }
      figures.append(figure)
      captions[figure.label] = line(figure.caption, "a caption", &problems)
    }
  }

  private mutating func decodeFits(
    _ cells: [Cell], _ resolver: inout LawResolver, _ reader: inout SourceReader, _ problems: inout Problems,
    _ failed: inout FailedNames
  ) {
    // A table whose cell is wrong exists all the same: the fit of it is not at fault.
    let tables = cells.filter { $0.kind == .runs }.map(\.label)
    let fitCells = Self.byLabel(cells, .fit)
    fitLabels = cells.filter { $0.kind == .fit }.map(\.label)
    for (cell, base) in FitCell.inOrderOfLikeness(fitCells, fitLabels) {
      // What it says itself can be wrong as well, but what it inherits is not its own.
      if let base, failed.contains(base) {
        problems.attempt { () throws(DiagnosticError) in
          try cell.settings.expectKeys(FitCell.keys, in: "a fit cell")
        }
        failed.add(cell.label)
        continue
      }
      let isDecoded: Void? = problems.attempt { () throws(DiagnosticError) in
        if let fit = try GivenFit(cell, cells: fitCells, laws: &resolver, tables: tables, reader: &reader) {
          given.append(fit)
        } else {
          fits.append(try FitCell(cell, cells: fitCells, laws: &resolver, tables: tables))
        }
      }
      if isDecoded == nil { failed.add(cell.label) }
    }
    let order = Dictionary(fitLabels.enumerated().map { ($1, $0) }) { first, _ in first }
    fits.sort { order[$0.label, default: 0] < order[$1.label, default: 0] }
    given.sort { order[$0.label, default: 0] < order[$1.label, default: 0] }
    let sorted = fits.inOrderOfNeed(&problems)
    for fit in fits where !sorted.contains(where: { $0.label == fit.label }) { failed.add(fit.label) }
    fits = sorted
  }

  private static func byLabel(_ cells: [Cell], _ kind: Cell.Kind) -> [String: Cell] {
    Dictionary(cells.filter { $0.kind == kind }.map { ($0.label, $0) }) { first, _ in first }
  }

  private func line(_ text: FrontMatter.Text, _ what: String, _ problems: inout Problems) -> EmbeddedText? {
    problems.attempt { () throws(DiagnosticError) in try EmbeddedText.line(text, what) }
  }
}
