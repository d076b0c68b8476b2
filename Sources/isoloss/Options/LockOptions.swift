import ArgumentParser

/// Options that tie a build to a lock.
struct LockOptions: ParsableArguments {
  @Flag(help: "Write report.lock beside the report: what was read and written, with its hashes.")
  var lock = false

  @Flag(help: "Exit with 4, and write nothing, when anything differs from report.lock.")
  var frozen = false

  @Flag(help: "Put report.lock and all that was read into the output, so that `verify` can derive it again.")
  var archive = false

  /// Whether any is asked for.
  var isAsked: Bool { lock || frozen || archive }

  func validate() throws {
    if lock, frozen {
      throw ValidationError("--lock writes what --frozen holds the build against: choose one")
    }
  }
}
