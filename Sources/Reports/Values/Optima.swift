import Diagnostics
import Expressions
import Fitting
import Work

extension ValueEvaluator {
  /// `main.optimum(C=1e14, cost=6/16*N*D*P, D=8e6, P=range(2, 16))`: the variables that spend a budget best.
  func optimum(
    _ fit: FitResult, _ label: String, _ arguments: [Expression.Argument], at location: SourceLocation,
    _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    let variables = fit.law.variables.map(\.name)
    var cost: Expression?
    var budget: Estimate?
    var fixed: [String: Double] = [:]
    var ranges: [String: ClosedRange<Double>] = [:]
    var choices: [String: [Double]] = [:]
    let levels = LevelArguments(law: fit.law)
    for argument in arguments {
      if let column = argument.label, levels.isColumn(column) {
        fixed.merge(try levels.values(column, argument.value)) { first, _ in first }
        continue
      }
      switch argument.label {
      case "cost"?: cost = argument.value
      case "budget"?: budget = try number(argument.value, &trail)
      case let name? where variables.contains(name) && Self.choices(argument.value) != nil:
        for value in Self.choices(argument.value) ?? [] {
          choices[name, default: []].append(try exactNumber(value, &trail))
        }
      case let name? where variables.contains(name):
        switch try evaluate(argument.value, &trail) {
        case .number(let value) where value.isExact || value.isPrintedOnly: fixed[name] = value.value
        case .range(let range): ranges[name] = range
        case let other:
          throw mismatch(argument.value, "an exact number, range(low, high) or choice(4, 8, 16)", other)
        }
      case "C"?: budget = try number(argument.value, &trail)
      case let name:
        throw DiagnosticError(
          "E0219", "\"optimum\" takes no argument \(name.map { "\"\($0)\"" } ?? "without a name")",
          at: argument.value.location,
          notes: [
            "it takes cost, budget (or C), and the variables \(levels.names(variables).joined(separator: ", "))"
          ])
      }
    }
    guard let cost, let budget else {
      throw DiagnosticError(
        "E0219", "\"optimum\" needs a budget and a cost", at: location,
        help: ["for example \(label).optimum(C=1e14, cost=6/16*N*D*P).\(variables.last ?? "N")"])
    }
    let problem = try DiscreteAllocation(
      fit: fit, cost: cost, fixed: fixed, ranges: ranges, choices: choices)
    trail.use(fit: label)
    let drawCount = fit.isConstant ? budget.draws.count : fit.draws.count
    let best = problem.solve(budget: budget.value)
    noteDomain(label, fit, at: best.values, &trail)
    let solutions = ParallelMap.run(Array(0..<drawCount)) { draw in
      problem.solve(
        budget: budget.isExact ? budget.value : budget.draws[min(draw, budget.draws.count - 1)],
        draw: fit.isConstant ? nil : draw)
    }
    let lefts = fit.jackknife.indices.map { problem.solve(budget: budget.value, leaving: $0) }
    func jackknife(_ value: (Allocation) -> Double) -> [String: [Double]] {
      lefts.isEmpty ? [:] : [label: lefts.map(value)]
    }
    var result: [String: Estimate] = [:]
    for name in variables {
      let found = Estimate(
        value: place(name, best, ranges),
        draws: fixed[name] == nil ? solutions.map { place(name, $0, ranges) } : [],
        jackknife: fixed[name] == nil ? jackknife { place(name, $0, ranges) } : [:],
        doubts: doubts(name, best, ranges))
      // What is given or chosen from a list is no finding of the data.
      let isSearched = fixed[name] == nil && choices[name] == nil
      result[name] = isSearched ? found.within(measured: measured(name, by: [label]), of: name) : found
    }
    result["loss"] = Estimate(
      value: best.loss, draws: solutions.map(\.loss), jackknife: jackknife { $0.loss })
    return .allocation(result, status: Self.words(best.status))
  }

  /// The values between the brackets of `choice(4, 8, 16)`; nil for anything else.
  private static func choices(_ expression: Expression) -> [Expression]? {
    guard case .call(let callee, let arguments) = expression.kind, case .name("choice") = callee.kind else {
      return nil
    }
    return arguments.map(\.value)
  }

  /// The kind of an optimum in words, as values print it and claims compare it.
  private static func words(_ status: Allocation.Status) -> String {
    switch status {
    case .interior: "interior"
    case .atEdge(let variable): "at the edge of \(variable)"
    case .unbounded(let variable): "not bounded in \(variable)"
    }
  }

  private func doubts(_ name: String, _ best: Allocation, _ ranges: [String: ClosedRange<Double>]) -> [Doubt]
  {
    switch best.status {
    case .interior: return []
    case .atEdge(let variable):
      guard variable == name else { return [] }
      let end = ValueFormat.plain(best.values[name] ?? .nan)
      return [Doubt(kind: .atEdge, reason: "the optimum of \(name) lies at the edge of its range, at \(end)")]
    case .unbounded(let variable):
      return variable == name
        ? [Doubt(kind: .notBounded, reason: "the fitted law has no optimum in \(variable)")] : []
    }
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
