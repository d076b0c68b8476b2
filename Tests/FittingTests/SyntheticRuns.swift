import Diagnostics
import Expressions
import Fitting
import Foundation
import Laws
import TestSupport

/// Laws, and runs drawn from them, for tests that know the truth.
enum Synthetic {
  static let place = SourceLocation(file: "test", line: 1, column: 1)

  static func law(_ name: String, _ text: String, _ parameters: [LawParameter]) throws -> Law {
    let formula = try Formula.parse(text, at: place)
    let names = parameters.map { $0.name }
    let variables = formula.inputs().filter { !names.contains($0) }
    return Law(
      name: name, formula: formula, parameters: parameters,
      variables: variables.map { LawVariable(name: $0) },
      lossUnit: "nats per token")
  }

  static func chinchilla() throws -> Law {
    try law(
      "chinchilla", "L = A*N^(-alpha) + B*D^(-beta) + E",
      [
        LawParameter(name: "A", range: 1...1e6, published: 482.01),
        LawParameter(name: "B", range: 1...1e6, published: 2085.43),
        LawParameter(name: "E", range: 0.01...10, published: 1.8172),
        LawParameter(name: "alpha", range: 0.05...2, published: 0.3478),
        LawParameter(name: "beta", range: 0.05...2, published: 0.3658),
      ])
  }

  /// "Scaling Laws for Precision", appendix K: one width for all three parts, three factors with their shifts.
  static func tiedPrecision(shift: Bool = true) throws -> Law {
    let text = """
      L = A*N_eff^(-alpha) + B*D^(-beta) + E
      N_eff = N * f_w * f_a * f_kv
      f_w = max(0, 1 - exp(n_w - P/gamma_w))
      f_a = max(0, 1 - exp(n_a - P/gamma_a))
      f_kv = max(0, 1 - exp(n_kv - P/gamma_kv))
      """
    func parameter(_ name: String, _ value: Double, _ range: ClosedRange<Double>) -> LawParameter {
      LawParameter(name: name, range: range, published: value)
    }
    return try law(
      "kumar-effective", text,
      [
        parameter("A", 4.299e3, 1...1e6), parameter("alpha", 0.4965, 0.05...2),
        parameter("B", 1.806e4, 1...1e7), parameter("beta", 0.4965, 0.05...2),
        parameter("E", 2.7648, 0.01...10),
        parameter("gamma_w", 2.6745, 0.3...8), parameter("n_w", shift ? 0.3037 : 0, -2...4),
        parameter("gamma_a", 2.2102, 0.3...8), parameter("n_a", shift ? 1.4072 : 0, -2...4),
        parameter("gamma_kv", 0.9578, 0.3...8), parameter("n_kv", shift ? 2.4185 : 0, -2...4),
      ])
  }

  static func shiftedWeights() throws -> Law {
    try law(
      "weights", "L = A*N_eff^(-alpha) + B*D^(-beta) + E\nN_eff = N*(1 - exp(n - P/gamma))",
      [
        LawParameter(name: "A", range: 1...1e6, published: 4299),
        LawParameter(name: "alpha", range: 0.05...2, published: 0.4965),
        LawParameter(name: "B", range: 1...1e7, published: 18060),
        LawParameter(name: "beta", range: 0.05...2, published: 0.4965),
        LawParameter(name: "E", range: 0.01...10, published: 2.7648),
        LawParameter(name: "gamma", range: 0.3...8, published: 2.6745),
        LawParameter(name: "n", range: -2...4, published: 0.3037),
      ])
  }

  static func degradation() throws -> Law {
    try law(
      "kumar-ptq", "delta = C_T * D^gamma_D / N^gamma_N * exp(b - P_post/gamma_post)",
      [
        LawParameter(name: "C_T", range: 1e-6...1e3, published: 0.0598),
        LawParameter(name: "gamma_D", range: 0.01...3, published: 0.5068),
        LawParameter(name: "gamma_N", range: 0.01...3, published: 0.3439),
        LawParameter(name: "gamma_post", range: 0.1...8, published: 0.5907),
        LawParameter(name: "b", range: -5...5, published: 1.1277),
      ])
  }

  /// In no catalogue: a saturating law of batch size with a logarithm in it.
  static func homemade() throws -> Law {
    try law(
      "homemade", "L = floor_0 + k*log(1 + S/S_0)^(-p)\nS = D/batch",
      [
        LawParameter(name: "floor_0", range: 0.1...10, published: 1.3),
        LawParameter(name: "k", range: 0.01...100, published: 4.2),
        LawParameter(name: "S_0", range: 1...1e4, published: 60),
        LawParameter(name: "p", range: 0.1...4, published: 1.4),
      ])
  }

  /// A grid of runs, the target from the law's published values times e^(noise · normal).
  static func runs(_ law: Law, noise: Double, seed: UInt64, grid: [String: [Double]]) throws -> FitData {
    var columns: [String: [Double]] = [:]
    let names = law.variables.map { $0.name }
    var rows: [[Double]] = [[]]
    for name in names { rows = rows.flatMap { row in (grid[name] ?? [1]).map { row + [$0] } } }
    for (index, name) in names.enumerated() { columns[name] = rows.map { $0[index] } }
    var random = RandomStream(seed: seed)
    let compiled = try CompiledFormula(law.formula, parameters: law.parameters.map { $0.name })
    let truth = law.parameters.map { $0.fixed ?? $0.published ?? .nan }
    let exact = compiled.values(parameters: truth, columns: compiled.variables.map { columns[$0] ?? [] })
    return FitData(variables: columns, observed: exact.map { $0 * exp(noise * random.normal()) })
  }

  static let sizes: [Double] = [30e6, 60e6, 110e6, 220e6]
  static let tokens: [Double] = [1.5e9, 3.3e9, 6.6e9, 13.1e9, 26.2e9]

  /// The 240 Chinchilla points of the published table.
  static func chinchillaPoints() throws -> FitData {
    let text = try PublishedData.text("chinchilla-epoch.csv")
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)
    }
    let points = rows.compactMap { row -> (n: Double, d: Double, loss: Double)? in
      guard row.count == 7, let n = Double(row[3]), let flop = Double(row[4]), let loss = Double(row[6])
      else { return nil }
      return (n, flop / (6 * n), loss)
    }
    let fifth = points.map { $0.loss }.sorted(by: >)[4]
    let kept = points.filter { $0.loss < fifth }
    return FitData(
      variables: ["N": kept.map { $0.n }, "D": kept.map { $0.d }], observed: kept.map { $0.loss })
  }
}

extension FitResult {
  func interval(_ name: String) -> ClosedRange<Double>? { parameters.first { $0.name == name }?.interval }

  func status(_ name: String) -> ParameterEstimate.Status? { parameters.first { $0.name == name }?.status }
}

func isClose(_ a: Double?, _ b: Double, within relative: Double) -> Bool {
  guard let a else { return false }
  return abs(a - b) <= relative * max(abs(b), 1e-300)
}
