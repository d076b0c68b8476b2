import Cache
import Diagnostics
import Reports
import Typesetting

/// `report.json`: a report's results for programs, with the hashes of everything that they were computed from.
///
/// `schemas/report.schema.json` says what stands where. Numbers have ten significant digits; null stands for what is
/// not bounded or not known.
struct ReportRecord {
  let report: ExecutedReport
  /// The figures' files, in the order of the report's figures.
  let figures: [FigureFiles]
  /// The copied data file of each table, by label.
  let data: [String: String]

  /// What `format` says: the name and version of the schema.
  static let format = "isoloss-report/1"

  /// The file's text.
  var text: String {
    JSON.object([
      ("format", .string(Self.format)), ("program", .string(ProgramVersion.name)),
      ("report", metadata),
      (
        "source",
        .object([
          ("file", .string(report.source.file)), ("sha256", .string(report.source.hash)),
          (
            "included",
            .array(
              report.source.included.map {
                .object([("file", .string($0.file)), ("sha256", .string($0.hash))])
              })
          ),
        ])
      ), ("parameters", .array(report.parameters.map(parameter))),
      ("runs", .array(report.tables.map(runs))), ("laws", .array(laws)),
      ("fits", .array(report.fits.map { FitRecord($0, cell: cell($0.label)).json })),
      ("values", .array(report.values.map(value))), ("claims", .array(report.claims.map(claim))),
      ("figures", .array(zip(report.figures, figures).map(figure))),
      ("comparisons", .array(report.comparisons.map(comparison))),
      ("tables", .array(TableSearch.tables(report.blocks).map(table))),
      ("references", .array(report.references.map(reference))),
      ("warnings", .array(report.diagnostics.filter { $0.severity == .warning }.map(warning))),
    ]).document
  }

  private var metadata: JSON {
    let metadata = report.metadata
    return .object([
      ("slug", .string(report.slug)), ("title", .string(PlainText.text(metadata.title))),
      ("subtitle", .string(PlainText.text(metadata.subtitle))),
      ("abstract", .string(PlainText.text(metadata.abstract))),
      (
        "authors",
        .array(
          metadata.authors.map {
            .object([
              ("name", .string($0.name)), ("orcid", JSON($0.orcid)), ("affiliation", JSON($0.affiliation)),
            ])
          })
      ),
      ("date", JSON(metadata.date)), ("keywords", .array(metadata.keywords.map { .string($0) })),
      ("language", .string(metadata.language)),
    ])
  }

  /// Where a cell stands and what it says; null for what no cell of the source has made.
  private func cell(_ label: String) -> JSON {
    report.source.cell(label).map { cell in
      let file =
        cell.file.isEmpty || cell.file == report.source.file ? [] : [("file", JSON.string(cell.file))]
      return .object(file + [("line", JSON(cell.line)), ("sha256", .string(cell.hash))])
    } ?? .null
  }

  private func parameter(_ parameter: ReportParameter) -> JSON {
    .object([
      ("name", .string(parameter.name)), ("type", .string(parameter.kind.rawValue)),
      ("value", .string(parameter.value)), ("default", .string(parameter.standard)),
      ("description", .string(parameter.description)),
    ])
  }

  /// The file by its name in the report's folder, whatever path the report was built from.
  private func place(_ location: SourceLocation?) -> JSON {
    location.map {
      .object([
        ("file", .string(LocalPath.name($0.file))), ("line", JSON($0.line)), ("column", JSON($0.column)),
      ])
    } ?? .null
  }

  private func runs(_ table: ExecutedRuns) -> JSON {
    .object([
      ("label", .string(table.label)), ("file", .string(table.source)), ("copy", JSON(data[table.label])),
      ("sha256", .string(table.hash)), ("rowsRead", JSON(table.rows + table.dropped.count)),
      ("rows", JSON(table.rows)),
      (
        "dropped",
        .array(
          ReportFacts(report).dropped(table).map { group in
            .object([
              ("reason", .string(group.reason)), ("count", JSON(group.lines.count)),
              ("lines", .array(group.lines.map { JSON($0) })),
            ])
          })
      ), ("cell", cell(table.label)),
    ])
  }

