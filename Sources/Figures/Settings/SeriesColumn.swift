import Charts
import Diagnostics
import Drawing
import Runs

/// The series of a figure's points: one for each value of a column, with a colour and a marker that the whole report
/// shares.
///
/// Numbers are bit-widths and take the ladder's colours; texts are categories in order of appearance in the file.
/// Without a column there is one series.
struct SeriesColumn {
  /// The column's name, or nil for one series.
  let name: String?
  /// The styles, in the order of the key; their names are markup, in which a text of the table is only text.
  let styles: [SeriesStyle]
  /// The names as plain text.
  let names: [String]
  /// For each row the place of its style; nil where the column's value is missing.
  let places: [Int?]

  /// Reads `series` and `series-label` of a cell; `fallback` names the one series of a cell without them,
  /// `category` is its colour.
  init(
    _ settings: FigureSettings, of table: RunTable, fallback: String, category: Int = 0
  ) throws(DiagnosticError) {
    guard let value = settings.node["series"] else {
      name = nil
      styles = [Palette.category(category, name: fallback)]
      names = [fallback]
      places = Array(repeating: 0, count: table.rowCount)
      return
    }
    let column = try value.string("series")
    guard let found = table.column(column) else {
      throw DiagnosticError(
        "E0712", "no column \"\(column)\" in \"\(table.name)\"", at: value.location,
        help: Spelling.didYouMean(column, among: table.columns.map(\.name)))
    }
    let pattern = try settings.text("series-label")
    name = column
    switch found.values {
    case .numbers(let numbers):
      let levels = Set(numbers.filter(\.isFinite)).sorted()
      styles = levels.map { level in
        var style = Palette.bits(level)
        if let pattern { style.name = SymbolText.fill(pattern, SymbolText.number(level)) }
        return style
      }
      names = styles.map(\.name)
      places = numbers.map { levels.firstIndex(of: $0) }
    case .texts(let texts):
      var levels: [String] = []
      for text in texts.compactMap({ $0 }) where !levels.contains(text) { levels.append(text) }
      styles = levels.enumerated().map {
        Palette.category($0.offset, name: SymbolText.fill(pattern, SymbolText.literal($0.element)))
      }
      names = levels
      places = texts.map { text in text.flatMap { levels.firstIndex(of: $0) } }
    }
  }

  /// The keys that `init` reads.
  static let keys = ["series", "series-label"]
}
