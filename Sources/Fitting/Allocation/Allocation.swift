import Diagnostics
import Expressions
import Laws
import Work

/// Where a law's target is least for a given cost.
public struct Allocation: Sendable {
  /// Every variable of the law, fixed ones too.
  public var values: [String: Double]
  /// The law's target there.
  public var loss: Double
  /// What kind of optimum it is.
  public var status: Status

  /// What kind of optimum it is.
  public enum Status: Sendable, Hashable {
    /// The slope is zero in every variable.
    case interior
    /// The optimum lies at an end of this variable's range.
    case atEdge(variable: String)
    /// The target falls without end in this variable, for which no range was given; or nothing in the ranges meets
    /// the budget (the loss is then +∞).
    case unbounded(variable: String)
  }

  /// Makes a record.
  public init(values: [String: Double], loss: Double, status: Status) {
    self.values = values
    self.loss = loss
    self.status = status
  }
}

/// How to spend a budget: the least target of a fitted law over its free variables, subject to cost = budget.
///
/// One variable is eliminated through the cost (in closed form when the cost is a product of powers, by bisection
/// otherwise: the cost must rise or fall with it throughout). The rest are searched in their logarithms: a grid finds
/// the valley, a bounded quasi-Newton descent with exact derivatives its floor, to about 1e-8 relative.
public struct AllocationProblem: Sendable {
  /// The range of a variable for which none is given.
  static let openRange: ClosedRange<Double> = 1e-9...1e40

  /// The free variables, in the law's order.
  let free: [String]
  let fixed: [String: Double]
  let ranges: [String: ClosedRange<Double>]
  private let given: Set<String>
  private let parameterCount: Int
  private let estimates: [Double]
  private let draws: [[Double]]
  private let jackknife: [[Double]]
  /// The target with the variables as what is differentiated, and the law's parameters as its variables.
  let target: CompiledFormula
  /// The same the other way round, for many places at one set of parameters.
  private let landscape: CompiledFormula
  /// Where the landscape's variables stand among the free ones.
  private let landscapeOrder: [Int]
  private let parameterOrder: [Int]
  let cost: CostFunction