  private var laws: [JSON] {
    report.laws.sorted { $0.key < $1.key }.map { label, law in
      .object([("label", .string(label)), ("law", LawRecord(law).json), ("cell", cell(label))])
    }
  }

  private func value(_ value: ExecutedValue) -> JSON {
    .object([
      ("expression", .string(value.expression)), ("text", .string(value.text)),
      ("number", JSON(value.number)),
      (
        "interval",
        value.bounds.map {
          .object([("low", .number($0.low)), ("high", .number($0.high)), ("level", .number($0.level))])
        } ?? .null
      ), ("method", .string(value.method)), ("from", JSON(value.target)), ("place", place(value.location)),
    ])
  }

  private func claim(_ claim: ExecutedClaim) -> JSON {
    .object([
      ("id", .string(claim.id)), ("words", .string(PlainText.text(claim.words))),
      ("check", .string(claim.check)), ("verdict", .string(claim.verdict.rawValue)),
      ("expected", .string((claim.expected ?? .holds).rawValue)), ("asExpected", .bool(claim.isAsExpected)),
      ("reason", JSON(claim.reason)), ("evidence", .string(claim.evidence)), ("place", place(claim.location)),
    ])
  }

  private func figure(_ executed: ExecutedFigure, _ files: FigureFiles) -> JSON {
    let figure = executed.figure
    let sources = FigureSources(executed.id, report)
    let hashes = files.files.map { (path: $0.path, hash: Hashing.sha256($0.bytes)) }
    let table = hashes.first { $0.path == FigureFiles.table(of: executed.id) }
    return .object([
      ("id", .string(executed.id)), ("number", .string(executed.number)),
      ("title", .string(figure.chart.title)), ("caption", .string(PlainText.text(executed.caption))),
      ("alt", .string(figure.alt)), ("description", .string(figure.description)),
      (
        "files",
        .array(
          hashes.map { .object([("path", .string($0.path)), ("sha256", .string($0.hash))]) })
      ),
      (
        "data",
        .object([
          ("columns", .array(figure.data.columns.map { .string($0) })),
          ("rows", JSON(figure.data.rows.count)),
          ("sha256", JSON(table?.hash)),
        ])
      ),
      ("runs", .array(sources.runs.map { .string($0.label) })),
      ("fits", .array(sources.fits.map { .string($0.label) })),
      ("warnings", .array(figure.warnings.map { .string($0.message) })), ("cell", cell(executed.id)),
    ])
  }

  private func comparison(_ executed: ExecutedComparison) -> JSON {
    let comparison = executed.comparison
    return .object([
      ("id", .string(executed.id)), ("fits", .array(comparison.labels.map { .string($0) })),
      ("rows", JSON(comparison.rows)),
      (
        "criteria",
        .array(
          comparison.results.map {
            .object([
              ("name", .string($0.criterion.name)), ("title", .string($0.criterion.title)),
              ("scores", .array($0.scores.map { .number($0) })),
            ])
          })
      ),
    ])
  }

  private func table(_ table: ExecutedTable) -> JSON {
    func line(_ cells: [[Run]]) -> JSON { .array(cells.map { .string(PlainText.text($0)) }) }
    return .object([
      ("id", JSON(table.id)), ("number", JSON(table.number)),
      ("caption", .string(PlainText.text(table.caption))), ("header", line(table.header)),
      ("units", line(table.units)), ("rows", .array(table.rows.map(line))),
      ("rowCount", JSON(table.rowCount)),
      (
        "files",
        .array(
          TableFiles.files(of: table).map { file in
            .object([("path", .string(file.path)), ("sha256", .string(Hashing.sha256(file.bytes)))])
          })
      ),
    ])
  }

  private func reference(_ work: ExecutedReport.Reference) -> JSON {
    .object([
      ("key", .string(work.key)), ("authors", .string(work.authors)), ("year", .string(work.year)),
      ("title", .string(work.title)), ("venue", .string(work.venue)), ("url", JSON(work.url)),
    ])
  }

  private func warning(_ diagnostic: Diagnostic) -> JSON {
    .object([
      ("code", .string(diagnostic.code)), ("message", .string(diagnostic.message)),
      ("place", place(diagnostic.location)),
    ])
  }
}
