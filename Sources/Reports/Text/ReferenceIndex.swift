import Diagnostics
import Markup
import Typesetting

/// Everything in a report that has a number or an id, found before any text is executed: a reference may stand before
/// what it names.
struct ReferenceIndex {
  /// What a label names.
  enum Kind: String, CaseIterable {
    case figure = "fig"
    case table = "tbl"
    case equation = "eq"
    case section = "sec"
    case claim = "clm"
    case listing = "lst"

    /// The word before the number.
    var word: String {
      switch self {
      case .figure: "figure"
      case .table: "table"
      case .equation: "equation"
      case .section: "section"
      case .claim: "claim"
      case .listing: "listing"
      }
    }

    /// Figures, tables and sections are names and keep their capital inside a sentence.
    var isCapital: Bool { self == .figure || self == .table || self == .section }

    /// The kind that a label's prefix tells.
    static func of(_ label: String) -> Kind? {
      guard let dash = label.firstIndex(of: "-") else { return nil }
      return Kind(rawValue: String(label[..<dash]))
    }
  }

  /// One thing that can be named.
  struct Target {
    var kind: Kind?
    var number: String
    /// What stands instead of a number where there is none.
    var title: String
    var location: SourceLocation
  }

  private(set) var targets: [String: Target] = [:]
  /// Number and id of each heading, by its place.
  private(set) var headings: [SourceLocation: (number: String, id: String)] = [:]
  /// The index of each claim, by the place of its attributes.
  private(set) var claims: [SourceLocation: Int] = [:]
  private(set) var problems = Problems()
  private let bodies: CellBodies
  private var cells: Set<String> = []
  private var counts: [Kind: Int] = [:]
  private var sections: [Int] = []
  private var topLevel = 1
  private var isAppendix = false

  /// Ids that the page itself uses.
  private static let reserved = ["fit-", "data-", "ref-", "fn-", "fnref-", "cite-", "note-"]

  /// Numbers what a report holds, in order of appearance.
  init(
    abstract: EmbeddedText?, body: [Block], captions: [String: EmbeddedText], footnotes: [Document.Footnote],
    bodies: CellBodies
  ) {
    self.bodies = bodies
    topLevel = Self.topLevel(body)
    // Ids that authors wrote come first, so that a made one gives way.
    collectIDs(body)
    for footnote in footnotes { collectIDs(footnote.blocks) }
    if let abstract { number(abstract.blocks, captions, base: abstract.base) }
    number(body, captions, base: nil)
    for footnote in footnotes { number(footnote.blocks, captions, base: nil) }
  }

  private static func topLevel(_ blocks: [Block]) -> Int {
    var least = 7
    DocumentWalk.visit(
      blocks,
      block: { block in
        if case .heading(let level, _, _) = block.kind { least = min(least, level) }
      }, inline: { _ in })
    return least == 7 ? 1 : least
  }

  // MARK: Ids

  private mutating func collectIDs(_ blocks: [Block]) {
    var found: [(id: String, location: SourceLocation, isCell: Bool)] = []
    DocumentWalk.visit(
      blocks,
      block: { block in
        switch block.kind {
        case .heading(_, _, let attributes), .math(_, _, let attributes), .table(_, _, _, _, let attributes):
          if let attributes, let id = attributes.id { found.append((id, attributes.location, false)) }
        case .div(let attributes, _):
          if let id = attributes.id { found.append((id, attributes.location, false)) }
        case .cell(let name, _, let body, let bodyLocation):
          guard Cell.Kind(rawValue: name)?.labelPrefix.isEmpty == false,
            let settings = try? bodies.settings(body, at: bodyLocation),
            let label = settings["label"], let id = try? label.string("a label")
          else { return }
          found.append((id, label.location, true))
        default: break
        }
      },
      inline: { inline in
        if case .span(_, let attributes) = inline.kind, let id = attributes.id {
          found.append((id, attributes.location, false))
        }
      })
    for (id, location, isCell) in found {
      if let first = targets[id] {
        // Two cells of one label are already reported where they are decoded.
        if !isCell || !cells.contains(id) {
          problems.report(
            "E0202", "the id \"\(id)\" is used twice", at: location, notes: ["first at \(first.location)"])
        }
        continue
      }
      if !Identifier.isFileSafe(id) || Self.reserved.contains(where: { id.hasPrefix($0) }) {
        problems.report(
          "E0109", "\"\(id)\" cannot be an id", at: location,
          notes: [
            "an id has letters, digits, - and _, and does not begin with \(Self.reserved.joined(separator: ", "))"
          ])
      }
      if isCell { cells.insert(id) }
      targets[id] = Target(kind: nil, number: "", title: id, location: location)
    }
  }

  // MARK: Numbers

