import ArgumentParser
import Fitting

/// How hard a command searches that fits a table itself.
struct SearchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bootstrap draws; 0 for none.", valueName: "n"))
  var bootstrap = FitOptions().bootstrap

  @Option(help: ArgumentHelp("Starting points of the search.", valueName: "n"))
  var starts = FitOptions().starts

  @Option(help: ArgumentHelp("Seed of starts and draws.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if bootstrap < 0 || bootstrap > 1_000_000 { throw ValidationError("--bootstrap is from 0 to 1000000") }
    if starts < 1 || starts > 1_000_000 { throw ValidationError("--starts is from 1 to 1000000") }
    if seed > 1 << 53 { throw ValidationError("--seed is at most 9007199254740992") }
  }

  /// The options of the fit.
  var options: FitOptions {
    FitOptions(starts: starts, bootstrap: bootstrap, seed: seed, maxThreads: work.jobs)
  }
}
