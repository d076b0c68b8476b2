import Cache
import Diagnostics
import Expressions
import Runs

/// A `runs` cell: which file, what the columns are called, what is derived, what is left out.
struct RunsCell {
  var label: String
  var from: String
  var fromLocation: SourceLocation
  var columns: [(name: String, header: String, location: SourceLocation)] = []
  var derived: [(name: String, location: SourceLocation, expression: Expression)] = []
  var condition: Expression?
  /// The units of columns, as the author writes them.
  var units: [(name: String, text: String, location: SourceLocation)] = []
  var expectations: ConfigNode?
  var cluster: String?
  var clusterLocation: SourceLocation?

  /// Decodes the cell; every mistake at once.
  init(_ cell: Cell) throws(DiagnosticError) {
    var problems = Problems()
    let node = cell.settings
    problems.attempt { () throws(DiagnosticError) in try node.expectKeys(Self.keys, in: "a runs cell") }
    label = cell.label
    from = ""
    fromLocation = cell.location
    if let source = node["from"] {
      fromLocation = source.location
      problems.attempt { () throws(DiagnosticError) in from = try source.string("from") }
    } else {
      problems.report(
        "E0105", "the runs cell \"\(label)\" does not say where its rows come from", at: cell.location,
        help: ["add a line: from: runs.csv"])
    }
    for entry in problems.attempt({ () throws(DiagnosticError) in
      try node["columns"]?.entries("columns") ?? []
    }) ?? [] {
      problems.attempt { () throws(DiagnosticError) in
        try Self.checkName(entry)
        columns.append((entry.key, try entry.value.string("a column's header"), entry.value.location))
      }
    }
    for entry in problems.attempt({ () throws(DiagnosticError) in try node["derive"]?.entries("derive") ?? []
    }) ?? [] {
      problems.attempt { () throws(DiagnosticError) in
        try Self.checkName(entry)
        derived.append((entry.key, entry.keyLocation, try Self.expression(entry.value, "a derived column")))
      }
    }
    problems.attempt { () throws(DiagnosticError) in
      guard let filter = node["where"] else { return }
      condition = try filter.expression("where")
    }
    problems.attempt { () throws(DiagnosticError) in
      for entry in try node["units"]?.entries("units") ?? [] {
        units.append((entry.key, try entry.value.string("a unit"), entry.keyLocation))
      }
    }
    expectations = node["expect"]
    problems.attempt { () throws(DiagnosticError) in
      cluster = try node["cluster"]?.string("cluster")
      clusterLocation = node["cluster"]?.location
    }
    try problems.finish()
  }

  /// An expression; a bracket that is not closed is most likely a comma inside `{…}`.
  static func expression(_ node: ConfigNode, _ what: String) throws(DiagnosticError) -> Expression {
    do throws(DiagnosticError) {
      return try node.expression(what)
    } catch {
      guard let text = try? node.string(what),
        text.count(where: { $0 == "(" }) > text.count(where: { $0 == ")" })
      else { throw error }
      throw DiagnosticError(
        error.diagnostics.map { diagnostic in
          var helped = diagnostic
          helped.help.append(
            "between braces a comma ends the value: write each `name: value` on a line of its own")
          return helped
        })
    }
  }

  static func checkName(_ entry: ConfigNode.Entry) throws(DiagnosticError) {
    guard Identifier.isName(entry.key) else {
      throw DiagnosticError(
        "E0109", "\"\(entry.key)\" cannot be a column's name", at: entry.keyLocation,
        notes: ["expressions use it, so it is a name: letters, digits and _, not beginning with a digit"])
    }
  }

  /// What came of a cell.
  struct Output {
    var table: RunTable
    var clusters: [Int]?
    var hash: String
  }

  /// Reads the file and makes the table; every mistake at once that does not follow from another.
  func execute(_ reader: inout SourceReader) throws(DiagnosticError) -> Output {
    try checkSource()
    let (name, bytes) = try reader.file(from, at: fromLocation)
    var table = try RunTable.read(csv: bytes, name: label, source: name)
    if !columns.isEmpty { table = try table.renaming(columns) }
    var problems = Problems()
    var failed: Set<String> = []
    for column in derived where failed.isDisjoint(with: column.expression.names) {
      let made = problems.attempt { () throws(DiagnosticError) in
        try table.deriving(column.name, column.expression)
      }
      if let made { table = made } else { failed.insert(column.name) }
    }
    if let condition, failed.isDisjoint(with: condition.names) {
      let filtered = problems.attempt { () throws(DiagnosticError) in try table.filtered(where: condition) }
      if let filtered { table = filtered }
    }
    // A derived column that failed is a column all the same.
    let names = table.columns.map(\.name) + derived.map(\.name)
    for unit in units where !names.contains(unit.name) {
      problems.report(
        "E0415", "a unit of \"\(unit.name)\", which is no column", at: unit.location,
        notes: ["columns: \(table.columns.map(\.name).joined(separator: ", "))"],
        help: Spelling.didYouMean(unit.name, among: names))
    }
    // What is expected is expected of the whole table.
    try problems.finish()
    if let expectations { try table.expect(expectations) }
    table.source = from
    guard table.rowCount > 0 else {
      throw DiagnosticError(
        "E0206", "no row of \(from) is left", at: condition?.location ?? fromLocation,
        notes: ["\(table.dropped.count) rows were left out"])
    }
    return Output(table: table, clusters: try clusters(table), hash: Hashing.sha256(bytes))
  }

  /// Only CSV is read; other sources are named, so that nobody wonders about a parser's error.
  private func checkSource() throws(DiagnosticError) {
    let lower = from.lowercased()
    if lower.hasSuffix(".csv") { return }
    let kind: String
    if let scheme = lower.firstRange(of: "://") {
      kind = String(lower[..<scheme.lowerBound])
    } else if lower.hasSuffix("/") {
      kind = "a folder of runs"
    } else {
      let path = lower.split(separator: "?").first.map(String.init) ?? lower
      kind = path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? "a file without .csv"
    }
    throw DiagnosticError(
      "E0430", "runs are not read from \(kind): \"\(from)\"", at: fromLocation,
      notes: ["they are read from .csv files"])
  }

  private func clusters(_ table: RunTable) throws(DiagnosticError) -> [Int]? {
    guard let cluster, let location = clusterLocation else { return nil }
    return try Clusters.number(cluster, of: table, at: location)
  }
}
