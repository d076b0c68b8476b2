import Diagnostics

extension RunTable {
  /// Checks what an author expects of a table.
  ///
  /// `rows: 97` or `rows: 240..260`; `unique: run`, or `unique: [run, bits]` for columns that tell rows apart together;
  /// for any column the range of its present numbers, `loss: 0.5..10`, or a list of all that it may hold,
  /// `method: [none, rtn, gptq]`.
  ///
  /// Throws every violation at once: `E0420` for the number of rows, `E0421` for rows that are not unique, `E0422` for
  /// values that are not expected, `E0423` for a range of a column of texts, `E0410` for unknown columns. Violations
  /// are placed at the row's line of the file, mistakes in the settings at their own place.
  public func expect(_ settings: ConfigNode) throws(DiagnosticError) {
    var findings: [Diagnostic] = []
    for entry in try settings.entries("expect") {
      do throws(DiagnosticError) {
        switch entry.key {
        case "rows": findings += try checkRows(entry.value)
        case "unique": findings += try checkUnique(entry.value)
        default: findings += try checkColumn(entry)
        }
      } catch {
        findings += error.diagnostics
      }
    }
    guard findings.isEmpty else { throw DiagnosticError(findings) }
  }

  private func checkRows(_ node: ConfigNode) throws(DiagnosticError) -> [Diagnostic] {
    let text = try node.string("rows").trimmingSpaces()
    let range: ClosedRange<Double>
    if text.contains("..") {
      range = try node.range("rows")
    } else {
      let number = try node.number("rows")
      range = number...number
    }
    guard !range.contains(Double(rowCount)) else { return [] }
    return [
      Diagnostic(
        .error, "E0420", "expected \(text) rows in \"\(name)\", found \(rowCount)", at: node.location,
        notes: dropped.isEmpty ? [] : ["\(dropped.count) rows were left out"])
    ]
  }

  private func checkUnique(_ node: ConfigNode) throws(DiagnosticError) -> [Diagnostic] {
    var names: [String] = []
    var keys: [[String]] = Array(repeating: [], count: rowCount)
    for item in try node.list("unique") {
      let name = try item.string("a column of unique")
      let values = try known(name, at: item.location, also: []).values
      names.append(name)
      for row in 0..<rowCount { keys[row].append(values.text(row)) }
    }
    var first: [[String]: Int] = [:]
    var repeated: [(row: Int, earlier: Int)] = []
    for row in 0..<rowCount {
      if let earlier = first[keys[row]] {
        repeated.append((row, earlier))
      } else {
        first[keys[row]] = row
      }
    }
    return limited(repeated) { row, earlier in
      let key = zip(names, keys[row]).map { "\($0) = \($1)" }.joined(separator: ", ")
      return Diagnostic(
        .error, "E0421", "expected unique \(names.joined(separator: ", ")), found \(key) again",
        at: place(row),
        notes: ["first on line \(lines[earlier])"])
    }
  }

  private func checkColumn(_ entry: ConfigNode.Entry) throws(DiagnosticError) -> [Diagnostic] {
    let values = try known(entry.key, at: entry.keyLocation, also: ["rows", "unique"]).values
    if case .list(let items) = entry.value.content { return try checkList(entry.key, values, items) }
    let range = try entry.value.range("what \"\(entry.key)\" is expected to be")
    guard case .numbers(let numbers) = values else {
      throw DiagnosticError(
        "E0423", "column \"\(entry.key)\" holds texts, which have no range", at: entry.value.location,
        help: ["list what it may hold: \(entry.key): [\(values.text(0)), …]"])
    }
    let text = try entry.value.string(entry.key).trimmingSpaces()
    // A missing value is no value outside the range; `where: not missing(…)` is how rows without one are left out.
    let outside = numbers.indices.filter { !numbers[$0].isNaN && !range.contains(numbers[$0]) }
    return limited(outside) { row in
      Diagnostic(
        .error, "E0422", "expected \(entry.key) in \(text), found \(values.text(row))", at: place(row))
    }
  }

  private func checkList(
    _ name: String, _ values: Values, _ items: [ConfigNode]
  ) throws(DiagnosticError) -> [Diagnostic] {
    var wrong: [Int] = []
    switch values {
    case .numbers(let numbers):
      var allowed: Set<Double> = []
      for item in items { allowed.insert(try item.number("a value of \"\(name)\"")) }
      wrong = numbers.indices.filter { !numbers[$0].isNaN && !allowed.contains(numbers[$0]) }
    case .texts(let texts):
      var allowed: Set<String> = []
      for item in items { allowed.insert(try item.string("a value of \"\(name)\"")) }
      wrong = texts.indices.filter { row in texts[row].map { !allowed.contains($0) } ?? false }
    }
    return limited(wrong) { row in
      Diagnostic(
        .error, "E0422", "\(name) is \"\(values.text(row))\", which is not one of the values expected",
        at: place(row))
    }
  }

  private func place(_ row: Int) -> SourceLocation {
    SourceLocation(file: source, line: lines[row], column: 1)
  }

  private func known(
    _ name: String, at location: SourceLocation, also: [String]
  ) throws(DiagnosticError) -> Column {
    guard let column = column(name) else {
      throw DiagnosticError(
        "E0410", "no column \"\(name)\" in \"\(self.name)\"", at: location,
        notes: ["columns: \(columns.map(\.name).joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: columns.map(\.name) + also))
    }
    return column
  }

  /// All findings up to a hundred; the last says how many more there are.
  private func limited<T>(_ items: [T], _ finding: (T) -> Diagnostic) -> [Diagnostic] {
    var findings = items.prefix(100).map(finding)
    if items.count > findings.count {
      findings[findings.count - 1].notes.append("and \(items.count - findings.count) more like these")
    }
    return findings
  }
}

extension RunTable.Values {
  /// A value as people write it; "nothing" when it is missing.
  fileprivate func text(_ row: Int) -> String {
    switch self {
    case .texts(let values):
      return values.indices.contains(row) ? values[row] ?? "nothing" : "nothing"
    case .numbers(let values):
      guard !values[row].isNaN else { return "nothing" }
      let text = "\(values[row])"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
  }
}
