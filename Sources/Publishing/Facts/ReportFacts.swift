import Reports

/// What a report says about itself, the same in HTML and Markdown.
struct ReportFacts {
  let report: ExecutedReport
  init(_ report: ExecutedReport) { self.report = report }

  /// `5 hold`, `1 undecided`, `1 fails`: those that there are.
  var verdicts: [(verdict: Verdict, count: Int, word: String)] {
    Self.worded(verdictCounts)
  }

  /// How many claims came to each verdict.
  var verdictCounts: [Verdict: Int] { Dictionary(grouping: report.claims, by: \.verdict).mapValues(\.count) }

  /// Counts of verdicts with their words, in a fixed order.
  static func worded(_ counts: [Verdict: Int]) -> [(verdict: Verdict, count: Int, word: String)] {
    [Verdict.holds, .undecided, .fails].compactMap { verdict in
      guard let count = counts[verdict], count > 0 else { return nil }
      let word =
        switch verdict {
        case .holds: count == 1 ? "holds" : "hold"
        case .undecided: "undecided"
        case .fails: count == 1 ? "fails" : "fail"
        }
      return (verdict, count, word)
    }
  }

  /// The same for templates.
  static func counts(_ counts: [Verdict: Int]) -> [TemplateObject] {
    worded(counts).map {
      [
        "verdict": .text($0.verdict.rawValue), "count": .text(Counted.number($0.count)),
        "word": .text($0.word),
      ]
    }
  }

  /// `1 September 2026` of `2026-09-01`; whatever else was written stays.
  var longDate: String {
    guard let date = report.metadata.date else { return "" }
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November",
      "December",
    ]
    let parts = date.split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      months.indices.contains(month - 1)
    else { return date }
    return "\(day) \(months[month - 1]) \(year)"
  }

  /// `240 rows; 3 dropped.`
  func summary(_ table: ExecutedRuns) -> String {
    let total = table.rows + table.dropped.count
    return table.dropped.isEmpty
      ? "\(Counted.text(table.rows, "row")), none dropped."
      : "\(Counted.number(table.rows)) of \(Counted.text(total, "row")), \(Counted.number(table.dropped.count)) dropped."
  }

  /// Dropped rows by reason, the most frequent first.
  func dropped(_ table: ExecutedRuns) -> [(reason: String, lines: [Int])] {
    var order: [String] = []
    var lines: [String: [Int]] = [:]
    for row in table.dropped {
      if lines[row.reason] == nil { order.append(row.reason) }
      lines[row.reason, default: []].append(row.line)
    }
    return order.map { ($0, (lines[$0] ?? []).sorted()) }.enumerated()
      .sorted { ($1.element.1.count, $0.offset) < ($0.element.1.count, $1.offset) }.map(\.element)
  }

  /// Line numbers with runs of them as ranges: `4, 7–9, 12`.
  static func ranges(_ lines: [Int]) -> [String] {
    var result: [(Int, Int)] = []
    for line in lines {
      if let last = result.last, line == last.1 + 1 {
        result[result.count - 1].1 = line
      } else {
        result.append((line, line))
      }
    }
    return result.map { $0 == $1 ? String($0) : $1 == $0 + 1 ? "\($0), \($1)" : "\($0)–\($1)" }
  }

  /// Inputs and program: name, value, hash.
  var provenance: [(name: String, value: String, hash: String)] {
    var rows: [(name: String, value: String, hash: String)] = []
    var listed: Set<String> = []
    // Several tables may select from one file.
    for table in report.tables where listed.insert(table.source).inserted {
      rows.append(
        ("Runs", "\(table.source), \(Counted.text(table.rows + table.dropped.count, "row"))", table.hash))
    }
    for fit in report.fits {
      if fit.result.origin != .rows {
        rows.append(("Fit", "\(fit.label): \(GivenFitFacts(fit: fit).summary)", ""))
        continue
      }
      let draws =
        fit.result.draws.isEmpty ? "no bootstrap" : Counted.text(fit.result.draws.count, "bootstrap draw")
      rows.append(("Fit", "\(fit.label): \(Counted.text(fit.result.starts, "start")), \(draws)", ""))
    }
    if report.fits.contains(where: { $0.result.origin == .rows }) {
      rows.append(("Seed", String(report.metadata.seed), ""))
    }
    for parameter in report.parameters {
      let standard = parameter.isSet ? " (\(parameter.standard) without -P)" : ""
      rows.append(("Parameter", "\(parameter.name) = \(parameter.value)\(standard)", ""))
    }
    for file in report.source.included { rows.append(("Included", file.file, file.hash)) }
    rows.append(("Program", ProgramVersion.name, ""))
    return rows
  }
}
