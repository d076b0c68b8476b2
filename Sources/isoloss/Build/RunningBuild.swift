import Cache
import Dispatch
import Foundation
import Synchronization
import Work

/// A build of a preview on a thread of its own, which can be given up for a newer one.
final class RunningBuild: Sendable {
  private let session: BuildSession
  /// Folders in which reports may come, as they were when it began.
  private let folders: [BuildRecord.Source]
  private let cancellation = Cancellation()
  private let outcome = Mutex<PreviewBuild.Outcome?>(nil)
  private let end = DispatchSemaphore(value: 0)

  /// Begins a build.
  init(_ build: PreviewBuild, _ console: Console) {
    session = build.session()
    folders = build.folders()
    let thread = Thread { [self] in
      let made = build.run(console, session, folders: folders, cancellation)
      outcome.withLock { $0 = made }
      end.signal()
    }
    // As much as the first thread of a process has: a report nests deep.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// What the build has read so far.
  var sources: [BuildRecord.Source] { session.files.sources + folders }

  /// What the build came to; nil when it takes longer than this.
  func outcome(within time: DispatchTimeInterval) -> PreviewBuild.Outcome? {
    guard end.wait(timeout: .now() + time) == .success else { return nil }
    return outcome.withLock { $0 }
  }

  /// Gives the build up and waits until it has left its work; what its steps came to is kept.
  func giveUp() {
    cancellation.cancel()
    end.wait()
    session.keepResults()
  }
}
