import Diagnostics
import Expressions
import Laws
import Runs
import Typesetting

/// Where a quantity of a law is taken from in a table that nobody has described.
public struct ColumnChoice: Sendable {
  /// The quantity's name in the law.
  public var name: String
  /// Where its values come from.
  public var source: Source
  /// Why, for people: `“model size” is a name of parameters`.
  public var because: String
  /// The unit that the header writes, or nil.
  public var unit: String?

  /// The column or the expression, for people: `"Model Size"`, `1000000 × "params (M)"`, `C/(6*N)`.
  public var text: String {
    switch source {
    case .column(let header, scale: 1): header
    case .column(let header, let scale): "\(NumberText.machine(scale)) × \(header)"
    case .expression(let text): text
    }
  }

  /// What values are taken from.
  public enum Source: Sendable {
    /// A column, with what its values are multiplied by.
    case column(String, scale: Double)
    /// An expression over columns and other quantities.
    case expression(String)
  }
}

/// Finds the columns of a law's quantities by their names.
struct ColumnGuess {
  let table: RunTable
  private let headers: [(header: String, words: HeaderWords)]

  init(_ table: RunTable) {
    self.table = table
    headers = table.columns.compactMap { column in
      guard case .numbers = column.values else { return nil }
      return (column.name, HeaderWords(column.name))
    }
  }

  /// Chooses for every wanted name; `given` are the user's `NAME=COLUMN`. Every mistake at once.
  func choose(_ wanted: [String], given: [String: String]) throws(DiagnosticError) -> [ColumnChoice] {
    var problems = Problems()
    var choices: [ColumnChoice] = []
    var missing: [String] = []
    for name in wanted {
      let found = problems.attempt { () throws(DiagnosticError) -> ColumnChoice? in
        if let text = given[name] { return try self.given(name, text) }
        return try self.find(name)
      }
      if let choice = found ?? nil {
        choices.append(choice)
      } else if found != nil {
        missing.append(name)
      }
    }
    for name in missing {
      problems.attempt { () throws(DiagnosticError) in
        choices += try derive(name, chosen: choices, given: given)
      }
    }
    try problems.finish()
    return choices
  }

  // MARK: By the user

  private func given(_ name: String, _ text: String) throws(DiagnosticError) -> ColumnChoice {
    if table.column(text) != nil {
      guard let entry = headers.first(where: { $0.header == text }) else {
        throw DiagnosticError("E0442", "the column \"\(text)\" for \(name) holds texts", at: place)
      }
      return ColumnChoice(
        name: name, source: .column(text, scale: 1), because: "as you say", unit: entry.words.unit)
    }
    let expression = try? Expression.parse(text, at: SourceLocation(file: "--column", line: 1, column: 1))
    let known = table.columns.map(\.name)
    guard let expression, expression.names.allSatisfy({ known.contains($0) || $0 == "pi" }),
      !expression.names.isEmpty
    else {
      throw DiagnosticError(
        "E0442", "no column \"\(text)\" for \(name)", at: place, notes: [columnList],
        help: Spelling.didYouMean(text, among: known))
    }
    return ColumnChoice(name: name, source: .expression(text), because: "as you say", unit: nil)
  }

  // MARK: By name

  /// Nil when no column has a name of the quantity.
  private func find(_ name: String) throws(DiagnosticError) -> ColumnChoice? {
    if let exact = headers.first(where: { $0.header == name }) {
      return ColumnChoice(
        name: name, source: .column(name, scale: 1), because: "a column of that name", unit: exact.words.unit)
    }
    let groups = ColumnVocabulary.quantity(name)?.names ?? [[HeaderWords(name).name]]
    for group in groups {
      let found = headers.filter { group.contains($0.words.name) }
      guard let first = found.first else { continue }
      guard found.count == 1 else { throw ambiguous(name, found.map(\.header)) }
      let meaning = ColumnVocabulary.quantity(name).map { "a name of \($0.meaning)" } ?? "the law's name"
      var because = "\"\(first.words.name)\" is \(meaning)"
      if first.words.scale != 1 { because += ", in units of \(NumberText.machine(first.words.scale))" }
      return ColumnChoice(
        name: name, source: .column(first.header, scale: first.words.scale), because: because,
        unit: first.words.unit)
    }
    return nil
  }

  private func ambiguous(_ name: String, _ found: [String]) -> DiagnosticError {
    DiagnosticError(
      "E0441", "\(found.count) columns could be \(described(name))", at: place,
      notes: ["candidates: \(found.map { "\"\($0)\"" }.joined(separator: ", "))"],
      help: ["say which: --column \(Shell.quoted("\(name)=\(found[0])"))"])
  }

  /// A quantity that the table does not have, from those that it has.
  private func derive(
    _ name: String, chosen: [ColumnChoice], given: [String: String]
  ) throws(DiagnosticError) -> [ColumnChoice] {
    for identity in ColumnVocabulary.identities where identity.name == name {
      var parts: [ColumnChoice] = []
      for need in identity.needs where !chosen.contains(where: { $0.name == need }) {
        if let text = given[need] {
          parts.append(try self.given(need, text))
        } else if let part = try find(need) {
          parts.append(part)
        }
      }
      let known = (chosen + parts).map(\.name)
      guard identity.needs.allSatisfy(known.contains) else { continue }
      let meaning = ColumnVocabulary.quantity(name)?.meaning ?? name
      return parts + [
        ColumnChoice(
          name: name, source: .expression(identity.expression),
          because: "no column of \(meaning); \(identity.because)", unit: nil)
      ]
    }
    throw DiagnosticError(
      "E0440", "no column looks like \(described(name))", at: place, notes: [columnList],
      help: ["say which it is: --column \(name)=COLUMN"])
  }

  private func described(_ name: String) -> String {
    ColumnVocabulary.quantity(name).map { "\(name), the \($0.meaning)" } ?? name
  }

  private var columnList: String {
    "columns of numbers: \(headers.map { "\"\($0.header)\"" }.joined(separator: ", "))"
  }

  private var place: SourceLocation { SourceLocation(file: table.source, line: 1, column: 1) }
}
