import Diagnostics

/// A report's source as a tree. Every node knows where it was written.
public struct Document: Sendable, Hashable {
  /// The YAML between the `---` lines at the top, or nil.
  public var frontMatter: FrontMatter?
  /// The text.
  public var blocks: [Block]
  /// `[^label]: …` definitions, in source order.
  public var footnotes: [Footnote]

  /// Makes a document.
  public init(frontMatter: FrontMatter? = nil, blocks: [Block], footnotes: [Footnote] = []) {
    self.frontMatter = frontMatter
    self.blocks = blocks
    self.footnotes = footnotes
  }

  /// Raw YAML with its place.
  public struct FrontMatter: Sendable, Hashable {
    /// The text between the fences.
    public var text: String
    /// The first character of `text`.
    public var location: SourceLocation

    /// Makes front matter.
    public init(text: String, location: SourceLocation) { (self.text, self.location) = (text, location) }
  }

  /// A footnote's definition.
  public struct Footnote: Sendable, Hashable {
    /// What stands between `[^` and `]:`.
    public var label: String
    /// The note's text.
    public var blocks: [Block]
    /// Where the definition begins.
    public var location: SourceLocation

    /// Makes a definition.
    public init(label: String, blocks: [Block], location: SourceLocation) {
      (self.label, self.blocks, self.location) = (label, blocks, location)
    }
  }
}

/// `{#id .class key="value"}`, with the place of each value so that a check inside can be diagnosed exactly.
public struct Attributes: Sendable, Hashable {
  /// The id, without `#`.
  public var id: String?
  /// The classes, without dots.
  public var classes: [String]
  /// `key="value"` pairs in order.
  public var pairs: [Pair]
  /// The opening brace.
  public var location: SourceLocation

  /// One pair.
  public struct Pair: Sendable, Hashable {
    /// The name, and the value without its quotes.
    public var key, value: String
    /// The first characters of the name and of the value.
    public var keyLocation, valueLocation: SourceLocation

    /// Makes a pair.
    public init(key: String, value: String, keyLocation: SourceLocation, valueLocation: SourceLocation) {
      (self.key, self.value, self.keyLocation, self.valueLocation) = (key, value, keyLocation, valueLocation)
    }
  }

  /// Makes attributes.
  public init(id: String? = nil, classes: [String] = [], pairs: [Pair] = [], location: SourceLocation) {
    self.id = id
    self.classes = classes
    self.pairs = pairs
    self.location = location
  }
}

/// A block of text.
public struct Block: Sendable, Hashable {
  /// What the block is.
  public var kind: Kind
  /// The block's first character.
  public var location: SourceLocation

  /// Makes a block.
  public init(_ kind: Kind, at location: SourceLocation) { (self.kind, self.location) = (kind, location) }

  /// The kinds of block.
  public indirect enum Kind: Sendable, Hashable {
    /// A heading of level 1 to 6.
    case heading(level: Int, [Inline], Attributes?)
    /// A paragraph.
    case paragraph([Inline])
    /// A block quotation.
    case quote([Block])
    /// Items are lists of blocks; `start` is nil for bullets; a tight list sets no paragraphs.
    case list(start: Int?, tight: Bool, [[Block]])
    /// A code block that is not a cell; `info` is the whole info string.
    case code(info: String, text: String)
    /// ```` ```{runs} ````: the name, the body, and the place of the body's first character.
    case cell(name: String, attributes: Attributes?, body: String, bodyLocation: SourceLocation)
    /// `$$ … $$ {#eq-x}`: the TeX, where it begins, and the attributes.
    case math(tex: String, texLocation: SourceLocation, Attributes?)
    /// A pipe table; rows include no header.
    case table(
      header: [[Inline]], alignments: [Alignment], rows: [[[Inline]]], caption: [Inline]?, Attributes?)
    /// `::: {.callout-note} … :::`.
    case div(Attributes, [Block])
    /// Terms with what they mean: a line, then lines that begin with `: `.
    case definitionList([Definition])
    /// Raw HTML; shown as text unless the document allows it.
    case html(String)
    /// `---`
    case rule
  }

  /// A term and what it means.
  public struct Definition: Sendable, Hashable {
    /// The line before the first colon.
    public var term: [Inline]
    /// One or more, each a list of blocks.
    public var definitions: [[Block]]

    /// Makes a definition.
    public init(term: [Inline], definitions: [[Block]]) {
      (self.term, self.definitions) = (term, definitions)
    }
  }

  /// How a table's column is set.
  public enum Alignment: String, Sendable, Hashable {
    /// `---`: as the page prefers.
    case none
    /// `:--`
    case left
    /// `:-:`
    case center
    /// `--:`
    case right
  }
}

/// A piece of a line.
public struct Inline: Sendable, Hashable {
  /// What the piece is.
  public var kind: Kind
  /// The piece's first character.
  public var location: SourceLocation

  /// Makes a piece.
  public init(_ kind: Kind, at location: SourceLocation) { (self.kind, self.location) = (kind, location) }

  /// The kinds of inline.
  public indirect enum Kind: Sendable, Hashable {
    /// Words, with escapes and entities decoded.
    case text(String)
    /// `*words*`
    case emphasis([Inline])
    /// `**words**`
    case strong([Inline])
    /// `` `code` ``
    case code(String)
    /// `` `{val} expr | format` ``: what follows `{val}`, and where that begins.
    case value(String, valueLocation: SourceLocation)
    /// `$…$`: the TeX and where it begins.
    case math(String, texLocation: SourceLocation)
    /// `[words](destination "title")`; `title` is nil when it is not written.
    case link([Inline], destination: String, title: String?)
    /// `![words](destination "title")`; the words are the alternative text.
    case image([Inline], destination: String, title: String?)
    /// `[words]{.claim #clm-x check="…"}`.
    case span([Inline], Attributes)
    /// `@fig-x`, `@Fig-x` at a sentence's start, `[-@fig-x]` without the word. A key without a type prefix is a citation `@key` in running text.
    case reference(key: String, capital: Bool, suppressWord: Bool)
    /// `[see @a, p. 3; @b]`.
    case citation([CitationItem])
    /// `[^label]`
    case footnoteReference(String)
    /// The end of a line within a paragraph.
    case softBreak
    /// A line that ends in a backslash or in two spaces.
    case hardBreak
    /// Raw HTML; shown as text unless the document allows it.
    case html(String)
  }

  /// One source in a bracketed citation.
  public struct CitationItem: Sendable, Hashable {
    /// The key, without `@`.
    public var key: String
    /// Words before and after: `see`, `p. 3`.
    public var prefix, suffix: [Inline]
    /// `-@key`: the year alone.
    public var suppressAuthor: Bool
    /// Where `@key` stands.
    public var location: SourceLocation

    /// Makes an item.
    public init(
      key: String, prefix: [Inline] = [], suffix: [Inline] = [], suppressAuthor: Bool = false,
      location: SourceLocation
    ) {
      (self.key, self.prefix, self.suffix, self.location) = (key, prefix, suffix, location)
      self.suppressAuthor = suppressAuthor
    }
  }
}
