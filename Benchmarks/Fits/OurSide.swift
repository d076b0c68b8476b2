import BenchmarkSupport
import CKernels
import Expressions
import Fitting
import Foundation

/// What Isoloss costs, timed several times in this process.
struct OurSide {
  /// The median on one thread.
  var one: Cost
  /// The median on all cores.
  var all: Cost
  /// The fit of the last run.
  var fit: FitResult

  /// All starts of the grid.
  static func grid(_ data: FitData, runs: Int) throws -> OurSide {
    let options = FitOptions(bootstrap: 0, grid: Workload.grid)
    let side = try measure(data, options, runs)
    let share = Double(side.fit.startsAtOptimum) / Double(side.fit.starts)
    print("\n\(side.fit.starts) different starts: \(side.costs)")
    print(
      "  best \(digits(side.fit.objective, 14)), \(digits(100 * share)) % of the starts within 1e-6 of it, "
        + "\(side.fit.minima.count) distinct minima")
    for set in RowInstructionSet.available {
      var options = options
      options.maxThreads = 1
      options.instructionSet = set
      let costs = try (0..<runs).map { _ in
        try Cost.of { try FitResult.fit(try Workload.law(), to: data, options: options) }.cost.cpu
      }
      print("  with \(set.name) instructions: CPU \(digits(median(costs))) s")
    }
    return side
  }

  /// 4000 refits from the optimum.
  static func bootstrap(_ data: FitData, runs: Int) throws -> OurSide {
    let side = try measure(data, FitOptions(starts: 16, bootstrap: 4000, seed: 42), runs)
    print("\n\(side.fit.draws.count) bootstrap refits: \(side.costs)")
    let errors = side.fit.parameters.indices.map { index in
      let draws = side.fit.draws.map { $0[index] }
      let mean = draws.reduce(0, +) / Double(draws.count)
      let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count - 1)
      return "\(side.fit.parameters[index].name) \(digits(variance.squareRoot(), 4))"
    }
    print("  standard errors \(errors.joined(separator: ", ")); \(side.fit.failedDraws) drawn again")
    return side
  }

  /// The cost of growing tables, each in a process of its own.
  static func rows() throws {
    print("\nrows      CPU s   ns a row   peak MB (of which the table)")
    for count in [1000, 10_000, 100_000, 1_000_000] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = ["rows", String(count)]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      guard numbers.count == 4 else {
        print("\(count): the fit failed")
        continue
      }
      let row = [digits(numbers[0]), digits(1e9 * numbers[0] / Double(count)), digits(numbers[1])]
      print(
        "\(count)  \(row.joined(separator: "  "))  (\(digits(numbers[2])))  \(Int(numbers[3])) of 8 starts at the best"
      )
    }
  }

  private var costs: String {
    "CPU \(digits(one.cpu)) s on one thread, wall \(digits(one.wall)) s; "
      + "all cores wall \(digits(all.wall)) s, speed-up \(digits(one.wall / all.wall)), CPU \(digits(all.cpu)) s"
  }

  private static func measure(_ data: FitData, _ options: FitOptions, _ runs: Int) throws -> OurSide {
    let law = try Workload.law()
    var (one, all): ([Cost], [Cost]) = ([], [])
    var (single, every) = (options, options)
    single.maxThreads = 1
    every.maxThreads = nil
    var fit = try FitResult.fit(law, to: data, options: single)
    for _ in 0..<runs {
      one.append(try Cost.of { try FitResult.fit(law, to: data, options: single) }.cost)
      let (cost, result) = try Cost.of { try FitResult.fit(law, to: data, options: every) }
      all.append(cost)
      fit = result
    }
    func middle(_ costs: [Cost]) -> Cost {
      Cost(wall: median(costs.map(\.wall)), cpu: median(costs.map(\.cpu)))
    }
    return OurSide(one: middle(one), all: middle(all), fit: fit)
  }
}
