import BenchmarkSupport
import Fitting
import Foundation

/// Times fits against the scripts that people use today, and prints the ratios.
///
/// `fit-benchmark [runs [share]]`: how often each of ours is timed (5), and which share of the peers' starts and
/// resamples is run and scaled up (1; scipy's part takes five minutes). `fit-benchmark rows COUNT` is one fit of made-up
/// rows in a process of its own, so that its peak memory is its own.
@main
struct FitBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "rows", arguments.count == 2, let count = Int(arguments[1]) {
      try printRows(count)
      return
    }
    let environment = ProcessInfo.processInfo.environment
    guard let folder = environment["ISOLOSS_DATA"], !folder.isEmpty else {
      print("SKIPPED: set ISOLOSS_DATA to the folder that holds chinchilla-epoch.csv")
      return
    }
    let runs = arguments.first.flatMap { Int($0) } ?? 5
    let share = arguments.dropFirst().first.flatMap { Double($0) } ?? 1
    print(
      "load at the start \(digits(Cost.load, 2)); medians of \(runs) runs; CPU is user + system, all threads")
    let data = try Workload.points(folder)
    let grid = try OurSide.grid(data, runs: runs)
    let bootstrap = try OurSide.bootstrap(data, runs: runs)
    try OurSide.rows()
    if let peers = Peers.find(
      environment, script: "fit_epoch.py and fit_fast.py",
      packages: "numpy, scipy, pandas, autograd and numba")
    {
      try Comparison(
        csv: folder + "/chinchilla-epoch.csv", grid: grid, bootstrap: bootstrap, share: share
      ).run(peers)
    }
    print("load at the end \(digits(Cost.load, 2))")
  }

  /// The child that `OurSide.rows` starts: CPU seconds and peak memory of one fit.
  private static func printRows(_ count: Int) throws {
    let data = Workload.rows(count)
    let before = Cost.peakMegabytes
    let (cost, fit) = try Cost.of {
      try FitResult.fit(
        try Workload.law(), to: data, options: FitOptions(starts: 8, bootstrap: 0, maxThreads: 1))
    }
    print("\(cost.cpu) \(Cost.peakMegabytes) \(before) \(fit.startsAtOptimum)")
  }
}
