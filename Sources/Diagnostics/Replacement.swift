/// Words of a source and what to write in their place: a finding's mending, exact enough for a program to make.
public struct Replacement: Hashable, Sendable, Codable {
  /// Where the old words begin; they end on the same line.
  public var location: SourceLocation
  /// What stands there.
  public var old: String
  /// What to write instead.
  public var new: String

  /// Makes a replacement.
  public init(at location: SourceLocation, old: String, new: String) {
    (self.location, self.old, self.new) = (location, old, new)
  }

  /// A line that replacements changed.
  public struct ChangedLine: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The line before and after, without its end.
    public var before, after: String
  }

  /// Makes the replacements in the text of their file. One whose old words do not stand where it says, or that
  /// overlaps one before it, is not made.
  public static func apply(
    _ replacements: some Sequence<Replacement>, to text: String
  ) -> (text: String, lines: [ChangedLine]) {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    let byLine = Dictionary(grouping: Set(replacements)) { $0.location.line }
    var result = ""
    var end = text.startIndex
    var changed: [ChangedLine] = []
    for number in byLine.keys.sorted() where lines.indices.contains(number - 1) {
      let line = lines[number - 1]
      result += text[end..<line.startIndex]
      end = line.startIndex
      var after = ""
      for one in (byLine[number] ?? []).sorted(by: { $0.location.column < $1.location.column }) {
        guard
          let start = line.index(
            line.startIndex, offsetBy: one.location.column - 1, limitedBy: line.endIndex),
          start >= end, line[start...].hasPrefix(one.old)
        else { continue }
        after += line[end..<start] + one.new
        end = line.index(start, offsetBy: one.old.count)
      }
      after += line[end...]
      end = line.endIndex
      result += after
      if after != line { changed.append(ChangedLine(line: number, before: String(line), after: after)) }
    }
    return (result + text[end...], changed)
  }
}
