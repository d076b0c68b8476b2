import Diagnostics

// `` `code` ``, `` `{val} …` `` and `$math$`: what is between is verbatim.
extension InlineParser {
  mutating func readCode() {
    let start = index
    let contentStart = bytes.skip(from: index) { $0 == .backtick }
    guard let end = backtickRun(contentStart - start, after: contentStart) else {
      append(.text(Array(bytes[start..<contentStart])), at: start)
      index = contentStart
      return
    }
    index = end + (contentStart - start)
    var content = contentStart..<end
    let isSpace = { (byte: UInt8) in byte == .space || byte == .newline }
    if content.count > 1, isSpace(bytes[content.lowerBound]), isSpace(bytes[content.upperBound - 1]),
      !bytes[content].allSatisfy(isSpace)
    {
      content = (content.lowerBound + 1)..<(content.upperBound - 1)
    }
    if extensions, bytes[..<content.upperBound].has("{val}", at: content.lowerBound) {
      let value = trimmed((content.lowerBound + 5)..<content.upperBound)
      append(.value(bytes[value].map { $0 == .newline ? .space : $0 }.text, value.lowerBound), at: start)
    } else {
      append(.code(bytes[content].map { $0 == .newline ? .space : $0 }.text), at: start)
    }
    readTrailingAttributes()
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    let start = bytes[..<range.upperBound].skip(from: range.lowerBound) { $0.isWhitespace }
    var end = range.upperBound
    while end > start, bytes[end - 1].isWhitespace { end -= 1 }
    return start..<end
  }

  /// The next run of exactly `length` backticks. All runs are found once.
  private mutating func backtickRun(_ length: Int, after start: Int) -> Int? {
    if backtickRuns == nil {
      var runs: [Int: [Int]] = [:]
      var position = start
      while position < bytes.endIndex {
        let end = bytes.skip(from: position) { $0 == .backtick }
        if end > position { runs[end - position, default: []].append(position) }
        position = bytes.skip(from: end) { $0 != .backtick }
      }
      backtickRuns = runs.mapValues { $0.reversed() }
    }
    while let run = backtickRuns?[length]?.last, run < start { backtickRuns?[length]?.removeLast() }
    return backtickRuns?[length]?.last
  }

  mutating func readMath() {
    let start = index
    if bytes.byte(index + 1) == .dollar { return readMisplacedDisplay() }
    guard let end = MathSyntax.end(bytes, from: start) else { return appendText(.dollar) }
    append(.math(text.verbatim((start + 1)..<(end - 1), source)), at: start)
    index = end
  }

  private mutating func readMisplacedDisplay() {
    let start = index
    if let end = MathSyntax.displayEnd(bytes, from: start + 2) {
      report(
        "E0806", "display math in the middle of a paragraph", at: start,
        help: ["begin a new line with $$, or use single $ signs"])
      index = end + 2
    } else {
      report(
        "E0805", "math opened by $$ is not closed", at: start,
        help: ["write \\$ for a dollar sign in the text"])
      index = start + 2
    }
    append(.text(Array(bytes[start..<index])), at: start)
  }
}
