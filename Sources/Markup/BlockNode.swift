import Diagnostics

/// A block while the text is read: what its lines have been so far.
struct BlockNode {
  var kind: Kind
  /// The source offset of the first character.
  var start: Int
  var parent: Int
  var children: [Int] = []
  /// The lines of a leaf, each with its line end.
  var text = MappedText()
  /// The lines of the source, from 0.
  var startLine: Int
  var endLine: Int

  enum Kind {
    case document
    case quote
    case list(ListMark)
    case item(ListMark)
    case div(Attributes, isClosed: Bool)
    case footnote(label: String)
    case definitionList
    case term
    /// `indent` is the column of the content, counted from the definition's container.
    case definition(indent: Int)
    case paragraph
    case heading(level: Int)
    case indentedCode
    case fence(Fence)
    case html(HTMLBlockKind)
    case math(isClosed: Bool, Attributes?)
    case table(TableRows)
    case caption
    case rule
  }

  /// Whether lines are added to its text.
  var acceptsLines: Bool {
    switch kind {
    case .paragraph, .indentedCode, .fence, .html, .math, .table, .caption: true
    default: false
    }
  }

  var isParagraph: Bool { if case .paragraph = kind { true } else { false } }
  var isDefinitionList: Bool { if case .definitionList = kind { true } else { false } }
  var isTable: Bool { if case .table = kind { true } else { false } }
  var isFence: Bool { if case .fence = kind { true } else { false } }
  var isOpenDiv: Bool { if case .div(_, isClosed: false) = kind { true } else { false } }

  /// Whether a block of this kind may stand directly inside.
  func canContain(_ child: Kind) -> Bool {
    switch (kind, child) {
    case (.list, .item), (.definitionList, .definition), (.definitionList, .term): true
    case (.list, _), (.definitionList, _): false
    case (_, .item), (_, .definition), (_, .term): false
    case (.document, _), (.quote, _), (.item, _), (.div, _), (.footnote, _), (.definition, _): true
    default: false
    }
  }
}

/// The marker of a list item.
struct ListMark {
  /// The bullet, or the character after an ordinal.
  var character: UInt8
  /// The ordinal, nil for bullets.
  var ordinal: Int?
  /// Columns before the marker.
  var indent: Int
  /// Columns from the marker to the content.
  var width: Int

  /// Whether two items belong to one list.
  func matches(_ other: ListMark) -> Bool {
    character == other.character && (ordinal == nil) == (other.ordinal == nil)
  }
}

/// The opening line of a fenced code block.
struct Fence {
  var character: UInt8
  var length: Int
  /// Columns before the fence, which are taken off every line.
  var indent: Int
  /// What follows the fence, trimmed.
  var info: MappedText
  var isClosed = false
}

/// A pipe table's cells.
struct TableRows {
  var header: [MappedText]
  var alignments: [Block.Alignment]
  var rows: [[MappedText]] = []
}
