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
    words.append(.text(writer.method))
    table = writer.table
    (table.id, table.number, table.caption) = (id, number, words)
    data = writer.data
    table.data = data
  }
}

/// Writes a comparison as a table.
struct ComparisonTable {
  let comparison: LawComparison
  let lossUnit: String

  /// A row a criterion and a column a fit: scores that compete stand side by side.
  var table: ExecutedTable {
    let header: [[Run]] =
      [[.text("Smaller is better")]]
      + comparison.labels.map { [.link([.text($0)], destination: "#fit-\($0)", title: nil)] }
    let parameters: [[Run]] =
      [[.text("Free parameters")]] + comparison.freeParameters.map { [.text(String($0))] }
    let scores = comparison.results.map { result -> [[Run]] in
      [[.text(title(result))]] + comparison.labels.indices.map { cell(result, $0) }
    }
    return ExecutedTable(
      id: nil, number: nil, caption: [], header: header, isNumeric: header.map { _ in false },
      rows: [parameters] + scores)
  }

  /// The criterion, with the number of rows where these are not all.
  private func title(_ result: ComparisonScores) -> String {
    guard result.rows != comparison.rows else { return result.criterion.title }
    return "\(result.criterion.title) (\(Self.count(result.rows, "row")))"
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(ValueFormat.grouped(count)) \(NumberText.plural(noun, count))"
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
    // An interval stays in one piece.
    return [.text(text), .hardBreak, .text(above.replacing(" ", with: "\u{A0}"))]
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
    var parts = [about]
    if comparison.results.contains(where: { !$0.draws.isEmpty }) {
      parts.append(
        "Under a score stands its difference from the best with the 95\u{202F}% interval over resampled runs; where that contains 0, the two are not told apart."
      )
    }
    return parts.joined(separator: " ")
  }

  /// Which rows the fits share, and what the scores are.
  var about: String {
    var parts = [
      "All fits are of the same \(Self.count(comparison.rows, "row")) of \(Self.count(comparison.clusters, "run"))."
    ]
    let errors = comparison.results.filter { if case .heldOut = $0.criterion.rule { true } else { false } }
    if errors.count < comparison.results.count {
      parts.append("AICc and BIC are of residuals \(comparison.isLog ? "on the log" : "of the loss").")
    }
    if !errors.isEmpty {
      let unit = lossUnit.isEmpty ? "" : ", in \(lossUnit)"
      parts.append(
        "The others are root mean squares of the error on rows that the refit had not seen\(unit).")
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
