import Work

/// The bootstrap over runs: what the estimates would have been for other draws of runs.
///
/// A draw takes as many runs as there are, with replacement, and all rows of each. A run that comes twice counts
/// twice through its rows' weights.
struct Bootstrap: Sendable {
  /// Draw by parameter of the law.
  var draws: [[Double]]
  var failed: Int

  /// How often one draw is tried before it is given up.
  private static let attempts = 20

  static func run(
    _ problem: FitProblem, _ search: MultiStart, _ data: FitData, _ options: FitOptions,
    progress: @escaping @Sendable (Double) -> Void
  ) -> Bootstrap {
    guard options.bootstrap > 0, problem.space.count > 0 || !options.held.draws.isEmpty else {
      return Bootstrap(draws: [], failed: 0)
    }
    let outcomes = ParallelMap.run(options.bootstrap, maxThreads: options.maxThreads, progress: progress) {
      ()
    } body: { _, index -> (parameters: [Double]?, failed: Int) in
      guard !WorkPool.isCancelled else { return (nil, 0) }
      guard !options.held.draws.isEmpty else { return draw(problem, search.best, options.seed, index) }
      // A draw at which the law cannot be evaluated counts as one that could not be refitted.
      let law = problem.law.holding(options.held, draw: index)
      guard let drawn = try? problem.holding(law, data, options) else { return (nil, attempts) }
      return draw(drawn, search.best, options.seed, index)
    }
    return Bootstrap(
      draws: outcomes.compactMap { $0.parameters }, failed: outcomes.reduce(0) { $0 + $1.failed })
  }

  private static func draw(
    _ problem: FitProblem, _ best: Descent, _ seed: UInt64, _ index: Int
  ) -> (parameters: [Double]?, failed: Int) {
    var random = RandomStream(seed: seed, stream: 0x424F_4F54_0000_0000 &+ UInt64(index))
    var known = RandomStream(seed: seed, stream: 0x5052_494F_0000_0000 &+ UInt64(index))
    for attempt in 0..<attempts {
      var multiplicity = Array(repeating: 0.0, count: problem.clusterCount)
      var distinct = 0
      for _ in 0..<problem.clusterCount {
        let run = random.index(below: problem.clusterCount)
        if multiplicity[run] == 0 { distinct += 1 }
        multiplicity[run] += 1
      }
      let counts = problem.clusters.map { multiplicity[$0] }
      // Fewer distinct rows than parameters determine nothing, and one cluster alone tells nothing of the others.
      guard distinct >= min(2, problem.clusterCount), counts.count(where: { $0 > 0 }) >= problem.space.count
      else { continue }
      if problem.space.count == 0 { return (problem.space.all([]), attempt) }
      var objective = problem.objective.weighted(counts)
      objective.penalty = objective.penalty?.redrawn(&known)
      let kernels = problem.nearKernels
      let first = problem.descent.refine(&objective, from: best.x, kernels: kernels, tolerance: 1e-9)
      if let first, first.converged { return (problem.space.all(first.x), attempt) }
      // From a little beside the optimum the same valley is often entered on a better side.
      let beside = best.x.indices.map {
        best.x[$0] + 0.1 * problem.space.unit($0, at: best.x) * random.normal()
      }
      let second = problem.descent.refine(&objective, from: beside, kernels: kernels, tolerance: 1e-9)
      if let second, second.converged, second.value <= first?.value ?? .infinity {
        return (problem.space.all(second.x), attempt)
      }
    }
    return (nil, attempts)
  }
}
