/// The source file of a report and the cells in it, by which a result can be traced to the words that asked for it.
public struct ExecutedSource: Sendable, Hashable {
  /// The file's name in the report's folder: `report.md`.
  public var file: String
  /// Hex SHA-256 of the file.
  public var hash: String
  /// The cells in the order of the source.
  public var cells: [Cell]

  /// One cell.
  public struct Cell: Sendable, Hashable {
    /// `runs`, `law`, `fit` or `figure`.
    public var kind: String
    /// The label, unique in the report.
    public var label: String
    /// The line of the fence that opens it, from 1.
    public var line: Int
    /// Hex SHA-256 of the body.
    public var hash: String
    /// Labels of other cells that its settings name, in order of mention: as a whole, or before a dot.
    public var uses: [String]

    /// Makes a record.
    public init(kind: String, label: String, line: Int, hash: String, uses: [String] = []) {
      (self.kind, self.label, self.line, self.hash, self.uses) = (kind, label, line, hash, uses)
    }
  }

  /// Makes a record.
  public init(file: String, hash: String, cells: [Cell] = []) {
    (self.file, self.hash, self.cells) = (file, hash, cells)
  }

  /// The cell of a label, or nil.
  public func cell(_ label: String) -> Cell? { cells.first { $0.label == label } }
}
