import Diagnostics
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Shows reports while they are written: serves the last good build to browsers of this machine, tells them when there is
/// another one, and tells them what is wrong with the newest source.
///
/// This part knows nothing about reports: `Watching/` says when files changed, `Page/` what a browser gets, `Serving/` speaks HTTP.
/// It may not build anything and writes nothing to the disk.
///
/// One thread serves all connections and waits for none: a reader who is slow, or who never finishes a request, keeps nobody else
/// waiting. It is our own HTTP because there is so little of it: files of one table in memory, one stream, strict
/// refusals. The light libraries bring more than that to link than they spare.
public final class PreviewServer: Sendable {
  /// The port that it listens on.
  public let port: UInt16
  private let shown: Shown
  /// A byte into it wakes the thread.
  private let wake: Int32

  /// Listens on the first free port from `port` on; 0 is any free port. Throws E0980 when there is none.
  public init(port wanted: UInt16, attempts: Int = 50) throws(DiagnosticError) {
    var found: (port: UInt16, sockets: [Int32])?
    for offset in 0..<max(1, attempts) where found == nil {
      let port = wanted == 0 ? 0 : Int(wanted) + offset
      guard let port = UInt16(exactly: port) else { break }
      found = LoopbackSocket.listen(port)
    }
    var ends: [Int32] = [-1, -1]
    guard let found, pipe(&ends) == 0 else {
      found?.sockets.forEach { _ = close($0) }
      throw DiagnosticError(
        "E0980", "no free port to serve on from \(wanted) on",
        help: ["name another with --port, or let the machine choose: --port 0"])
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    let (listeners, wakeUp, shown) = (found.sockets, ends[0], Shown())
    (port, wake, self.shown) = (found.port, ends[1], shown)
    Thread.detachNewThread {
      var loop = ServerLoop(listeners: listeners, wake: wakeUp)
      loop.run { shown.state.withLock { $0 } }
    }
  }

  // The thread ends when the pipe is closed.
  deinit { close(wake) }

  /// The address of a page.
  public func address(_ path: String = "/") -> String { "http://localhost:\(port)\(path)" }

  /// What is shown now.
  public var pages: PageSet { shown.state.withLock { $0.pages } }

  /// Shows the pages of a build that succeeded.
  public func show(_ pages: PageSet) { change { $0 = PreviewState(pages: pages) } }

  /// Shows over the pages that there are what is wrong with the newest source.
  public func show(_ problems: [PageProblem]) {
    change { $0 = PreviewState(pages: $0.pages, problems: problems) }
  }

  private func change(_ change: (inout PreviewState) -> Void) {
    shown.state.withLock { change(&$0) }
    var byte: UInt8 = 1
    // A full pipe wakes as well.
    _ = write(wake, &byte, 1)
  }
}

/// What the server and its thread share.
private final class Shown: Sendable {
  let state = Mutex(PreviewState())
}
