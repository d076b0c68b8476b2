import Diagnostics

/// The keys after `@`.
enum ReferenceKey {
  /// What the first part of a label says about its type.
  static let types: Set<String> = ["fig", "tbl", "eq", "sec", "clm", "lst"]

  /// Whether a key names a labelled thing of the report, and not a work.
  static func isTyped(_ key: String) -> Bool {
    guard let hyphen = key.firstIndex(of: "-") else { return false }
    return types.contains(key[..<hyphen].lowercased())
  }

  /// Where the key that begins at `start` ends: punctuation belongs to it only between letters.
  static func end(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    func isWord(_ byte: UInt8?) -> Bool { byte.map { $0.isLetterOrDigit || $0 == .underscore } ?? false }
    guard isWord(bytes.byte(start)) else { return nil }
    let inside = Array(":.#$%&-+?<>~/".utf8)
    var index = start
    while let byte = bytes.byte(index), isWord(byte) || (inside.contains(byte) && isWord(bytes.byte(index + 1))) {
      index += 1
    }
    return index
  }
}

// `@key` and `[see @key, p. 3]`.
extension InlineParser {
  mutating func readKey() {
    let start = index
    // After a letter it is an address of somebody.
    let before = bytes.byte(index - 1)
    let isAddress = before.map { $0.isLetterOrDigit || $0 == .underscore || $0 >= 0x80 } ?? false
    guard !isAddress, let end = ReferenceKey.end(bytes, from: start + 1) else { return appendText(.at) }
    append(.key(bytes[(start + 1)..<end].text), at: start)
    openKeys.append(start)
    index = end
  }

  /// Cuts what stands after a bracket at the semicolons; nil when a part names two works, or the first none.
  mutating func citationItems(after opener: Int) -> [Inline.CitationItem]? {
    var items: [Inline.CitationItem] = []
    var prefix: [Inline] = []
    var suffix: [Inline] = []
    var current: (key: String, location: SourceLocation)?
    func finish() {
      guard let found = current else { return }
      var prefix = prefix
      var suppresses = false
      if case .text(let words)? = prefix.last?.kind, words == "-" || words.hasSuffix(" -") {
        suppresses = true
        prefix[prefix.count - 1].kind = .text(String(words.dropLast()))
      }
      items.append(
        Inline.CitationItem(
          key: found.key, prefix: trimmed(prefix), suffix: trimmed(suffix, comma: true), suppressAuthor: suppresses,
          location: found.location))
    }
    func add(_ inline: Inline) {
      if current == nil { prefix = InlineParser.joined(prefix, inline) } else { suffix = InlineParser.joined(suffix, inline) }
    }
    var node = nodes[opener].next
    // Whether a semicolon ended the last part; what follows belongs to that part until a key comes.
    var pending: [Inline]?
    while node >= 0 {
      switch nodes[node].kind {
      case .key(let key):
        if let words = pending {
          finish()
          (prefix, suffix, current, pending) = (words, [], nil, nil)
        }
        guard current == nil else { return nil }
        current = (key, location(nodes[node].start))
      case .text(let words):
        var offset = 0
        for (index, part) in words.split(separator: .semicolon, omittingEmptySubsequences: false).enumerated() {
          if index > 0 {
            flush()
            pending = []
          }
          let piece = Inline(.text(part.text), at: location(nodes[node].start + offset))
          if !part.isEmpty { hold(piece) }
          offset += part.count + 1
        }
      default: hold(convert(node, depth: 1))
      }
      node = nodes[node].next
    }
    flush()
    func hold(_ inline: Inline) {
      if let words = pending { pending = InlineParser.joined(words, inline) } else { add(inline) }
    }
    /// Words after a semicolon without a key go to the work before them.
    func flush() {
      guard let words = pending else { return }
      pending = nil
      if let location = words.first?.location ?? current?.location { add(Inline(.text(";"), at: location)) }
      words.forEach(add)
    }
    finish()
    return items.isEmpty ? nil : items
  }

  private func trimmed(_ inlines: [Inline], comma: Bool = false) -> [Inline] {
    var inlines = inlines
    if case .text(let words)? = inlines.first?.kind {
      let kept = words.drop { $0 == " " || (comma && $0 == ",") }
      inlines[0] = Inline(.text(String(kept)), at: inlines[0].location.advanced(by: words.count - kept.count))
      if kept.isEmpty { inlines.removeFirst() }
    }
    if case .text(let words)? = inlines.last?.kind {
      var kept = words[...]
      while kept.last == " " { kept.removeLast() }
      inlines[inlines.count - 1].kind = .text(String(kept))
      if kept.isEmpty { inlines.removeLast() }
    }
    return inlines
  }
}
