import Diagnostics
import Markup

/// Makes a copy of a source tree: placeholders filled in, local names with a suffix, every place marked with the number of
/// the copy.
struct TreeRewriter {
  let placeholders: Placeholders
  /// Labels and ids that get a suffix; nil leaves all as they are.
  var names: LocalNames?
  /// The number of the copy; nil keeps the places.
  var repetition: Int?
  /// Where the text begins in its file, when its places count from its own start.
  var base: SourceLocation?
  var bodies: CellBodies
  var problems = Problems()

  init(
    _ placeholders: Placeholders, names: LocalNames? = nil, repetition: Int? = nil,
    base: SourceLocation? = nil,
    bodies: CellBodies
  ) {
    self.base = base
    (self.placeholders, self.names, self.repetition, self.bodies) = (placeholders, names, repetition, bodies)
  }

  // MARK: Blocks

  mutating func blocks(_ blocks: [Block]) -> [Block] {
    var result: [Block] = []
    for item in blocks { result.append(block(item)) }
    return result
  }

  private mutating func block(_ block: Block) -> Block {
    let location = place(block.location)
    switch block.kind {
    case .heading(let level, let title, let attributes):
      return Block(.heading(level: level, inlines(title), self.attributes(attributes)), at: location)
    case .paragraph(let content): return Block(.paragraph(inlines(content)), at: location)
    case .quote(let inner): return Block(.quote(blocks(inner)), at: location)
    case .list(let start, let tight, let items):
      var copies: [[Block]] = []
      for item in items { copies.append(blocks(item)) }
      return Block(.list(start: start, tight: tight, copies), at: location)
    case .cell(let name, let attributes, let body, let bodyLocation):
      let new = place(bodyLocation)
      cell(body, bodyLocation, to: new)
      return Block(
        .cell(name: name, attributes: self.attributes(attributes), body: body, bodyLocation: new),
        at: location)
    case .math(let tex, let texLocation, let attributes):
      return Block(
        .math(tex: self.tex(tex, texLocation), texLocation: place(texLocation), self.attributes(attributes)),
        at: location)
    case .table(let header, let alignments, let rows, let caption, let attributes):
      var head: [[Inline]] = []
      for cell in header { head.append(inlines(cell)) }
      var copies: [[[Inline]]] = []
      for row in rows {
        var cells: [[Inline]] = []
        for cell in row { cells.append(inlines(cell)) }
        copies.append(cells)
      }
      let words = caption.map { inlines($0) }
      return Block(
        .table(
          header: head, alignments: alignments, rows: copies, caption: words, self.attributes(attributes)),
        at: location)
    case .div(let attributes, let inner):
      let own = self.attributes(attributes) ?? attributes
      return Block(.div(own, blocks(inner)), at: location)
    case .definitionList(let items):
      var copies: [Block.Definition] = []
      for item in items {
        var definitions: [[Block]] = []
        for definition in item.definitions { definitions.append(blocks(definition)) }
        copies.append(Block.Definition(term: inlines(item.term), definitions: definitions))
      }
      return Block(.definitionList(copies), at: location)
    case .code, .html, .rule: return Block(block.kind, at: location)
    }
  }

  // MARK: Lines

  mutating func inlines(_ inlines: [Inline]) -> [Inline] {
    var result: [Inline] = []
    for item in inlines { result.append(inline(item)) }
    return result
  }

  private mutating func inline(_ inline: Inline) -> Inline {
    // What a placeholder without a meaning leaves is no expression, and said to be none already.
    if case .value(let text, let location) = inline.kind {
      let before = problems.errors.count
      let value = expression(filled(text, location))
      return Inline(
        problems.errors.count > before ? .text(text) : .value(value, valueLocation: place(location)),
        at: place(inline.location))
    }
    let kind: Inline.Kind =
      switch inline.kind {
      case .text(let text): .text(filled(text, inline.location))
      case .emphasis(let inner): .emphasis(inlines(inner))
      case .strong(let inner): .strong(inlines(inner))
      case .math(let tex, let location): .math(self.tex(tex, location), texLocation: place(location))
      case .link(let inner, let destination, let title):
        .link(
          inlines(inner), destination: target(filled(destination, inline.location)),
          title: title.map { filled($0, inline.location) })
      case .image(let inner, let destination, let title):
        .image(
          inlines(inner), destination: filled(destination, inline.location),
          title: title.map { filled($0, inline.location) })
      case .span(let inner, let attributes):
        .span(inlines(inner), self.attributes(attributes) ?? attributes)
      case .reference(let key, let capital, let suppressWord):
        .reference(key: name(key), capital: capital, suppressWord: suppressWord)
      case .citation(let items): .citation(citation(items))
      case .footnoteReference(let label): .footnoteReference(names?.footnote(label) ?? label)
      case .code, .value, .softBreak, .hardBreak, .html: inline.kind
      }
    return Inline(kind, at: place(inline.location))
  }

