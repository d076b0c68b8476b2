import Synchronization

/// Results of steps by key, as they are: a process that builds again and again reads and decodes none of them twice.
///
/// What a run does not use is forgotten after the next one.
public final class StepMemory: Sendable {
  private struct State {
    var used: [String: any Sendable] = [:]
    var earlier: [String: any Sendable] = [:]
  }

  private let state = Mutex(State())

  /// Makes a memory of nothing.
  public init() {}

  /// Begins a run. One that failed before its first step has nothing to be remembered by.
  public func beginRun() {
    state.withLock { state in
      guard !state.used.isEmpty else { return }
      (state.earlier, state.used) = (state.used, [:])
    }
  }

  /// A result that this run or the one before used.
  func value(_ key: String) -> (any Sendable)? {
    state.withLock { state in
      if let value = state.used[key] { return value }
      guard let value = state.earlier[key] else { return nil }
      state.used[key] = value
      return value
    }
  }

  /// Remembers a result.
  func keep(_ value: any Sendable, as key: String) { state.withLock { $0.used[key] = value } }
}
