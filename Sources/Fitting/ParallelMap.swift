import Dispatch
import Synchronization

/// What the threads of one parallel map share.
private struct SharedProgress<Result: Sendable>: Sendable {
  var results: [Result?]
  var next = 0
  var done = 0
}

/// Runs independent pieces of work on all cores; the results come back in the order of their indices, whatever the
/// number of threads.
enum ParallelMap {
  /// - Parameters:
  ///   - count: how many pieces there are.
  ///   - maxThreads: the most threads to use; nil for one a core.
  ///   - progress: told the finished share, 0 to 1, never twice at once.
  ///   - makeState: makes the buffers of one thread.
  ///   - body: one piece of work; must depend on its index alone, not on what the state has seen.
  static func run<State, Result: Sendable>(
    _ count: Int, maxThreads: Int?, progress: (@Sendable (Double) -> Void)? = nil,
    makeState: @Sendable () -> State, body: @Sendable (inout State, Int) -> Result
  ) -> [Result] {
    let threads = max(1, min(maxThreads ?? ProcessorCount.active, count))
    let shared = Mutex(SharedProgress<Result>(results: Array(repeating: nil, count: count)))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var state = makeState()
      while true {
        let index = shared.withLock { shared -> Int? in
          guard shared.next < count else { return nil }
          shared.next += 1
          return shared.next - 1
        }
        guard let index else { return }
        let result = body(&state, index)
        shared.withLock { shared in
          shared.results[index] = result
          shared.done += 1
          progress?(Double(shared.done) / Double(count))
        }
      }
    }
    return shared.withLock { $0.results.compactMap { $0 } }
  }
}
