import Charts
import Diagnostics
import Expressions
import Fitting
import Typesetting

/// What a figure of the optimal precision is about, and the optima along compute that it draws.
///
/// They are solved numerically, budget by budget and draw by draw; no closed form is assumed.
struct OptimalPrecisionPlan {
  static let keys = [
    "fit", "precision", "size", "cost", "sizes", "compute", "precision-range", "x-label", "x-unit", "y-label",
    "y-unit", "formats", "without",
  ]
  private static let budgetCount = 201
  static let bandBudgets = 13
  private static let bandDraws = 160

  let settings: FigureSettings
  let fit: (label: String, result: FitResult)
  let precision, size: String
  let cost: Expression
  let sizes: [FixedSize]
  let compute: ClosedRange<Double>
  let bits: ClosedRange<Double>
  /// Names of widths that hardware has.
  let formats: [(name: String, value: Double)]
  /// Parameters that a line of comparison is drawn without: taken as 0.
  let without: [String]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "optimal-precision", keys: Self.keys)
    fit = try settings.fit("fit")
    precision = try settings.variable("precision", of: fit.result)
    size = try settings.variable("size", of: fit.result)
    cost = try settings.requiredExpression("cost").expression
    sizes = try settings.required("sizes").list("sizes").map { (item) throws(DiagnosticError) in
      try FixedSize(item)
    }
    compute = try settings.required("compute").range("compute")
    guard compute.lowerBound > 0, compute.lowerBound < compute.upperBound else {
      throw try settings.required("compute").mismatch("compute must be a range above 0")
    }
    bits = try settings.range("precision-range") ?? 1...16
    formats = try settings.numbers("formats")
    let (label, names) = (fit.label, fit.result.parameters.map(\.name))
    without =
      try settings.node["without"]?.list("without").map { (item) throws(DiagnosticError) in
        let name = try item.string("without")
        guard names.contains(name) else {
          throw DiagnosticError(
            "E0729", "the fit \"\(label)\" has no parameter \"\(name)\"", at: item.location,
            notes: ["parameters: \(names.joined(separator: ", "))"],
            help: Spelling.didYouMean(name, among: names))
        }
        return name
      } ?? []
  }

  /// An optimum along a row of budgets.
  struct Course {
    var name: String
    var budgets: [Double] = []
    var values: [Double] = []
    var isInterior: [Bool] = []
    var bandBudgets: [Double] = []
    var lower: [Double] = []
    var upper: [Double] = []
    /// How far the optimum moves from the least to the greatest budget and between.
    var spread: Double { (values.max() ?? 0) - (values.min() ?? 0) }
    /// How much the optimum rises for tenfold compute where it lies inside the range of widths: the slope of the line of least
    /// squares through P over log C; nil for fewer than three places.
    var slope: Double? {
      let inside = budgets.indices.filter { isInterior[$0] }
      guard inside.count > 2 else { return nil }
      let xs = inside.map { Scale.transform(budgets[$0], .log) }
      let ys = inside.map { values[$0] }
      let (mx, my) = (xs.reduce(0, +) / Double(xs.count), ys.reduce(0, +) / Double(ys.count))
      let spread = xs.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
      let product = zip(xs, ys).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      return spread > 0 ? product / spread : nil
    }
    /// What was spent on a model of this size, with the optimum for it.
    var spent: (budget: Double, value: Double, label: String)?
    /// Draws whose optimum lies inside the range of widths, as a share, at the least favourable budget.
    var share = 1.0
  }

  private func budgets(_ count: Int) -> [Double] {
    (0..<count).map { step in
      compute.lowerBound
        * SymbolText.power(compute.upperBound / compute.lowerBound, Double(step) / Double(count - 1))
    }
  }

  /// The optimum where size is free by the law without some of its parameters; nil when none is named.
  func courseWithout() throws(DiagnosticError) -> Course? {
    guard !without.isEmpty else { return nil }
    var reduced = fit.result
    reduced.draws = []
    for index in reduced.parameters.indices where without.contains(reduced.parameters[index].name) {
      reduced.parameters[index].estimate = 0
    }
    let names = without.map { "$\(SymbolText.tex($0))$" }.joined(separator: ", ")
    return try course("without \(names)", fixed: [:], drawBudgets: 0, of: reduced)
  }

  /// The optimum along compute with some variables held, and its interval at some of the budgets.
  func course(
    _ name: String, fixed: [String: Double], drawBudgets: Int, of result: FitResult? = nil
  ) throws(DiagnosticError) -> Course {
    let problem = try AllocationProblem(
      fit: result ?? fit.result, cost: cost, fixed: fixed, ranges: [precision: bits])
    var course = Course(name: name)
    let spent = budgets(Self.budgetCount)
    for (budget, found) in zip(spent, problem.solve(budgets: spent)) {
      guard let value = found.values[precision], value.isFinite else { continue }
      course.budgets.append(budget)
      course.values.append(value)
      course.isInterior.append(found.status == .interior)
    }
    let draws = min((result ?? fit.result).draws.count, Self.bandDraws)
    guard draws > 0 else { return course }
    let bandBudgets = budgets(drawBudgets)
    for (budget, optima) in zip(bandBudgets, problem.solve(budgets: bandBudgets, draws: draws)) {
      let values = optima.compactMap { $0.values[precision] }.filter(\.isFinite)
      let inside = values.filter { $0 > bits.lowerBound * 1.0001 && $0 < bits.upperBound * 0.9999 }
      course.share = min(course.share, Double(inside.count) / Double(draws))
      guard let interval = Interval.percentile(values) else { continue }
      course.bandBudgets.append(budget)
      course.lower.append(interval.lowerBound)
      course.upper.append(interval.upperBound)
    }
    return course
  }

  /// The optimum for the budget that was spent on a size; nil when none is given or it meets an end of the range.
  func spent(_ item: FixedSize, _ name: String) throws(DiagnosticError) -> (Double, Double, String)? {
    guard let budget = item.budget else { return nil }
    guard compute.contains(budget.value) else {
      throw DiagnosticError(
        "E0739", "the budget of \(SymbolText.plain(markup: name)) lies outside compute", at: budget.location,
        notes: [
          "compute runs from \(NumberWords.power(compute.lowerBound)) to \(NumberWords.power(compute.upperBound))"
        ])
    }
    let problem = try AllocationProblem(
      fit: fit.result, cost: cost, fixed: [size: item.value], ranges: [precision: bits])
    let found = problem.solve(budget: budget.value)
    guard found.status == .interior, let value = found.values[precision] else { return nil }
    return (budget.value, value, name)
  }

  /// The budgets that the measured runs spent at most and at least: outside, curves are an extrapolation.
  func measured() throws(DiagnosticError) -> ClosedRange<Double>? {
    let names = cost.names.filter { $0 != "pi" }
    let ranges = names.compactMap { fit.result.ranges[$0] }
    guard ranges.count == names.count else { return nil }
    func at(_ pick: (ClosedRange<Double>) -> Double) throws(DiagnosticError) -> Double {
      let columns = Dictionary(
        uniqueKeysWithValues: zip(names, ranges).map { ($0, ExpressionColumn.numbers([pick($1)])) })
      guard case .numbers(let values) = try cost.evaluate(rows: 1, columns: columns) else { return .nan }
      return values[0]
    }
    let (low, high) = (try at(\.lowerBound), try at(\.upperBound))
    return low < high ? low...high : nil
  }
}
