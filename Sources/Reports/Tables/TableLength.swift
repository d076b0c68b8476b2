/// How much of a table a page shows.
///
/// A table of up to 50 rows stands there whole. Of a longer one the page shows the first rows and, under them, the
/// smallest, median and largest number of each column; the whole table is the CSV file beside the page.
enum TableLength {
  /// The most rows that are shown whole, and the most that `shown:` may ask for.
  static let whole = 50
  static let most = 500
  /// How many rows of a longer table are shown.
  static let opening = 10

  /// How many of so many rows are shown.
  static func shown(of count: Int, asked: Int?) -> Int {
    if let asked { return min(asked, count) }
    return count <= whole ? count : opening
  }
}
