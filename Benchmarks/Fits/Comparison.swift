import BenchmarkSupport
import Foundation

/// Runs the peers and prints how many times more CPU they take.
struct Comparison {
  /// The table of points.
  var csv: String
  var grid: OurSide
  var bootstrap: OurSide
  /// The share of their starts and resamples that is run.
  var share: Double

  /// Their scripts, slowest last, each with its ratios.
  func run(_ peers: Peers) throws {
    print("\npeer               work        CPU s   theirs / ours   best / ours - 1   starts at the best")
    let (starts, refits) = (Int((4500 * share).rounded()), Int((4000 * share).rounded()))
    for record in try peers.run("fit_fast.py", [csv, "numba", String(starts), String(refits)]) {
      guard let threads = number(record, "threads"), threads == 1, let count = number(record, "k") else {
        continue
      }
      let cpu = number(record, "cpu") ?? .nan
      if record["kind"] as? String == "grid" {
        line("numba, one thread", "grid", cpu * 4500 / count, grid, record, "within_1e_6")
      } else {
        line("numba, one thread", "bootstrap", cpu * 4000 / count, bootstrap, record, nil)
      }
    }
    for record in try peers.run("fit_epoch.py", [csv, "grid"] + (share < 1 ? [String(starts)] : [])) {
      line(
        "scipy, notebook", "grid", number(record, "full_grid_cpu") ?? .nan, grid, record,
        "frac_within_1e_6_rel")
    }
    for record in try peers.run("fit_epoch.py", [csv, "boot", String(refits)]) {
      line("scipy, notebook", "bootstrap", number(record, "cpu_4000") ?? .nan, bootstrap, record, nil)
    }
  }

  private func number(_ record: Peers.Record, _ key: String) -> Double? {
    (record[key] as? NSNumber)?.doubleValue
  }

  private func line(
    _ name: String, _ work: String, _ cpu: Double, _ ours: OurSide, _ record: Peers.Record,
    _ shareKey: String?
  ) {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    var text = padded(name, 19) + padded(work, 12) + padded(digits(cpu), 8)
    text += padded(digits(cpu / ours.one.cpu) + " ×", 16)
    if let shareKey, let best = number(record, "best") {
      text += padded(digits(best / ours.fit.objective - 1), 18)
      text += "\(digits(100 * (number(record, shareKey) ?? .nan))) %"
    }
    print(text)
  }
}
