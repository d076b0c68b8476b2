import Typesetting

/// A block of the executed text.
public indirect enum Content: Sendable {
  /// A heading; the same as in `ExecutedReport.contents`.
  case heading(ExecutedReport.Heading)
  /// A paragraph.
  case paragraph([Run])
  /// A block quotation.
  case quote([Content])
  /// Items are lists of blocks; `start` is the first number, nil for bullets; a tight list sets no paragraphs.
  case list(start: Int?, tight: Bool, [[Content]])
  /// A code block that is no cell; `language` is empty when its author names none.
  case code(language: String, text: String)
  /// A display equation and the computed numbers in it; `number` is nil without a label.
  case equation(id: String?, number: String?, MathNode, values: [ExecutedValue] = [])
  /// `caption` is empty and `number` nil without a label.
  case table(ExecutedTable)
  /// Index into `ExecutedReport.figures`.
  case figure(Int)
  /// Index into `ExecutedReport.fits`: its card stands here.
  case fitCard(Int)
  /// `note`, `warning`, `tip`, `limitation`.
  case callout(kind: String, title: [Run], [Content])
  /// A note beside the text; `id` is its anchor.
  case marginNote(id: String, [Content])
  /// A claim that is a whole block; index into `ExecutedReport.claims`.
  case claim(Int, [Content])
  /// Blocks with classes that have no meaning here: for the template's style sheet.
  case div(classes: [String], id: String?, [Content])
  /// Terms, each with one or more definitions.
  case definitionList([(term: [Run], definitions: [[Content]])])
  /// Raw HTML that the document allowed.
  case html(String)
  /// A thematic break.
  case rule
}

/// A piece of an executed line.
public indirect enum Run: Sendable {
  /// Plain text, not escaped for any format.
  case text(String)
  /// Emphasised words.
  case emphasis([Run])
  /// Strongly emphasised words.
  case strong([Run])
  /// Words in the face of code.
  case code(String)
  /// Inline math, and the computed numbers in it.
  case math(MathNode, values: [ExecutedValue] = [])
  /// A computed number.
  case value(ExecutedValue)
  /// A link to a page (its scheme is a safe one), to a path relative to the report, or to `#id`.
  case link([Run], destination: String, title: String?)
  /// An image; `alt` is plain text, `destination` a web address or a file beside the report.
  case image(alt: String, destination: String, title: String?)
  /// `Figure 2`, linking to `#fig-x`; `suppressWord` leaves `2`.
  case crossReference(text: String, target: String)
  /// `id` is this mention's own; `text` is `Kumar et al. (2025)` or, inside brackets, `Kumar et al., 2025`.
  case citation(
    id: String, text: String, key: String, prefix: [Run], suffix: [Run], separator: CitationSeparator)
  /// Index into `ExecutedReport.claims`, and the claim's words.
  case claim(Int, [Run])
  /// A mention of a footnote: its number, this mention's own id, and the id of the note.
  case footnote(number: Int, id: String, target: String)
  /// A note beside the line; `id` is its anchor.
  case marginNote(id: String, [Run])
  /// Words with classes that have no meaning here: for the template's style sheet.
  case span(classes: [String], id: String?, [Run])
  /// Raw HTML that the document allowed.
  case html(String)
  /// The box of a task, at the start of a list's item.
  case task(isDone: Bool)
  /// The source's line ended here; a space.
  case softBreak
  /// A line break.
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
