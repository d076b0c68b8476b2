import Diagnostics
import Figures
import Fitting
import Typesetting

/// A report whose every value, claim, figure and reference is computed; what Publishing writes pages from.
///
/// Nothing in it needs the data again.
public struct ExecutedReport: Sendable {
  /// The folder's name; file-safe.
  public var slug: String
  /// The front matter.
  public var metadata: Metadata
  /// The text.
  public var blocks: [Content]
  /// Headings in order, with their numbers (`1`, `4.1`, `A`).
  public var contents: [Heading]
  /// Figures in order of appearance.
  public var figures: [ExecutedFigure]
  /// Fits in order of appearance.
  public var fits: [ExecutedFit]
  /// Tables of runs in order of appearance.
  public var tables: [ExecutedRuns]
  /// Claims in order of appearance.
  public var claims: [ExecutedClaim]
  /// Cited works in the order of the bibliography.
  public var references: [Reference]
  /// Footnotes in the order of their first mention.
  public var footnotes: [Footnote]
  /// Warnings and notes; a report with errors is never made.
  public var diagnostics: [Diagnostic]

  /// Makes a report.
  public init(
    slug: String, metadata: Metadata, blocks: [Content], contents: [Heading], figures: [ExecutedFigure],
    fits: [ExecutedFit], tables: [ExecutedRuns], claims: [ExecutedClaim], references: [Reference],
    footnotes: [Footnote], diagnostics: [Diagnostic]
  ) {
    self.slug = slug
    self.metadata = metadata
    self.blocks = blocks
    self.contents = contents
    self.figures = figures
    self.fits = fits
    self.tables = tables
    self.claims = claims
    self.references = references
    self.footnotes = footnotes
    self.diagnostics = diagnostics
  }

  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public struct Metadata: Sendable {
    public var title: [Run]
    public var subtitle: [Run]
    public var abstract: [Content]
    public var authors: [Author] = []
    /// As written, ISO 8601: `2026-09-01`; nil when the author gave none.
    public var date: String?
    public var keywords: [String] = []
    public var language: String = "en"
    /// A plain-text sentence for `<meta name=description>`.
    public var description: String = ""
    /// The label of the figure that stands under the abstract and on index cards, or nil.
    public var keyFigure: String?

    public init(title: [Run], subtitle: [Run] = [], abstract: [Content] = []) {
      (self.title, self.subtitle, self.abstract) = (title, subtitle, abstract)
    }
  }

  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public struct Author: Sendable, Hashable {
    public var name: String
    public var orcid: String?
    public var affiliation: String?

    public init(name: String, orcid: String? = nil, affiliation: String? = nil) {
      (self.name, self.orcid, self.affiliation) = (name, orcid, affiliation)
    }
  }

  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public struct Heading: Sendable {
    public var level: Int
    /// Empty for `{.unnumbered}`.
    public var number: String
    public var id: String
    public var title: [Run]

    public init(level: Int, number: String, id: String, title: [Run]) {
      (self.level, self.number, self.id, self.title) = (level, number, id, title)
    }
  }

  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public struct Footnote: Sendable {
    public var number: Int
    public var id: String
    public var blocks: [Content]
    /// Ids of the places that mention it.
    public var mentions: [String]

    public init(number: Int, id: String, blocks: [Content], mentions: [String]) {
      (self.number, self.id, self.blocks, self.mentions) = (number, id, blocks, mentions)
    }
  }

  /// A cited work, formatted (author-year).
  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public struct Reference: Sendable {
    public var key: String
    /// `ref-KEY`
    public var id: String
    /// `Kumar et al.`
    public var shortAuthors: String
    public var year: String
    /// `Kumar, T., Ankner, Z., … and Raghunathan, A.`
    public var authors: String
    public var title: String
    /// Journal, conference or archive.
    public var venue: String
    public var url: String?
    /// Ids of the places that cite it.
    public var mentions: [String]

    public init(
      key: String, shortAuthors: String, year: String, authors: String, title: String, venue: String,
      url: String?,
      mentions: [String] = []
    ) {
      self.key = key
      self.id = "ref-\(key)"
      self.shortAuthors = shortAuthors
      self.year = year
      self.authors = authors
      self.title = title
      self.venue = venue
      self.url = url
      self.mentions = mentions
    }
  }
}

/// A block of the executed text.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public indirect enum Content: Sendable {
  case heading(ExecutedReport.Heading)
  case paragraph([Run])
  case quote([Content])
  case list(start: Int?, tight: Bool, [[Content]])
  case code(language: String, text: String)
  /// A display equation; `number` is nil without a label.
  case equation(id: String?, number: String?, MathNode)
  /// `caption` and `number` are empty without a label.
  case table(ExecutedTable)
  /// Index into `ExecutedReport.figures`.
  case figure(Int)
  /// Index into `ExecutedReport.fits`: its card stands here.
  case fitCard(Int)
  /// `note`, `warning`, `tip`, `limitation`.
  case callout(kind: String, title: [Run], [Content])
  case marginNote(id: String, [Content])
  /// A claim that is a whole block; index into `ExecutedReport.claims`.
  case claim(Int, [Content])
  case div(classes: [String], id: String?, [Content])
  case definitionList([(term: [Run], definitions: [[Content]])])
  /// Raw HTML that the document allowed.
  case html(String)
  case rule
}

