import Diagnostics
import Work

/// Descents from many starting points, and what they say about the optimum.
struct MultiStart: Sendable {
  var best: Descent
  var starts: Int
  var startsAtOptimum: Int
  var minima: [FitResult.Minimum]
  var gradientNorm: Double
  var warnings: [String]
  /// The largest over the smallest sensitivity of the predictions at the best point.
  var conditionNumber = Double.nan

  static func run(
    _ problem: FitProblem, _ options: FitOptions, progress: @escaping @Sendable (Double) -> Void
  ) throws(DiagnosticError) -> MultiStart {
    let points = try StartingPoints.make(problem, options)
    // The absolute loss is followed to its sharp end only from the best of the smooth descents.
    let smooth = problem.kernels.prefix(2)
    let descents = ParallelMap.run(points.count, maxThreads: options.maxThreads, progress: progress) {
      problem.objective
    } body: { objective, index in
      WorkPool.isCancelled
        ? nil : problem.descent.descend(&objective, from: points[index], kernels: smooth)
    }.compactMap { $0 }
    guard !WorkPool.isCancelled else { throw .abandoned }
    guard !descents.isEmpty else {
      throw DiagnosticError(
        "E0505", "no starting point of \"\(problem.law.name)\" lies in the law's domain for all rows",
        help: ["check the ranges of the parameters and the units of the variables"])
    }
    let order = descents.indices.sorted { (descents[$0].value, $0) < (descents[$1].value, $1) }
    guard let first = order.first else {
      throw DiagnosticError("E0505", "no descent of \"\(problem.law.name)\" gave a finite objective")
    }
    var objective = problem.objective
    var best = descents[first]
    // A last descent from the best point, so that the estimate does not depend on how the winner came there.
    let isSharper = problem.kernels.count > smooth.count
    if let polished = problem.descent.refine(
      &objective, from: best.x, kernels: problem.kernels.dropFirst(isSharper ? 1 : smooth.count - 1),
      tolerance: 1e-17),
      polished.value <= best.value || isSharper
    {
      best = polished
    }
    let bestSmooth = min(descents[first].value, isSharper ? .infinity : best.value)
    var result = MultiStart(
      best: best, starts: descents.count, startsAtOptimum: 0, minima: [], gradientNorm: 0, warnings: [])
    result.collectMinima(problem, order.map { descents[$0] }, bestSmooth)
    result.best.value = problem.reportedValue(problem.objective, at: best.x) + problem.penalty(at: best.x)
    if !result.minima.isEmpty {
      result.minima[0].objective = result.best.value
      result.minima[0].parameters = problem.space.all(best.x)
    }
    result.gradientNorm = result.projectedGradientNorm(problem)
    result.warn(
      problem, converged: best.converged, requested: options.grid.isEmpty ? options.starts : points.count)
    return result
  }

  private mutating func collectMinima(
    _ problem: FitProblem, _ sorted: [Descent], _ lowest: Double
  ) {
    func same(_ value: Double, _ leader: Double) -> Bool {
      value - leader <= 1e-6 * abs(leader) + 10 * problem.descent.floor
    }
    startsAtOptimum = sorted.count { same($0.value, lowest) }
    var leader = lowest
    minima = [
      FitResult.Minimum(objective: lowest, count: startsAtOptimum, parameters: problem.space.all(best.x))
    ]
    for descent in sorted where !same(descent.value, lowest) && descent.converged {
      if minima.count > 1, same(descent.value, leader) {
        minima[minima.count - 1].count += 1
      } else {
        leader = descent.value
        minima.append(
          FitResult.Minimum(objective: leader, count: 1, parameters: problem.space.all(descent.x)))
      }
    }
  }

  /// The norm of the gradient in the search's coordinates, without what points out of a bound.
  private func projectedGradientNorm(_ problem: FitProblem) -> Double {
    var sum = 0.0
    for (i, slope) in best.gradient.enumerated() {
      if best.x[i] <= problem.space.lower[i], slope >= 0 { continue }
      if best.x[i] >= problem.space.upper[i], slope <= 0 { continue }
      sum += slope * slope
    }
    return sum.squareRoot()
  }

  private mutating func warn(_ problem: FitProblem, converged: Bool, requested: Int) {
    if starts < requested, problem.space.count > 0 {
      warnings.append("only \(starts) of \(requested) starting points lie in the law's domain for all rows")
    }
    if startsAtOptimum <= 1, starts > 1 {
      warnings.append("only one of \(starts) starts reached the optimum; a better one may exist")
    }
    if !converged { warnings.append("the descent to the optimum stopped before it met its tolerance") }
    for (index, end) in problem.space.bounds(touchedBy: best.x) {
      let range = problem.law.parameters[problem.space.free[index]].range
      let side = end == range.lowerBound ? "lower" : "upper"
      warnings.append("\(problem.space.names[index]) is at the \(side) end of its range, \(shortNumber(end))")
    }
    let identifiability = Identifiability(problem, best)
    warnings += identifiability.warnings
    conditionNumber = identifiability.conditionNumber
  }
}
