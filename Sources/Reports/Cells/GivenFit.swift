import Diagnostics
import Fitting
import Laws

/// A `fit` cell whose values were found elsewhere: `published:` names printed constants of the catalogue, `from:` a JSON
/// file with a fit.
///
/// With `data:` it is evaluated on rows, so that its card tells how well it describes them.
struct GivenFit {
  var label: String
  /// Where the cell says what its values come from.
  var location: SourceLocation
  var law: Law
  private var values: Values
  /// The rows to evaluate it on, or nil.
  private(set) var rows: FitCell?

  private enum Values {
    case published(FitResult)
    case file(FitFile)
  }

  /// Keys that say where the values come from.
  static let sources = ["published", "from"]
  /// Keys that tell a search what to do.
  static let keysOfFitting = [
    "law", "fix", "tie", "take", "free", "ranges", "starts", "bootstrap", "resample", "interval", "profile",
    "priors",
  ]
  private static let keysOfRows = ["where", "loss", "observed", "variables", "weights"]

  static func isGiven(_ node: ConfigNode) -> Bool { sources.contains { node[$0] != nil } }

  /// Decodes the cell; nil when it is to be fitted to rows.
  init?(
    _ cell: Cell, cells: [String: Cell], laws: inout LawResolver, tables: [String], reader: inout SourceReader
  ) throws(DiagnosticError) {
    var plain = cell
    plain.settings = try FitCell.inherited(cell, cells, [])
    let node = plain.settings
    guard Self.isGiven(node) else { return nil }
    try Self.refuse(node, own: cell.settings)
    label = cell.label
    if let published = node["published"] {
      location = published.location
      let law = try LawCatalogue.published(try published.string("published"), at: published.location)
      self.law = law
      values = .published(try FitResult.published(law))
    } else if let from = node["from"] {
      location = from.location
      let name = try from.string("from")
      let (place, bytes) = try reader.file(name, at: from.location)
      let text = try reader.text(bytes, name: place)
      let file = try FitFileReader(name: name, label: label).read(text, file: place, laws: &laws)
      law = file.law
      values = .file(file)
    } else {
      return nil
    }
    guard node["data"] != nil else { return }
    let kept = try node.entries("a fit cell").filter { !(Self.sources + ["like"]).contains($0.key) }
    plain.settings.content = .map(kept)
    var rows = try FitCell(plain, cells: [:], laws: &laws, tables: tables, given: law)
    if node["loss"] == nil, case .file(let file) = values, let loss = file.loss { rows.objective = loss }
    self.rows = rows
  }

  /// Refuses settings that would have no effect, and keys that no fit has.
  private static func refuse(_ node: ConfigNode, own: ConfigNode) throws(DiagnosticError) {
    var problems = Problems()
    problems.attempt { () throws(DiagnosticError) in try own.expectKeys(FitCell.keys, in: "a fit cell") }
    for entry in try node.entries("a fit cell") {
      if keysOfFitting.contains(entry.key) {
        problems.report(
          "E0108", "\"\(entry.key)\" has no effect on a fit whose values are given", at: entry.keyLocation,
          help: ["take the line out, or fit the law here with `law:`"])
      } else if keysOfRows.contains(entry.key), node["data"] == nil {
        problems.report(
          "E0108", "\"\(entry.key)\" is about rows, and this fit is evaluated on none", at: entry.keyLocation,
          help: ["add `data:` with a runs cell's label"])
      } else if entry.key == "from", node["published"] != nil {
        problems.report(
          "E0120", "a fit is published or comes from a file, not both", at: entry.keyLocation)
      }
    }
    try problems.finish()
  }

  /// The fit as the report has it, evaluated on its rows.
  func execute(_ data: ReportData, seed: UInt64) throws(DiagnosticError) -> ExecutedFit {
    let result =
      switch values {
      case .published(let result): result
      case .file(let file): try file.result(seed: seed, label: label)
      }
    var executed = ExecutedFit(
      label: label, data: "", filter: nil, result: result, excluded: [], symbols: try law.symbols())
    guard let rows, let table = data.tables[rows.data] else { return executed }
    let chosen = try FitRows(rows, table: table, clusters: data.clusters[rows.data])
    executed.result = try result.evaluated(on: chosen.data, objective: rows.objective)
    executed.result.weighted = rows.weights?.source
    (executed.data, executed.filter) = (rows.data, rows.condition?.source)
    executed.excluded = chosen.excluded
    if case .file(let file) = values {
      let found = try file.reproduction(of: executed.result, on: chosen.data, objective: rows.objective)
      executed.reproduction = found
      if let warning = found?.warning(file: file.name, rows: executed.result.rowsUsed) {
        executed.result.warnings.append(warning)
      }
    }
    return executed
  }
}
