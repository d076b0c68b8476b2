extension BlockParser {
  /// Takes from the line what an open block needs in order to go on.
  mutating func continueBlock(_ node: Int) -> Continuation {
    switch nodes[node].kind {
    case .document, .list, .definitionList, .div: return .matched
    case .term, .heading, .rule: return .failed
    case .quote: return continueQuote()
    case .item(let mark): return continueIndented(node, by: mark.indent + mark.width)
    case .definition(let indent): return continueIndented(node, by: indent)
    case .footnote: return continueIndented(node, by: 4)
    case .paragraph, .caption: return cursor.isBlank ? .failed : .matched
    case .indentedCode: return continueIndentedCode()
    case .fence(let fence): return continueFence(node, fence)
    case .html(let kind): return cursor.isBlank && kind.endsAtBlankLine ? .failed : .matched
    case .math: return continueMath(node)
    case .table: return continueTable()
    }
  }

  private mutating func continueQuote() -> Continuation {
    guard !cursor.isIndented, cursor.first == .greater else { return .failed }
    takeQuoteMarker()
    return .matched
  }

  /// Takes `>` and the one column of white space that may follow.
  mutating func takeQuoteMarker() {
    cursor.advanceToContent()
    cursor.advance(bytes: 1)
    if cursor.byte(cursor.offset)?.isSpaceOrTab == true { cursor.advance(columns: 1) }
  }

  private mutating func continueIndented(_ node: Int, by columns: Int) -> Continuation {
    if cursor.isBlank {
      // An item may begin with one blank line, not more.
      if nodes[node].children.isEmpty { return .failed }
      cursor.advanceToContent()
      return .matched
    }
    guard cursor.indent >= columns else { return .failed }
    cursor.advance(columns: columns)
    return .matched
  }

  private mutating func continueIndentedCode() -> Continuation {
    if cursor.isIndented {
      cursor.advance(columns: 4)
    } else if cursor.isBlank {
      cursor.advanceToContent()
    } else {
      return .failed
    }
    return .matched
  }

  private mutating func continueFence(_ node: Int, _ fence: Fence) -> Continuation {
    if !cursor.isIndented, cursor.first == fence.character {
      let end = cursor.bytes[..<cursor.end].skip(from: cursor.content) { $0 == fence.character }
      let isAlone = cursor.bytes[end..<cursor.end].allSatisfy(\.isSpaceOrTab)
      if end - cursor.content >= fence.length, isAlone {
        var closed = fence
        closed.isClosed = true
        nodes[node].kind = .fence(closed)
        closeThrough(node)
        return .closed
      }
    }
    var left = fence.indent
    while left > 0, cursor.byte(cursor.offset)?.isSpaceOrTab == true {
      cursor.advance(columns: 1)
      left -= 1
    }
    return .matched
  }

  /// Closes a block, and what is open inside, at the current line.
  mutating func closeThrough(_ node: Int) {
    while tip != node { finalize() }
    finalize(at: lineNumber)
    matched = path.count
  }

  mutating func reportUnclosedFence(_ node: Int) {
    guard case .fence(let fence) = nodes[node].kind else { return }
    let marks = String(repeating: Character(Unicode.Scalar(fence.character)), count: fence.length)
    let what = fence.info.bytes.first == .openBrace ? "cell \(fence.info.bytes.text)" : "code block"
    report(
      "E0803", "\(what) is not closed", at: nodes[node].start,
      notes: ["everything up to the end of the block around it, or of the file, belongs to it"],
      help: ["end it with a line of \(marks)"])
  }
}
