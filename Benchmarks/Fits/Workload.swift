import Diagnostics
import Fitting
import Foundation
import Laws

/// The fit that everybody has done: Chinchilla's law to the 240 points that Besiroglu et al. read off its figure.
enum Workload {
  /// Ranges so wide that no start of the grid and no optimum lies at an end.
  static func law() throws -> Law {
    try Law(
      name: "chinchilla", text: "L = A*N^(-alpha) + B*D^(-beta) + E",
      at: SourceLocation(file: "benchmark", line: 1, column: 1),
      parameters: [
        LawParameter(name: "A", range: 1e-2...1e16), LawParameter(name: "B", range: 1e-2...1e16),
        LawParameter(name: "E", range: 1e-3...20), LawParameter(name: "alpha", range: 0...4),
        LawParameter(name: "beta", range: 0...4),
      ])
  }

  /// Besiroglu et al.'s grid: 4500 starts.
  static let grid: [String: [Double]] = [
    "A": [0, 5, 10, 15, 20, 25].map { exp($0) }, "B": [0, 5, 10, 15, 20, 25].map { exp($0) },
    "E": [-1, -0.5, 0, 0.5, 1].map { exp($0) }, "alpha": [0, 0.5, 1, 1.5, 2], "beta": [0, 0.5, 1, 1.5, 2],
  ]

  /// The rows whose loss is below the fifth largest.
  static func points(_ folder: String) throws -> FitData {
    let text = try String(contentsOfFile: folder + "/chinchilla-epoch.csv", encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line -> [Double]? in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 7, let n = Double(fields[3]), let flop = Double(fields[4]),
        let loss = Double(fields[6])
      else { return nil }
      return [n, flop / (6 * n), loss]
    }
    let losses = rows.map { $0[2] }.sorted(by: >)
    let kept = rows.filter { losses.count > 4 && $0[2] < losses[4] }
    return FitData(
      variables: ["N": kept.map { $0[0] }, "D": kept.map { $0[1] }], observed: kept.map { $0[2] })
  }

  /// Made-up runs, as many as asked for: the law's own losses with half a per cent of noise.
  static func rows(_ count: Int) -> FitData {
    var random = RandomStream(seed: 1)
    var data = FitData(variables: [:], observed: [])
    var (n, d, loss): ([Double], [Double], [Double]) = ([], [], [])
    for index in 0..<count {
      n.append(exp(16 + 8 * random.uniform()))
      d.append(exp(20 + 8 * random.uniform()))
      loss.append(
        (482 * pow(n[index], -0.3478) + 2085 * pow(d[index], -0.3658) + 1.8172) * exp(5e-3 * random.normal()))
    }
    data = FitData(variables: ["N": n, "D": d], observed: loss)
    return data
  }
}
