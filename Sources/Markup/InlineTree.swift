import Diagnostics

// The linked nodes become the document's inlines.
extension InlineParser {
  /// Everything that was read.
  mutating func inlines() -> [Inline] { convertList(first, depth: 0) }

  private mutating func convertList(_ first: Int, depth: Int) -> [Inline] {
    if depth > BlockParser.depthLimit {
      if !diagnostics.contains(where: { $0.code == "E0811" }), first >= 0 {
        report(
          "E0811", "emphasis and links nest deeper than \(BlockParser.depthLimit) levels",
          at: nodes[first].start)
      }
      return []
    }
    var result: [Inline] = []
    var words: [UInt8] = []
    var wordsStart = 0
    func flush() {
      if !words.isEmpty { result.append(Inline(.text(words.text), at: location(wordsStart))) }
      words = []
    }
    var node = first
    while node >= 0 {
      if case .text(let bytes) = nodes[node].kind {
        if words.isEmpty { wordsStart = nodes[node].start }
        words += bytes
      } else {
        flush()
        result.append(convert(node, depth: depth))
      }
      node = nodes[node].next
    }
    flush()
    return result
  }

  /// One node with what it holds.
  mutating func convert(_ index: Int, depth: Int) -> Inline {
    let node = nodes[index]
    func children() -> [Inline] { convertList(node.firstChild, depth: depth + 1) }
    let kind: Inline.Kind
    switch node.kind {
    case .text(let bytes): kind = .text(bytes.text)
    case .emphasis: kind = .emphasis(children())
    case .strong: kind = .strong(children())
    case .code(let text): kind = .code(text)
    case .value(let text, let start): kind = .value(text, valueLocation: location(start))
    case .math(let tex): kind = .math(tex, texLocation: location(node.start + 1))
    case .link(let link): kind = .link(children(), destination: link.destination, title: link.title)
    case .image(let link): kind = .image(children(), destination: link.destination, title: link.title)
    case .span(let attributes): kind = .span(children(), attributes)
    case .key(let key): kind = Self.reference(key, suppressWord: false)
    case .reference(let key, let suppressWord): kind = Self.reference(key, suppressWord: suppressWord)
    case .citation(let items): kind = .citation(items)
    case .footnote(let label): kind = .footnoteReference(label)
    case .softBreak: kind = .softBreak
    case .hardBreak: kind = .hardBreak
    case .html(let html): kind = .html(html)
    }
    return Inline(kind, at: location(node.start))
  }

  /// `@Fig-x` is `@fig-x` at the start of a sentence; the case of a work's key is its own.
  private static func reference(_ key: String, suppressWord: Bool) -> Inline.Kind {
    guard ReferenceKey.isTyped(key), let first = key.first, first.isUppercase else {
      return .reference(key: key, capital: false, suppressWord: suppressWord)
    }
    return .reference(key: first.lowercased() + key.dropFirst(), capital: true, suppressWord: suppressWord)
  }

  /// A list with one more inline, neighbouring texts put together.
  static func joined(_ inlines: [Inline], _ next: Inline) -> [Inline] {
    guard case .text(let words) = next.kind, case .text(let before)? = inlines.last?.kind else {
      return inlines + [next]
    }
    var inlines = inlines
    inlines[inlines.count - 1].kind = .text(before + words)
    return inlines
  }
}
