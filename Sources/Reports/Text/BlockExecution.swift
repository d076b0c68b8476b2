import Diagnostics
import Markup

/// Blocks: headings, tables, divs, and where cells stand.
extension TextExecutor {
  /// Executes blocks in order.
  mutating func blocks(_ blocks: [Block]) -> [Content] {
    var result: [Content] = []
    for item in blocks { if let content = block(item) { result.append(content) } }
    return result
  }

  private mutating func block(_ block: Block) -> Content? {
    switch block.kind {
    case .heading(let level, let title, let attributes):
      return heading(level, title, attributes, block.location)
    case .paragraph(let content): return .paragraph(inlines(content))
    case .quote(let inner): return .quote(blocks(inner))
    case .list(let start, let tight, let items):
      var contents: [[Content]] = []
      for item in items { contents.append(Self.task(blocks(item))) }
      return .list(start: start, tight: tight, contents)
    case .code(let info, let text):
      return .code(language: info.split(separator: " ").first.map(String.init) ?? "", text: text)
    case .cell(let name, _, let body, let bodyLocation):
      return cell(name, body, bodyLocation, at: block.location)
    case .math(let tex, let location, let attributes): return equation(tex, location, attributes)
    case .table(let header, let alignments, let rows, let caption, let attributes):
      return table(header, alignments, rows, caption, attributes)
    case .div(let attributes, let inner): return div(attributes, inner)
    case .definitionList(let items):
      var list: [(term: [Run], definitions: [[Content]])] = []
      for item in items {
        let term = inlines(item.term)
        var definitions: [[Content]] = []
        for definition in item.definitions { definitions.append(blocks(definition)) }
        list.append((term, definitions))
      }
      return .definitionList(list)
    case .html(let text): return context.allowsRawHTML ? .html(text) : .paragraph([.text(text)])
    case .rule: return .rule
    }
  }

  /// An item of a list; `[x]` or `[ ]` at its start makes it a task.
  private static func task(_ item: [Content]) -> [Content] {
    guard case .paragraph(let runs)? = item.first else { return item }
    var words = ""
    var rest = runs[...]
    while case .text(let text)? = rest.first {
      words += text
      rest.removeFirst()
    }
    guard let box = ["[ ] ", "[x] ", "[X] "].first(where: { words.hasPrefix($0) }) else { return item }
    let text = Run.text(String(words.dropFirst(box.count - 1)))
    return [.paragraph([.task(isDone: box != "[ ] "), text] + rest)] + item.dropFirst()
  }

  private mutating func heading(
    _ level: Int, _ title: [Inline], _ attributes: Attributes?, _ location: SourceLocation
  ) -> Content {
    if base != nil {
      problems.report("E0812", "a heading stands in the body of the report", at: place(location))
    }
    let entry = context.index.headings[location]
    let heading = ExecutedReport.Heading(
      level: level, number: entry?.number ?? "", id: entry?.id ?? "", title: inlines(title))
    headings.append(heading)
    return .heading(heading)
  }

  private mutating func cell(
    _ name: String, _ body: String, _ bodyLocation: SourceLocation, at location: SourceLocation
  ) -> Content? {
    if base != nil {
      problems.report("E0121", "a cell stands in the body of the report", at: place(location))
      return nil
    }
    guard let settings = try? context.bodies.settings(body, at: bodyLocation),
      let label = try? settings["label"]?.string("a label")
    else { return nil }
    switch name {
    case "fit": return context.fitOrder.firstIndex(of: label).map { .fitCard($0) }
    case "figure": return figure(label)
    case "compare": return comparison(label)
    case "table": return computedTable(label)
    default: return nil
    }
  }

  private mutating func figure(_ label: String) -> Content? {
    guard let cell = context.figureCells[label], let caption = context.captions[label] else { return nil }
    var runs = line(caption)
    guard let figure = context.figures[label] else { return nil }
    // Who writes no caption gets the finding that the picture's own numbers make.
    if cell.caption.text.isEmpty { runs = [.strong([.text(figure.alt)])] }
    let number = context.index.targets[label]?.number ?? ""
    figures.append(ExecutedFigure(id: cell.label, number: number, caption: runs, figure: figure))
    return .figure(figures.count - 1)
  }

  private mutating func comparison(_ label: String) -> Content? {
    guard context.comparisons.contains(label) else { return nil }
    let caption = context.captions[label].map { line($0) } ?? []
    let data = context.values.data
    guard let comparison = data.comparisons[CompareCell.name(label)] else { return nil }
    let unit = comparison.labels.first.flatMap { data.fitLaws[$0]?.lossUnit } ?? ""
    let executed = ExecutedComparison(
      id: label, number: context.index.targets[label]?.number ?? "", caption: caption, comparison: comparison,
      lossUnit: unit)
    comparisons.append(executed)
    return .table(executed.table)
  }

