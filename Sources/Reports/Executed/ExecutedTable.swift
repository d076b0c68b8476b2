import Figures

/// A table of the text: one that the author wrote, or one that a cell computed.
///
/// It is all that a writer of pages needs: rows to show, marks, a summary of a long table, and the data of its files.
public struct ExecutedTable: Sendable {
  /// `tbl-sizes`, or nil without a label.
  public var id: String?
  /// From `1`, in order of appearance; nil without a label.
  public var number: String?
  /// The caption, without the word and the number; empty when there is none.
  public var caption: [Run]
  /// The heads of the columns.
  public var header: [[Run]]
  /// The unit of each column, for a line under its head; empty where it has none, and for a table without units.
  public var units: [[Run]] = []
  /// One per column.
  public var isNumeric: [Bool]
  /// The rows below the header that the page shows, each with one cell per column.
  public var rows: [[[Run]]]
  /// The cells that are the best of their column, among `rows`: marked by weight and a sign.
  public var best: Set<Position> = []
  /// How many rows the whole table has: more than `rows` where the page shows the first of them only.
  public var rowCount: Int
  /// Under the rows of a table that is not shown whole: smallest, median and largest number of each column.
  public var summary: [[[Run]]] = []
  /// Sentences under the table, as plain text.
  public var notes: [String] = []
  /// The whole table as data; nil when it is what the cells say.
  public var data: FigureTable?

  /// A cell's row and column, from 0.
  public struct Position: Sendable, Hashable {
    /// The row among `rows`, and the column.
    public var row, column: Int

    /// Makes a position.
    public init(row: Int, column: Int) { (self.row, self.column) = (row, column) }
  }

  /// Makes a table.
  public init(
    id: String?, number: String?, caption: [Run], header: [[Run]], isNumeric: [Bool], rows: [[[Run]]]
  ) {
    self.id = id
    self.number = number
    self.caption = caption
    self.header = header
    self.isNumeric = isNumeric
    self.rows = rows
    rowCount = rows.count
  }
}
