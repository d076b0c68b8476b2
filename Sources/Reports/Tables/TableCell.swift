import Diagnostics
import Expressions

/// A `table` cell: what its rows are, which columns they have, in which order, and how many of them.
struct TableCell {
  var label: String
  var location: SourceLocation
  var caption: FrontMatter.Text?
  var source: Source
  /// Columns that the author named; empty takes those that the source has by itself.
  var columns: [Column]
  /// What rows are ordered by, first by the first; smallest first.
  var sort: [Column]
  /// The most rows that the table has; nil for all.
  var limit: Int?
  /// How many rows the page shows of a longer table; nil lets `TableLength` decide.
  var shown: Int?
  /// How numbers are written where their column does not say it.
  var format: ValueFormat?

  /// What the rows are.
  enum Source {
    /// Rows of a table of runs, or groups of them.
    case rows(RowSource)
    /// Every combination of values of some names.
    case values([(name: String, location: SourceLocation, values: [Literal])])
    /// Parameters of fits.
    case fits(FitSource)
    /// The fits of a comparison.
    case comparison(
      label: String, location: SourceLocation, criteria: [(name: String, location: SourceLocation)])
  }

  /// Rows of runs.
  struct RowSource {
    var data: String
    var location: SourceLocation
    var condition: Expression?
    var derived: [(name: String, expression: Expression)]
    /// Columns whose values make one row each; empty for a row a run.
    var groups: [(name: String, location: SourceLocation)]
  }

  /// Fits and sets of printed constants, by name, in the order of their columns.
  struct FitSource {
    enum Origin {
      /// A fit or law of the report.
      case fit
      /// Printed constants of the catalogue.
      case published
    }
    var entries: [(name: String, origin: Origin, location: SourceLocation)]
    /// Names of parameters; nil for all.
    var parameters: [(name: String, location: SourceLocation)]?
    /// Facts of fits under the parameters.
    var facts: [(name: String, location: SourceLocation)]
    /// Whether a fit is a row rather than a column.
    var fitsAreRows: Bool
  }

  /// A value that a name takes.
  enum Literal: Hashable {
    case number(Double, text: String)
    case text(String)

    var kind: Expression.Kind {
      switch self {
      case .number(let value, let text): .number(value, text: text)
      case .text(let text): .string(text)
      }
    }
  }

  /// A column: an expression, and how it looks.
  struct Column {
    var expression: Expression
    /// The head, as Markdown; its text names the column in `sort`.
    var title: FrontMatter.Text
    var unit: String = ""
    var format: ValueFormat?
    /// Which value is the best, where one is marked.
    var best: Best?
    var location: SourceLocation
  }

  /// Which value of a column is the best.
  enum Best: String, CaseIterable { case smallest, largest }

  /// The fits and comparisons, by their names in expressions, that it may need; `values` are the named values of the report.
  func names(_ values: NamedValues) -> Set<String> {
    var expressions = (columns + sort).map(\.expression)
    var names: Set<String> = []
    switch source {
    case .rows(let rows): expressions += rows.derived.map(\.expression) + (rows.condition.map { [$0] } ?? [])
    case .values: break
    case .fits(let fits): names.formUnion(fits.entries.map(\.name))
    case .comparison(let label, _, _): names.insert(CompareCell.name(label))
    }
    return names.union(expressions.flatMap { values.resolved($0).names })
  }

  /// The columns of runs behind the table, its fits, its comparison: keys that say what the rows are.
  static let sources = ["data", "over", "fits", "published", "compare"]
}

// MARK: Decoding

extension TableCell {
  private static let ofRows = ["data", "where", "derive", "by"]
  private static let ofFits = ["fits", "published", "parameters", "facts", "fits-as"]

  /// Decodes the cell; every mistake at once.
  init(_ cell: Cell) throws(DiagnosticError) {
    let node = cell.settings
    var problems = Problems()
    problems.attempt { () throws(DiagnosticError) in try node.expectKeys(Self.keys, in: "a table cell") }
    (label, location) = (cell.label, cell.labelLocation)
    source = .values([])
    (columns, sort) = ([], [])
    if let value = node["caption"] {
      problems.attempt { () throws(DiagnosticError) in
        caption = FrontMatter.Text(text: try value.string("caption"), location: value.location)
      }
    }
    if let found = problems.attempt({ () throws(DiagnosticError) in try Self.source(node, cell) }) {
      source = found
      problems.attempt { () throws(DiagnosticError) in try Self.refuse(node, found) }
    }
    columns = problems.attempt { () throws(DiagnosticError) in try Self.columns(node["columns"]) } ?? []
    sort = problems.attempt { () throws(DiagnosticError) in try Self.order(node["sort"], columns) } ?? []
    problems.attempt { () throws(DiagnosticError) in
      limit = try node["limit"]?.integer("limit", in: 1...1_000_000)
    }
    problems.attempt { () throws(DiagnosticError) in
      shown = try node["shown"]?.integer("shown", in: 1...TableLength.most)
    }
    problems.attempt { () throws(DiagnosticError) in format = try Self.format(node["format"]) }
    try problems.finish()
  }

