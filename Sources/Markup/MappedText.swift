import Diagnostics

/// Text put together from pieces of the source (a paragraph without its indentation, a table's cell), which still
/// knows where each byte came from.
struct MappedText {
  private(set) var bytes: [UInt8] = []
  /// Where each piece begins here and in the source, ascending.
  private var pieces: [(start: Int, source: Int)] = []

  init() {}

  init(_ source: SourceText, _ range: Range<Int>) { append(source, range) }

  var count: Int { bytes.count }
  var isEmpty: Bool { bytes.isEmpty }

  /// Adds bytes of the source.
  mutating func append(_ source: SourceText, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    mark(range.lowerBound)
    bytes.append(contentsOf: source.bytes[range])
  }

  /// Adds a byte that stands for the source at an offset.
  mutating func append(_ byte: UInt8, at offset: Int) {
    mark(offset)
    bytes.append(byte)
  }

  private mutating func mark(_ source: Int) {
    if let last = pieces.last, last.source + (bytes.count - last.start) == source { return }
    pieces.append((bytes.count, source))
  }

  /// The source's offset of a byte; one past the end is the offset after the last byte.
  func sourceOffset(_ index: Int) -> Int {
    if index == bytes.count, index > 0 { return sourceOffset(index - 1) + 1 }
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= index { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    return pieces[low - 1].source + (index - pieces[low - 1].start)
  }

  /// A part of the text.
  func slice(_ range: Range<Int>) -> MappedText {
    var result = MappedText()
    guard !range.isEmpty else { return result }
    result.bytes = Array(bytes[range])
    result.pieces = [(0, sourceOffset(range.lowerBound))]
    for piece in pieces where piece.start > range.lowerBound && piece.start < range.upperBound {
      result.pieces.append((piece.start - range.lowerBound, piece.source))
    }
    return result
  }

  /// The text without whitespace at its ends.
  func trimmed() -> MappedText {
    let start = bytes.skip(from: 0) { $0.isWhitespace }
    var end = bytes.count
    while end > start, bytes[end - 1].isWhitespace { end -= 1 }
    return start == 0 && end == bytes.count ? self : slice(start..<end)
  }

  /// A part as text in which every line after the first is indented to its column in the source, so that whoever
  /// reads the part with the place of its first character finds every later line's columns too.
  func verbatim(_ range: Range<Int>, _ source: SourceText) -> String {
    guard bytes[range].contains(.newline) else { return bytes[range].text }
    var result: [UInt8] = []
    for index in range {
      result.append(bytes[index])
      if bytes[index] == .newline, index + 1 < range.upperBound, bytes[index + 1] != .newline {
        let column = source.location(sourceOffset(index + 1)).column
        result.append(contentsOf: repeatElement(.space, count: column - 1))
      }
    }
    return result.text
  }
}
