import Cache
import Diagnostics
import Expressions
import Fitting
import Laws
import Runs
import Typesetting

/// A CSV file that no report describes, with a law to fit to it and a guess of what its columns mean.
public struct BareTable: Sendable {
  /// The file, as the user named it.
  public let source: String
  /// Hex SHA-256 of the file.
  public let hash: String
  /// Rows of the file.
  public let rows: Int
  /// The law to fit.
  public let law: Law
  /// The quantities of the law and what they are derived from, with the columns that they are taken from.
  public let choices: [ColumnChoice]
  /// The filter, in the names of the law where it used those of the file; nil for none.
  public let condition: Expression?
  /// How a runs cell names and derives the columns.
  let plan: Plan
  let table: RunTable

  /// The settings of a runs cell.
  struct Plan {
    /// New names of columns.
    var columns: [(name: String, header: String)] = []
    /// Columns computed from others.
    var derived: [(name: String, expression: String)] = []
  }

  /// Reads a table and chooses columns.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - source: its name in messages.
  ///   - law: a name of the catalogue or a formula.
  ///   - columns: the user's `NAME=COLUMN`, which win over guesses.
  ///   - condition: a filter over columns, by their names in the file or in the law.
  /// - Throws: what the CSV reader finds, `E0440` no column for a quantity, `E0441` several, `E0442` a `NAME=COLUMN` that
  ///   does not fit, `E0443` no such law, and what is wrong with the filter.
  public init(
    csv bytes: [UInt8], source: String, law text: String, columns: [String], condition: String?
  ) throws(DiagnosticError) {
    guard !Self.isJSON(bytes) else {
      throw DiagnosticError("E0430", "\"\(source)\" is JSON, expected CSV with a header")
    }
    let file = try RunTable.read(csv: bytes, name: "runs", source: source)
    let given = try Self.assignments(columns)
    let law = try BareLaw.law(text, table: file, given: given.map(\.name))
    let wanted = [law.target] + law.variables.map(\.name)
    let known = wanted + ColumnVocabulary.identities.flatMap { wanted.contains($0.name) ? $0.needs : [] }
    for (name, _) in given where !known.contains(name) {
      throw DiagnosticError(
        "E0442", "the law has no \"\(name)\" to give a column to",
        at: SourceLocation(file: "--column", line: 1, column: 1),
        notes: ["it has \(wanted.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: wanted))
    }
    let choices = try ColumnGuess(file).choose(
      wanted, given: Dictionary(given.map { ($0.name, $0.column) }) { _, last in last })
    let plan = Self.plan(choices, file)
    var table = file
    let place = SourceLocation(file: source, line: 1, column: 1)
    table = try table.renaming(plan.columns.map { ($0.name, $0.header, place) })
    for column in plan.derived {
      table = try table.deriving(column.name, try Expression.parse(column.expression, at: place))
    }
    var filter: Expression?
    if let condition {
      let written = try Expression.parse(condition, at: SourceLocation(file: "--where", line: 1, column: 1))
      var renamed: [String: Expression.Kind] = [:]
      for column in plan.columns { renamed[column.header] = .name(column.name) }
      let expression = written.substituting(renamed)
      table = try table.filtered(where: expression)
      filter = expression
    }
    (self.source, self.law, self.choices, self.plan, self.table) = (source, law, choices, plan, table)
    (hash, rows, self.condition) = (Hashing.sha256(bytes), file.rowCount, filter)
  }

  /// Whether a file begins as objects or lists of JSON do; a header may begin with a brace, too.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let start = bytes.lazy.filter { $0 > 0x20 }.prefix(2)
    return ["{\"", "{}", "[{", "[["].contains(String(decoding: Array(start), as: UTF8.self))
  }

  private static func assignments(
    _ texts: [String]
  ) throws(DiagnosticError) -> [(name: String, column: String)] {
    var result: [(name: String, column: String)] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw DiagnosticError(
          "E0442", "expected NAME=COLUMN, found \"\(text)\"",
          at: SourceLocation(file: "--column", line: 1, column: 1), help: ["for example --column N=n_params"])
      }
      result.append((String(parts[0]).trimmingSpaces(), String(parts[1]).trimmingSpaces()))
    }
    return result
  }

  /// A column gets the law's name; one in millions keeps a name of its own beside the derived one.
  private static func plan(_ choices: [ColumnChoice], _ table: RunTable) -> Plan {
    var plan = Plan()
    var taken: Set<String> = []
    for choice in choices {
      switch choice.source {
      case .column(let header, scale: 1) where !taken.contains(header):
        taken.insert(header)
        if header != choice.name { plan.columns.append((choice.name, header)) }
      case .column(let header, let scale):
        let other = plan.columns.first { $0.header == header }?.name
        var name = other ?? header
        if other == nil, !Identifier.isName(header) || header == choice.name {
          name = "\(choice.name)_given"
          plan.columns.append((name, header))
        }
        taken.insert(header)
        plan.derived.append((choice.name, scale == 1 ? name : "\(NumberText.machine(scale))*\(name)"))
      case .expression(let text):
        plan.derived.append((choice.name, text))
      }
    }
    return plan
  }

  /// Fits the law to the rows.
  public func fit(
    _ options: FitOptions, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(DiagnosticError) -> ExecutedFit {
    let place = SourceLocation(file: source, line: 1, column: 1)
    let data = ConfigNode(.scalar("runs", quoted: false), at: place)
    let settings = ConfigNode(.map([.init(key: "data", keyLocation: place, value: data)]), at: place)
    var laws = LawResolver(cells: [:])
    var cell = try FitCell(
      Cell(fit: "fit", settings: settings, at: place), cells: [:], laws: &laws, tables: ["runs"], given: law)
    cell.objective = options.objective
    let chosen = try FitRows(cell, table: table, clusters: nil)
    let warnings = try RowChecks(law: law, rows: chosen, location: place).warnings()
    var fitted = try FitResult.fit(law, to: chosen.data, options: options, progress: progress)
    fitted.warnings = warnings + fitted.warnings
    if let unit = lossUnit { fitted.law.lossUnit = unit }
    var reasons: [(reason: String, count: Int)] = []
    for row in table.dropped {
      if let index = reasons.firstIndex(where: { $0.reason == row.reason }) {
        reasons[index].count += 1
      } else {
        reasons.append((row.reason, 1))
      }
    }
    return ExecutedFit(
      label: "fit", data: source, filter: condition?.source, result: fitted,
      excluded: reasons.map { ("not \($0.reason)", $0.count) } + chosen.excluded,
      symbols: try law.symbols())
  }

  /// What a command line says is minimised: `squared on L`. Throws E0530.
  public func objective(_ text: String, option: String) throws(DiagnosticError) -> Objective {
    let place = SourceLocation(file: option, line: 1, column: 1)
    return try LossText.parse(ConfigNode(.scalar(text, quoted: false), at: place), names: [law.target])
  }

  /// The unit that the header of the loss writes, or nil.
  public var lossUnit: String? { choices.first { $0.name == law.target }?.unit }
}
