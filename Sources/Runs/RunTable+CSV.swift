import Diagnostics

extension RunTable {
  /// Reads a CSV file: a header, then one row a line.
  ///
  /// Cells are separated by commas and may be quoted with `"`, inside which commas and line breaks are text and a quote
  /// is written twice; LF, CRLF and CR end a row; a byte-order mark and blank lines are skipped. Empty, `NA`, `N/A`,
  /// `NaN` and `null` (any case) are missing. A column is numeric when every present cell reads as a finite number;
  /// quotes make no difference to that. Unquoted texts lose spaces at their ends, quoted ones are kept exactly.
  ///
  /// Throws, with line and column: `E0401` an empty file, `E0402` a quote that is not closed, `E0403` text behind a
  /// closing quote, `E0404` not UTF-8, `E0405` rows with too many or too few cells, `E0406` a column without a name,
  /// `E0407` two columns of one name, `E0408` a text in a column of which nine tenths are numbers, `E0409` a number that
  /// is not finite, `E0413` another separator than a comma, `E0414` a file above a gibibyte.
  public static func read(csv bytes: [UInt8], name: String, source: String) throws(DiagnosticError)
    -> RunTable
  {
    guard bytes.count <= CSVScanner.limit else {
      throw DiagnosticError(
        "E0414", "\"\(source)\" is larger than 1 GiB", help: ["split it, or leave out columns"])
    }
    if let invalid = bytes.withUnsafeBufferPointer(firstInvalidUTF8) {
      let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      throw DiagnosticError(
        "E0404", "this is not UTF-8", at: CSVPlaces(bytes, source)[invalid],
        help: [isUTF16 ? "the file is UTF-16: save it as UTF-8" : "save the file as UTF-8"])
    }
    let scanner = bytes.withUnsafeBufferPointer(CSVScanner.init)
    let reader = CSVReader(bytes: bytes, scanner: scanner, places: CSVPlaces(bytes, source))
    let header = try reader.header()
    try reader.checkRows()
    var columns: [Column] = []
    var findings: [Diagnostic] = []
    for (index, title) in header.enumerated() {
      do throws(DiagnosticError) {
        columns.append(Column(name: title, header: title, values: try reader.column(index, title)))
      } catch {
        findings += error.diagnostics
      }
    }
    guard findings.isEmpty else { throw DiagnosticError(findings) }
    return RunTable(name: name, source: source, columns: columns, lines: scanner.lines)
  }
}

/// Where the first byte stands that is no part of a UTF-8 character.
private func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  var position = 0
  let count = bytes.count
  while position < count {
    let byte = bytes[position]
    if byte < 0x80 {
      position += 1
      continue
    }
    let length = byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 0
    guard length > 0, position + length <= count else { return position }
    // The second byte's range keeps out overlong forms, surrogates and values above U+10FFFF.
    let low: UInt8 = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF
    guard (low...high).contains(bytes[position + 1]) else { return position }
    for next in position + 2..<position + max(2, length) where bytes[next] & 0xC0 != 0x80 { return position }
    position += length
  }
  return nil
}
