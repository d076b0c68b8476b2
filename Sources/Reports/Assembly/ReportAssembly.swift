import Diagnostics
import Markup

/// Puts a report's text together before anything in it is decoded: files that it includes, sections that it repeats,
/// placeholders that it fills in.
struct ReportAssembly {
  /// The text.
  private(set) var blocks: [Block] = []
  private(set) var footnotes: [Document.Footnote] = []
  /// The settings of cells that are not what their bodies say.
  private(set) var bodies: CellBodies
  /// Included files with their texts, each once, in the order of first use.
  private(set) var included: [(name: String, text: String)] = []
  /// What parts of it define that could not be read.
  private(set) var failed = FailedNames()
  private var problems = Problems()
  private var repetitions = 0
  /// Footnotes that repeated sections mention.
  private var repeatedNotes: Set<String> = []

  /// Assembles a document; every mistake at once.
  init(
    _ document: Document, parameters: [ReportParameter], _ reader: inout SourceReader,
    _ problems: inout Problems
  ) {
    footnotes = document.footnotes
    bodies = CellBodies(SettingParameters(parameters))
    var placeholders = Placeholders()
    for parameter in parameters { placeholders.values["params.\(parameter.name)"] = parameter.value }
    var filling = TreeRewriter(placeholders, bodies: bodies)
    let filled = filling.blocks(document.blocks)
    for index in footnotes.indices { footnotes[index].blocks = filling.blocks(footnotes[index].blocks) }
    bodies = filling.bodies
    self.problems.add(filling.problems)
    blocks = expanded(filled, placeholders, [reader.path.name], &reader)
    dropRepeatedFootnotes()
    problems.add(self.problems)
  }

