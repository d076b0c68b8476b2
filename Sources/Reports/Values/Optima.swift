import Diagnostics
import Expressions
import Fitting

extension ValueEvaluator {
  /// `main.optimum(C=1e14, cost=6/16*N*D*P, D=8e6, P=range(2, 16))`: the variables that spend a budget best.
  func optimum(
    _ fit: FitResult, _ label: String, _ arguments: [Expression.Argument], at location: SourceLocation,
    _ trail: inout Trail
  ) throws(DiagnosticError) -> [String: Estimate] {
    let variables = fit.law.variables.map(\.name)
    var cost: Expression?
    var budget: Estimate?
    var fixed: [String: Double] = [:]
    var ranges: [String: ClosedRange<Double>] = [:]
    let levels = LevelArguments(law: fit.law)
    for argument in arguments {
      if let column = argument.label, levels.isColumn(column) {
        fixed.merge(try levels.values(column, argument.value)) { first, _ in first }
        continue
      }
      switch argument.label {
      case "cost"?: cost = argument.value
      case "budget"?: budget = try number(argument.value, &trail)
      case let name? where variables.contains(name):
        switch try evaluate(argument.value, &trail) {
        case .number(let value) where value.isExact: fixed[name] = value.value
        case .range(let range): ranges[name] = range
        case let other: throw mismatch(argument.value, "an exact number or range(low, high)", other)
        }
      case "C"?: budget = try number(argument.value, &trail)
      case let name:
        throw DiagnosticError(
          "E0203", "\"optimum\" takes no argument \(name.map { "\"\($0)\"" } ?? "without a name")",
          at: argument.value.location,
          notes: [
            "it takes cost, budget (or C), and the variables \(levels.names(variables).joined(separator: ", "))"
          ])
      }
    }
    guard let cost, let budget else {
      throw DiagnosticError(
        "E0203", "\"optimum\" needs a budget and a cost", at: location,
        help: ["for example \(label).optimum(C=1e14, cost=6/16*N*D*P).\(variables.last ?? "N")"])
    }
    let problem = try AllocationProblem(fit: fit, cost: cost, fixed: fixed, ranges: ranges)
    trail.use(fit: label)
    let drawCount = fit.isConstant ? budget.draws.count : fit.draws.count
    let best = problem.solve(budget: budget.value)
    let solutions = (0..<drawCount).map { draw in
      problem.solve(
        budget: budget.isExact ? budget.value : budget.draws[min(draw, budget.draws.count - 1)],
        draw: fit.isConstant ? nil : draw)
    }
    var result: [String: Estimate] = [:]
    for name in variables {
      result[name] = Estimate(
        value: place(name, best, ranges),
        draws: fixed[name] == nil ? solutions.map { place(name, $0, ranges) } : [])
    }
    result["loss"] = Estimate(value: best.loss, draws: solutions.map(\.loss))
    switch best.status {
    case .interior: break
    case .atEdge(let variable): trail.note("the optimum lies at an end of the range given for \(variable)")
    case .unbounded(let variable): trail.note("the fitted law has no optimum in \(variable)")
    }
    return result
  }

  /// A variable at an optimum; infinite on the side on which the optimum is not bounded.
  private func place(_ name: String, _ allocation: Allocation, _ ranges: [String: ClosedRange<Double>])
    -> Double
  {
    let value = allocation.values[name] ?? .nan
    switch allocation.status {
    case .atEdge(let variable) where variable == name:
      guard let range = ranges[name] else { return value }
      return value - range.lowerBound < range.upperBound - value ? -.infinity : .infinity
    case .unbounded(let variable) where variable == name:
      // Without a range the search ends far below or far above anything that exists.
      return value.isNaN ? .nan : value < 1e-3 ? -.infinity : .infinity
    default: return value
    }
  }
}
