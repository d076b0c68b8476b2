import Diagnostics
import Laws
import Work

/// Refits of one law to parts of its rows: what leave-one-out, cross-validation and the jackknife are made of.
struct Refits: Sendable {
  private let problem: FitProblem
  private let options: FitOptions
  /// The optimum over all rows, in the search's coordinates.
  private let best: [Double]
  /// The rows of the data that the fit uses, in order; others lie outside the law's domain or weigh nothing.
  let rows: [Int]

  /// Prepares refits of a fit that is done.
  init(_ law: Law, _ data: FitData, _ options: FitOptions, optimum: FitResult) throws(DiagnosticError) {
    problem = try FitProblem(law, data, options, priors: optimum.priors)
    self.options = options
    best = problem.space.coordinates(problem.space.free.map { optimum.parameters[$0].estimate })
    rows = problem.rows
  }

  /// How many parameters the fit chose.
  var freeCount: Int { problem.space.count }

  /// All parameters of the law, refitted without the rows of each group; nil where no descent converged or too few rows
  /// were left. The work is spread over all cores, and no result depends on how.
  ///
  /// - Parameters:
  ///   - groups: indices into `rows`.
  ///   - starts: low-discrepancy points to descend from, besides the optimum over all rows: a refit without a few rows
  ///     stays in its valley, one without a third of them may not.
  func leavingOut(
    _ groups: [[Int]], starts: Int, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [[Double]?] {
    ParallelMap.run(groups.count, maxThreads: options.maxThreads, progress: progress) {
      ()
    } body: { _, index in
      WorkPool.isCancelled ? nil : leavingOut(groups[index], starts: starts)
    }
  }

  private func leavingOut(_ group: [Int], starts: Int) -> [Double]? {
    let space = problem.space
    guard space.count > 0 else { return space.all([]) }
    var counts = Array(repeating: 1.0, count: rows.count)
    for row in group { counts[row] = 0 }
    guard counts.count(where: { $0 > 0 }) >= space.count else { return nil }
    var objective = problem.objective.weighted(counts)
    var found = problem.descent.refine(&objective, from: best, kernels: problem.nearKernels, tolerance: 1e-12)
    let sequence = SobolSequence(dimensions: space.count, seed: options.seed)
    for start in 0..<starts {
      let point = space.place(sequence.point(start))
      guard let other = problem.descent.descend(&objective, from: point, kernels: problem.kernels[...]) else {
        continue
      }
      if other.value < found?.value ?? .infinity { found = other }
    }
    // A lower minimum that a descent has not quite reached beats a higher one that it has: another would be the
    // refit of a law that the rows do not have.
    guard let found else { return nil }
    if found.converged { return space.all(found.x) }
    let last = problem.descent.refine(
      &objective, from: found.x, kernels: problem.nearKernels, tolerance: 1e-9)
    guard let last, last.converged || found.value - last.value <= 1e-6 * abs(found.value) else { return nil }
    return space.all(last.x)
  }
}
