// `*` and `_`.
extension InlineParser {
  mutating func readDelimiter() {
    let byte = bytes[index]
    let end = bytes.skip(from: index) { $0 == byte }
    let before = scalar(before: index)
    let after = scalar(at: end)
    let isLeftFlanking =
      !after.isMarkdownWhitespace
      && (!after.isMarkdownPunctuation || before.isMarkdownWhitespace || before.isMarkdownPunctuation)
    let isRightFlanking =
      !before.isMarkdownWhitespace
      && (!before.isMarkdownPunctuation || after.isMarkdownWhitespace || after.isMarkdownPunctuation)
    var canOpen = isLeftFlanking
    var canClose = isRightFlanking
    if byte == .underscore {
      canOpen = isLeftFlanking && (!isRightFlanking || before.isMarkdownPunctuation)
      canClose = isRightFlanking && (!isLeftFlanking || after.isMarkdownPunctuation)
    }
    let node = append(.text(Array(bytes[index..<end])), at: index)
    if canOpen || canClose {
      var delimiter = Delimiter(
        node: node, byte: byte, count: end - index, original: end - index, canOpen: canOpen,
        canClose: canClose)
      delimiter.previous = lastDelimiter
      if lastDelimiter >= 0 { delimiters[lastDelimiter].next = delimiters.count }
      lastDelimiter = delimiters.count
      delimiters.append(delimiter)
    }
    index = end
  }

  private func scalar(before index: Int) -> Unicode.Scalar {
    guard index > bytes.startIndex else { return "\n" }
    var start = index - 1
    while start > bytes.startIndex, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return bytes[start..<index].text.unicodeScalars.first ?? "\n"
  }

  private func scalar(at index: Int) -> Unicode.Scalar {
    guard index < bytes.endIndex else { return "\n" }
    var end = index + 1
    while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return bytes[index..<end].text.unicodeScalars.first ?? "\n"
  }

  /// Pairs the delimiters above one of the stack (all for -1) and drops them.
  mutating func processEmphasis(above bottom: Int) {
    // For each kind of closer, the delimiter below which no opener can be: this keeps the time linear.
    var bottoms = [Int](repeating: bottom, count: 12)
    var closer = lastDelimiter
    while closer >= 0, delimiters[closer].previous != bottom { closer = delimiters[closer].previous }
    if lastDelimiter == bottom { closer = -1 }
    while closer >= 0 {
      guard delimiters[closer].canClose else {
        closer = delimiters[closer].next
        continue
      }
      let kind = bottomIndex(delimiters[closer])
      if let opener = opener(for: closer, above: bottom, bottoms[kind]) {
        closer = pair(opener, closer)
      } else {
        let next = delimiters[closer].next
        bottoms[kind] = delimiters[closer].previous
        if !delimiters[closer].canOpen { removeDelimiter(closer) }
        closer = next
      }
    }
    while lastDelimiter >= 0, lastDelimiter != bottom { removeDelimiter(lastDelimiter) }
  }

  private func bottomIndex(_ delimiter: Delimiter) -> Int {
    (delimiter.byte == .star ? 6 : 0) + (delimiter.canOpen ? 3 : 0) + delimiter.original % 3
  }

  private func opener(for closer: Int, above bottom: Int, _ searched: Int) -> Int? {
    let end = delimiters[closer]
    var index = end.previous
    while index >= 0, index != bottom, index != searched {
      let start = delimiters[index]
      if start.byte == end.byte, start.canOpen {
        let isOddMatch =
          (end.canOpen || start.canClose) && end.original % 3 != 0 && (start.original + end.original) % 3 == 0
        if !isOddMatch { return index }
      }
      index = start.previous
    }
    return nil
  }

  /// Makes one emphasis of two delimiters and returns the closer to go on with.
  private mutating func pair(_ opener: Int, _ closer: Int) -> Int {
    let used = min(delimiters[opener].count, delimiters[closer].count) >= 2 ? 2 : 1
    let openerNode = delimiters[opener].node
    let closerNode = delimiters[closer].node
    delimiters[opener].count -= used
    delimiters[closer].count -= used
    let start = nodes[openerNode].start + delimiters[opener].count
    _ = wrap(used == 2 ? .strong : .emphasis, after: openerNode, before: closerNode, at: start)
    var between = delimiters[closer].previous
    while between != opener {
      let previous = delimiters[between].previous
      removeDelimiter(between)
      between = previous
    }
    shorten(opener)
    shorten(closer)
    nodes[closerNode].start += used
    if delimiters[opener].count == 0 {
      unlink(openerNode)
      removeDelimiter(opener)
    }
    guard delimiters[closer].count == 0 else { return closer }
    let next = delimiters[closer].next
    unlink(closerNode)
    removeDelimiter(closer)
    return next
  }

  private mutating func shorten(_ delimiter: Int) {
    let left = [UInt8](repeating: delimiters[delimiter].byte, count: delimiters[delimiter].count)
    nodes[delimiters[delimiter].node].kind = .text(left)
  }

  private mutating func removeDelimiter(_ delimiter: Int) {
    let (previous, next) = (delimiters[delimiter].previous, delimiters[delimiter].next)
    if previous >= 0 { delimiters[previous].next = next }
    if next >= 0 { delimiters[next].previous = previous } else { lastDelimiter = previous }
  }
}