  private mutating func computedTable(_ label: String) -> Content? {
    guard let texts = context.titles[label] else { return nil }
    var titles: [[Run]] = []
    for text in texts { titles.append(line(text)) }
    let caption = context.captions[label].map { line($0) } ?? []
    guard let prepared = context.tables[label] else { return nil }
    var table = prepared.table
    table.number = context.index.targets[label]?.number
    table.caption = caption
    table.header = prepared.heads.map { head in
      switch head {
      case .author(let index): titles[index]
      case .made(let runs): runs
      }
    }
    values += prepared.values
    return .table(table)
  }

  private mutating func equation(_ tex: String, _ location: SourceLocation, _ attributes: Attributes?)
    -> Content
  {
    let (node, values) = math(tex, location)
    let id = attributes?.id
    return .equation(id: id, number: id.flatMap { context.index.targets[$0]?.number }, node, values: values)
  }

  private mutating func table(
    _ header: [[Inline]], _ alignments: [Block.Alignment], _ rows: [[[Inline]]], _ caption: [Inline]?,
    _ attributes: Attributes?
  ) -> Content {
    let isNumeric = header.indices.map { column in
      if alignments.indices.contains(column), alignments[column] == .right { return true }
      let cells = rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }.filter { !$0.isEmpty }
      return !cells.isEmpty && cells.allSatisfy(Self.isNumber)
    }
    let id = attributes?.id
    var headerRuns: [[Run]] = []
    for cell in header { headerRuns.append(inlines(cell)) }
    var rowRuns: [[[Run]]] = []
    for row in rows {
      var cells: [[Run]] = []
      for cell in row { cells.append(inlines(cell)) }
      rowRuns.append(cells)
    }
    return .table(
      ExecutedTable(
        id: id, number: id.flatMap { context.index.targets[$0]?.number }, caption: inlines(caption ?? []),
        header: headerRuns, isNumeric: isNumeric, rows: rowRuns))
  }

  /// Whether a cell reads as one number.
  private static func isNumber(_ inlines: [Inline]) -> Bool {
    inlines.allSatisfy { inline in
      switch inline.kind {
      case .value: true
      case .text(let text):
        text.allSatisfy { $0.isNumber || " .,−-+%±[]×–".contains($0) }
      case .strong(let inner), .emphasis(let inner): isNumber(inner)
      default: false
      }
    }
  }

  private mutating func div(_ attributes: Attributes, _ inner: [Block]) -> Content? {
    if let code = Listing.code(attributes, inner) { return listing(attributes, code) }
    let classes = attributes.classes
    if classes.contains("claim") {
      guard let index = claim(attributes) else {
        return .div(classes: classes, id: attributes.id, blocks(inner))
      }
      let contents = blocks(inner)
      claims[index]?.words = contents.flatMap(PlainRuns.of)
      return .claim(index, contents)
    }
    if let name = classes.first(where: { $0.hasPrefix("callout-") }) {
      let kinds = ["note", "warning", "tip", "limitation"]
      let kind = String(name.dropFirst("callout-".count))
      if !kinds.contains(kind) {
        problems.report(
          "E0209", "no callout \"\(kind)\"", at: place(attributes.location),
          notes: ["callouts: \(kinds.joined(separator: ", "))"], help: Spelling.didYouMean(kind, among: kinds)
        )
      }
      return .callout(kind: kind, title: title(attributes), blocks(inner))
    }
    if classes.contains("margin") || classes.contains("aside") || classes.contains("column-margin") {
      return .marginNote(id: marginID(attributes), blocks(inner))
    }
    return .div(classes: classes, id: attributes.id, blocks(inner))
  }

  private mutating func title(_ attributes: Attributes) -> [Run] {
    guard let pair = attributes.pairs.first(where: { $0.key == "title" }) else { return [] }
    return line(pair, "a title")
  }

  /// Code with a number and a caption.
  private mutating func listing(_ attributes: Attributes, _ code: Block) -> Content? {
    guard let id = attributes.id, let target = context.index.targets[id] else { return nil }
    if attributes.pairs.first(where: { Listing.captionKeys.contains($0.key) }) == nil {
      warnings.append(
        Diagnostic(
          .warning, "W0204", "the listing \"\(id)\" has no caption", at: place(attributes.location),
          help: ["write {#\(id) caption=\"What it is\"}"]))
    }
    for pair in attributes.pairs where !Listing.captionKeys.contains(pair.key) {
      problems.report(
        "E0110", "a listing has no \"\(pair.key)\"", at: place(pair.keyLocation),
        help: Spelling.didYouMean(pair.key, among: Listing.captionKeys))
    }
    let caption = attributes.pairs.first { Listing.captionKeys.contains($0.key) }.map {
      line($0, "a caption")
    }
    let number = Run.strong([.text("Listing\u{A0}\(target.number).")])
    let head = caption.map { [number, .text(" ")] + $0 } ?? [number]
    return .div(
      classes: ["listing"] + attributes.classes, id: id, [.paragraph(head)] + blocks([code]))
  }

  private mutating func line(_ pair: Attributes.Pair, _ what: String) -> [Run] {
    let text = FrontMatter.Text(text: pair.value, location: place(pair.valueLocation))
    let parsed = problems.attempt { () throws(DiagnosticError) in try EmbeddedText.line(text, what) }
    return parsed.map { line($0) } ?? []
  }
}
