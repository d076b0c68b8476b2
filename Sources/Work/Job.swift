import Synchronization

/// Pieces of work, some of which may need others to be done first, and who is at them.
final class Job: Sendable {
  private struct State {
    /// Pieces that can be begun, the next one last to be added.
    var ready: [Int]
    /// How many of `ready` are taken.
    var taken = 0
    /// Pieces that are not done.
    var left: Int
    /// How many pieces that each piece needs are not done.
    var missing: [Int]
    /// Threads at work.
    var workers = 0
  }

  /// The job that this one is begun in a piece of.
  private let parent: Job?
  /// The most threads that may be at work.
  private let limit: Int
  /// For each piece those that need it.
  private let dependents: [[Int]]
  private let state: Mutex<State>
  /// Takes pieces until none is ready.
  let takePart: @Sendable (Job) -> Void

  /// Makes a job of pieces that need nothing.
  init(count: Int, limit: Int, parent: Job?, takePart: @escaping @Sendable (Job) -> Void) {
    (self.parent, self.limit, self.takePart) = (parent, limit, takePart)
    dependents = []
    state = Mutex(State(ready: Array(0..<count), left: count, missing: []))
  }

  /// Makes a job of pieces that need others with lower numbers.
  init(needs: [[Int]], limit: Int, parent: Job?, takePart: @escaping @Sendable (Job) -> Void) {
    (self.parent, self.limit, self.takePart) = (parent, limit, takePart)
    var dependents = Array(repeating: [Int](), count: needs.count)
    for (piece, needed) in needs.enumerated() { for other in needed { dependents[other].append(piece) } }
    self.dependents = dependents
    state = Mutex(
      State(
        ready: needs.indices.filter { needs[$0].isEmpty }, left: needs.count, missing: needs.map(\.count)))
  }

  /// Whether all pieces are done.
  var isDone: Bool { state.withLock { $0.left == 0 } }

  /// Whether a thread could begin a piece.
  var isOpen: Bool { state.withLock { $0.taken < $0.ready.count && $0.workers < limit } }

  /// Whether it is `job`, or begun in a piece of it.
  func isPart(of job: Job) -> Bool {
    var next: Job? = self
    while let one = next {
      if one === job { return true }
      next = one.parent
    }
    return false
  }

  /// Counts a thread in; false when as many as may be are at work.
  func join() -> Bool {
    state.withLock { state in
      guard state.workers < limit else { return false }
      state.workers += 1
      return true
    }
  }

  /// Counts a thread out.
  func leave() { state.withLock { $0.workers -= 1 } }

  /// A piece for the calling thread, or nil.
  func claim() -> Int? {
    state.withLock { state in
      guard state.taken < state.ready.count else { return nil }
      state.taken += 1
      return state.ready[state.taken - 1]
    }
  }

  /// Notes that a piece is done; true when other threads should look again.
  func finish(_ piece: Int) -> Bool {
    state.withLock { state in
      state.left -= 1
      guard !dependents.isEmpty else { return state.left == 0 }
      var isNew = state.left == 0
      for other in dependents[piece] {
        state.missing[other] -= 1
        guard state.missing[other] == 0 else { continue }
        state.ready.append(other)
        isNew = true
      }
      return isNew
    }
  }
}
