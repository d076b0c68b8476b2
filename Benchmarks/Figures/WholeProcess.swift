import BenchmarkSupport
import Foundation

/// What a whole process costs that draws figures: starting, reading, drawing, writing.
struct WholeProcess {
  let peers: Peers
  let folder: String
  let runs: Int

  func compare() throws {
    let own = try cost(["/proc/self/exe", "draw", folder, folder])
    let other = try cost([
      "/usr/bin/env", peers.python, "\(peers.folder)/fig_mpl.py", folder, folder, "0", "nolayout",
    ])
    print(
      "\nthree figures as PNG and SVG, whole process: ours \(digits(own)) s, matplotlib \(digits(other)) s, "
        + "\(digits(other / own)) ×")
    try compareWithGnuplot()
  }

  private func compareWithGnuplot() throws {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard let gnuplot = places.map({ "\($0)/gnuplot" }).first(where: FileManager.default.isExecutableFile)
    else {
      print("SKIPPED gnuplot: it is not installed; apt-get install gnuplot-nox")
      return
    }
    print("\none figure, whole process  ours ms  gnuplot ms  theirs / ours")
    for (figure, format) in [("ptq", "svg"), ("pstar", "svg"), ("ptq", "png"), ("pstar", "png")] {
      let own = try cost(["/proc/self/exe", "draw", folder, folder, figure, format])
      let settings = "d='\(folder)'; o='\(folder)'; kinds='\(format)'; figs='\(figure)'"
      let other = try cost([gnuplot, "-e", settings, "\(peers.folder)/fig_gnuplot.gp"])
      print(
        "\(figure) \(format)  \(digits(1000 * own))  \(digits(1000 * other))  \(digits(other / own)) ×")
    }
  }

  /// The median CPU time of a process and its children.
  private func cost(_ words: [String]) throws -> Double {
    var costs: [Double] = []
    for _ in 0..<runs {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: words[0]).resolvingSymlinksInPath()
      process.arguments = Array(words.dropFirst())
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let before = Self.childSeconds()
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw PeerFailure(script: words.joined(separator: " "), status: process.terminationStatus)
      }
      costs.append(Self.childSeconds() - before)
    }
    return median(costs)
  }

  private static func childSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + 1e-6 * Double(time.tv_usec) }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
