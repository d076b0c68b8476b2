import Diagnostics
import Markup

extension TextExecutor {
  /// Executes the pieces of a line.
  mutating func inlines(_ inlines: [Inline]) -> [Run] {
    var result: [Run] = []
    var index = inlines.startIndex
    while index < inlines.endIndex {
      if let series = ReferenceSeries(inlines, from: index) {
        result += references(series.items, separator: "; ")
        index = series.end
      } else {
        result += inline(inlines[index])
        index += 1
      }
    }
    return result
  }

  private mutating func inline(_ inline: Inline) -> [Run] {
    switch inline.kind {
    case .text(let text): return [.text(text)]
    case .emphasis(let inner): return [.emphasis(inlines(inner))]
    case .strong(let inner): return [.strong(inlines(inner))]
    case .code(let text): return [.code(text)]
    case .value(let text, let location): return value(text, place(location))
    case .math(let tex, let location):
      let (node, values) = math(tex, location)
      return [.math(node, values: values)]
    case .link(let inner, let destination, let title):
      let address = checked(link: destination, at: place(inline.location))
      return [.link(inlines(inner), destination: address, title: title)]
    case .image(let inner, let destination, let title):
      check(image: destination, at: place(inline.location))
      return [.image(alt: PlainRuns.text(inlines(inner)), destination: destination, title: title)]
    case .span(let inner, let attributes): return span(inner, attributes)
    case .reference(let key, let capital, let suppressWord):
      return reference(key, capital, suppressWord, at: inline.location)
    case .citation(let items): return citation(items)
    case .footnoteReference(let label): return footnote(label, at: place(inline.location))
    case .softBreak: return [.softBreak]
    case .hardBreak: return [.hardBreak]
    case .html(let text): return context.allowsRawHTML ? [.html(text)] : [.text(text)]
    }
  }

  private mutating func value(_ text: String, _ location: SourceLocation) -> [Run] {
    let context = context
    let result = problems.attempt { () throws(DiagnosticError) in
      let parsed = try ValueWriter.parse(text, at: location)
      let value = try context.values.write(parsed)
      return (value, context.isCheck ? context.units.findings(parsed.expression) : [])
    }
    guard let (value, units) = result else { return [] }
    warnings += units
    values.append(value)
    return [.value(value)]
  }

  private mutating func span(_ inner: [Inline], _ attributes: Attributes) -> [Run] {
    let classes = attributes.classes
    if classes.contains("claim") {
      guard let index = claim(attributes) else { return inlines(inner) }
      let runs = inlines(inner)
      claims[index]?.words = runs
      return [.claim(index, runs)]
    }
    if classes.contains("margin") || classes.contains("aside") || classes.contains("column-margin") {
      return [.marginNote(id: marginID(attributes), inlines(inner))]
    }
    // `.lit` is for the author alone: this number is meant to be typed.
    let kept = classes.filter { $0 != "lit" }
    if kept.isEmpty, attributes.id == nil, !classes.isEmpty { return inlines(inner) }
    return [.span(classes: kept, id: attributes.id, inlines(inner))]
  }

  // MARK: Footnotes

  private mutating func footnote(_ label: String, at location: SourceLocation) -> [Run] {
    guard context.footnotes.contains(where: { $0.label == label }) else {
      problems.report(
        "E0210", "no footnote \"\(label)\"", at: location,
        help: Spelling.didYouMean(label, among: context.footnotes.map(\.label)), missing: .label("^\(label)"))
      return []
    }
    let (number, id) = footnotes.mention(label)
    return [.footnote(number: number, id: id, target: "fn-\(number)")]
  }

