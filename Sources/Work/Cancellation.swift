import Synchronization

/// Says to work that is going on that nobody waits for it any more.
///
/// Nothing is stopped: work asks `WorkPool.isCancelled` at the borders of its steps and between its pieces, leaves out what is left
/// and refuses its result. Once said it stays said, so what was left out anywhere is refused at the end.
public final class Cancellation: Sendable {
  private let flag = Atomic(false)

  /// Makes one that says nothing yet.
  public init() {}

  /// Says it.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether it was said.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
