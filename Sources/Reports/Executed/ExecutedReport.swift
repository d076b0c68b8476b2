import Diagnostics
import Laws

/// A report whose every value, claim, figure and reference is computed; what Publishing writes pages from.
///
/// Nothing in it needs the data again.
public struct ExecutedReport: Sendable {
  /// The folder's name; file-safe.
  public var slug: String
  /// The source file and its cells.
  public var source: ExecutedSource
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
  /// Laws that the report defines, by label.
  public var laws: [String: Law]
  /// The parameters that the report declares, with their values in this build.
  public var parameters: [ReportParameter] = []
  /// Comparisons of fits in order of appearance.
  public var comparisons: [ExecutedComparison] = []
  /// Tables of runs in order of appearance.
  public var tables: [ExecutedRuns]
  /// Every computed value in the order of the source, wherever it stands: text, captions, tables, math.
  public var values: [ExecutedValue]
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
    slug: String, source: ExecutedSource, metadata: Metadata, blocks: [Content], contents: [Heading],
    figures: [ExecutedFigure], fits: [ExecutedFit], laws: [String: Law] = [:], tables: [ExecutedRuns],
    values: [ExecutedValue] = [], claims: [ExecutedClaim], references: [Reference], footnotes: [Footnote],
    diagnostics: [Diagnostic]
  ) {
    self.slug = slug
    (self.source, self.laws, self.values) = (source, laws, values)
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
}

extension ExecutedReport {
  /// What the front matter says of a report, with its texts executed.
  public struct Metadata: Sendable {
    /// The title.
    public var title: [Run]
    /// The line under the title; empty when there is none.
    public var subtitle: [Run]
    /// The abstract; empty when there is none.
    public var abstract: [Content]
    /// The authors in the order of the byline; empty when none is named.
    public var authors: [Author] = []
    /// As written, ISO 8601: `2026-09-01`; nil when the author gave none.
    public var date: String?
    /// Whether that is the day of the last commit rather than one that is written.
    public var isDateOfHistory = false
    /// Keywords in the order written.
    public var keywords: [String] = []
    /// The language of the text as a BCP 47 tag: `en`.
    public var language: String = "en"
    /// A plain-text sentence for `<meta name=description>`.
    public var description: String = ""
    /// The label of the figure that stands under the abstract and on index cards, or nil.
    public var keyFigure: String?
    /// What the report is written in, unless the command says otherwise.
    public var outputs = OutputFormat.standard
    /// The files that each figure is kept in. What a form of the report shows is written besides.
    public var pictures = PictureFormat.allCases
    /// How the page looks.
    public var look = PageLook.paper
    /// How works are cited and listed.
    public var citationStyle = CitationStyle.authorYear
    /// From which all random numbers of the fits follow.
    public var seed: UInt64 = 0

    /// Makes the metadata of a report by nobody in particular, without a date.
    public init(title: [Run], subtitle: [Run] = [], abstract: [Content] = []) {
      (self.title, self.subtitle, self.abstract) = (title, subtitle, abstract)
    }
  }

  /// Someone who wrote the report.
  public struct Author: Sendable, Hashable {
    /// The name as the byline prints it.
    public var name: String
    /// The ORCID iD, `0000-0000-0000-0000`, or nil.
    public var orcid: String?
    /// Where the author works, or nil.
    public var affiliation: String?

    /// Makes an author.
    public init(name: String, orcid: String? = nil, affiliation: String? = nil) {
      (self.name, self.orcid, self.affiliation) = (name, orcid, affiliation)
    }
  }

  /// A heading of the text, as it stands there and in the contents.
  public struct Heading: Sendable {
    /// 1 to 6, as in Markdown.
    public var level: Int
    /// Empty for `{.unnumbered}`.
    public var number: String
    /// The anchor: the author's, or one made from the words.
    public var id: String
    /// The words, without the number.
    public var title: [Run]

    /// Makes a heading.
    public init(level: Int, number: String, id: String, title: [Run]) {
      (self.level, self.number, self.id, self.title) = (level, number, id, title)
    }
  }

  /// A footnote that the text mentions.
  public struct Footnote: Sendable {
    /// From 1, in the order of first mention.
    public var number: Int
    /// The anchor: `fn-1`.
    public var id: String
    /// The note's text.
    public var blocks: [Content]
    /// Ids of the places that mention it, in order.
    public var mentions: [String]

    /// Makes a footnote.
    public init(number: Int, id: String, blocks: [Content], mentions: [String]) {
      (self.number, self.id, self.blocks, self.mentions) = (number, id, blocks, mentions)
    }
  }

  /// A cited work, formatted.
  public struct Reference: Sendable {
    /// The citation key: `kumar2025`.
    public var key: String
    /// `ref-KEY`
    public var id: String
    /// `Kumar et al.`
    public var shortAuthors: String
    /// `2025`, with a letter where two works would read the same (`2025a`); `n.d.` when unknown.
    public var year: String
    /// `Kumar, T., Ankner, Z., … and Raghunathan, A.`
    public var authors: String
    /// The title, as plain text.
    public var title: String
    /// Journal, conference or archive; empty when unknown.
    public var venue: String
    /// Where the work can be read, or nil.
    public var url: String?
    /// Its number where works are cited by number, else nil.
    public var number: Int?
    /// Ids of the places that cite it, in order.
    public var mentions: [String]

    /// Makes a reference; its `id` follows from the key.
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
