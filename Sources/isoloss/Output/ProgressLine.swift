import Diagnostics
import Foundation
import Synchronization

/// One line on a terminal that says what is being done, once that has taken longer than half a second.
///
/// Nothing is written where stderr is no terminal, so logs stay clean; the line is gone when the work is done.
final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
    var last: ContinuousClock.Instant
  }

  private let isEnabled: Bool
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(console: Console) {
    isEnabled =
      isatty(STDERR_FILENO) != 0 && !console.isQuiet && !console.isJSON && !console.isVerbose
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    state = Mutex(State(last: start))
  }

  /// What is being done, and how much of it is done from 0 to 1 where that is known. Any thread may call.
  func show(_ step: String, _ fraction: Double?) {
    guard isEnabled else { return }
    let now = ContinuousClock.now
    guard now - start > .milliseconds(500) else { return }
    let mustShow = state.withLock { state in
      guard !state.isShown || now - state.last > .milliseconds(100) else { return false }
      state = State(isShown: true, last: now)
      return true
    }
    guard mustShow else { return }
    let part = fraction.map { " \(Int(($0 * 100).rounded())) %" } ?? ""
    let text = String(TerminalText.safe(step).prefix(70))
    Console.write("\r\u{1B}[2K\(text)\(part)", to: .standardError)
  }

  /// Takes the line away.
  func finish() {
    guard isEnabled else { return }
    let wasShown = state.withLock { state in
      defer { state.isShown = false }
      return state.isShown
    }
    if wasShown { Console.write("\r\u{1B}[2K", to: .standardError) }
  }
}
