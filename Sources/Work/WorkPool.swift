import Dispatch
import Foundation
import Synchronization

/// The threads of one piece of the program: whatever runs in parallel inside it, however deep, shares them.
///
/// A build of a site runs reports side by side, a report its steps, a fit its descents and draws. Were each of them to
/// start threads of its own there would be cores × cores × cores of them; here a thread that has nothing to do joins the
/// work that was begun first and still has pieces left, and a thread that waits for pieces that others have taken helps
/// with what these pieces have begun themselves. What comes out never depends on who did what.
public final class WorkPool: Sendable {
  /// Where the running code is: its pool and the work that it is a piece of.
  struct Place: Sendable {
    var pool: WorkPool
    var job: Job?
  }

  @TaskLocal static var place: Place?

  private struct State {
    var jobs: [Job] = []
    var sleepers: [DispatchSemaphore] = []
    var isStarted = false
    var isClosed = false
  }

  private enum Turn {
    case work(Job)
    case sleep(DispatchSemaphore)
    case leave
  }

  /// How many threads work at most, the one that began the work among them.
  let threads: Int
  private let state = Mutex(State())
  private let cancellation: Cancellation?

  private init(threads: Int, _ cancellation: Cancellation?) {
    (self.threads, self.cancellation) = (max(1, threads), cancellation)
  }

  /// Whether nobody waits any more for the work that the running code is a piece of.
  public static var isCancelled: Bool { place?.pool.cancellation?.isCancelled ?? false }

  /// Does `body`; everything in it that runs in parallel shares these threads.
  ///
  /// Inside another such scope the threads of that one are used.
  ///
  /// - Parameters:
  ///   - threads: how many threads, the caller's among them; nil for one a core.
  ///   - cancellation: says when nobody waits for it any more; inside another scope that of the outer one is asked.
  public static func run<Result, Failure: Error>(
    threads: Int?, cancellation: Cancellation? = nil, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if place != nil { return try body() }
    let pool = WorkPool(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, cancellation)
    defer { pool.close() }
    return try $place.withValue(Place(pool: pool)) { () -> Swift.Result<Result, Failure> in
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }.get()
  }

  // MARK: Work

  /// Does all pieces of a job, with whatever threads are free.
  func perform(_ job: Job) {
    add(job)
    enter(job)
    wait: while true {
      switch turn(waitingFor: job) {
      case .work(let other): enter(other)
      case .sleep(let semaphore): semaphore.wait()
      case .leave: break wait
      }
    }
    state.withLock { state in state.jobs.removeAll { $0 === job } }
  }

  /// Wakes the threads that have nothing to do: there are new pieces, or none are left.
  func wake() {
    let sleepers = state.withLock { state in
      defer { state.sleepers = [] }
      return state.sleepers
    }
    for sleeper in sleepers { sleeper.signal() }
  }

  private func enter(_ job: Job) {
    guard job.join() else { return }
    Self.$place.withValue(Place(pool: self, job: job)) { job.takePart(job) }
    job.leave()
  }

  /// What a thread does next: one of the pool when `job` is nil, else one that waits for that job.
  private func turn(waitingFor job: Job?) -> Turn {
    state.withLock { state in
      if job?.isDone ?? state.isClosed { return .leave }
      // The work that was begun first: whole reports before the draws of one.
      let open = state.jobs.first { candidate in
        candidate.isOpen && (job.map { candidate.isPart(of: $0) } ?? true)
      }
      if let open { return .work(open) }
      let semaphore = DispatchSemaphore(value: 0)
      state.sleepers.append(semaphore)
      return .sleep(semaphore)
    }
  }

  private func add(_ job: Job) {
    let mustStart = state.withLock { state in
      state.jobs.append(job)
      defer { state.isStarted = true }
      return !state.isStarted
    }
    guard mustStart else { return wake() }
    for _ in 1..<threads {
      let thread = Thread { [self] in
        while true {
          switch turn(waitingFor: nil) {
          case .work(let job): enter(job)
          case .sleep(let semaphore): semaphore.wait()
          case .leave: return
          }
        }
      }
      // As much as the first thread of a process has: a report nests deeper on some pages than on others.
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private func close() {
    state.withLock { $0.isClosed = true }
    wake()
  }
}