/// A piece of an executed line.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public indirect enum Run: Sendable {
  case text(String)
  case emphasis([Run])
  case strong([Run])
  case code(String)
  case math(MathNode)
  case value(ExecutedValue)
  case link([Run], destination: String, title: String?)
  case image(alt: String, destination: String, title: String?)
  /// `Figure 2`, linking to `#fig-x`; `suppressWord` leaves `2`.
  case crossReference(text: String, target: String)
  /// `id` is this mention's own; `text` is `Kumar et al. (2025)` or, inside brackets, `Kumar et al., 2025`.
  case citation(
    id: String, text: String, key: String, prefix: [Run], suffix: [Run], separator: CitationSeparator)
  /// Index into `ExecutedReport.claims`.
  case claim(Int, [Run])
  case footnote(number: Int, id: String, target: String)
  case marginNote(id: String, [Run])
  case span(classes: [String], id: String?, [Run])
  case html(String)
  case softBreak
  case hardBreak
}

/// How a citation is joined to its neighbours.
public enum CitationSeparator: String, Sendable, Hashable {
  /// In running text: no brackets.
  case none
  /// The only one in a bracket: `(…)`.
  case alone
  /// `(…`
  case first
  /// `; …`
  case middle
  /// `; …)`
  case last
}

/// A number in the text with what stands behind it.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ExecutedValue: Sendable, Hashable {
  /// As it stands in the sentence: `0.497 ± 0.012`.
  public var text: String
  /// The same as math, for MathML and TeX contexts.
  public var math: MathNode
  /// Ten significant digits.
  public var full: String
  /// `95 % interval 0.473 to 0.521`, or nil.
  public var interval: String?
  /// The expression as written.
  public var expression: String
  /// `over 1,000 draws of fit main`, `240 rows of runs.csv`.
  public var method: String
  /// The id in the page of what computed it (`fit-main`, `data-runs`), or nil.
  public var target: String?

  public init(
    text: String, math: MathNode, full: String, interval: String?, expression: String, method: String,
    target: String?
  ) {
    self.text = text
    self.math = math
    self.full = full
    self.interval = interval
    self.expression = expression
    self.method = method
    self.target = target
  }
}

/// What a claim came to.
public enum Verdict: String, Sendable, Hashable {
  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  case holds, fails, undecided
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ExecutedClaim: Sendable {
  /// `clm-uturn`
  public var id: String
  /// The words, for the list of claims.
  public var words: [Run]
  public var check: String
  public var verdict: Verdict
  /// What the author said to expect; nil is `holds`.
  public var expected: Verdict?
  /// Why something else than *holds* is expected.
  public var reason: String?
  /// The numbers that decided it: `−0.021 [−0.060, 0.015]`, `2 of 2 rows`.
  public var evidence: String
  public var location: SourceLocation

  /// Whether the verdict is the expected one.
  public var isAsExpected: Bool { verdict == (expected ?? .holds) }

  public init(
    id: String, words: [Run], check: String, verdict: Verdict, expected: Verdict?, reason: String?,
    evidence: String,
    location: SourceLocation
  ) {
    self.id = id
    self.words = words
    self.check = check
    self.verdict = verdict
    self.expected = expected
    self.reason = reason
    self.evidence = evidence
    self.location = location
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ExecutedFigure: Sendable {
  /// `fig-isoloss`
  public var id: String
  public var number: String
  public var caption: [Run]
  public var figure: Figure

  public init(id: String, number: String, caption: [Run], figure: Figure) {
    (self.id, self.number, self.caption, self.figure) = (id, number, caption, figure)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ExecutedFit: Sendable {
  /// The cell's label.
  public var label: String
  /// The table that it was fitted to.
  public var data: String
  /// The filter, as written, or nil.
  public var filter: String?
  public var result: FitResult
  /// Rows that the fit left out, with reasons and counts, in order of reason.
  public var excluded: [(reason: String, count: Int)]
  /// The symbol of each parameter of `result.law`, typeset.
  public var symbols: [String: MathNode]

  public init(
    label: String, data: String, filter: String?, result: FitResult, excluded: [(reason: String, count: Int)],
    symbols: [String: MathNode]
  ) {
    self.label = label
    self.data = data
    self.filter = filter
    self.result = result
    self.excluded = excluded
    self.symbols = symbols
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ExecutedRuns: Sendable {
  public var label: String
  /// As the author named it.
  public var source: String
  /// Hex SHA-256 of the file.
  public var hash: String
  public var rows: Int
  public var dropped: [(line: Int, reason: String)]

  public init(label: String, source: String, hash: String, rows: Int, dropped: [(line: Int, reason: String)])
  {
    (self.label, self.source, self.hash, self.rows, self.dropped) = (label, source, hash, rows, dropped)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ExecutedTable: Sendable {
  public var id: String?
  public var number: String?
  public var caption: [Run]
  public var header: [[Run]]
  /// One per column.
  public var isNumeric: [Bool]
  public var rows: [[[Run]]]

  public init(
    id: String?, number: String?, caption: [Run], header: [[Run]], isNumeric: [Bool], rows: [[[Run]]]
  ) {
    self.id = id
    self.number = number
    self.caption = caption
    self.header = header
    self.isNumeric = isNumeric
    self.rows = rows
  }
}