  /// Executes the footnotes that the text mentions, those that only footnotes mention last; warns about others.
  mutating func finishFootnotes() -> [ExecutedReport.Footnote] {
    var done: [ExecutedReport.Footnote] = []
    while done.count < footnotes.labels.count {
      let label = footnotes.labels[done.count]
      guard let definition = context.footnotes.first(where: { $0.label == label }) else { break }
      let contents = blocks(definition.blocks)
      done.append(
        ExecutedReport.Footnote(
          number: done.count + 1, id: "fn-\(done.count + 1)", blocks: contents, mentions: []))
    }
    for index in done.indices { done[index].mentions = footnotes.mentions[footnotes.labels[index]] ?? [] }
    var seen: Set<String> = []
    for definition in context.footnotes {
      if !seen.insert(definition.label).inserted {
        problems.report(
          "E0202", "the footnote \"\(definition.label)\" is defined twice", at: definition.location)
      } else if !footnotes.labels.contains(definition.label) {
        warnings.append(
          Diagnostic(
            .warning, "W0210", "the footnote \"\(definition.label)\" is never mentioned",
            at: definition.location))
      }
    }
    return done
  }

  // MARK: Destinations

  /// The address of a link as a page can hold it: `doi:10.…` is the resolver's page.
  private mutating func checked(link destination: String, at location: SourceLocation) -> String {
    if let scheme = Self.scheme(of: destination) {
      if scheme == "doi" { return "https://doi.org/\(destination.drop { $0 != ":" }.dropFirst())" }
      refuse(scheme, ["http", "https", "mailto", "doi"], "link", at: location)
    } else if destination.hasPrefix("#") {
      let id = String(destination.dropFirst())
      if !id.isEmpty, context.index.targets[id] == nil, !isPageID(id) {
        problems.report(
          "E0201", "no target \"\(id)\" in this report", at: location,
          help: Spelling.didYouMean(id, among: context.index.targets.keys), missing: .label(id))
      }
    }
    return destination
  }

  private mutating func check(image destination: String, at location: SourceLocation) {
    let scheme = Self.scheme(of: destination)
    if let scheme { refuse(scheme, ["http", "https"], "image", at: location) }
    guard scheme == nil, LocalPath.normalized(destination) != nil else {
      warnings.append(
        Diagnostic(
          .warning, "W0931", "the picture \"\(destination)\" is not a file beside the report and is left out",
          at: location,
          help: ["put the file beside the report: the page asks no other host for anything"]))
      return
    }
    let file = String(destination.prefix { $0 != "#" && $0 != "?" })
    if !context.hasFile(file) {
      problems.report("E0901", "there is no file \"\(file)\" beside the report", at: location)
    }
  }

  private mutating func refuse(
    _ scheme: String, _ safe: [String], _ what: String, at location: SourceLocation
  ) {
    guard !safe.contains(scheme) else { return }
    problems.report(
      "E0813", "a \(what) may not lead to \"\(scheme):\"", at: location,
      notes: ["allowed: \(safe.joined(separator: ", ")), and paths relative to the report"])
  }

  /// What stands before the colon of an address, in lower case; nil for paths. Browsers skip control characters and
  /// spaces before and in a scheme.
  private static func scheme(of destination: String) -> String? {
    let bare = String(destination.unicodeScalars.filter { $0.value > 32 }.map(Character.init)).lowercased()
    guard let colon = bare.firstIndex(of: ":"), !bare[..<colon].contains(where: { "/?#".contains($0) }) else {
      return nil
    }
    return String(bare[..<colon])
  }

  /// Ids that the page makes for fits and tables of runs.
  private func isPageID(_ id: String) -> Bool {
    if id.hasPrefix("fit-") { return context.fitOrder.contains(String(id.dropFirst(4))) }
    if id.hasPrefix("data-") { return context.values.data.tables[String(id.dropFirst(5))] != nil }
    return false
  }
}

/// Footnotes in the order of their first mention.
struct FootnoteList {
  private(set) var labels: [String] = []
  private(set) var mentions: [String: [String]] = [:]

  /// The number of a footnote and the id of this mention.
  mutating func mention(_ label: String) -> (number: Int, id: String) {
    let index =
      labels.firstIndex(of: label)
      ?? {
        labels.append(label)
        return labels.count - 1
      }()
    let count = mentions[label, default: []].count + 1
    let id = count == 1 ? "fnref-\(index + 1)" : "fnref-\(index + 1)-\(count)"
    mentions[label, default: []].append(id)
    return (index + 1, id)
  }
}
