import Foundation

/// What a whole process cost, with the children that it waited for.
public struct ProcessCost: Sendable {
  /// Seconds on the clock.
  public var wall: Double
  /// Seconds of user and system time.
  public var cpu: Double
  /// The most memory that the largest of the processes held, in MB.
  public var peakMegabytes: Double

  /// Runs a command in a folder and waits for it; what it says is thrown away. Throws `PeerFailure` when it fails.
  public static func of(
    _ words: [String], in folder: String, environment: [String: String] = [:]
  ) throws -> ProcessCost {
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let arguments = ["env", "-C", folder] + words
    var argumentPointers = arguments.map { strdup($0) } + [nil]
    var variablePointers = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, mode) in [
      (STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_WRONLY), (STDERR_FILENO, O_WRONLY),
    ] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", mode, 0)
    }
    var (start, end) = (timespec(), timespec())
    clock_gettime(CLOCK_MONOTONIC, &start)
    var process = pid_t()
    let failure = posix_spawn(&process, "/usr/bin/env", &actions, nil, &argumentPointers, &variablePointers)
    guard failure == 0 else { throw PeerFailure(script: words.joined(separator: " "), status: failure) }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process, status == 0 else {
      throw PeerFailure(script: words.joined(separator: " "), status: status >> 8)
    }
    clock_gettime(CLOCK_MONOTONIC, &end)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + 1e-6 * Double(time.tv_usec) }
    return ProcessCost(
      wall: Double(end.tv_sec - start.tv_sec) + 1e-9 * Double(end.tv_nsec - start.tv_nsec),
      cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakMegabytes: Double(usage.ru_maxrss) / 1024)
  }

  /// The medians of several runs; `prepare` comes before each and is not counted.
  public static func median(
    of words: [String], in folder: String, runs: Int, environment: [String: String] = [:],
    prepare: (Int) throws -> Void = { _ in }
  ) throws -> ProcessCost {
    var costs: [ProcessCost] = []
    for run in 0..<runs {
      try prepare(run)
      costs.append(try of(words, in: folder, environment: environment))
    }
    return ProcessCost(
      wall: BenchmarkSupport.median(costs.map(\.wall)), cpu: BenchmarkSupport.median(costs.map(\.cpu)),
      peakMegabytes: BenchmarkSupport.median(costs.map(\.peakMegabytes)))
  }
}
