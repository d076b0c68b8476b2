import Diagnostics
import Publishing
import Typesetting

/// Where a picture comes from, for a terminal and for machines.
struct Explanation {
  let picture: String
  let provenance: Provenance
  /// The `report.json` that it was compared with, or nil.
  let report: String?
  let changes: [String]

  /// Lines for people. What stands in a file is shown without characters that steer a terminal.
  var text: String {
    let cell = provenance.cell.map { ", line \($0.line), sha256 \($0.sha256)" } ?? ""
    var lines: [String]
    if let settings = provenance.settings {
      lines = [
        "\(picture): figure \"\(provenance.figure)\" of \(provenance.source), drawn by \(provenance.program)",
        "  plot    kind and settings of sha256 \(settings)",
      ]
    } else {
      lines = [
        "\(picture): figure \"\(provenance.figure)\" of the report \"\(provenance.report)\", drawn by \(provenance.program)",
        "  cell    \(provenance.source)\(cell)",
      ]
    }
    for runs in provenance.runs {
      lines.append(
        "  rows    \(runs.label): \(runs.rows) of \(runs.rowsRead) rows of \(runs.file), sha256 \(runs.sha256)"
      )
    }
    for fit in provenance.fits {
      let rows = fit.data.map { ": \(fit.rows) rows of \($0)" } ?? ": made elsewhere"
      let filter = fit.filter.map { " where \($0)" } ?? ""
      let place = fit.cell.map { ", cell on line \($0.line), sha256 \($0.sha256)" } ?? ""
      lines.append("  fit     \(fit.label)\(rows)\(filter)\(place)")
      for line in fit.law.split(separator: "\n") { lines.append("          \(line)") }
    }
    lines.append("  drawn   data of sha256 \(provenance.data)")
    if let report {
      lines.append(
        "  report  \(report) \(changes.isEmpty ? "has this picture" : "is another: see the warning")")
    } else if provenance.settings == nil {
      lines.append("  report  no report.json beside it to compare with")
    }
    return lines.map { TerminalText.safe($0) }.joined(separator: "\n")
  }

  /// The same for machines.
  var json: JSON {
    .object([
      ("picture", .string(picture)), ("provenance", provenance.json), ("report", JSON(report)),
      ("changes", .array(changes.map { .string($0) })),
    ])
  }
}
