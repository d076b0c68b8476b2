import Diagnostics

// Pipe tables: a header, a row of dashes with colons for the alignment, rows.
extension BlockParser {
  /// A line of dashes under a paragraph whose last line can be the header.
  mutating func startTable() -> BlockStart {
    guard extensions, nodes[container].isParagraph, let alignments = alignmentRow() else { return .none }
    let paragraph = container
    let text = nodes[paragraph].text
    let bytes = text.bytes
    var headerStart = bytes.count - 1
    while headerStart > 0, bytes[headerStart - 1] != .newline { headerStart -= 1 }
    let headerText = text.slice(headerStart..<bytes.count).trimmed()
    let header = TableRow.cells(headerText)
    guard header.count == alignments.count else {
      if header.count > 1 {
        report(
          "E0808", "the table's header has \(header.count) cells, the row of dashes has \(alignments.count)",
          at: cursor.content)
      }
      return .none
    }
    if headerStart == 0 {
      path.removeLast(path.count - matched + 1)
      remove(paragraph)
      matched = path.count
    } else {
      // What stands above the header is a paragraph of its own.
      nodes[paragraph].text = text.slice(0..<headerStart)
      closeThrough(paragraph)
      nodes[paragraph].endLine = lineNumber - 2
    }
    addChild(.table(TableRows(header: header, alignments: alignments)), at: headerText.sourceOffset(0))
    nodes[tip].startLine = lineNumber - 1
    return .line
  }

  private func alignmentRow() -> [Block.Alignment]? {
    guard cursor.rest.contains(.pipe) else { return nil }
    var alignments: [Block.Alignment] = []
    for cell in TableRow.cells(MappedText(source, cursor.content..<cursor.end).trimmed()) {
      let bytes = cell.bytes
      let dashes = bytes.filter { $0 == .hyphen }.count
      let isLeft = bytes.first == .colon
      let isRight = bytes.count > 1 && bytes.last == .colon
      guard dashes > 0, dashes + (isLeft ? 1 : 0) + (isRight ? 1 : 0) == bytes.count else { return nil }
      alignments.append(isLeft ? (isRight ? .center : .left) : (isRight ? .right : .none))
    }
    return alignments
  }

  /// A row has a pipe; anything else ends the table.
  func continueTable() -> Continuation {
    guard !cursor.isBlank, !cursor.isIndented, cursor.first != .greater, cursor.first != .colon else {
      return .failed
    }
    return TableRow.hasPipe(cursor.rest) ? .matched : .failed
  }

  mutating func addRow(to node: Int) {
    guard case .table(var table) = nodes[node].kind else { return }
    var cells = TableRow.cells(MappedText(source, cursor.content..<cursor.end).trimmed())
    let columns = table.alignments.count
    if cells.count > columns {
      report(
        "E0808", "the row has \(cells.count) cells, the table's header has \(columns)",
        at: cells[columns].isEmpty ? cursor.content : cells[columns].sourceOffset(0),
        help: ["write \\| for a vertical bar inside a cell"])
    }
    cells = Array(cells.prefix(columns))
    while cells.count < columns { cells.append(MappedText()) }
    nodes[node].kind = .table(TableRows(header: [], alignments: []))
    table.rows.append(cells)
    nodes[node].kind = .table(table)
  }
}

/// One line of a table.
enum TableRow {
  static func hasPipe(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.indices.contains { bytes[$0] == .pipe && bytes.byte($0 - 1) != .backslash }
  }

  /// The cells, trimmed. A bar inside `` `code` `` or `$math$` does not end a cell, for `{val} x | ±` has one; outside
  /// math `\|` stands for a bar.
  static func cells(_ row: MappedText) -> [MappedText] {
    let bytes = row.bytes
    var cells: [MappedText] = []
    var start = bytes.first == .pipe ? 1 : 0
    var escapes: [Int] = []
    var index = start
    func cell(_ end: Int) -> MappedText {
      guard !escapes.isEmpty else { return row.slice(start..<end).trimmed() }
      var text = MappedText()
      for position in start..<end where !escapes.contains(position) {
        text.append(bytes[position], at: row.sourceOffset(position))
      }
      return text.trimmed()
    }
    while index < bytes.count {
      switch bytes[index] {
      case .backslash:
        // The inline parser reads `\|` itself.
        index += 2
        continue
      case .backtick:
        let run = bytes.skip(from: index) { $0 == .backtick } - index
        if let end = codeEnd(bytes, from: index + run, length: run) {
          escapes += (index..<end).filter { bytes[$0] == .backslash && bytes.byte($0 + 1) == .pipe }
          index = end
        } else {
          index += run
        }
        continue
      case .dollar:
        index = MathSyntax.end(bytes[...], from: index) ?? (index + 1)
        continue
      case .pipe:
        cells.append(cell(index))
        start = index + 1
        escapes = []
      default: break
      }
      index += 1
    }
    if start < bytes.count || cells.isEmpty { cells.append(cell(bytes.count)) }
    return cells
  }

  private static func codeEnd(_ bytes: [UInt8], from start: Int, length: Int) -> Int? {
    var index = start
    while index < bytes.count {
      guard bytes[index] == .backtick else {
        index += 1
        continue
      }
      let end = bytes.skip(from: index) { $0 == .backtick }
      if end - index == length { return end }
      index = end
    }
    return nil
  }
}
