import Diagnostics
import Expressions

/// A number that a report can compute, with the expression to write for it.
struct ComputableValue: Hashable {
  /// What kind of number it is: how likely a typed one is meant to be it.
  enum Kind: Int, Hashable {
    /// A parameter of a fit.
    case parameter
    /// A number that the report shows already.
    case shown
    /// How many rows, runs, draws or starts there are.
    case count
    /// An error or a score.
    case fact
    /// A number that a claim compares.
    case compared
    /// The end of an interval.
    case bound
  }

  var expression: String
  var value: Double
  var kind: Kind
  /// Whether it has an interval, so that it can be written with its error.
  var hasInterval = false
}

/// Lists what a report can compute: parameters, the ends of their intervals, facts, scores, what its values show and
/// what its claims compare.
struct ComputableValues {
  private let data: ReportData
  private(set) var all: [ComputableValue] = []
  private var known: Set<String> = []

  init(_ data: ReportData, shown: [ExecutedValue], checks: [String]) {
    self.data = data
    addFits()
    addTables()
    for value in shown { add(value) }
    addComparisons()
    for check in checks { addCompared(check) }
  }

  private mutating func add(_ value: ComputableValue) {
    guard value.value.isFinite, value.value != 0, known.insert(value.expression).inserted else { return }
    all.append(value)
  }

  private mutating func addFits() {
    let evaluator = ValueEvaluator(data: data)
    for (label, fit) in data.fits.sorted(by: { $0.key < $1.key }) {
      // A law that a cell defines is text of the report itself; its constants cannot drift.
      guard data.laws[label] == nil else { continue }
      for parameter in fit.parameters {
        let name = "\(label).\(parameter.name)"
        var trail = Trail()
        guard
          let expression = try? ComparisonValues.parse(name, at: Self.nowhere),
          let estimate = try? evaluator.number(expression, &trail)
        else { continue }
        let interval = estimate.isExact ? nil : estimate.interval()
        add(
          ComputableValue(
            expression: name, value: estimate.value, kind: .parameter, hasInterval: interval != nil))
        guard let interval else { continue }
        add(ComputableValue(expression: "lower(\(name))", value: interval.lowerBound, kind: .bound))
        add(ComputableValue(expression: "upper(\(name))", value: interval.upperBound, kind: .bound))
      }
      let isMeasured = fit.rowsUsed > 0
      for name in Facts.ofFit where isMeasured && !fit.parameters.contains(where: { $0.name == name }) {
        guard let value = Facts.value(name, of: fit) else { continue }
        let kind = ["rmse", "r2", "objective"].contains(name) ? ComputableValue.Kind.fact : .count
        add(ComputableValue(expression: "\(label).\(name)", value: value, kind: kind))
      }
    }
  }

  private mutating func addTables() {
    for (label, table) in data.tables.sorted(by: { $0.key < $1.key }) {
      add(ComputableValue(expression: "\(label).rows", value: Double(table.rowCount), kind: .count))
      add(ComputableValue(expression: "\(label).dropped", value: Double(table.dropped.count), kind: .count))
      if let clusters = data.clusters[label] {
        add(ComputableValue(expression: "\(label).runs", value: Double(Set(clusters).count), kind: .count))
      }
    }
  }

  private mutating func add(_ shown: ExecutedValue) {
    // Arithmetic on written numbers computes nothing from the data.
    guard let number = shown.number,
      let parsed = try? ComparisonValues.parse(shown.expression, at: Self.nowhere), Self.isComputed(parsed)
    else { return }
    add(
      ComputableValue(
        expression: shown.expression, value: number, kind: .shown, hasInterval: shown.bounds != nil))
    guard let bounds = shown.bounds, bounds.level == 0.95 else { return }
    add(ComputableValue(expression: "lower(\(shown.expression))", value: bounds.low, kind: .bound))
    add(ComputableValue(expression: "upper(\(shown.expression))", value: bounds.high, kind: .bound))
  }

  private mutating func addComparisons() {
    for (name, comparison) in data.comparisons.sorted(by: { $0.key < $1.key }) {
      let label = ComparisonValues.label(name)
      for result in comparison.results {
        for (fit, score) in zip(comparison.labels, result.scores) {
          add(
            ComputableValue(expression: "\(label).\(fit).\(result.criterion.name)", value: score, kind: .fact)
          )
        }
      }
    }
  }

  // MARK: Claims

  /// The numbers that a check compares, at the estimates: their draws took their time already when the claim was
  /// judged.
  private mutating func addCompared(_ check: String) {
    guard let expression = try? ComparisonValues.parse(check, at: Self.nowhere) else { return }
    var estimates = data
    for label in estimates.fits.keys { estimates.fits[label]?.draws = [] }
    let evaluator = ValueEvaluator(data: estimates)
    for part in Self.compared(in: expression) {
      var trail = Trail()
      guard let number = try? evaluator.number(part, &trail) else { continue }
      var source = part.source
      for name in data.comparisonNames.keys {
        source = source.replacing("\(name).", with: "\(ComparisonValues.label(name)).")
      }
      add(ComputableValue(expression: source, value: number.value, kind: .compared))
    }
  }

  private static func compared(in check: Expression) -> [Expression] {
    switch check.kind {
    case .unary(.not, let inner): compared(in: inner)
    case .binary(.and, let left, let right), .binary(.or, let left, let right):
      compared(in: left) + compared(in: right)
    case .binary(.less, let left, let right), .binary(.lessOrEqual, let left, let right),
      .binary(.greater, let left, let right), .binary(.greaterOrEqual, let left, let right),
      .binary(.equal, let left, let right), .binary(.notEqual, let left, let right):
      [left, right].filter(isComputed)
    case .call(let callee, let arguments):
      switch callee.kind {
      case .name("within"): arguments.prefix(1).map(\.value).filter(isComputed)
      case .name("near"): arguments.prefix(2).map(\.value).filter(isComputed)
      default: []
      }
    default: []
    }
  }

  /// Whether a label stands in it.
  private static func isComputed(_ expression: Expression) -> Bool { !expression.names.isEmpty }

  private static let nowhere = SourceLocation(file: "", line: 1, column: 1)
}
