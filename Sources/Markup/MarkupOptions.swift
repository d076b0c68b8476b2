/// Which constructs a text may use.
public struct MarkupOptions: Sendable, Hashable {
  /// Whether front matter, cells, tables, footnotes, definition lists, math, values, attributes, divs, references and
  /// citations are read, next to what CommonMark defines.
  public var extensions: Bool

  /// Makes options.
  public init(extensions: Bool) { self.extensions = extensions }

  /// A report's text: CommonMark with all extensions.
  public static let report = MarkupOptions(extensions: true)
  /// CommonMark 0.31.2 and nothing else.
  public static let commonMark = MarkupOptions(extensions: false)
}
