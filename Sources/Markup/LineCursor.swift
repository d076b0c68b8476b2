/// A place in a line of the source while containers take their markers off it. Tabs count to the next multiple of
/// four columns and may be taken in part.
struct LineCursor {
  let bytes: [UInt8]
  /// The end of the line, without its line end.
  let end: Int
  private(set) var offset: Int
  /// The column of `offset` from 0, tabs expanded.
  private(set) var column = 0
  /// Whether `offset` is a tab of which some columns are already taken.
  private(set) var isInTab = false

  init(_ source: SourceText, line: Range<Int>) {
    bytes = source.bytes
    (offset, end) = (line.lowerBound, line.upperBound)
    findContent()
  }

  /// The first byte that is neither space nor tab.
  private(set) var content = 0
  private(set) var contentColumn = 0

  /// Columns of white space before the content.
  var indent: Int { contentColumn - column }
  var isIndented: Bool { indent >= 4 }
  var isBlank: Bool { content == end }
  /// The first byte of the content, or nil on a blank line.
  var first: UInt8? { content < end ? bytes[content] : nil }
  /// The line from the content on.
  var rest: ArraySlice<UInt8> { bytes[content..<end] }

  /// The byte at a source offset in this line.
  func byte(_ index: Int) -> UInt8? { index < end ? bytes[index] : nil }

  private mutating func findContent() {
    var index = offset
    var column = column
    while index < end {
      if bytes[index] == .space {
        column += 1
      } else if bytes[index] == .tab {
        column += 4 - column % 4
      } else {
        break
      }
      index += 1
    }
    (content, contentColumn) = (index, column)
  }

  /// Takes all white space.
  mutating func advanceToContent() {
    (offset, column, isInTab) = (content, contentColumn, false)
  }

  /// Takes bytes of the content, none of them a tab.
  mutating func advance(bytes count: Int) {
    offset += count
    column += count
    isInTab = false
    findContent()
  }

  /// Takes columns of white space, perhaps a part of a tab.
  mutating func advance(columns count: Int) {
    var count = count
    while count > 0, offset < end {
      if bytes[offset] == .tab {
        let width = 4 - column % 4
        isInTab = width > count
        column += min(width, count)
        if !isInTab { offset += 1 }
        count -= min(width, count)
      } else {
        isInTab = false
        offset += 1
        column += 1
        count -= 1
      }
    }
    findContent()
  }

  /// Adds the rest of the line and a line end to a text; the part of a tab that is left becomes spaces.
  func copy(to text: inout MappedText, _ source: SourceText) {
    var start = offset
    if isInTab {
      for _ in 0..<(4 - column % 4) { text.append(.space, at: offset) }
      start += 1
    }
    text.append(source, start..<end)
    text.append(.newline, at: end)
  }
}
