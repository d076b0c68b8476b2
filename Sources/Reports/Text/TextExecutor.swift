import Diagnostics
import Figures
import Markup
import Typesetting

/// Turns a report's source tree into executed text: values computed, claims judged, references resolved.
///
/// It runs twice: first as a check, before anything is fitted, so that an author sees every slip at once; then in
/// earnest. Mistakes are collected; what comes out is whole only when there are none.
struct TextExecutor {
  /// What the text is executed against.
  struct Context {
    var values: ValueWriter
    /// The settings of cells.
    var bodies: CellBodies
    var index: ReferenceIndex
    var citations: Citations
    var citationStyle: CitationStyle
    var laws: LawNotation
    var figureCells: [String: FigureCell]
    var captions: [String: EmbeddedText]
    var figures: [String: Figure]
    /// Labels of the comparisons.
    var comparisons: Set<String>
    /// The computed tables by label, and the titles of their columns.
    var tables: [String: PreparedTable]
    var titles: [String: [EmbeddedText]]
    /// Fit labels in order of appearance.
    var fitOrder: [String]
    var footnotes: [Document.Footnote]
    var allowsRawHTML: Bool
    var units: ReportUnits
    /// Files beside the report, for images.
    var hasFile: (String) -> Bool
    var isCheck: Bool
  }

  let context: Context
  var problems = Problems()
  var warnings: [Diagnostic] = []
  var headings: [ExecutedReport.Heading] = []
  var figures: [ExecutedFigure] = []
  var comparisons: [ExecutedComparison] = []
  var claims: [Int: ExecutedClaim] = [:]
  /// Claims that stand in what was executed, malformed ones too.
  var seenClaims: Set<Int> = []
  /// Every value so far, in the order of execution.
  var values: [ExecutedValue] = []
  /// Ids of the mentions of each cited work.
  var mentions: [String: [String]] = [:]
  /// The keys of the cited works, in the order of their first mention.
  var citedKeys: [String] = []
  /// Labels that the text refers to.
  var referenced: Set<String> = []
  var footnotes = FootnoteList()
  private var marginNotes = 0
  /// Where an embedded text begins; nil in the body.
  private(set) var base: SourceLocation?

  init(_ context: Context) { self.context = context }

  /// The place in the file of a node.
  func place(_ location: SourceLocation) -> SourceLocation {
    EmbeddedText.place(location, in: base)
  }

  // MARK: Embedded texts

  /// Executes a title or a caption.
  mutating func line(_ text: EmbeddedText) -> [Run] {
    let outer = base
    base = text.base
    defer { base = outer }
    return inlines(text.inlines)
  }

  /// Executes an abstract.
  mutating func blocks(_ text: EmbeddedText) -> [Content] {
    let outer = base
    base = text.base
    defer { base = outer }
    return blocks(text.blocks)
  }

  /// The id of the next margin note, unless its author gave one.
  mutating func marginID(_ attributes: Attributes) -> String {
    if let id = attributes.id { return id }
    marginNotes += 1
    return "note-\(marginNotes)"
  }

  // MARK: Math

  /// Parses math, with values and laws in it; the values are in the order of the text.
  mutating func math(_ tex: String, _ location: SourceLocation) -> (node: MathNode, values: [ExecutedValue]) {
    let context = context
    let start = place(location)
    var found: [ExecutedValue] = []
    var units: [Diagnostic] = []
    let node = problems.attempt { () throws(DiagnosticError) in
      try TeXMath.parse(
        tex, at: start,
        insert: { (command, argument, at) throws(DiagnosticError) -> MathNode? in
          switch command {
          case "val":
            let parsed = try ValueWriter.parse(argument, at: at)
            let value = try context.values.write(parsed)
            if context.isCheck { units += context.units.findings(parsed.expression) }
            found.append(value)
            return value.math
          case "law":
            return try context.laws.node(argument, fits: context.values.data, at: at)
          default: return nil
          }
        })
    }
    values += found
    warnings += units
    return (node ?? .row([]), found)
  }
}