  /// Sets a problem up.
  ///
  /// - Parameters:
  ///   - fit: the fitted (or published) law.
  ///   - cost: an expression in the law's variables, for example `6/16*N*D*P`.
  ///   - fixed: variables with a given value.
  ///   - ranges: where the other variables may lie (above 0); a variable without a range is free above 0.
  /// - Throws: E0520 for a variable that the law does not have, E0521 for a cost that no free variable changes.
  public init(
    fit: FitResult, cost: Expression, fixed: [String: Double] = [:],
    ranges: [String: ClosedRange<Double>] = [:]
  ) throws(DiagnosticError) {
    let names = fit.law.variables.map { $0.name }
    for name in (fixed.keys.sorted() + ranges.keys.sorted()) where !names.contains(name) {
      throw DiagnosticError(
        "E0520", "the law \"\(fit.law.name)\" has no variable \"\(name)\"", at: cost.location,
        notes: ["variables: \(names.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: names))
    }
    for name in cost.names where !names.contains(name) && name != "pi" {
      throw DiagnosticError(
        "E0520", "the cost uses \"\(name)\", which is no variable of the law \"\(fit.law.name)\"",
        at: cost.location, notes: ["variables: \(names.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: names))
    }
    for (name, range) in ranges.sorted(by: { $0.key < $1.key }) where range.lowerBound <= 0 {
      throw DiagnosticError("E0520", "the range of \"\(name)\" must lie above 0", at: cost.location)
    }
    let free = names.filter { fixed[$0] == nil }
    guard free.contains(where: { cost.names.contains($0) }) else {
      throw DiagnosticError(
        "E0521", "no free variable changes the cost \"\(cost.source)\"", at: cost.location,
        notes: ["free: \(free.isEmpty ? "none" : free.joined(separator: ", "))"])
    }
    self.free = free
    self.fixed = fixed
    self.ranges = Dictionary(
      uniqueKeysWithValues: free.map { ($0, ranges[$0] ?? AllocationProblem.openRange) })
    given = Set(ranges.keys)
    let constants = fixed.mapValues { Expression.constant($0) }
    target = try CompiledFormula(fit.law.formula.substituting(constants), parameters: free)
    parameterOrder = try target.variables.map { name throws(DiagnosticError) in
      guard let index = fit.parameters.firstIndex(where: { $0.name == name }) else {
        throw DiagnosticError(
          "E0520", "\"\(name)\" is neither a parameter nor a variable of \"\(fit.law.name)\"")
      }
      return index
    }
    landscape = try CompiledFormula(
      fit.law.formula.substituting(constants), parameters: target.variables)
    landscapeOrder = landscape.variables.compactMap { free.firstIndex(of: $0) }
    self.cost = try CostFunction(cost.substituting(constants), variables: free)
    estimates = fit.parameters.map { $0.estimate }
    draws = fit.draws
    jackknife = fit.jackknife
    parameterCount = estimates.count
  }

  /// The optimum for one budget, at the estimates, at one bootstrap draw, or with one cluster of the fit left out.
  public func solve(budget: Double, draw: Int? = nil, leaving left: Int? = nil) -> Allocation {
    var workspace = RowWorkspace()
    return solve(
      AllocationSearch(AllocationGrid(self), budget: budget), budget,
      draw.map { draws[$0] } ?? left.map { jackknife[$0] } ?? estimates, &workspace)
  }

  /// The optima for many budgets at the estimates, on all cores; the same for any number of them.
  public func solve(budgets: [Double]) -> [Allocation] {
    let grid = AllocationGrid(self)
    return ParallelMap.run(
      budgets.count, makeState: { RowWorkspace() },
      body: { workspace, item in
        let budget = budgets[item]
        return solve(AllocationSearch(grid, budget: budget), budget, estimates, &workspace)
      })
  }

  /// The optima for many budgets, each at the first draws of the bootstrap, on all cores; the same for any number of
  /// them.
  public func solve(budgets: [Double], draws count: Int, maxThreads: Int? = nil) -> [[Allocation]] {
    let count = min(count, draws.count)
    guard count > 0 else { return budgets.map { _ in [] } }
    let grid = AllocationGrid(self)
    let prepared = budgets.map { AllocationSearch(grid, budget: $0) }
    let all = ParallelMap.run(
      budgets.count * count, maxThreads: maxThreads, makeState: { RowWorkspace() },
      body: { workspace, item in
        solve(prepared[item / count], budgets[item / count], draws[item % count], &workspace)
      })
    return budgets.indices.map { Array(all[($0 * count)..<(($0 + 1) * count)]) }
  }

  /// The target at many places, the columns in the order of the free variables.
  func values(
    at columns: [[Double]], parameters: [Double], _ workspace: inout RowWorkspace
  ) -> [Double] {
    landscape.values(parameters: parameters, columns: landscapeOrder.map { columns[$0] }, &workspace)
  }

  private func solve(
    _ main: AllocationSearch?, _ budget: Double, _ all: [Double], _ workspace: inout RowWorkspace
  ) -> Allocation {
    let parameters = parameterOrder.map { all[$0] }
    var best: (point: [Double], loss: Double, pinned: String?)?
    func consider(_ candidate: (point: [Double], loss: Double)?, pinned: String?) {
      guard let candidate, candidate.loss < (best?.loss ?? .infinity) else { return }
      best = (candidate.point, candidate.loss, pinned)
    }
    consider(main?.solve(parameters, &workspace), pinned: nil)
    // The eliminated variable's own range is not seen by the descent; when the search ran into it, or found nothing,
    // look along its two ends.
    if let main, main.needsEnds(best?.point) {
      let name = main.grid.eliminated
      let range = ranges[name] ?? AllocationProblem.openRange
      for end in [range.lowerBound, range.upperBound] {
        let face = AllocationSearch(AllocationGrid(self, pinned: [name: end]), budget: budget)
        consider(face?.solve(parameters, &workspace), pinned: name)
      }
    }
    guard let best else {
      let name = main?.grid.eliminated ?? free.first ?? ""
      var values = fixed
      for name in free { values[name] = .nan }
      return Allocation(values: values, loss: .infinity, status: .unbounded(variable: name))
    }
    var values = fixed
    for (name, value) in zip(free, best.point) { values[name] = value }
    var status = status(best.point, pinned: best.pinned)
    if status == .interior, let name = flat(best.point, best.loss, parameters) {
      status = .unbounded(variable: name)
    }
    return Allocation(values: values, loss: best.loss, status: status)
  }

  /// A variable without a range that costs nothing and whose effect has run out: the target is as low far beyond the
  /// point, so that the descent stopped somewhere on a plain that has no end.
  private func flat(_ point: [Double], _ loss: Double, _ parameters: [Double]) -> String? {
    for (index, name) in free.enumerated() where !given.contains(name) && !cost.depends(on: index, at: point)
    {
      for factor in [1e3, 1e-3] {
        var beyond = point
        beyond[index] *= factor
        if target.value(parameters: beyond, variables: parameters) <= loss { return name }
      }
    }
    return nil
  }

  private func status(_ point: [Double], pinned: String?) -> Allocation.Status {
    var edge = pinned
    for (name, value) in zip(free, point) where edge == nil {
      guard let range = ranges[name] else { continue }
      if value <= range.lowerBound * (1 + 1e-7) || value >= range.upperBound * (1 - 1e-7) { edge = name }
    }
    guard let edge else { return .interior }
    return given.contains(edge) ? .atEdge(variable: edge) : .unbounded(variable: edge)
  }
}
