import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs
import Typesetting

/// What a figure of matched compute compares: widths at one cost, a variable of the law solved from the budget.
struct MatchedComputePlan {
  static let keys = [
    "fit", "precision", "precision-range", "precision-column", "cost", "budget", "solve", "at", "data",
    "where",
    "observed", "near", "within", "offset", "x-label", "x-unit", "y-label", "y-unit", "y-range",
  ]

  /// A measured run whose cost is near a budget.
  struct Run {
    var line: Int
    var precision, solved, cost, observed: Double
    /// The place of its budget.
    var budget: Int
  }

  let settings: FigureSettings
  let fit: (label: String, result: FitResult)
  let precision, solve: String
  let bits: ClosedRange<Double>
  let budgets: [Double]
  let held: [(name: String, value: Double)]
  /// How far from a budget, and from a held value, a run may lie, as a share.
  let near: Double
  /// How close to the minimum counts as flat, as a share.
  let within: Double
  /// The cost as a label shows it: typeset where a line of text can hold it.
  let costText: String
  /// What explains a common distance of the measured runs from the curve, or nil when it is not to be drawn.
  let offsetWords: String?
  private(set) var runs: [Run] = []
  private let loss: FittedExpression
  private let solution: BudgetSolution

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    let settings = try FigureSettings(inputs, kind: "matched-compute", keys: Self.keys)
    self.settings = settings
    let fit = try settings.fit("fit")
    self.fit = fit
    let precision = try settings.variable("precision", of: fit.result)
    let solve = try settings.variable("solve", of: fit.result)
    (self.precision, self.solve) = (precision, solve)
    guard precision != solve else {
      throw DiagnosticError(
        "E0730", "\"\(solve)\" is the horizontal axis and cannot be solved for",
        at: try settings.required("solve").location)
    }
    held = try settings.numbers("at")
    bits = try settings.range("precision-range") ?? 2...16
    guard bits.lowerBound > 0, bits.lowerBound < bits.upperBound else {
      throw try settings.required("precision-range").mismatch("precision-range must be a range above 0")
    }
    budgets = try settings.required("budget").list("budget").map { (item) throws(DiagnosticError) in
      let value = try item.number("budget")
      guard value > 0 else { throw item.mismatch("a budget must be above 0") }
      return value
    }
    guard (1...4).contains(budgets.count) else {
      throw try settings.required("budget").mismatch("one to four budgets can be told apart")
    }
    near = try Self.share("near", settings, fallback: 0.1)
    within = try Self.share("within", settings, fallback: 0.005)
    offsetWords = try settings.text("offset")
    if let node = settings.node["offset"], budgets.count > 1 || settings.node["data"] == nil {
      throw node.mismatch("an offset is drawn between the measured runs (data) and the curve of one budget")
    }

    let (cost, place) = try settings.requiredExpression("cost")
    costText = SymbolText.markup(cost)
    let others = [precision] + held.map(\.name)
    let compiled = try FittedExpression(cost, fits: [:], variables: [solve] + others)
    guard cost.names.contains(solve) else {
      throw DiagnosticError(
        "E0736", "the cost does not use \"\(solve)\", so no budget gives it a value", at: place)
    }
    let range = fit.result.ranges[solve]
    let start = range.map { SymbolText.power($0.lowerBound * $0.upperBound, 0.5) } ?? 1e6
    solution = BudgetSolution(cost: compiled, start: start > 0 ? start : 1e6)
    loss = try Self.loss(fit, variables: [solve] + others, at: settings.node.location)
    let names = fit.result.law.variables.map(\.name)
    for entry in try settings.node["at"]?.entries("at") ?? []
    where !names.contains(entry.key) && !cost.names.contains(entry.key) {
      throw DiagnosticError(
        "E0731", "neither the law nor the cost uses \"\(entry.key)\"", at: entry.keyLocation,
        help: Spelling.didYouMean(entry.key, among: names))
    }
    if settings.node["data"] != nil { runs = try measured() }
  }

  private static func share(
    _ key: String, _ settings: FigureSettings, fallback: Double
  ) throws(DiagnosticError) -> Double {
    guard let node = settings.node[key] else { return fallback }
    let value = try node.number(key)
    guard value > 0, value < 1 else { throw node.mismatch("\(key) must be a share between 0 and 1") }
    return value
  }

  /// The law's target at its variables, each under its own name.
  private static func loss(
    _ fit: (label: String, result: FitResult), variables: [String], at place: SourceLocation
  ) throws(DiagnosticError) -> FittedExpression {
    let law = fit.result.law
    let callee = Expression(.member(Expression(.name(fit.label), at: place), law.target), at: place)
    let arguments = law.variables.map(\.name).filter(variables.contains).map {
      Expression.Argument(label: $0, Expression(.name($0), at: place))
    }
    return try FittedExpression(
      Expression(.call(callee, arguments), at: place), fits: [fit.label: fit.result], variables: variables)
  }

  var drawCount: Int { loss.drawCount }

  /// The solved variable at a width; NaN where no value costs the budget.
  func solved(_ bits: Double, budget: Double) -> Double {
    solution.value(budget: budget, others: [bits] + held.map(\.value))
  }

  /// The loss at a width, with the solved variable from the budget.
  func loss(_ bits: Double, budget: Double, draw: Int?) -> Double {
    let size = solved(bits, budget: budget)
    guard size.isFinite else { return .nan }
    return loss.value([size, bits] + held.map(\.value), draw: draw)
  }

  /// Whether the fit has runs on every side of a place.
  func isMeasured(_ bits: Double, budget: Double) -> Bool {
    guard fit.result.hasRuns else { return true }
    let place = [(precision, bits), (solve, solved(bits, budget: budget))] + held.map { ($0.name, $0.value) }
    return place.allSatisfy { name, value in fit.result.ranges[name]?.contains(value) ?? true }
  }

  /// The runs whose cost is near a budget and whose held variables are near their values.
  private func measured() throws(DiagnosticError) -> [Run] {
    let table = try settings.rows(try settings.table("data"))
    let place = try settings.required("data").location
    let target = fit.result.law.target
    let observed =
      settings.node["observed"] == nil
      ? try settings.numbers(named: target, of: table, at: place)
      : try settings.column("observed", of: table).values
    func column(_ name: String) throws(DiagnosticError) -> [Double] {
      if name == precision, settings.node["precision-column"] != nil {
        return try settings.column("precision-column", of: table).values
      }
      return try settings.numbers(named: name, of: table, at: place)
    }
    var columns: [[Double]] = []
    for name in [solve, precision] + held.map(\.name) { columns.append(try column(name)) }
    let costs = solution.cost.values(columns)
    var runs: [Run] = []
    for row in 0..<table.rowCount where observed[row].isFinite && columns[1][row].isFinite {
      let isHeld = held.indices.allSatisfy { place in
        abs(columns[place + 2][row] - held[place].value) <= near * abs(held[place].value)
      }
      let budget = budgets.indices.min {
        abs(costs[row] / budgets[$0] - 1) < abs(costs[row] / budgets[$1] - 1)
      }
      guard isHeld, let budget, abs(costs[row] / budgets[budget] - 1) <= near else { continue }
      runs.append(
        Run(
          line: table.lines[row], precision: columns[1][row], solved: columns[0][row], cost: costs[row],
          observed: observed[row], budget: budget))
    }
    return runs
  }
}
