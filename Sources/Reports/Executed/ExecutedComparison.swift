import Figures
import Fitting
import Typesetting

/// Laws compared on the same rows, with the table that the text shows.
public struct ExecutedComparison: Sendable {
  /// `tbl-laws`
  public var id: String
  /// What was found.
  public var comparison: LawComparison
  /// The table as the text shows it.
  public var table: ExecutedTable
  /// The same as data, a row a fit and criterion.
  public var data: FigureTable

  /// Makes the table of a comparison; `caption` stands before the words on how it was made.
  public init(id: String, number: String, caption: [Run], comparison: LawComparison, lossUnit: String) {
    self.id = id
    self.comparison = comparison
    let writer = ComparisonTable(comparison: comparison, lossUnit: lossUnit)
    var words = caption
    if !words.isEmpty { words.append(.text(" ")) }
    words.append(.text(writer.method + " ("))
    words.append(.link([.text("CSV")], destination: "tables/\(id).csv", title: nil))
    words.append(.text(")"))
    table = writer.table
    (table.id, table.number, table.caption) = (id, number, words)
    data = writer.data
  }
}

/// Writes a comparison as a table.
struct ComparisonTable {
  let comparison: LawComparison
  let lossUnit: String

  var table: ExecutedTable {
    let header = ["Fit", "Free parameters"] + comparison.results.map(\.criterion.title)
    let rows = comparison.labels.indices.map { fit -> [[Run]] in
      let label: [Run] = [
        .link([.text(comparison.labels[fit])], destination: "#fit-\(comparison.labels[fit])", title: nil)
      ]
      return [label, [.text(String(comparison.freeParameters[fit]))]]
        + comparison.results.map { cell($0, fit) }
    }
    return ExecutedTable(
      id: nil, number: nil, caption: [], header: header.map { [.text($0)] },
      isNumeric: header.indices.map { $0 == 1 }, rows: rows)
  }

  /// The score; the best says so in a word, the others by how much they are above it.
  private func cell(_ result: ComparisonScores, _ fit: Int) -> [Run] {
    let score = result.scores[fit]
    guard score.isFinite else { return [.text(failure(result, fit))] }
    let text = ComparisonTable.score(score, result.criterion.rule)
    guard let difference = result.difference(of: fit) else {
      return [.strong([.text(text)]), .text(" best")]
    }
    var above = "+" + ComparisonTable.score(difference.value, result.criterion.rule)
    if let interval = difference.interval {
      let estimate = Estimate(value: difference.value)
      above = "+" + ValueFormat.evidence(estimate, interval: interval)
    }
    return [.text(text), .hardBreak, .text(above)]
  }

  private func failure(_ result: ComparisonScores, _ fit: Int) -> String {
    if result.failures[fit] > 0 { return "\(result.failures[fit]) refits failed" }
    return result.criterion.rule == .aicc ? "too few rows" : "no number for some rows"
  }

  /// An information criterion to a tenth, an error to three digits.
  static func score(_ value: Double, _ rule: ComparisonCriterion.Rule) -> String {
    switch rule {
    case .aicc, .bic: NumberText.decimal(value, places: 1)
    case .heldOut: NumberText.significant(value, digits: 3)
    }
  }

  /// How the numbers were made, for the caption.
  var method: String {
    var parts = [
      "\(comparison.rows) rows of \(comparison.clusters) run\(comparison.clusters == 1 ? "" : "s"), the same for all fits; smaller is better."
    ]
    let errors = comparison.results.filter { if case .heldOut = $0.criterion.rule { true } else { false } }
    if errors.count < comparison.results.count {
      parts.append("AICc and BIC are of residuals \(comparison.isLog ? "on the log" : "of the loss").")
    }
    if !errors.isEmpty {
      let unit = lossUnit.isEmpty ? "" : ", in \(lossUnit)"
      let counts = Set(errors.map(\.rows))
      let rows =
        counts.count == 1 && counts.first == comparison.rows
        ? "" : " (rows predicted: \(errors.map { String($0.rows) }.joined(separator: ", ")))"
      parts.append(
        "The others are root mean squares of the error on rows that the refit had not seen\(rows)\(unit).")
    }
    if comparison.results.contains(where: { !$0.draws.isEmpty }) {
      parts.append(
        "Second lines are differences from the best with 95\u{202F}% intervals over resampled runs; where one contains 0, the two are not told apart."
      )
    }
    return parts.joined(separator: " ")
  }

  /// A row a fit and criterion.
  var data: FigureTable {
    var table = FigureTable(columns: [
      "fit", "free_parameters", "criterion", "description", "score", "difference", "difference_low",
      "difference_high", "is_best", "rows",
    ])
    for result in comparison.results {
      for fit in comparison.labels.indices {
        let difference = result.difference(of: fit)
        func number(_ value: Double?) -> FigureTable.Cell {
          value.flatMap { $0.isFinite ? .number($0) : nil } ?? .empty
        }
        table.rows.append([
          .text(comparison.labels[fit]), .number(Double(comparison.freeParameters[fit])),
          .text(result.criterion.name), .text(result.criterion.title), number(result.scores[fit]),
          number(difference?.value), number(difference?.interval?.lowerBound),
          number(difference?.interval?.upperBound), .text(result.best == fit ? "yes" : "no"),
          .number(Double(result.rows)),
        ])
      }
    }
    return table
  }
}
