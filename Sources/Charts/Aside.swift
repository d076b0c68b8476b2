/// Words beside the panels: what a fit found about one series, or what describes the whole picture.
///
/// They stand in an empty cell of the grid, or right of the panels; where the medium is too narrow for that they are a
/// line under the picture.
public struct Aside: Sendable, Hashable, Codable {
  /// The series whose key stands before the title and whose name the title is, or nil.
  public var series: String?
  /// The first line.
  public var title: String
  /// The lines under it.
  public var lines: [String]

  /// Makes an aside.
  public init(series: String? = nil, title: String, lines: [String]) {
    (self.series, self.title, self.lines) = (series, title, lines)
  }

  /// The words in one line, for where there is no room beside the panels.
  var sentence: String { "\(title): \(lines.joined(separator: "; "))." }
}
