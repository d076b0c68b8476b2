import Diagnostics

/// An inline while a line is read: a linked tree in one array, so that emphasis and links can take what stands
/// between their ends in constant time.
struct InlineNode {
  var kind: Kind
  /// Where it begins in the text being read.
  var start: Int
  var next = -1
  var previous = -1
  var firstChild = -1
  var lastChild = -1

  enum Kind {
    case text([UInt8])
    case emphasis
    case strong
    case code(String)
    case value(String, Int)
    case math(String)
    case link(LinkReference)
    case image(LinkReference)
    case span(Attributes)
    /// `@key`; becomes an item when brackets round it make a citation.
    case key(String)
    case reference(String, suppressWord: Bool)
    case citation([Inline.CitationItem])
    case footnote(String)
    case softBreak
    case hardBreak
    case html(String)
  }
}

/// A run of `*` or `_` that may open or close emphasis.
struct Delimiter {
  var node: Int
  var byte: UInt8
  var count: Int
  let original: Int
  let canOpen: Bool
  let canClose: Bool
  var previous = -1
  var next = -1
}

/// A `[` or `![` whose partner is still to come.
struct Bracket {
  var node: Int
  /// The last delimiter before it.
  var delimiter: Int
  /// The index after the bracket.
  var content: Int
  var isImage: Bool
  /// False inside what already holds a link: links do not nest.
  var isActive = true
  /// Whether another bracket follows, so that the text between cannot be a label.
  var hasBracketAfter = false
}
