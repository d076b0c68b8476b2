import Foundation

/// What a piece of work cost this process.
public struct Cost: Sendable {
  /// Seconds on the clock.
  public var wall: Double
  /// Seconds of user and system time, all threads together.
  public var cpu: Double

  /// Makes a record.
  public init(wall: Double, cpu: Double) { (self.wall, self.cpu) = (wall, cpu) }

  /// Runs the work once and returns its cost and its result.
  public static func of<Result>(_ work: () throws -> Result) rethrows -> (cost: Cost, result: Result) {
    let (wall, cpu) = (now(), processorSeconds())
    let result = try work()
    return (Cost(wall: now() - wall, cpu: processorSeconds() - cpu), result)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  private static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + 1e-6 * Double(time.tv_usec) }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most memory this process has held, in MB.
  public static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  /// The load of the machine over the last minute: a ratio measured at a load above the number of cores is coarse.
  public static var load: Double {
    var loads = [0.0]
    getloadavg(&loads, 1)
    return loads[0]
  }
}

/// The middle value; the mean of the two middle ones for an even count.
public func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return .nan }
  let half = sorted.count / 2
  return sorted.count % 2 == 1
    ? sorted[half] : 0.5 * (sorted[half - 1] + (half < sorted.count ? sorted[half] : last))
}

/// A number with so many significant digits.
public func digits(_ value: Double, _ count: Int = 3) -> String { String(format: "%.\(count)g", value) }
