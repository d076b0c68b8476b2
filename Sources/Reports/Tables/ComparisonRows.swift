import Diagnostics
import Fitting
import Typesetting

/// A table of a comparison with a row a fit: the scores that a `compare` cell sets side by side, turned round.
struct ComparisonRows {
  let cell: TableCell
  let label: String
  let location: SourceLocation
  let criteria: [(name: String, location: SourceLocation)]
  let data: ReportData

  private var name: String { CompareCell.name(label) }

  /// Finds comparisons and criteria that do not exist.
  func check() throws(DiagnosticError) {
    guard label.hasPrefix("tbl-"), let known = data.comparisonNames[name] else {
      throw ValueEvaluator.undefined(
        label, kind: "comparison", among: data.comparisonNames.keys.sorted().map(ComparisonValues.label),
        at: location)
    }
    var problems = Problems()
    for (criterion, place) in criteria where !known.criteria.contains(criterion) {
      problems.add(
        ValueEvaluator.unknown(criterion, kind: "criterion", among: known.criteria, at: place))
    }
    try problems.finish()
  }

  func make() throws(DiagnosticError) -> PreparedTable? {
    guard let comparison = data.comparisons[name] else { return nil }
    var columns = [
      TableColumn(
        head: .made([.text("Fit")]), name: "fit",
        entries: comparison.labels.map {
          .words([.link([.text($0)], destination: "#fit-\($0)", title: nil)], $0)
        }),
      TableColumn(
        head: .made([.text("Free parameters")]), name: "free parameters",
        entries: comparison.freeParameters.map { .number(Double($0)) }),
    ]
    let unit = comparison.labels.first.flatMap { data.fitLaws[$0]?.lossUnit } ?? ""
    let wanted = criteria.map(\.name)
    for result in comparison.results where wanted.isEmpty || wanted.contains(result.criterion.name) {
      let isError = if case .heldOut = result.criterion.rule { true } else { false }
      var format = ValueFormat()
      format.style = isError ? .significant(3) : .fixed(1)
      columns.append(
        TableColumn(
          head: .made([.text(result.criterion.title)]), name: result.criterion.name,
          unit: isError ? unit : "", format: format, best: .smallest,
          entries: result.scores.map { $0.isFinite ? .number($0) : .empty }))
      columns.append(differences(result))
    }
    let table = ComparisonTable(comparison: comparison, lossUnit: unit)
    return PreparedTable(columns, cell: cell, notes: ["Smaller is better.", table.about])
  }

  /// How much each score is above the best one.
  private func differences(_ result: ComparisonScores) -> TableColumn {
    let entries = result.scores.indices.map { fit -> TableColumn.Entry in
      guard result.scores[fit].isFinite, let difference = result.difference(of: fit) else { return .empty }
      var text = "+" + ComparisonTable.score(difference.value, result.criterion.rule)
      var bounds: ExecutedValue.Bounds?
      if let interval = difference.interval {
        text = "+" + ValueFormat.evidence(Estimate(value: difference.value), interval: interval)
        bounds = ExecutedValue.Bounds(low: interval.lowerBound, high: interval.upperBound, level: 0.95)
      }
      return .value(
        ExecutedValue(
          text: text, math: ValueMath.node(text), full: NumberText.machine(difference.value),
          interval: bounds.map { _ in "95\u{202F}% interval over resampled runs" },
          expression: "\(label).\(comparisonLabel(fit)).\(result.criterion.name)",
          method: "difference from the best of \(label)", target: nil, number: difference.value,
          bounds: bounds,
          at: cell.location))
    }
    return TableColumn(
      head: .made([.text("above the best")]), name: "\(result.criterion.name) difference", entries: entries)
  }

  private func comparisonLabel(_ fit: Int) -> String { data.comparisons[name]?.labels[fit] ?? "" }
}
