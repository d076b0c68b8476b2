/// A place in a text that somebody wrote: file, line and column, the last two counted from 1.
///
/// Columns count characters (grapheme clusters), as an editor does.
public struct SourceLocation: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The file's path as the user named it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int

  /// Makes a location.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The place `characters` further to the right on the same line.
  public func advanced(by characters: Int) -> SourceLocation {
    SourceLocation(file: file, line: line, column: column + characters)
  }

  /// `file:line:column`, as compilers write it.
  public var description: String { "\(file):\(line):\(column)" }
}
