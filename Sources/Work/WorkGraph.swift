import Synchronization

/// Steps some of which need the results of others, run on all threads of the pool: each begins when what it needs is done.
public enum WorkGraph {
  /// Runs all steps and gives their results in order, whatever the number of threads.
  ///
  /// - Parameters:
  ///   - needs: for each step the steps whose results it takes, all with lower numbers than its own; others are ignored, so
  ///     that there is no circle.
  ///   - body: does a step, given its number and the results that it needs in the order of its needs.
  public static func run<Result: Sendable>(
    needs: [[Int]], _ body: @escaping @Sendable (Int, [Result]) -> Result
  ) -> [Result] {
    guard let place = WorkPool.place else {
      return WorkPool.run(threads: nil) { run(needs: needs, body) }
    }
    let needs = needs.enumerated().map { step, needed in needed.filter { (0..<step).contains($0) } }
    let results = Holder([Result?](repeating: nil, count: needs.count))
    let pool = place.pool
    pool.perform(
      Job(needs: needs, limit: .max, parent: place.job) { job in
        while let step = job.claim() {
          let given = results.value.withLock { results in needs[step].compactMap { results[$0] } }
          let result = body(step, given)
          results.value.withLock { $0[step] = result }
          if job.finish(step) { pool.wake() }
        }
      })
    return results.value.withLock { $0.compactMap { $0 } }
  }
}
