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
    while let byte = bytes.byte(index),
      isWord(byte) || (inside.contains(byte) && isWord(bytes.byte(index + 1)))
    {
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
    var parts = CitationParts()
    var node = nodes[opener].next
    while node >= 0 {
      let start = nodes[node].start
      switch nodes[node].kind {
      case .key(let key):
        guard parts.addKey(key, at: location(start)) else { return nil }
      case .text(let words):
        var offset = 0
        for (index, part) in words.split(separator: .semicolon, omittingEmptySubsequences: false).enumerated()
        {
          if index > 0 { parts.addSemicolon(at: location(start + offset - 1)) }
          if !part.isEmpty { parts.add(Inline(.text(part.text), at: location(start + offset))) }
          offset += part.count + 1
        }
      default: parts.add(convert(node, depth: 1))
      }
      node = nodes[node].next
    }
    parts.finish()
    return parts.items.isEmpty ? nil : parts.items
  }
}

/// The pieces of a bracketed citation while they are read from left to right.
private struct CitationParts {
  private(set) var items: [Inline.CitationItem] = []
  private var key: (name: String, location: SourceLocation)?
  private var prefix: [Inline] = []
  private var suffix: [Inline] = []
  /// What follows the last semicolon, while no key has come: a prefix, or else still the suffix of the work before.
  private var undecided: [Inline]?
  private var semicolon: SourceLocation?

  /// Begins a work; false when the part already has one.
  mutating func addKey(_ name: String, at location: SourceLocation) -> Bool {
    if let words = undecided {
      guard key != nil else { return false }
      close()
      (prefix, suffix, key, undecided) = (words, [], nil, nil)
    }
    guard key == nil else { return false }
    key = (name, location)
    return true
  }

  mutating func add(_ inline: Inline) {
    if let words = undecided {
      undecided = InlineParser.joined(words, inline)
    } else if key == nil {
      prefix = InlineParser.joined(prefix, inline)
    } else {
      suffix = InlineParser.joined(suffix, inline)
    }
  }

  mutating func addSemicolon(at location: SourceLocation) {
    keepUndecided()
    (undecided, semicolon) = ([], location)
  }

  mutating func finish() {
    keepUndecided()
    close()
  }

  private mutating func keepUndecided() {
    guard let words = undecided, let semicolon else { return }
    undecided = nil
    add(Inline(.text(";"), at: semicolon))
    words.forEach { add($0) }
  }

  private mutating func close() {
    guard let key else { return }
    var suppressesAuthor = false
    if case .text(let words)? = prefix.last?.kind, words == "-" || words.hasSuffix(" -") {
      suppressesAuthor = true
      prefix[prefix.count - 1].kind = .text(String(words.dropLast()))
    }
    items.append(
      Inline.CitationItem(
        key: key.name, prefix: Self.trimmed(prefix), suffix: Self.trimmed(suffix, comma: true),
        suppressAuthor: suppressesAuthor, location: key.location))
  }

  private static func trimmed(_ inlines: [Inline], comma: Bool = false) -> [Inline] {
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
