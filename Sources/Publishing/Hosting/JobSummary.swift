import Diagnostics
import Reports

/// What a report came to, as Markdown for the page that hosted CI shows of a job: verdicts and key numbers.
///
/// All words are plain: links into the report would lead nowhere from there.
public struct JobSummary: Sendable {
  private let report: ExecutedReport

  /// Makes the summary of a report.
  public init(_ report: ExecutedReport) { self.report = report }

  /// The Markdown, ending with a blank line.
  public var markdown: String {
    let facts = ReportFacts(report)
    let counts = facts.verdicts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    let rows = report.tables.reduce(0) { $0 + $1.rows }
    let sizes = [
      Counted.text(rows, "row"), Counted.text(report.fits.count, "fit"),
      Counted.text(report.figures.count, "figure"),
    ].joined(separator: ", ")
    let numbers = keyNumbers
    var parts = [
      "### \(Escape.markdown(PlainText.text(report.metadata.title).trimmingSpaces()))",
      counts.isEmpty ? "No claims · \(sizes)" : "Claims: **\(counts)** · \(sizes)",
    ]
    if !report.claims.isEmpty { parts.append(claims) }
    if !numbers.isEmpty {
      parts.append(Self.table(["Number", "Interval", "Computed as"], numbers, numeric: [0]))
    }
    if !parameters.isEmpty {
      let table = Self.table(["Fit", "Parameter", "Estimate", "95 % interval"], parameters, numeric: [2])
      // Where the abstract has numbers, those are the report's own choice and the fits are for who asks.
      let words = "Parameters of \(Counted.text(report.fits.count, "fit"))"
      parts.append(
        numbers.isEmpty ? table : "<details><summary>\(words)</summary>\n\n\(table)\n\n</details>")
    }
    return parts.joined(separator: "\n\n") + "\n\n"
  }

  /// What stopped a build, as Markdown.
  public static func markdown(_ errors: [Diagnostic]) -> String {
    let lines = errors.filter { $0.severity == .error }.map { error in
      let place = error.location.map { "\(Escape.markdown($0.description)): " } ?? ""
      let rest = (error.notes + error.help).map { "<br>\(Escape.markdown($0))" }.joined()
      return "- \(place)**\(error.code)** \(Escape.markdown(error.message))\(rest)"
    }
    return lines.isEmpty
      ? "" : "### Not built: \(Counted.text(lines.count, "error"))\n\n\(lines.joined(separator: "\n"))\n\n"
  }

  /// Claims, those first that came out otherwise than expected.
  private var claims: String {
    let sorted = report.claims.filter { !$0.isAsExpected } + report.claims.filter(\.isAsExpected)
    return Self.table(
      ["Verdict", "Claim", "Decided by"],
      sorted.map { claim in
        let mark =
          switch claim.verdict {
          case .holds: "✓"
          case .undecided: "◐"
          case .fails: "✗"
          }
        let words = "\(mark) \(claim.verdictWords)"
        return [
          claim.isAsExpected ? words : "**\(words)**", Escape.markdown(PlainText.text(claim.words)),
          [claim.evidence, claim.check].filter { !$0.isEmpty }.map(Escape.markdown).joined(separator: "<br>"),
        ]
      })
  }

  /// The numbers that the report puts first: those of its title, subtitle and abstract, each once.
  private var keyNumbers: [[String]] {
    var values = ValueList()
    values.add(report.metadata.title)
    values.add(report.metadata.subtitle)
    values.add(report.metadata.abstract)
    return values.values.map { value in
      [
        Escape.markdown(value.text),
        Escape.markdown(value.interval ?? ""),
        Escape.markdown(value.expression),
      ]
    }
  }

  private var parameters: [[String]] {
    report.fits.flatMap { fit in
      FitFacts(fit).parameters.map { parameter in
        let interval = parameter.interval.map { "\($0.low) to \($0.high)" } ?? parameter.status
        return [fit.label, parameter.symbol.plainText, parameter.estimate, interval].map(Escape.markdown)
      }
    }
  }

  /// Cells are Markdown already.
  private static func table(_ header: [String], _ rows: [[String]], numeric: Set<Int> = []) -> String {
    let line = { (cells: [String]) in "| \(cells.joined(separator: " | ")) |" }
    let rule = line(header.indices.map { numeric.contains($0) ? "--:" : "--" })
    return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
  }
}

/// The values in a text, each once, in order.
private struct ValueList {
  private(set) var values: [ExecutedValue] = []
  private var seen: Set<String> = []

  mutating func add(_ runs: [Run]) {
    for run in runs {
      switch run {
      case .value(let value):
        if seen.insert(value.expression + "\0" + value.text).inserted { values.append(value) }
      case .emphasis(let runs), .strong(let runs), .link(let runs, _, _), .claim(_, let runs),
        .span(_, _, let runs):
        add(runs)
      case .text, .code, .math, .image, .crossReference, .citation, .footnote, .marginNote, .html, .task,
        .softBreak, .hardBreak:
        break
      }
    }
  }

  mutating func add(_ blocks: [Content]) {
    for block in blocks {
      switch block {
      case .paragraph(let runs): add(runs)
      case .quote(let blocks), .callout(_, _, let blocks), .claim(_, let blocks), .div(_, _, let blocks):
        add(blocks)
      case .list(_, _, let items): for item in items { add(item) }
      default: break
      }
    }
  }
}
