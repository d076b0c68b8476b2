import Reports
import Typesetting

/// Tables of a report as LaTeX, and the cards of its fits.
extension LaTeXWriter {
  mutating func table(_ table: ExecutedTable) -> String {
    let caption = line(table.caption, .inert)
    let label = label(table.id)
    return LaTeXTable(table) { line($0, .inert) }.block(caption: caption, label: label)
  }

  /// A table of cells that are LaTeX already, where it stands in the text.
  static func table(_ header: [String], _ rows: [[String]], columns: [String], widths: [Int]) -> String {
    let lines = ([header] + rows).map { $0.joined(separator: " & ") + " \\\\" }
    let format = LaTeXTable.wrapping(columns, widths: widths).joined()
    return "\\begin{center}\\small\n\\begin{tabular}{\(format)}\n\\toprule\n\(lines[0])\n\\midrule\n"
      + "\(lines.dropFirst().joined(separator: "\n"))\n\\bottomrule\n\\end{tabular}\n\\end{center}"
  }

  // MARK: Fits

  mutating func fit(_ fit: ExecutedFit) -> [String] {
    let facts = FitFacts(fit)
    let parameters = facts.parameters
    let (hasIntervals, hasPublished) = (parameters.haveIntervals, parameters.havePublished)
    var header = ["Symbol", "Meaning", "Estimate"]
    if hasIntervals { header.append("95\\,\\% interval") }
    if hasPublished { header.append("Published") }
    let rows = parameters.map { parameter in
      let status = parameter.status.isEmpty ? "" : " (\\emph{\(LaTeXEscape.text(parameter.status))})"
      var cells = [
        "$\(MarkdownWriter.inlineTeX(parameter.symbol))$", LaTeXEscape.text(parameter.meaning) + status,
        LaTeXEscape.text(parameter.estimate),
      ]
      if hasIntervals {
        cells.append(parameter.interval.map { LaTeXEscape.text("\($0.low) to \($0.high)") } ?? "--")
      }
      if hasPublished { cells.append(LaTeXEscape.text(parameter.published)) }
      return cells
    }
    var widths = [6, parameters.map { $0.meaning.count + $0.status.count + 3 }.max() ?? 0, 9]
    widths += header.dropFirst(3).map { _ in 16 }
    let columns = ["l", "l", "r", "r", "r"].prefix(header.count)
    var items = facts.facts.map { fact in
      "\(LaTeXEscape.text(fact.name)): \(LaTeXEscape.text(fact.value))"
        + (fact.detail.isEmpty ? "" : " (\(LaTeXEscape.text(fact.detail)))")
    }
    items += facts.ranges.map { range in
      "Range of $\(MarkdownWriter.inlineTeX(range.symbol))$: \(LaTeXEscape.text(range.value))"
        + (range.detail.isEmpty ? "" : " (\(LaTeXEscape.text(range.detail)))")
    }
    items += fit.excluded.map {
      "Left out: \(Counted.text($0.count, "row")), \(LaTeXEscape.text($0.reason))"
    }
    items += fit.result.warnings.map { "\\textbf{Warning}: \(LaTeXEscape.text($0))" }
    // A caveat ends with its own full stop.
    var list = items.joined(separator: "; ")
    if list.last != "." { list += "." }
    return [
      "\\paragraph*{Fit \(LaTeXEscape.text(fit.label)).}\(label("fit-\(fit.label)", anchored: true)) "
        + LaTeXEscape.text(facts.summary),
      Self.table(header, rows, columns: Array(columns), widths: widths),
      "{\\small\\noindent\n\(list)\\par}",
    ]
  }
}
