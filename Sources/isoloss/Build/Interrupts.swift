import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Ends a command that runs until somebody ends it, at once and whatever it is doing: by Ctrl-C or SIGTERM.
///
/// Nothing has to be put in order first: what is stored is written beside its place and renamed.
enum Interrupts {
  /// From now on both signals end the program with status 0, with the terminal's line clean.
  ///
  /// To be called before the program starts other threads: these inherit that the signals are not theirs.
  static func endProgram(_ console: Console) {
    let waited = signals()
    var blocked = waited
    pthread_sigmask(SIG_BLOCK, &blocked, nil)
    Thread.detachNewThread {
      var (set, number) = (waited, Int32(0))
      while sigwait(&set, &number) != 0 {}
      // The terminal shows "^C" on whatever line there is.
      if isatty(STDERR_FILENO) != 0 { Console.write("\r\u{1B}[2K", to: .standardError) }
      console.say("ended")
      _exit(ExitStatus.ok.rawValue)
    }
  }

  /// Starts what is to end by the signals of its own.
  static func unblocked<Result>(_ work: () throws -> Result) rethrows -> Result {
    var (freed, before) = (signals(), sigset_t())
    pthread_sigmask(SIG_UNBLOCK, &freed, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try work()
  }

  private static func signals() -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    return set
  }
}
