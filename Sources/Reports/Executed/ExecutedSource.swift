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

    /// The file that it stands in, by its path in the report's folder; empty for the report's own.
    public var file: String

    /// Makes a record.
    public init(kind: String, label: String, line: Int, hash: String, uses: [String] = [], file: String = "")
    {
      (self.kind, self.label, self.line, self.hash, self.uses) = (kind, label, line, hash, uses)
      self.file = file
    }
  }

  /// A file that the report includes.
  public struct Included: Sendable, Hashable {
    /// Its path in the report's folder, and the hex SHA-256 of its text.
    public var file, hash: String

    /// Makes a record.
    public init(file: String, hash: String) { (self.file, self.hash) = (file, hash) }
  }

  /// The files that the report includes, each once.
  public var included: [Included]

  /// Makes a record.
  public init(file: String, hash: String, cells: [Cell] = [], included: [Included] = []) {
    (self.file, self.hash, self.cells, self.included) = (file, hash, cells, included)
  }

  /// The cell of a label, or nil.
  public func cell(_ label: String) -> Cell? { cells.first { $0.label == label } }
}
