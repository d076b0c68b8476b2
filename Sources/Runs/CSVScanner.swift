/// Finds the cells of a CSV file as ranges of its bytes.
///
/// Nothing is decoded here: a table of a million rows is scanned once, and only cells that turn out to be texts become
/// strings. A cell quoted with `"` may hold commas, line breaks and doubled quotes; LF, CRLF and CR end a line; a
/// byte-order mark and blank lines are skipped.
struct CSVScanner {
  /// A cell's bytes without its quotes, packed into eight bytes: there may be many millions.
  struct Cell {
    private let begin: UInt32
    private let lengthAndFlags: UInt32

    init(_ range: Range<Int>, isQuoted: Bool, isEscaped: Bool) {
      begin = UInt32(range.lowerBound)
      lengthAndFlags = UInt32(range.count) | (isQuoted ? 1 << 31 : 0) | (isEscaped ? 1 << 30 : 0)
    }

    var range: Range<Int> { Int(begin)..<Int(begin) + Int(lengthAndFlags & 0x3FFF_FFFF) }
    /// Whether it was written between quotes.
    var isQuoted: Bool { lengthAndFlags & 1 << 31 != 0 }
    /// Whether it holds doubled quotes.
    var isEscaped: Bool { lengthAndFlags & 1 << 30 != 0 }
    /// Where it begins in the file, its quote included.
    var offset: Int { Int(begin) - (isQuoted ? 1 : 0) }
  }

  /// What stops the scan, or spoils a row.
  enum Problem {
    /// A quote that nothing closes.
    case unclosedQuote(offset: Int)
    /// Something other than a comma or a line's end behind a closing quote.
    case textAfterQuote(offset: Int)
    /// A row with another number of cells than the header; the first cell too many, or where the missing one would be.
    case ragged(found: Int, offset: Int)
  }

  /// The first row.
  private(set) var header: [Cell] = []
  /// The cells of all other rows, `header.count` a row.
  private(set) var cells: [Cell] = []
  /// For each row the line on which it begins, from 1.
  private(set) var lines: [Int] = []
  /// In file order.
  private(set) var problems: [Problem] = []

  /// A file may hold no more than this, nor a cell more than a quarter of it.
  static let limit = Int(UInt32.max) / 4

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let count = bytes.count
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    // A guess that saves most of the growth: a cell of seven bytes.
    cells.reserveCapacity(count / 8)
    while position < count {
      if bytes[position] == newline || bytes[position] == carriageReturn {
        position += bytes[position...].startsCRLF ? 2 : 1
        line += 1
        continue
      }
      let firstLine = line
      let firstCell = cells.count
      var isOpen = true
      while isOpen {
        if position < count, bytes[position] == quote {
          guard let end = quoted(bytes, from: position, &line) else { return }
          position = end
        } else {
          let begin = position
          while position < count, !endsCell(bytes[position]) { position += 1 }
          cells.append(Cell(begin..<position, isQuoted: false, isEscaped: false))
        }
        if position < count, bytes[position] == comma {
          position += 1
        } else {
          isOpen = false
        }
      }
      close(from: firstCell, line: firstLine, end: position)
      if position < count {
        position += bytes[position...].startsCRLF ? 2 : 1
        line += 1
      }
    }
  }

  /// Takes the cells since `firstCell` as a row.
  private mutating func close(from firstCell: Int, line: Int, end: Int) {
    let found = cells.count - firstCell
    if header.isEmpty {
      header = Array(cells[firstCell...])
      cells.removeLast(found)
    } else if found == header.count {
      lines.append(line)
    } else {
      let offset = found > header.count ? cells[firstCell + header.count].offset : end
      problems.append(.ragged(found: found, offset: offset))
      cells.removeLast(found)
    }
  }

  /// Reads a quoted cell; returns the place behind it, nil when the scan cannot go on.
  private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ line: inout Int)
    -> Int?
  {
    var position = start + 1
    var isEscaped = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        guard position + 1 < bytes.count, bytes[position + 1] == quote else { break }
        isEscaped = true
        position += 1
      } else if byte == newline || byte == carriageReturn && !bytes[position...].startsCRLF {
        line += 1
      }
      position += 1
    }
    guard position < bytes.count else {
      problems.append(.unclosedQuote(offset: start))
      return nil
    }
    cells.append(Cell(start + 1..<position, isQuoted: true, isEscaped: isEscaped))
    position += 1
    while position < bytes.count, bytes[position] == space { position += 1 }
    guard position == bytes.count || endsCell(bytes[position]) else {
      problems.append(.textAfterQuote(offset: position))
      return nil
    }
    return position
  }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let space = UInt8(ascii: " ")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

@inline(__always) private func endsCell(_ byte: UInt8) -> Bool {
  byte == comma || byte == newline || byte == carriageReturn
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate var startsCRLF: Bool {
    count > 1 && self[startIndex] == carriageReturn && self[startIndex + 1] == newline
  }
}
