import Diagnostics

/// The second phase: the text of one paragraph, heading or cell into inlines.
///
/// Emphasis and links follow the delimiter stack and bracket stack of the specification's appendix, which keep the
/// time near linear whatever the text.
struct InlineParser {
  let text: MappedText
  let bytes: ArraySlice<UInt8>
  let source: SourceText
  let extensions: Bool
  let references: [String: LinkReference]
  var nodes: [InlineNode] = []
  /// The ends of the list at the top.
  var first = -1
  var last = -1
  var index = 0
  var delimiters: [Delimiter] = []
  var lastDelimiter = -1
  var brackets: [Bracket] = []
  var diagnostics: [Diagnostic] = []
  /// Where the `@key`s stand that no bracket encloses yet.
  var openKeys: [Int] = []
  /// Where runs of backticks begin, by their length, last first; nil until one is met.
  var backtickRuns: [Int: [Int]]?
  /// The lowest index from which a search is known to find nothing, by what was searched.
  private var absent: [String: Int] = [:]

  init(_ text: MappedText, _ source: SourceText, extensions: Bool, references: [String: LinkReference]) {
    self.text = text.trimmed()
    bytes = self.text.bytes[...]
    (self.source, self.extensions, self.references) = (source, extensions, references)
  }

  /// Reads everything. The result is in `inlines`.
  mutating func parse() {
    while index < bytes.endIndex { readNext() }
    processEmphasis(above: -1)
  }

  private mutating func readNext() {
    switch bytes[index] {
    case .newline: readLineEnd()
    case .backslash: readBackslash()
    case .backtick: readCode()
    case .star, .underscore: readDelimiter()
    case .openBracket: readOpenBracket(isImage: false)
    case .exclamation where bytes.byte(index + 1) == .openBracket: readOpenBracket(isImage: true)
    case .closeBracket: readCloseBracket()
    case .less: readAngle()
    case .ampersand: readEntity()
    case .dollar where extensions: readMath()
    case .at where extensions: readKey()
    default: readText()
    }
  }

  private mutating func readText() {
    let start = index
    index += 1
    index = bytes.skip(from: index) { byte in
      switch byte {
      case .newline, .backslash, .backtick, .star, .underscore, .openBracket, .closeBracket, .exclamation,
        .less,
        .ampersand, .dollar, .at:
        false
      default: true
      }
    }
    append(.text(Array(bytes[start..<index])), at: start)
  }

  private mutating func readLineEnd() {
    let start = index
    var isHard = false
    if last >= 0, case .text(var content) = nodes[last].kind {
      let end = content.count
      while content.last == .space { content.removeLast() }
      isHard = end - content.count >= 2
      nodes[last].kind = .text(content)
    }
    index = bytes.skip(from: index + 1) { $0.isSpaceOrTab }
    append(isHard ? .hardBreak : .softBreak, at: start)
  }

  private mutating func readBackslash() {
    let start = index
    if bytes.byte(index + 1) == .newline {
      append(.hardBreak, at: start)
      index = bytes.skip(from: index + 2) { $0.isSpaceOrTab }
    } else if let next = bytes.byte(index + 1), next.isPunctuation {
      append(.text([next]), at: start)
      index += 2
    } else {
      appendText(.backslash)
    }
  }

  private mutating func readEntity() {
    guard let entity = Entities.decode(bytes, at: index) else { return appendText(.ampersand) }
    append(.text(Array(entity.text.utf8)), at: index)
    index = entity.end
  }

  private mutating func readAngle() {
    let start = index
    if let link = HTMLSyntax.autolink(bytes, at: index) {
      let label = Array(bytes[(start + 1)..<(link.end - 1)])
      let node = append(.link(LinkReference(destination: link.destination)), at: start)
      nodes.append(InlineNode(kind: .text(label), start: start + 1))
      (nodes[node].firstChild, nodes[node].lastChild) = (nodes.count - 1, nodes.count - 1)
      index = link.end
    } else if let end = htmlEnd(start) {
      append(.html(bytes[start..<end].text), at: start)
      index = end
    } else {
      appendText(.less)
    }
  }

  private mutating func htmlEnd(_ start: Int) -> Int? {
    guard let delimiter = HTMLSyntax.delimiter(bytes, at: start) else {
      return HTMLSyntax.tagEnd(bytes, from: start)
    }
    guard let found = find(delimiter.ending, from: start + delimiter.opening) else { return nil }
    return found + delimiter.ending.utf8CodeUnitCount
  }

  /// The next place of some letters; a search that once failed is not repeated further on.
  mutating func find(_ letters: StaticString, from start: Int) -> Int? {
    if let known = absent[letters.description], start >= known { return nil }
    var index = start
    while index < bytes.endIndex {
      if bytes.has(letters, at: index) { return index }
      index += 1
    }
    absent[letters.description] = start
    return nil
  }

  // MARK: Nodes

  /// Adds a node at the end of the top list.
  @discardableResult
  mutating func append(_ kind: InlineNode.Kind, at start: Int) -> Int {
    var node = InlineNode(kind: kind, start: start)
    node.previous = last
    nodes.append(node)
    if last >= 0 { nodes[last].next = nodes.count - 1 } else { first = nodes.count - 1 }
    last = nodes.count - 1
    return last
  }

  /// Adds one byte as text and steps over it.
  mutating func appendText(_ byte: UInt8) {
    append(.text([byte]), at: index)
    index += 1
  }

  /// Moves the nodes after `opener` and before `closer` (to the end when -1) into a new node between them.
  mutating func wrap(_ kind: InlineNode.Kind, after opener: Int, before closer: Int, at start: Int) -> Int {
    var node = InlineNode(kind: kind, start: start)
    let firstInside = nodes[opener].next
    let lastInside = closer >= 0 ? nodes[closer].previous : last
    let wrapped = nodes.count
    if firstInside != closer {
      (node.firstChild, node.lastChild) = (firstInside, lastInside)
      nodes[firstInside].previous = -1
      nodes[lastInside].next = -1
    }
    (node.previous, node.next) = (opener, closer)
    nodes.append(node)
    nodes[opener].next = wrapped
    if closer >= 0 { nodes[closer].previous = wrapped } else { last = wrapped }
    return wrapped
  }

  /// Takes a node out of the top list.
  mutating func unlink(_ node: Int) {
    let (previous, next) = (nodes[node].previous, nodes[node].next)
    if previous >= 0 { nodes[previous].next = next } else { first = next }
    if next >= 0 { nodes[next].previous = previous } else { last = previous }
  }

  func location(_ index: Int) -> SourceLocation { source.location(text.sourceOffset(index)) }

  mutating func report(_ code: String, _ message: String, at index: Int, help: [String] = []) {
    diagnostics.append(Diagnostic(.error, code, message, at: location(index), help: help))
  }
}
