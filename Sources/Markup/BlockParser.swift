import Diagnostics

/// The first phase: lines into a tree of blocks, after the algorithm in the CommonMark specification's appendix.
///
/// For each line: walk down the open blocks as far as the line continues them, open new blocks for the markers that
/// follow, give what is left to the innermost block.
struct BlockParser {
  let source: SourceText
  let extensions: Bool
  var nodes: [BlockNode]
  /// The blocks that are still open, outermost first.
  var path: [Int] = [0]
  /// How many blocks of the path the current line continues.
  var matched = 1
  var cursor: LineCursor
  var lineNumber = 0
  var references: [String: LinkReference] = [:]
  /// Footnotes in source order, and their labels.
  var footnotes: [Int] = []
  var footnoteLabels: Set<String> = []
  var diagnostics: [Diagnostic] = []

  /// Markers nest no deeper than this: what later walks the tree is recursive.
  static let depthLimit = 100

  init(_ source: SourceText, extensions: Bool) {
    (self.source, self.extensions) = (source, extensions)
    nodes = [BlockNode(kind: .document, start: 0, parent: 0, startLine: 0, endLine: 0)]
    cursor = LineCursor(source, line: 0..<0)
  }

  /// The innermost block that the line continues.
  var container: Int { path[matched - 1] }
  var tip: Int { path[path.count - 1] }
  var allMatched: Bool { matched == path.count }

  /// Reads lines from a line on to the end.
  mutating func parse(from firstLine: Int = 0) {
    for line in firstLine..<max(firstLine, source.lines.count) {
      lineNumber = line
      cursor = LineCursor(source, line: source.lines[line])
      readLine()
    }
    lineNumber = source.lines.count
    // The fence that swallowed the rest is the mistake; the blocks round it are not.
    if extensions, nodes[tip].isFence {
      reportUnclosedFence(tip)
      while path.count > 1 { finalize(quietly: true) }
    }
    while !path.isEmpty { finalize() }
  }

  private mutating func readLine() {
    matched = 1
    while matched < path.count {
      switch continueBlock(path[matched]) {
      case .matched: matched += 1
      case .closed: return
      case .failed:
        openBlocks()
        return
      }
    }
    openBlocks()
  }

  private mutating func openBlocks() {
    search: while !(nodes[container].acceptsLines && !nodes[container].isParagraph) {
      switch startBlock() {
      case .none: break search
      case .container: continue
      case .leaf: break search
      case .line: return
      }
    }
    addText()
  }

  private mutating func addText() {
    if !nodes[container].acceptsLines || nodes[container].isParagraph { cursor.advanceToContent() }
    if !allMatched, !cursor.isBlank, nodes[tip].isParagraph {
      // A lazy continuation line.
      matched = path.count
    }
    closeUnmatched()
    if nodes[container].acceptsLines {
      addLine(to: container)
    } else if !cursor.isBlank {
      addChild(.paragraph, at: cursor.content)
      addLine(to: container)
    }
  }

  private mutating func addLine(to node: Int) {
    switch nodes[node].kind {
    case .table: addRow(to: node)
    case .html(let kind):
      let line = cursor.bytes[cursor.offset..<cursor.end]
      cursor.copy(to: &nodes[node].text, source)
      if kind.ends(line) { finalize(at: lineNumber) }
    case .paragraph, .caption:
      cursor.advanceToContent()
      cursor.copy(to: &nodes[node].text, source)
    default:
      cursor.copy(to: &nodes[node].text, source)
    }
  }

  /// Closes the blocks that the line does not continue.
  mutating func closeUnmatched() {
    while path.count > matched { finalize() }
  }

  /// Opens a block inside the innermost one that may hold it.
  mutating func addChild(_ kind: BlockNode.Kind, at start: Int) {
    closeUnmatched()
    while !nodes[tip].canContain(kind) { finalize() }
    let node = nodes.count
    nodes.append(BlockNode(kind: kind, start: start, parent: tip, startLine: lineNumber, endLine: lineNumber))
    nodes[tip].children.append(node)
    path.append(node)
    matched = path.count
  }

  /// Whether one more container may open here; says so once when not.
  mutating func mayNest(at offset: Int) -> Bool {
    guard matched >= 2 * Self.depthLimit else { return true }
    if !diagnostics.contains(where: { $0.code == "E0811" }) {
      report("E0811", "lists, quotes and divs nest deeper than \(Self.depthLimit) levels", at: offset)
    }
    return false
  }

  /// Closes the innermost open block, whose last line is the one before the current unless given.
  mutating func finalize(at line: Int? = nil, quietly: Bool = false) {
    let node = path.removeLast()
    matched = min(matched, max(1, path.count))
    nodes[node].endLine = max(nodes[node].startLine, line ?? lineNumber - 1)
    switch nodes[node].kind {
    case .paragraph: takeReferenceDefinitions(node)
    case .indentedCode, .html: dropTrailingBlankLines(node)
    case .list, .definitionList, .item, .definition, .footnote:
      if let last = nodes[node].children.last {
        nodes[node].endLine = nodes[last].endLine
      } else {
        nodes[node].endLine = nodes[node].startLine
      }
    case .fence(let fence) where extensions && !fence.isClosed && !quietly: reportUnclosedFence(node)
    case .div(_, isClosed: false) where !quietly:
      report(
        "E0802", "div is not closed", at: nodes[node].start, help: ["end it with a line of three colons, :::"]
      )
    case .math(isClosed: false, _) where !quietly:
      report(
        "E0805", "math opened by $$ is not closed", at: nodes[node].start,
        notes: ["it ends at the first blank line or at the end of the block around it"])
    default: break
    }
  }

  private mutating func dropTrailingBlankLines(_ node: Int) {
    let bytes = nodes[node].text.bytes
    var end = bytes.count
    var lines = 0
    while end > 0 {
      var start = end - 1
      while start > 0, bytes[start - 1] != .newline { start -= 1 }
      guard bytes[start..<end].allSatisfy({ $0.isWhitespace }) else { break }
      end = start
      lines += 1
    }
    nodes[node].text = nodes[node].text.slice(0..<end)
    if case .indentedCode = nodes[node].kind { nodes[node].endLine -= lines }
  }

  /// Removes a block that turned out to have no content.
  mutating func remove(_ node: Int) {
    nodes[nodes[node].parent].children.removeAll { $0 == node }
  }

  mutating func report(
    _ code: String, _ message: String, at offset: Int, notes: [String] = [], help: [String] = []
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, at: source.location(offset), notes: notes, help: help))
  }
}

/// Whether a line continues an open block.
enum Continuation {
  case matched
  case failed
  /// The line ended the block and is used up.
  case closed
}

/// What a line's next marker opened.
enum BlockStart {
  case none
  case container
  case leaf
  /// The whole line is used up.
  case line
}
