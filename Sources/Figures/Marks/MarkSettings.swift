import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs

/// One entry under `marks:` of a figure of free marks, read for the rows of one panel.
struct MarkSettings {
  /// The kinds of mark, with the keys that each knows.
  static let kinds: [(name: String, keys: [String])] = [
    ("points", ["data", "where", "x", "y", "series", "series-label", "hollow", "size", "name"]),
    ("line", ["data", "where", "x", "y", "series", "series-label", "dashed"]),
    ("curve", ["y", "over", "range", "label", "dashed", "at"]),
    ("band", ["data", "where", "x", "lower", "upper", "series", "series-label"]),
    ("interval", ["data", "where", "x", "y", "lower", "upper", "series", "series-label"]),
    ("bars", ["data", "where", "x", "y", "width", "series", "series-label"]),
    ("histogram", ["data", "where", "of", "bins", "series", "series-label"]),
    ("cells", ["data", "where", "x", "y", "value", "scale", "colors", "label"]),
    ("rule", ["x", "y", "label"]), ("zone", ["x", "y", "label"]), ("note", ["x", "y", "text"]),
  ]

  let kind: String
  let settings: FigureSettings
  /// Position among the marks: categories of marks without a series column take their colours by it.
  let index: Int

  /// Splits `- points: {…}` and refuses unknown kinds and keys.
  init(_ entry: ConfigNode, index: Int, in outer: FigureSettings) throws(DiagnosticError) {
    let names = Self.kinds.map(\.name)
    let entries = try entry.entries("a mark")
    guard entries.count == 1, let only = entries.first else {
      throw entry.mismatch("a mark must be one of \(names.joined(separator: ", ")) with its settings")
    }
    guard let known = Self.kinds.first(where: { $0.name == only.key }) else {
      throw DiagnosticError(
        "E0725", "no kind of mark \"\(only.key)\"", at: only.keyLocation,
        notes: ["kinds: \(names.joined(separator: ", "))"], help: Spelling.didYouMean(only.key, among: names))
    }
    kind = known.name
    self.index = index
    settings = try outer.inner(only.value, kind: "the mark \(known.name)", keys: known.keys)
  }

  /// The table that a mark draws: its own, or the figure's.
  func table(_ outer: FigureSettings) throws(DiagnosticError) -> RunTable {
    try settings.rows(try (settings.node["data"] == nil ? outer : settings).table("data"))
  }

  /// A number for each row: a column's name or any expression over columns.
  func numbers(_ key: String, _ table: RunTable) throws(DiagnosticError) -> [Double] {
    let place = try settings.required(key).location
    guard let expression = try settings.expression(key) else { return [] }
    let column = try expression.evaluate(rows: table.rowCount, columns: table.expressionColumns)
    guard case .numbers(let values) = column else {
      throw DiagnosticError("E0713", "\"\(expression.source)\" is not a number for each row", at: place)
    }
    return values
  }

  /// The series of a mark: its column, or one series with the mark's own colour and the name of what it shows.
  func series(_ table: RunTable, fallback: String) throws(DiagnosticError) -> SeriesColumn {
    try SeriesColumn(settings, of: table, fallback: fallback, category: index)
  }

  /// The value of a rule, zone or note: a number.
  func number(_ key: String) throws(DiagnosticError) -> Double? { try settings.node[key]?.number(key) }

  /// `dashed: true`, or a full line.
  func dash() throws(DiagnosticError) -> [Double] {
    try settings.node["dashed"]?.boolean("dashed") == true ? [5, 3] : []
  }
}