  private mutating func number(_ blocks: [Block], _ captions: [String: EmbeddedText], base: SourceLocation?) {
    var blockEvents: [Event] = []
    DocumentWalk.visit(
      blocks,
      block: { block in
        switch block.kind {
        case .heading(let level, let inlines, let attributes):
          blockEvents.append(.heading(level, DocumentWalk.plainText(inlines), attributes, block.location))
        case .math(let tex, _, let attributes?):
          blockEvents.append(.numbered(.equation, attributes, tag: MathNode.tag(endOf: tex)))
        case .table(_, _, _, _, let attributes?): blockEvents.append(.numbered(.table, attributes))
        case .div(let attributes, let inner) where Listing.code(attributes, inner) != nil:
          blockEvents.append(.numbered(.listing, attributes))
        case .div(let attributes, _) where attributes.classes.contains("claim"):
          blockEvents.append(.claim(attributes))
        case .cell("figure", _, let body, let bodyLocation):
          blockEvents.append(.cell(.figure, body, bodyLocation))
        case .cell("compare", _, let body, let bodyLocation), .cell("table", _, let body, let bodyLocation):
          blockEvents.append(.cell(.table, body, bodyLocation))
        default: break
        }
      },
      inline: { inline in
        if case .span(_, let attributes) = inline.kind, attributes.classes.contains("claim") {
          blockEvents.append(.claim(attributes))
        }
      })
    for event in blockEvents { handle(event, captions, base: base) }
  }

  private enum Event {
    case heading(Int, String, Attributes?, SourceLocation)
    /// A tag stands in place of a number and takes none.
    case numbered(Kind, Attributes, tag: String? = nil)
    case claim(Attributes)
    case cell(Kind, String, SourceLocation)
  }

  private mutating func handle(_ event: Event, _ captions: [String: EmbeddedText], base: SourceLocation?) {
    switch event {
    case .heading(let level, let title, let attributes, let location):
      // A heading elsewhere than in the body is refused where it is executed.
      guard base == nil else { return }
      heading(level, title, attributes, location)
    case .numbered(let kind, let attributes, let tag):
      guard let id = attributes.id else { return }
      guard Kind.of(id) == kind else {
        problems.report(
          "E0109",
          "the id of \(kind == .equation ? "an" : "a") \(kind.word) begins with \"\(kind.rawValue)-\", found \"\(id)\"",
          at: attributes.location)
        return
      }
      targets[id] = Target(kind: kind, number: tag ?? next(kind), title: "", location: attributes.location)
    case .claim(let attributes):
      let place = base.map { EmbeddedText.place(attributes.location, base: $0) } ?? attributes.location
      claims[place] = claims.count
      let number = next(.claim)
      if let id = attributes.id {
        if let first = targets[id], first.kind != nil, first.location != place {
          problems.report(
            "E0202", "the id \"\(id)\" is used twice", at: place, notes: ["first at \(first.location)"])
        }
        targets[id] = Target(kind: .claim, number: number, title: "", location: place)
      }
    case .cell(let kind, let body, let bodyLocation):
      guard let settings = try? bodies.settings(body, at: bodyLocation), let label = settings["label"],
        let id = try? label.string("a label"), Kind.of(id) == kind
      else { return }
      if targets[id]?.kind == nil {
        targets[id] = Target(kind: kind, number: next(kind), title: "", location: label.location)
      }
      if let caption = captions[id] { number(caption.blocks, captions, base: caption.base) }
    }
  }

  private mutating func next(_ kind: Kind) -> String {
    counts[kind, default: 0] += 1
    return String(counts[kind, default: 0])
  }

  private mutating func heading(
    _ level: Int, _ title: String, _ attributes: Attributes?, _ location: SourceLocation
  ) {
    let depth = max(0, level - topLevel)
    let classes = attributes?.classes ?? []
    if classes.contains("appendix"), !isAppendix {
      isAppendix = true
      sections = []
    }
    var number = ""
    if !classes.contains("unnumbered") {
      while sections.count <= depth { sections.append(0) }
      sections = Array(sections.prefix(depth + 1))
      sections[depth] += 1
      number = sections.enumerated().map { index, count in
        index == 0 && isAppendix ? Self.letters(count) : String(count)
      }.joined(separator: ".")
    }
    let id = attributes?.id ?? unique("sec-\(Identifier.fileSafe(title))")
    headings[location] = (number, id)
    targets[id] = Target(kind: .section, number: number, title: title, location: location)
  }

  private func unique(_ wanted: String) -> String {
    let name = wanted.hasSuffix("-") ? "sec-\(headings.count + 1)" : wanted
    if targets[name] == nil { return name }
    var count = 2
    while targets["\(name)-\(count)"] != nil { count += 1 }
    return "\(name)-\(count)"
  }

  /// A, B … Z, AA.
  private static func letters(_ count: Int) -> String {
    var rest = count
    var result = ""
    while rest > 0 {
      rest -= 1
      result = String(UnicodeScalar(UInt8(65 + rest % 26))) + result
      rest /= 26
    }
    return result
  }

  // MARK: Looking up

  /// What a reference names, or an error with the nearest label.
  func resolve(_ key: String, at location: SourceLocation) throws(DiagnosticError) -> Target {
    if let target = targets[key], target.kind != nil { return target }
    let word = Kind.of(key)?.word ?? "target"
    let same = targets.filter { $0.value.kind != nil && Kind.of($0.key) == Kind.of(key) }.keys
    let all = targets.filter { $0.value.kind != nil }.keys
    let help = Spelling.didYouMean(key, among: same)
    throw DiagnosticError(
      "E0201", "no \(word) \"\(key)\"", at: location,
      help: help.isEmpty ? Spelling.didYouMean(key, among: all) : help, missing: .label(key))
  }
}
