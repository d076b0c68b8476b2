import Expressions
import Fitting
import Laws
import Publishing
import Reports
import Typesetting

/// A fit for a terminal and for machines.
struct FitText {
  private let fit: ExecutedFit
  private let table: BareTable
  private let facts: FitFacts
  private let layout: TextLayout

  init(_ fit: ExecutedFit, table: BareTable, layout: TextLayout) {
    (self.fit, self.table, self.layout) = (fit, table, layout)
    facts = FitFacts(fit)
  }

  /// Law, parameters with intervals, and the health of the fit.
  var page: String {
    var lines = fit.result.law.formula.definitions.map { "\($0.name) = \($0.value.source)" }
    lines += [fitted, ""]
    let parameters = facts.parameters
    let hasIntervals = parameters.contains { $0.interval != nil }
    let hasPublished = parameters.contains { !$0.published.isEmpty }
    var header = ["", "estimate"]
    if hasIntervals { header.append("95 % interval") }
    if hasPublished { header.append("published") }
    let rows = parameters.map { parameter in
      var cells = [parameter.name, parameter.estimate]
      if hasIntervals { cells.append(parameter.interval.map { "\($0.low) to \($0.high)" } ?? "–") }
      if hasPublished { cells.append(parameter.published.isEmpty ? "–" : parameter.published) }
      cells.append([parameter.status, parameter.meaning].filter { !$0.isEmpty }.joined(separator: ", "))
      return cells
    }
    lines += layout.grid([header + [""]] + rows) + [""]
    lines += layout.grid(facts.facts.map { [$0.name, $0.value, $0.detail] })
    lines += layout.grid(
      facts.ranges.map { ["Range of \($0.symbol.plainText)", $0.value, $0.detail] })
    if !facts.minima.isEmpty {
      lines += ["", layout.heading("distinct minima")]
      let symbols = facts.minimumSymbols.map(\.plainText)
      lines += layout.grid(
        [["objective", "starts"] + symbols] + facts.minima.map { [$0.objective, $0.count] + $0.values })
    }
    if !fit.excluded.isEmpty {
      lines += ["", layout.heading("rows left out")]
      lines += layout.grid(fit.excluded.map { ["\($0.count)", $0.reason] })
    }
    lines.append("")
    lines +=
      fit.result.warnings.isEmpty
      ? ["No warning: the data determine every parameter, and none is at its bound."]
      : fit.result.warnings.flatMap { layout.paragraph($0, indent: 9, mark: "warning:") }
    return lines.joined(separator: "\n")
  }

  /// The law with its estimates in it.
  private var fitted: String {
    var symbols = fit.symbols
    for parameter in fit.result.parameters {
      let text = NumberText.significant(parameter.estimate, digits: 3)
      let number = MathNode.number(text)
      symbols[parameter.name] =
        text.hasPrefix("−") ? .fenced(open: "(", number, close: ")", stretchy: false) : number
    }
    return fit.result.law.formula.math(symbols: symbols).plainText
  }

  /// The fit as `from:` reads it, with the table that it was made on.
  var json: JSON {
    .object(
      FitFileWriter.fields(fit.result) + [("data", data), ("program", .string(ProgramVersion.name))])
  }

  private var data: JSON {
    .object([
      ("source", .string(table.source)), ("sha256", .string(table.hash)), ("rows", JSON(table.rows)),
      ("where", JSON(table.condition?.source)),
      (
        "columns",
        .object(
          table.choices.map { choice in
            (choice.name, .object([("from", .string(choice.text)), ("because", .string(choice.because))]))
          })
      ),
      (
        "dropped",
        .array(fit.excluded.map { .object([("reason", .string($0.reason)), ("rows", JSON($0.count))]) })
      ),
    ])
  }
}
