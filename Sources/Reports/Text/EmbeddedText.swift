import Diagnostics
import Markup

/// Markdown that stands inside YAML or an attribute: a caption, a title, an abstract.
///
/// Its nodes count lines and columns from its own start; `place` turns them into places of the file.
struct EmbeddedText {
  var blocks: [Block]
  var base: SourceLocation

  /// Parses a text whose first character stands at its location.
  static func parse(_ text: FrontMatter.Text) throws(DiagnosticError) -> EmbeddedText {
    do throws(DiagnosticError) {
      let document = try Document.parse(text.text, file: text.location.file)
      if let footnote = document.footnotes.first {
        throw DiagnosticError(
          "E0814", "a footnote is defined in the body of the report", at: footnote.location)
      }
      return EmbeddedText(blocks: document.blocks, base: text.location)
    } catch {
      throw DiagnosticError(
        error.diagnostics.map { diagnostic in
          var moved = diagnostic
          moved.location = diagnostic.location.map { Self.place($0, base: text.location) }
          return moved
        })
    }
  }

  /// Parses a text that must be one paragraph (or nothing).
  static func line(_ text: FrontMatter.Text, _ what: String) throws(DiagnosticError) -> EmbeddedText {
    let parsed = try parse(text)
    guard parsed.blocks.count <= 1, parsed.blocks.allSatisfy({ $0.isParagraph }) else {
      throw DiagnosticError("E0812", "\(what) must be one paragraph of text", at: text.location)
    }
    return parsed
  }

  /// The pieces of the only paragraph.
  var inlines: [Inline] {
    blocks.flatMap { block -> [Inline] in
      if case .paragraph(let inlines) = block.kind { return inlines }
      return []
    }
  }

  /// A place in the file. Every line of a block scalar is indented alike, and other scalars have one line.
  static func place(_ location: SourceLocation, base: SourceLocation) -> SourceLocation {
    var place = base
    place.line += location.line - 1
    place.column += location.column - 1
    return place
  }
}

extension EmbeddedText {
  /// A place in the file; without a base the text is the file's own.
  static func place(_ location: SourceLocation, in base: SourceLocation?) -> SourceLocation {
    base.map { place(location, base: $0) } ?? location
  }
}

extension Block {
  fileprivate var isParagraph: Bool {
    if case .paragraph = kind { return true }
    return false
  }
}