  private mutating func citation(_ items: [Inline.CitationItem]) -> [Inline.CitationItem] {
    var copies: [Inline.CitationItem] = []
    for item in items {
      copies.append(
        Inline.CitationItem(
          key: name(item.key), prefix: inlines(item.prefix), suffix: inlines(item.suffix),
          suppressAuthor: item.suppressAuthor, location: place(item.location)))
    }
    return copies
  }

  private mutating func attributes(_ attributes: Attributes?) -> Attributes? {
    guard var result = attributes else { return nil }
    result.location = place(result.location)
    result.id = result.id.map(name)
    var pairs: [Attributes.Pair] = []
    for pair in result.pairs {
      let before = problems.errors.count
      var value = filled(pair.value, pair.valueLocation)
      // What is left of an unknown placeholder is no expression, and said to be none already.
      if pair.key == "check", problems.errors.count > before { value = "true" }
      pairs.append(
        Attributes.Pair(
          key: pair.key, value: pair.key == "check" ? expression(value) : markdown(value),
          keyLocation: place(pair.keyLocation), valueLocation: place(pair.valueLocation)))
    }
    result.pairs = pairs
    return result
  }

  // MARK: Cells

  /// Settings that are Markdown, and those that name nothing of the report.
  private static let texts: Set<String> = ["caption", "title", "alt", "meaning", "reason", "claim", "words"]
  private static let foreign: Set<String> = [
    "from", "file", "symbol", "unit", "kind", "format", "loss-unit", "published",
  ]

  private mutating func cell(_ body: String, _ location: SourceLocation, to place: SourceLocation) {
    guard names != nil || repetition != nil || body.contains("{{") else { return }
    let bodies = bodies
    let read = problems.attempt { () throws(DiagnosticError) in try bodies.settings(body, at: location) }
    if bodies.isUnfilled(location) { self.bodies.noteUnfilled(place) }
    guard let read else { return }
    let before = problems.errors.count
    let node = setting(read, key: "")
    if problems.errors.count > before { self.bodies.noteUnfilled(place) }
    let filling = placeholders.values.sorted { $0.key < $1.key }.map { "\n\($0.key)=\($0.value)" }.joined()
    self.bodies.change(place, to: node, filledWith: filling + (names?.suffix ?? ""))
  }

  /// Settings of the front matter.
  mutating func settings(_ node: ConfigNode) -> ConfigNode { setting(node, key: "") }

  private mutating func setting(_ node: ConfigNode, key: String) -> ConfigNode {
    var copy = node
    copy.location = place(node.location)
    switch node.content {
    case .null: break
    case .scalar(let text, let quoted):
      var value = filled(text, node.location)
      if key == "label" {
        value = name(value)
      } else if Self.texts.contains(key) {
        value = markdown(value)
      } else if key == "columns" {
        // The head of a file's column is no name of the report; an expression of fits may name one.
        if value.contains(".") || value.contains("(") { value = expression(value) }
      } else if !Self.foreign.contains(key) {
        value = expression(value)
      }
      // What a placeholder gives is as if it were written there: a number is a number.
      copy.content = .scalar(value, quoted: quoted && value == text)
    case .list(let items):
      var copies: [ConfigNode] = []
      for item in items { copies.append(setting(item, key: key)) }
      copy.content = .list(copies)
    case .map(let entries):
      var copies: [ConfigNode.Entry] = []
      for entry in entries {
        copies.append(
          .init(
            key: filled(entry.key, entry.keyLocation), keyLocation: place(entry.keyLocation),
            value: setting(entry.value, key: key == "columns" && entry.value.isScalar ? key : entry.key)))
      }
      copy.content = .map(copies)
    }
    return copy
  }

  // MARK: Texts

  private func place(_ location: SourceLocation) -> SourceLocation {
    if let base { return EmbeddedText.place(location, base: base) }
    guard let repetition else { return location }
    var place = location
    place.repetition = repetition
    return place
  }

  private mutating func filled(_ text: String, _ location: SourceLocation, isTeX: Bool = false) -> String {
    let placeholders = placeholders
    return problems.attempt { () throws(DiagnosticError) in
      try placeholders.apply(text, at: location, isTeX: isTeX)
    } ?? text
  }

  private mutating func tex(_ text: String, _ location: SourceLocation) -> String {
    let filled = filled(text, location, isTeX: true)
    return names?.tex(filled) ?? filled
  }

  private func name(_ text: String) -> String { names?.name(text) ?? text }
  private func expression(_ text: String) -> String { names?.expression(text) ?? text }
  private func markdown(_ text: String) -> String { names?.markdown(text) ?? text }

  private func target(_ destination: String) -> String {
    destination.hasPrefix("#") ? "#" + name(String(destination.dropFirst())) : destination
  }
}

extension ConfigNode {
  fileprivate var isScalar: Bool { if case .scalar = content { true } else { false } }
}
