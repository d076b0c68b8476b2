import Diagnostics
import Fitting
import Laws

/// A `fit` cell whose values were found elsewhere: `published:` names a law of the catalogue with its printed constants.
///
/// With `data:` it is evaluated on rows, so that its card tells how well it describes them.
struct GivenFit {
  var label: String
  var location: SourceLocation
  var result: FitResult
  /// The rows to evaluate it on, or nil.
  var rows: FitCell?

  var law: Law { result.law }

  /// Keys that say where the values come from.
  static let sources = ["published"]
  /// Keys that tell a search what to do.
  static let keysOfFitting = ["law", "fix", "tie", "starts", "bootstrap"]
  private static let keysOfRows = ["where", "loss", "observed", "variables"]

  static func isGiven(_ node: ConfigNode) -> Bool { sources.contains { node[$0] != nil } }

  /// Decodes the cell; nil when it is to be fitted to rows.
  init?(
    _ cell: Cell, cells: [String: Cell], laws: inout LawResolver, tables: [String]
  ) throws(DiagnosticError) {
    var plain = cell
    plain.settings = try FitCell.inherited(cell, cells, [])
    let node = plain.settings
    guard let published = node["published"] else { return nil }
    try Self.refuse(node)
    label = cell.label
    location = cell.labelLocation
    result = try Self.published(published)
    if node["data"] != nil {
      let kept = try node.entries("a fit cell").filter { !(Self.sources + ["like"]).contains($0.key) }
      plain.settings.content = .map(kept)
      rows = try FitCell(plain, cells: [:], laws: &laws, tables: tables, given: result.law)
    }
  }

  /// Refuses settings that would have no effect.
  private static func refuse(_ node: ConfigNode) throws(DiagnosticError) {
    var problems = Problems()
    for entry in try node.entries("a fit cell") {
      if keysOfFitting.contains(entry.key) {
        problems.report(
          "E0108", "\"\(entry.key)\" has no effect on a fit whose values are given", at: entry.keyLocation,
          help: ["take the line out, or fit the law here with `law:`"])
      } else if keysOfRows.contains(entry.key), node["data"] == nil {
        problems.report(
          "E0108", "\"\(entry.key)\" is about rows, and this fit is evaluated on none", at: entry.keyLocation,
          help: ["add `data:` with a runs cell's label"])
      }
    }
    try problems.finish()
  }

  private static func published(_ node: ConfigNode) throws(DiagnosticError) -> FitResult {
    let law = try LawCatalogue.published(try node.string("published"), at: node.location)
    return try FitResult.published(law)
  }

  /// The fit as the report has it, evaluated on its rows.
  func execute(_ data: ReportData) throws(DiagnosticError) -> ExecutedFit {
    var executed = ExecutedFit(
      label: label, data: "", filter: nil, result: result, excluded: [], symbols: try law.symbols())
    guard let rows, let table = data.tables[rows.data] else { return executed }
    let chosen = try FitRows(rows, table: table, clusters: data.clusters[rows.data])
    executed.result = try result.evaluated(on: chosen.data, objective: rows.objective)
    (executed.data, executed.filter) = (rows.data, rows.condition?.source)
    executed.excluded = chosen.excluded
    return executed
  }
}