  private static func source(_ node: ConfigNode, _ cell: Cell) throws(DiagnosticError) -> Source {
    let given = sources.filter { node[$0] != nil }
    let isOfFits = given.allSatisfy { $0 == "fits" || $0 == "published" }
    guard let first = given.first, given.count == 1 || isOfFits else {
      guard let second = given.dropFirst().first, let value = node[second] else {
        throw DiagnosticError(
          "E0105", "the table \"\(cell.label)\" does not say what its rows are", at: cell.location,
          help: [
            "add `data:` with a runs cell's label, `fits:` with fits, `published:` with constants of the catalogue, `compare:` with a comparison, or `over:` with values"
          ])
      }
      throw DiagnosticError(
        "E0120", "a table is of \"\(given[0])\" or of \"\(second)\", not of both", at: value.location)
    }
    switch first {
    case "data": return .rows(try rows(node))
    case "over": return .values(try combinations(node["over"]))
    case "compare":
      let value = node["compare"]
      return .comparison(
        label: try value?.string("compare") ?? "", location: value?.location ?? cell.location,
        criteria: try names(node["criteria"], "criteria") ?? [])
    default: return .fits(try fits(node))
    }
  }

  private static func rows(_ node: ConfigNode) throws(DiagnosticError) -> RowSource {
    var problems = Problems()
    var source = RowSource(
      data: "", location: node["data"]?.location ?? node.location, condition: nil, derived: [], groups: [])
    problems.attempt { () throws(DiagnosticError) in source.data = try node["data"]?.string("data") ?? "" }
    problems.attempt { () throws(DiagnosticError) in
      source.condition = try node["where"].map { value throws(DiagnosticError) in
        try value.expression("where")
      }
    }
    for entry in problems.attempt({ () throws(DiagnosticError) in try node["derive"]?.entries("derive") ?? []
    })
      ?? []
    {
      problems.attempt { () throws(DiagnosticError) in
        try RunsCell.checkName(entry)
        source.derived.append((entry.key, try RunsCell.expression(entry.value, "a derived column")))
      }
    }
    problems.attempt { () throws(DiagnosticError) in source.groups = try names(node["by"], "by") ?? [] }
    try problems.finish()
    return source
  }

  private static func combinations(
    _ node: ConfigNode?
  ) throws(DiagnosticError) -> [(name: String, location: SourceLocation, values: [Literal])] {
    var result: [(name: String, location: SourceLocation, values: [Literal])] = []
    var count = 1
    for entry in try node?.entries("over") ?? [] {
      try RunsCell.checkName(entry)
      var values: [Literal] = []
      for item in try entry.value.list("the values of \"\(entry.key)\"") {
        let text = try item.string("a value")
        let isText = if case .scalar(_, quoted: true) = item.content { true } else { false }
        let number = isText ? nil : try? item.number("a value")
        values.append(number.map { .number($0, text: text) } ?? .text(text))
      }
      guard !values.isEmpty else { throw entry.value.mismatch("\"\(entry.key)\" needs a value or more") }
      count *= values.count
      guard count <= 10_000 else {
        throw DiagnosticError("E0231", "these are more than 10 000 rows", at: entry.value.location)
      }
      result.append((entry.key, entry.keyLocation, values))
    }
    guard !result.isEmpty, let node else {
      throw DiagnosticError("E0105", "`over` names nothing", at: node?.location)
    }
    _ = node
    return result
  }

  private static func fits(_ node: ConfigNode) throws(DiagnosticError) -> FitSource {
    var source = FitSource(
      entries: [], parameters: try names(node["parameters"], "parameters"), facts: [], fitsAreRows: false)
    for (key, origin) in [("fits", FitSource.Origin.fit), ("published", .published)] {
      for (name, place) in try names(node[key], key) ?? [] { source.entries.append((name, origin, place)) }
    }
    source.facts = try names(node["facts"], "facts") ?? []
    for fact in source.facts where !Facts.ofFit.contains(fact.name) {
      throw ValueEvaluator.unknown(fact.name, kind: "fact of a fit", among: Facts.ofFit, at: fact.location)
    }
    if let value = node["fits-as"] {
      let word = try value.string("fits-as")
      guard word == "rows" || word == "columns" else {
        throw value.mismatch("fits-as must be rows or columns")
      }
      source.fitsAreRows = word == "rows"
    }
    return source
  }

