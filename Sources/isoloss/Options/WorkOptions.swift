import ArgumentParser

/// Options of the commands that execute reports.
struct WorkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use at most this many threads; the default is one a core, and the result is the same for any number.",
      valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number of threads from 1, found \(jobs)") }
  }
}
