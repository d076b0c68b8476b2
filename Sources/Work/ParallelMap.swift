import Synchronization

/// Runs independent pieces of work on all threads of the pool; the results come back in the order of their indices,
/// whatever the number of threads.
public enum ParallelMap {
  /// What the threads of one map share.
  private struct Shared<Result: Sendable>: Sendable {
    var results: [Result?]
    var done = 0
  }

  /// Does `count` pieces.
  ///
  /// - Parameters:
  ///   - count: how many pieces there are.
  ///   - maxThreads: the most threads to use; nil for as many as the pool has. Outside a pool one is made for the map.
  ///   - progress: told the finished share, 0 to 1, never twice at once.
  ///   - makeState: makes the buffers of one thread.
  ///   - body: one piece of work; must depend on its index alone, not on what the state has seen.
  public static func run<State, Result: Sendable>(
    _ count: Int, maxThreads: Int? = nil, progress: (@Sendable (Double) -> Void)? = nil,
    makeState: @escaping @Sendable () -> State, body: @escaping @Sendable (inout State, Int) -> Result
  ) -> [Result] {
    guard count > 1, maxThreads != 1 else {
      var state = makeState()
      return (0..<count).map { index in
        defer { progress?(Double(index + 1) / Double(count)) }
        return body(&state, index)
      }
    }
    guard let place = WorkPool.place else {
      return WorkPool.run(threads: maxThreads) {
        run(count, progress: progress, makeState: makeState, body: body)
      }
    }
    let shared = Holder(Shared<Result>(results: Array(repeating: nil, count: count)))
    let pool = place.pool
    pool.perform(
      Job(count: count, limit: maxThreads ?? .max, parent: place.job) { job in
        var state = makeState()
        while let index = job.claim() {
          let result = body(&state, index)
          shared.value.withLock { shared in
            shared.results[index] = result
            shared.done += 1
            progress?(Double(shared.done) / Double(count))
          }
          if job.finish(index) { pool.wake() }
        }
      })
    return shared.value.withLock { $0.results.compactMap { $0 } }
  }

  /// Does one piece for each element.
  ///
  /// - Parameters:
  ///   - elements: what the pieces are about.
  ///   - maxThreads: the most threads to use; nil for as many as the pool has.
  ///   - body: one piece of work.
  public static func run<Element: Sendable, Result: Sendable>(
    _ elements: [Element], maxThreads: Int? = nil, _ body: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    run(elements.count, maxThreads: maxThreads, makeState: {}, body: { _, index in body(elements[index]) })
  }
}

extension ParallelMap {
  /// Does one piece for each element; throws what the first of those that failed threw, in the order of the elements.
  ///
  /// - Parameters:
  ///   - elements: what the pieces are about.
  ///   - maxThreads: the most threads to use; nil for as many as the pool has.
  ///   - body: one piece of work.
  public static func attempt<Element: Sendable, Result: Sendable, Failure: Error>(
    _ elements: [Element], maxThreads: Int? = nil,
    _ body: @escaping @Sendable (Element) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let outcomes = run(elements, maxThreads: maxThreads) { element -> Swift.Result<Result, Failure> in
      do throws(Failure) { return .success(try body(element)) } catch { return .failure(error) }
    }
    var results: [Result] = []
    results.reserveCapacity(outcomes.count)
    for outcome in outcomes { results.append(try outcome.get()) }
    return results
  }
}

/// A lock that several threads hold on to.
final class Holder<Value: Sendable>: Sendable {
  let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
}
