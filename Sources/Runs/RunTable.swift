import Diagnostics

/// Training runs as columns.
///
/// Every row keeps the line of the file that it came from, so that any later phase can name it.
public struct RunTable: Sendable {
  /// The label of the cell that read it.
  public var name: String
  /// The file, as the author named it.
  public var source: String
  /// The columns in file order, then derived ones.
  public var columns: [Column]
  /// For each row the line of `source` on which it begins.
  public var lines: [Int]
  /// Rows that were read and left out, in file order.
  public var dropped: [DroppedRow]

  /// Makes a table; every column must have as many values as `lines`.
  public init(name: String, source: String, columns: [Column], lines: [Int], dropped: [DroppedRow] = []) {
    self.name = name
    self.source = source
    self.columns = columns
    self.lines = lines
    self.dropped = dropped
  }

  /// The number of rows.
  public var rowCount: Int { lines.count }

  /// The column of a name, or nil.
  public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// The numbers of a column (NaN where missing), or nil when there is no such column or it holds text.
  public func numbers(_ name: String) -> [Double]? {
    guard case .numbers(let values)? = column(name)?.values else { return nil }
    return values
  }

  /// One column.
  public struct Column: Sendable, Hashable {
    /// The name that expressions use.
    public var name: String
    /// The name in the file's header, when `columns:` gave it another; nil for a derived column.
    public var header: String?
    /// The values.
    public var values: Values

    /// Makes a column.
    public init(name: String, header: String? = nil, values: Values) {
      self.name = name
      self.header = header
      self.values = values
    }
  }

  /// What a column holds. A column whose every present cell reads as a number is numeric.
  public enum Values: Sendable, Hashable {
    /// Numbers; NaN where the cell was missing.
    case numbers([Double])
    /// Texts; nil where the cell was missing.
    case texts([String?])
  }

  /// A row that was read and left out.
  public struct DroppedRow: Sendable, Hashable {
    /// Its line in the file.
    public var line: Int
    /// Why: the part of `where` that it does not meet, or the cell that is missing.
    public var reason: String

    /// Makes a record.
    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }
}