  private static func names(
    _ node: ConfigNode?, _ what: String
  ) throws(DiagnosticError) -> [(name: String, location: SourceLocation)]? {
    guard let node else { return nil }
    var result: [(name: String, location: SourceLocation)] = []
    for item in try node.list(what) {
      let name = try item.string("a name in \(what)")
      guard !result.contains(where: { $0.name == name }) else {
        throw DiagnosticError("E0104", "\"\(name)\" is written twice", at: item.location)
      }
      result.append((name, item.location))
    }
    return result
  }

  /// Refuses settings that would have no effect.
  private static func refuse(_ node: ConfigNode, _ source: Source) throws(DiagnosticError) {
    let (what, useful): (String, [String]) =
      switch source {
      case .rows: ("rows", ofRows + ["columns", "sort", "limit", "shown"])
      case .values: ("values", ["over", "columns", "sort", "limit", "shown"])
      case .fits: ("fits", ofFits)
      case .comparison: ("a comparison", ["compare", "criteria"])
      }
    let idle = try node.entries("a table cell").filter {
      !["label", "caption", "format"].contains($0.key) && !useful.contains($0.key)
    }
    guard !idle.isEmpty else { return }
    throw DiagnosticError(
      idle.map {
        Diagnostic(
          .error, "E0108", "\"\($0.key)\" has no effect on a table of \(what)", at: $0.keyLocation,
          help: ["take the line out"])
      })
  }

  // MARK: Columns

  /// `columns:` as a list of expressions or settings, or as a map from heads to either.
  private static func columns(_ node: ConfigNode?) throws(DiagnosticError) -> [Column] {
    guard let node else { return [] }
    var problems = Problems()
    var columns: [Column] = []
    func add(_ value: ConfigNode, _ title: FrontMatter.Text?) {
      if let column = problems.attempt({ () throws(DiagnosticError) in try column(value, title) }) {
        columns.append(column)
      }
    }
    if case .map(let entries) = node.content {
      for entry in entries {
        add(entry.value, FrontMatter.Text(text: entry.key, location: entry.keyLocation))
      }
    } else {
      for item in try node.list("columns") { add(item, nil) }
    }
    for (index, column) in columns.enumerated()
    where columns[..<index].contains(where: { $0.title.text == column.title.text }) {
      problems.report(
        "E0104", "two columns are called \"\(column.title.text)\"", at: column.location,
        help: ["give one of them another `title`"])
    }
    try problems.finish()
    return columns
  }

  private static func column(_ node: ConfigNode, _ title: FrontMatter.Text?) throws(DiagnosticError) -> Column
  {
    if case .scalar = node.content {
      let expression = try RunsCell.expression(node, "a column")
      let text = try node.string("a column")
      return Column(
        expression: expression,
        title: title ?? FrontMatter.Text(text: escaped(text), location: node.location),
        location: node.location)
    }
    try node.expectKeys(columnKeys, in: "a column")
    guard let value = node["value"] else {
      throw DiagnosticError(
        "E0105", "a column has no value", at: node.location, help: ["add `value:` with an expression"])
    }
    var result = try column(value, title)
    result.location = node.location
    if let title = node["title"] {
      result.title = FrontMatter.Text(text: try title.string("title"), location: title.location)
    }
    result.unit = try node["unit"]?.string("unit") ?? ""
    result.format = try format(node["format"])
    if let best = node["best"] {
      let word = try best.string("best")
      guard let known = Best(rawValue: word) else { throw best.mismatch("best must be smallest or largest") }
      result.best = known
    }
    return result
  }

  /// An expression as Markdown that shows it: its stars and underscores are no emphasis.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>$@^#|".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func format(_ node: ConfigNode?) throws(DiagnosticError) -> ValueFormat? {
    guard let node else { return nil }
    return try ValueFormat.parse(try node.string("format"), at: node.location)
  }

  /// `sort:` names columns by their heads or gives expressions; a minus turns the order round.
  private static func order(_ node: ConfigNode?, _ columns: [Column]) throws(DiagnosticError) -> [Column] {
    var result: [Column] = []
    for item in try node?.list("sort") ?? [] {
      let text = try item.string("what rows are sorted by")
      let isReversed = text.hasPrefix("-")
      let name = (isReversed ? String(text.dropFirst()) : text).trimmingSpaces()
      if let column = columns.first(where: { $0.title.text == name || $0.title.text == escaped(name) }) {
        var key = column
        if isReversed { key.expression = Expression(.unary(.negate, column.expression), at: item.location) }
        result.append(key)
      } else {
        result.append(
          Column(
            expression: try Expression.parse(text, at: item.location),
            title: FrontMatter.Text(text: text, location: item.location), location: item.location))
      }
    }
    return result
  }
}
