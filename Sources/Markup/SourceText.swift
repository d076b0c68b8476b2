import Diagnostics

/// A text as bytes, cut into lines, that can say the line and column of every byte.
struct SourceText {
  let file: String
  let bytes: [UInt8]
  /// The lines without their ends.
  let lines: [Range<Int>]
  /// The column of every byte of the lines that are not plain ASCII, where a column is not an offset.
  private let columns: [Int: [Int]]

  /// NUL becomes U+FFFD, as the specification asks; a byte order mark at the start is dropped.
  init(_ text: String, file: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if bytes.contains(0) { bytes = bytes.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] } }
    var lines: [Range<Int>] = []
    var columns: [Int: [Int]] = [:]
    var start = 0
    var isASCII = true
    func close(_ end: Int) {
      if !isASCII { columns[lines.count] = Self.columns(of: bytes[start..<end]) }
      lines.append(start..<end)
      isASCII = true
    }
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case .newline:
        close(index)
        start = index + 1
      case .carriageReturn:
        close(index)
        if bytes.byte(index + 1) == .newline { index += 1 }
        start = index + 1
      case 0x80...: isASCII = false
      default: break
      }
      index += 1
    }
    if start < bytes.count { close(bytes.count) }
    (self.file, self.bytes, self.lines, self.columns) = (file, bytes, lines, columns)
  }

  private static func columns(of line: ArraySlice<UInt8>) -> [Int] {
    var columns: [Int] = []
    columns.reserveCapacity(line.count + 1)
    var column = 1
    for character in line.text {
      for _ in 0..<character.utf8.count { columns.append(column) }
      column += 1
    }
    columns.append(column)
    return columns
  }

  /// The line number, from 0, that a byte belongs to.
  func line(of offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// The place of a byte.
  func location(_ offset: Int) -> SourceLocation {
    guard !lines.isEmpty else { return SourceLocation(file: file, line: 1, column: 1) }
    let line = line(of: offset)
    let inside = min(offset, lines[line].upperBound) - lines[line].lowerBound
    let column = columns[line].map { $0[min(inside, $0.count - 1)] } ?? inside + 1
    return SourceLocation(file: file, line: line + 1, column: column)
  }
}
