import Diagnostics
import Publishing

/// A command on reports that says again what it said when nothing has changed since, without doing the work.
enum RememberedRun {
  /// What a run of the command came to.
  struct Outcome {
    /// The exit status.
    var status: ExitStatus
    /// The files written, by path.
    var outputs: [BuiltFile] = []
  }
}

extension GlobalOptions {
  /// Runs a command on reports.
  ///
  /// - Parameters:
  ///   - request: the command with every option that shapes what it writes and tells.
  ///   - paths: the reports as the user named them.
  ///   - options: whether earlier runs are remembered.
  ///   - isFresh: whether the work is done even when nothing changed.
  ///   - work: does it.
  func remember(
    _ request: [String], paths: [String], _ options: CacheOptions, isFresh: Bool = false,
    _ work: (Console, BuildSession, ReportSelection) throws -> RememberedRun.Outcome
  ) throws {
    var console = try start()
    let transcript = Transcript()
    let selection: ReportSelection
    do throws(DiagnosticError) { selection = try ReportSelection(paths) } catch {
      console.report(error.diagnostics)
      throw ExitStatus(error)
    }
    let flags = [json ? "json" : "", verbose ? "verbose" : "", console.isHosted ? "hosted" : ""]
    let session = BuildSession(
      request + flags + ["--"] + paths + ["--"] + selection.reports.map(\.path), options: options)
    if !isFresh, let earlier = session.unchanged() {
      if options.explain { console.say("nothing changed since the last build") }
      try console.replay(earlier)
      return
    }
    console.transcript = transcript
    let outcome: RememberedRun.Outcome
    do { outcome = try work(console, session, selection) } catch {
      // What a failed build computed, the next one need not.
      session.keepResults()
      throw error
    }
    console.transcript = nil
    if options.explain { for step in session.steps { console.say(StepText.line(step)) } }
    transcript.add(.status(outcome.status.rawValue))
    session.finish(outputs: outcome.outputs, transcript: transcript)
    if outcome.status != .ok { throw outcome.status }
  }
}