  /// Blocks without `include` and `for-each` cells; `path` are the files that are being included.
  private mutating func expanded(
    _ blocks: [Block], _ placeholders: Placeholders, _ path: [String], _ reader: inout SourceReader
  ) -> [Block] {
    var result: [Block] = []
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      index += 1
      switch block.kind {
      case .cell("include", let attributes, let body, let location):
        result += include(attributes, body, location, at: block, placeholders, path, &reader)
      case .cell("for-each", let attributes, let body, let location):
        let section = blocks.indices.contains(index) ? blocks[index].eachSection : nil
        if section != nil { index += 1 }
        let cell = decode(body, at: location) { settings throws(DiagnosticError) in
          try ForEachCell(attributes, settings, at: block.location)
        }
        if let cell {
          result += repeated(cell, section, at: block, placeholders, path, &reader)
        } else {
          failed.hasUnreadText = true
        }
      case .cell("claims", let attributes, let body, let location):
        let cell = decode(body, at: location) { settings throws(DiagnosticError) in
          try ClaimsCell(attributes, settings, at: block.location)
        }
        if let cell { result.append(cell.block) } else { failed.add(cell: "claims", body: body) }
      case .div(let attributes, let inner):
        if block.eachSection != nil {
          problems.report(
            "E0233", "there is no for-each cell before this section", at: attributes.location,
            help: ["write a {for-each} cell directly above it"])
        }
        result.append(
          Block(.div(attributes, expanded(inner, placeholders, path, &reader)), at: block.location))
      case .quote(let inner):
        result.append(Block(.quote(expanded(inner, placeholders, path, &reader)), at: block.location))
      default: result.append(block)
      }
    }
    return result
  }

  /// Decodes a cell from the settings in its body; nil when it is wrong and says so.
  private mutating func decode<T>(
    _ body: String, at location: SourceLocation, _ make: (ConfigNode) throws(DiagnosticError) -> T
  ) -> T? {
    guard !bodies.isUnfilled(location) else { return nil }
    let bodies = bodies
    return problems.attempt { () throws(DiagnosticError) in try make(bodies.settings(body, at: location)) }
  }

  // MARK: Includes

  private mutating func include(
    _ attributes: Attributes?, _ body: String, _ location: SourceLocation, at block: Block,
    _ placeholders: Placeholders, _ path: [String], _ reader: inout SourceReader
  ) -> [Block] {
    let cell = decode(body, at: location) { settings throws(DiagnosticError) in
      try IncludeCell(attributes, settings, at: block.location)
    }
    guard let cell else {
      failed.hasUnreadText = true
      return []
    }
    return contents(of: cell, placeholders, path, &reader)
  }

  private mutating func contents(
    of cell: IncludeCell, _ placeholders: Placeholders, _ path: [String], _ reader: inout SourceReader
  ) -> [Block] {
    let isKnown = included.contains { $0.name == cell.file }
    var findings: [Diagnostic] = []
    let read = problems.attempt { () throws(DiagnosticError) -> (document: Document, text: String) in
      guard !path.contains(cell.file) else {
        throw DiagnosticError(
          "E0233", "the file \"\(cell.file)\" includes itself", at: cell.fileLocation,
          notes: [(path.drop { $0 != cell.file } + [cell.file]).joined(separator: " → ")])
      }
      let (name, bytes) = try reader.file(cell.file, at: cell.fileLocation)
      let text = try reader.text(bytes, name: name)
      if !isKnown { included.append((cell.file, text)) }
      let document = Document.parse(text, file: name, findings: &findings)
      if let front = document.frontMatter {
        throw DiagnosticError(
          "E0233", "an included file has no front matter of its own", at: front.location,
          help: ["take the lines between --- and --- out; the report's front matter is for all of it"])
      }
      return (document, text)
    }
    guard let (document, text) = read else {
      failed.hasUnreadText = true
      return []
    }
    for finding in findings { problems.add(DiagnosticError(finding)) }
    failed.add(findings, in: text)
    // Places of a file that stands twice are told apart.
    if isKnown { repetitions += 1 }
    var filling = TreeRewriter(placeholders, repetition: isKnown ? repetitions : nil, bodies: bodies)
    var blocks = filling.blocks(document.blocks)
    for footnote in document.footnotes {
      var copy = footnote
      copy.blocks = filling.blocks(footnote.blocks)
      // A file that is repeated fills its footnotes in anew.
      if isKnown, let index = footnotes.firstIndex(where: { $0.label == footnote.label }) {
        footnotes[index] = copy
      } else {
        footnotes.append(copy)
      }
    }
    bodies = filling.bodies
    problems.add(filling.problems)
    blocks = expanded(blocks, placeholders, path + [cell.file], &reader)
    return chosen(cell, blocks)
  }

  /// The cells that an include asks for, in the file's order; all of the file without `cells:`.
  private mutating func chosen(_ cell: IncludeCell, _ blocks: [Block]) -> [Block] {
    guard let wanted = cell.cells else { return blocks }
    var found: [String: Block] = [:]
    var order: [String] = []
    for block in blocks {
      guard case .cell(_, _, let body, let location) = block.kind,
        let settings = try? bodies.settings(body, at: location),
        let label = try? settings["label"]?.string("a label")
      else { continue }
      if found[label] == nil { order.append(label) }
      found[label] = block
    }
    for (label, location) in wanted where found[label] == nil {
      failed.add(label)
      problems.add(
        ValueEvaluator.unknown(label, kind: "cell", among: order, at: location))
    }
    let names = wanted.map(\.label)
    return order.filter { names.contains($0) }.compactMap { found[$0] }
  }

  // MARK: Repetition

  private mutating func repeated(
    _ cell: ForEachCell, _ section: [Block]?, at block: Block, _ placeholders: Placeholders, _ path: [String],
    _ reader: inout SourceReader
  ) -> [Block] {
    guard (section == nil) != (cell.file == nil) else {
      problems.report(
        "E0233",
        section == nil
          ? "there is no section after this for-each cell"
          : "a for-each cell repeats a file or the section after it, not both",
        at: block.location, help: ["write the section between ::: {.each} and ::: directly below the cell"])
      return []
    }
    var result: [Block] = []
    for item in cell.items {
      var inner = placeholders
      for (name, value) in item.values {
        inner.values[name.isEmpty ? cell.name : "\(cell.name).\(name)"] = value
      }
      repetitions += 1
      var copy: [Block] = []
      if let section {
        var filling = TreeRewriter(inner, repetition: repetitions, bodies: bodies)
        copy = filling.blocks(section)
        bodies = filling.bodies
        problems.add(filling.problems)
        copy = expanded(copy, inner, path, &reader)
      } else if let file = cell.file {
        copy = contents(of: file, inner, path, &reader)
      }
      repetitions += 1
      let local = LocalNames(copy, suffix: "_\(item.suffix)", bodies: bodies, footnotes: footnotes)
      var naming = TreeRewriter(Placeholders(), names: local, repetition: repetitions, bodies: bodies)
      result += naming.blocks(copy)
      bodies = naming.bodies
      problems.add(naming.problems)
      repeatFootnotes(local, inner)
    }
    return result
  }

  /// Gives a copy of a section footnotes of its own, filled in as the section is.
  private mutating func repeatFootnotes(_ local: LocalNames, _ placeholders: Placeholders) {
    for (label, footnote) in local.footnotes.sorted(by: { $0.key < $1.key }) {
      var filling = TreeRewriter(placeholders, repetition: repetitions, bodies: bodies)
      let filled = filling.blocks(footnote.blocks)
      var naming = TreeRewriter(
        Placeholders(), names: local, repetition: repetitions, bodies: filling.bodies)
      footnotes.append(
        Document.Footnote(
          label: local.footnote(label), blocks: naming.blocks(filled), location: footnote.location))
      bodies = naming.bodies
      problems.add(filling.problems)
      problems.add(naming.problems)
      repeatedNotes.insert(label)
    }
  }

  /// Takes out the footnotes whose every mention stands in repeated sections, which have copies of their own.
  private mutating func dropRepeatedFootnotes() {
    var mentioned: Set<String> = []
    for part in [blocks] + footnotes.filter({ !repeatedNotes.contains($0.label) }).map(\.blocks) {
      DocumentWalk.visit(
        part, block: { _ in },
        inline: { inline in
          if case .footnoteReference(let label) = inline.kind { mentioned.insert(label) }
        })
    }
    footnotes.removeAll { repeatedNotes.contains($0.label) && !mentioned.contains($0.label) }
  }
}

extension Block {
  /// The blocks of a section that a for-each cell repeats; nil for every other block.
  fileprivate var eachSection: [Block]? {
    if case .div(let attributes, let inner) = kind, attributes.classes.contains("each") { inner } else { nil }
  }
}
