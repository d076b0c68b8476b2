extension BlockParser {
  /// Opens the block whose marker comes next in the line, if there is one.
  mutating func startBlock() -> BlockStart {
    guard let first = cursor.first else { return .none }
    if cursor.isIndented {
      // Only a list in whose item the line stands may take an indented marker, and none can: four columns are code.
      return startIndentedCode()
    }
    switch first {
    case .greater: return startQuote()
    case .hash: return startHeading()
    case .backtick, .tilde: return startFence()
    case .less: return startHTML()
    case .equals: return startSetextHeading()
    case .hyphen, .star, .underscore, .plus:
      var start = startTable()
      if case .none = start { start = startSetextHeading() }
      if case .none = start { start = startRule() }
      if case .none = start { start = startItem() }
      return start
    case .colon: return startColon()
    case .pipe: return startTable()
    case .dollar: return startMath()
    case .openBracket: return startFootnote()
    default: return first.isDigit ? startItem() : .none
    }
  }

  private mutating func startQuote() -> BlockStart {
    guard mayNest(at: cursor.content) else { return .none }
    let start = cursor.content
    takeQuoteMarker()
    addChild(.quote, at: start)
    return .container
  }

  private mutating func startHeading() -> BlockStart {
    let line = cursor.bytes[..<cursor.end]
    let textStart = line.skip(from: cursor.content) { $0 == .hash }
    let level = textStart - cursor.content
    guard level <= 6, textStart == cursor.end || line[textStart].isSpaceOrTab else { return .none }
    var end = cursor.end
    while end > textStart, line[end - 1].isSpaceOrTab { end -= 1 }
    var closing = end
    while closing > textStart, line[closing - 1] == .hash { closing -= 1 }
    if closing < end, line[closing - 1].isSpaceOrTab { end = closing }
    addChild(.heading(level: level), at: cursor.content)
    nodes[tip].text = MappedText(source, textStart..<max(end, textStart)).trimmed()
    closeThrough(tip)
    return .line
  }

  private mutating func startFence() -> BlockStart {
    let line = cursor.bytes[..<cursor.end]
    let character = line[cursor.content]
    let infoStart = line.skip(from: cursor.content) { $0 == character }
    guard infoStart - cursor.content >= 3 else { return .none }
    if character == .backtick, line[infoStart...].contains(.backtick) { return .none }
    let fence = Fence(
      character: character, length: infoStart - cursor.content, indent: cursor.indent,
      info: MappedText(source, infoStart..<cursor.end).trimmed())
    addChild(.fence(fence), at: cursor.content)
    return .line
  }

  private mutating func startHTML() -> BlockStart {
    let canInterrupt = !nodes[container].isParagraph && !(!allMatched && nodes[tip].isParagraph)
    guard let kind = HTMLBlockKind(opening: cursor.rest, canInterrupt: canInterrupt) else { return .none }
    addChild(.html(kind), at: cursor.content)
    return .leaf
  }

  private mutating func startSetextHeading() -> BlockStart {
    guard nodes[container].isParagraph, let mark = cursor.first else { return .none }
    let end = cursor.bytes[..<cursor.end].skip(from: cursor.content) { $0 == mark }
    guard mark == .equals || mark == .hyphen, cursor.bytes[end..<cursor.end].allSatisfy(\.isSpaceOrTab) else {
      return .none
    }
    let node = container
    closeUnmatched()
    takeReferenceDefinitions(node, removing: false)
    guard !nodes[node].text.isEmpty else { return .none }
    nodes[node].kind = .heading(level: mark == .equals ? 1 : 2)
    nodes[node].text = nodes[node].text.trimmed()
    closeThrough(node)
    return .line
  }

  private mutating func startRule() -> BlockStart {
    guard let mark = cursor.first, mark != .plus else { return .none }
    var count = 0
    for byte in cursor.rest {
      if byte == mark { count += 1 } else if !byte.isSpaceOrTab { return .none }
    }
    guard count >= 3 else { return .none }
    addChild(.rule, at: cursor.content)
    closeThrough(tip)
    return .line
  }

  private mutating func startIndentedCode() -> BlockStart {
    guard !nodes[tip].isParagraph else { return .none }
    cursor.advance(columns: 4)
    addChild(.indentedCode, at: cursor.content)
    return .leaf
  }

  private mutating func startItem() -> BlockStart {
    let line = cursor.bytes[..<cursor.end]
    var end = cursor.content
    var ordinal: Int?
    if line[end].isDigit {
      end = line.skip(from: end) { $0.isDigit }
      guard end - cursor.content <= 9, let value = Int(line[cursor.content..<end].text),
        line.byte(end) == .dot || line.byte(end) == .closeParenthesis
      else { return .none }
      ordinal = value
    } else if line[end] == .underscore {
      return .none
    }
    let character = line[end]
    end += 1
    guard end == cursor.end || line[end].isSpaceOrTab else { return .none }
    if nodes[container].isParagraph {
      // Prose that happens to wrap before a number or a dash is not a list.
      guard ordinal == nil || ordinal == 1, !line[end...].allSatisfy(\.isSpaceOrTab) else { return .none }
    }
    guard mayNest(at: cursor.content) else { return .none }
    let start = cursor.content
    let indent = cursor.indent
    cursor.advanceToContent()
    cursor.advance(bytes: end - start)
    let mark = ListMark(
      character: character, ordinal: ordinal, indent: indent, width: end - start + takeMarkerSpace())
    closeUnmatched()
    var continues = false
    if case .list(let list) = nodes[tip].kind { continues = list.matches(mark) }
    if !continues { addChild(.list(mark), at: start) }
    addChild(.item(mark), at: start)
    return .container
  }

  /// Takes the white space after a marker: one to four columns, or one when code or nothing follows.
  mutating func takeMarkerSpace() -> Int {
    if cursor.isBlank || cursor.indent >= 5 {
      if cursor.byte(cursor.offset)?.isSpaceOrTab == true { cursor.advance(columns: 1) }
      return 1
    }
    let columns = cursor.indent
    cursor.advance(columns: columns)
    return columns
  }
}
