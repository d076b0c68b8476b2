import Diagnostics
import Expressions
import Runs

/// An axis of levels: the different values of a column, numbers in order, texts as the file has them.
struct LevelAxis {
  let name: String
  /// The levels as they are written.
  let names: [String]
  /// For each row of the table the place of its level; nil where the value is missing.
  let places: [Int?]
  private let levels: ExpressionColumn

  /// The column that a key names. Throws `E0712` where there is none.
  init(_ settings: FigureSettings, _ key: String, _ table: RunTable) throws(DiagnosticError) {
    let value = try settings.required(key)
    name = try value.string(key)
    switch table.column(name)?.values {
    case .numbers(let numbers)?:
      let found = Set(numbers.filter(\.isFinite)).sorted()
      names = found.map(SymbolText.count)
      places = numbers.map { found.firstIndex(of: $0) }
      levels = .numbers(found)
    case .texts(let texts)?:
      var found: [String] = []
      for text in texts.compactMap({ $0 }) where !found.contains(text) { found.append(text) }
      names = found
      places = texts.map { text in text.flatMap { found.firstIndex(of: $0) } }
      levels = .texts(found)
    case nil:
      throw DiagnosticError(
        "E0712", "no column \"\(name)\" in \"\(table.name)\"", at: value.location,
        help: Spelling.didYouMean(name, among: table.columns.map(\.name)))
    }
  }

  var count: Int { names.count }

  /// The levels as a column of an expression, each as often as `places` says.
  func column(_ places: [Int]) -> ExpressionColumn {
    switch levels {
    case .numbers(let values): .numbers(places.map { values[$0] })
    case .texts(let values): .texts(places.map { values[$0] })
    case .booleans(let values): .booleans(places.map { values[$0] })
    }
  }
}
