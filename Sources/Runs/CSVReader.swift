import Diagnostics

/// Turns scanned cells into columns, and problems into findings at their places.
struct CSVReader {
  let bytes: [UInt8]
  let scanner: CSVScanner
  let places: CSVPlaces

  /// More findings of one kind than this help nobody.
  private static let limit = 20

  /// The columns' names.
  func header() throws(DiagnosticError) -> [String] {
    // A file of one unclosed quote has no header, and that quote is the reason.
    guard !scanner.header.isEmpty else {
      try checkRows()
      throw DiagnosticError("E0401", "\"\(places.source)\" is empty, expected a header", at: places[0])
    }
    let names = scanner.header.map { text($0).trimmingSpaces() }
    if names.count == 1, !scanner.header[0].isQuoted,
      let other = names[0].first(where: { $0 == ";" || $0 == "\t" })
    {
      let found = other == ";" ? "semicolons" : "tabs"
      throw DiagnosticError(
        "E0413", "the cells are separated by \(found), expected commas", at: places[scanner.header[0].offset])
    }
    var findings: [Diagnostic] = []
    for (index, name) in names.enumerated() {
      let place = places[scanner.header[index].offset]
      if name.isEmpty {
        findings.append(Diagnostic(.error, "E0406", "column \(index + 1) has no name", at: place))
      } else if let first = names[..<index].firstIndex(of: name) {
        findings.append(
          Diagnostic(
            .error, "E0407", "two columns are called \"\(name)\"", at: place,
            notes: ["columns \(first + 1) and \(index + 1)"]))
      }
    }
    guard findings.isEmpty else { throw DiagnosticError(findings) }
    return names
  }

  /// Throws for rows that do not have the header's number of cells and for quotes that do not fit.
  func checkRows() throws(DiagnosticError) {
    guard !scanner.problems.isEmpty else { return }
    throw DiagnosticError(limited(scanner.problems) { finding($0) })
  }

  private func finding(_ problem: CSVScanner.Problem) -> Diagnostic {
    switch problem {
    case .unclosedQuote(let offset):
      return Diagnostic(
        .error, "E0402", "a quoted cell is not closed, expected \"", at: places[offset],
        help: ["a cell that begins with a quote is written between quotes, its own quotes doubled"])
    case .textAfterQuote(let offset):
      return Diagnostic(
        .error, "E0403", "found text behind a closing quote, expected a comma or the line's end",
        at: places[offset],
        help: ["a quote inside a quoted cell is written twice"])
    case .ragged(let found, let offset):
      let expected = scanner.header.count
      return Diagnostic(
        .error, "E0405", "expected \(expected) cells, found \(found)", at: places[offset],
        help: found > expected ? ["a cell with a comma in it is written between quotes"] : [])
    }
  }

  /// The values of a column: numbers if every present cell is one, else texts.
  func column(_ index: Int, _ name: String) throws(DiagnosticError) -> RunTable.Values {
    let rows = scanner.lines.count
    let width = scanner.header.count
    var missing = 0
    var infinite: [Int] = []
    var strays: [Int] = []
    let numbers = bytes.withUnsafeBufferPointer { bytes in
      [Double](unsafeUninitializedCapacity: rows) { numbers, count in
        count = rows
        for row in 0..<rows {
          var value = Double.nan
          switch NumberParsing.read(bytes, scanner.cells[row * width + index].range) {
          case .missing: missing += 1
          case .number(let number): value = number
          case .infinite: infinite.append(row)
          case .text: strays.append(row)
          }
          numbers[row] = value
        }
      }
    }
    let present = rows - missing
    // A few words among numbers are mistakes, not a column of texts.
    guard strays.count * 10 <= present else { return .texts(texts(index)) }
    guard strays.isEmpty, infinite.isEmpty else {
      let wrong = (strays + infinite).sorted()
      let isInfinite = Set(infinite)
      let counted = present - wrong.count
      throw DiagnosticError(
        limited(wrong) { row in
          let cell = scanner.cells[row * width + index]
          let found = text(cell)
          let place = places[cell.offset]
          if isInfinite.contains(row) {
            return Diagnostic(
              .error, "E0409",
              "expected a finite number in column \"\(name)\", found \"\(found.prefix(40))\"",
              at: place, help: ["leave the cell empty if the run diverged, and say so in another column"])
          }
          return Diagnostic(
            .error, "E0408", "expected a number in column \"\(name)\", found \"\(found.prefix(40))\"",
            at: place,
            notes: ["\(counted) other cells of the column are numbers"], help: [hint(found)])
        })
    }
    return .numbers(numbers)
  }

  private func hint(_ text: String) -> String {
    if text.contains("\u{2212}") { return "write the minus sign as -" }
    let digits = text.filter { $0.isASCII && $0.isNumber }
    if text.contains(","), digits.count >= text.count - 2 {
      return "write numbers with a point and without separators"
    }
    return "leave the cell empty if the value is missing"
  }

  private func texts(_ index: Int) -> [String?] {
    let width = scanner.header.count
    return bytes.withUnsafeBufferPointer { bytes in
      var texts: [String?] = []
      texts.reserveCapacity(scanner.lines.count)
      var last = 0..<0
      for row in scanner.lines.indices {
        let cell = scanner.cells[row * width + index]
        // Names of methods and runs repeat from row to row: share the string.
        if let text = texts.last, !cell.isQuoted, cell.range.count == last.count, !last.isEmpty,
          bytes[cell.range].elementsEqual(bytes[last])
        {
          texts.append(text)
          continue
        }
        last = cell.isQuoted ? 0..<0 : cell.range
        if case .missing = NumberParsing.read(bytes, cell.range) {
          texts.append(nil)
        } else {
          texts.append(text(cell, bytes))
        }
      }
      return texts
    }
  }

  private func text(_ cell: CSVScanner.Cell) -> String { bytes.withUnsafeBufferPointer { text(cell, $0) } }

  private func text(_ cell: CSVScanner.Cell, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let range = cell.isQuoted ? cell.range : NumberParsing.trimmed(bytes, cell.range)
    let text = String(decoding: bytes[range], as: UTF8.self)
    return cell.isEscaped ? text.replacing("\"\"", with: "\"") : text
  }

  private func limited<T>(_ items: [T], _ finding: (T) -> Diagnostic) -> [Diagnostic] {
    var findings = items.prefix(Self.limit).map(finding)
    if items.count > findings.count {
      findings[findings.count - 1].notes.append("and \(items.count - findings.count) more like these")
    }
    return findings
  }
}

/// Lines and columns of a file, found when they are needed.
struct CSVPlaces {
  let source: String
  private let bytes: [UInt8]

  init(_ bytes: [UInt8], _ source: String) {
    self.bytes = bytes
    self.source = source
  }

  /// The place of a byte; columns count characters.
  subscript(offset: Int) -> SourceLocation {
    var line = 1
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let end = min(offset, bytes.count)
    for position in 0..<end {
      let byte = bytes[position]
      let endsLine =
        byte == 0x0A || byte == 0x0D && !(position + 1 < bytes.count && bytes[position + 1] == 0x0A)
      guard endsLine else { continue }
      line += 1
      start = position + 1
    }
    let before = start < end ? String(decoding: bytes[start..<end], as: UTF8.self).count : 0
    return SourceLocation(file: source, line: line, column: before + 1)
  }
}
