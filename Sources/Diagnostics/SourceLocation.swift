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
  /// Which copy of the text is meant where a report repeats it: 0 for a text that stands once. It tells apart what stands
  /// at the same place of a file, and is never printed.
  public var repetition = 0

  private enum CodingKeys: String, CodingKey { case file, line, column }

  /// Makes a location.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The place `characters` further to the right on the same line.
  public func advanced(by characters: Int) -> SourceLocation {
    var place = self
    place.column += characters
    return place
  }

  /// `file:line:column`, as compilers write it.
  public var description: String { "\(file):\(line):\(column)" }
}
