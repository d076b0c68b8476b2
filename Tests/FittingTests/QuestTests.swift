import Diagnostics
import Expressions
import Fitting
import Foundation
import Laws
import TestSupport
import Testing

/// Laws of training in low precision on the 104 runs of QuEST.
@Suite(.enabled(if: PublishedData.holds(QuestRun.file), "\(PublishedData.hint)"))
struct QuestTests {
  private static let bits = ["1", "2", "3", "4", "8"]

  /// One multiplier a method, as in QuEST's notebook: 104 runs, 16 methods besides BF16 (their seventeenth, 1.585 bits,
  /// has no runs and so no value).
  private func multipliers(_ objective: Objective) throws -> FitResult {
    let runs = try QuestRun.read()
    #expect(runs.count == 104)
    var law = try #require(LawCatalogue.law(named: "free-multiplier"))
    for index in law.parameters.indices {
      if law.parameters[index].by != nil { law.parameters[index].held = ["m_16": 1] }
      // The floor goes to zero, as it does in the notebook.
      if law.parameters[index].name == "E" { law.parameters[index].range = 0...5 }
    }
    let methods = Array(Set(runs.map(\.method))).sorted()
    #expect(methods.count == 17)
    law = try law.expanded(levels: ["method": methods])
    return try FitResult.fit(
      law, to: data(law, runs), options: FitOptions(objective: objective, starts: 24, bootstrap: 0))
  }

  private func data(_ law: Law, _ runs: [QuestRun]) -> FitData {
    var columns: [String: [Double]] = [
      "N": runs.map(\.size), "D": runs.map(\.tokens), "P_w": runs.map(\.weightBits),
      "P_a": runs.map(\.activationBits),
    ]
    for variable in law.variables {
      guard let level = variable.level else { continue }
      columns[variable.name] = runs.map { $0.method == level.value ? 1 : 0 }
    }
    return FitData(variables: columns, observed: runs.map(\.loss))
  }

  /// Least squares on the log loss, to convergence; their unit is ½Σ(10⁻³·r)², 7.38054e-10.
  @Test func multipliersByLeastSquares() throws {
    let fit = try multipliers(Objective(.squared))
    #expect(fit.objective * 1e-6 <= 7.38054e-10 * (1 + 1e-5))
    expect(
      fit,
      [
        "A": 8.133934, "alpha": 0.0626949, "B": 86.43968, "beta": 0.2413085, "m_QuEST_1": 0.020506,
        "m_QuEST_2": 0.151882, "m_QuEST_3": 0.433152, "m_QuEST_4": 0.691855, "m_QuEST_8": 1.016247,
        "m_plain_1": 0.015577, "m_plain_2": 0.078418, "m_plain_3": 0.322134, "m_plain_4": 0.603294,
        "m_plain_8": 0.937672, "m_weights_1": 0.138431, "m_weights_2": 0.413750, "m_weights_3": 0.653101,
        "m_weights_4": 0.840478, "m_sparse_INT4": 0.381246, "m_FP4": 0.629680,
      ], within: 2e-4)
    #expect((fit.estimate("E") ?? 1) < 1e-4)
    #expect(fit.warnings.contains { $0.contains("E") }, "the floor is not identified: \(fit.warnings)")
  }

  @Test func multipliersByHuber() throws {
    let fit = try multipliers(Objective(.huber(1e-3)))
    expect(
      fit,
      [
        "alpha": 0.06325, "beta": 0.24324, "m_QuEST_1": 0.01973, "m_QuEST_2": 0.15596,
        "m_QuEST_3": 0.43039, "m_QuEST_4": 0.69043, "m_QuEST_8": 1.00224,
      ], within: 2e-3)
    let law = try LawError(fit, data(fit.law, try QuestRun.read()))
    #expect(abs(law.logRMSE / 0.003994 - 1) < 0.01, "\(law.logRMSE)")
  }

  private func expect(_ fit: FitResult, _ values: [String: Double], within tolerance: Double) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      let found = fit.estimate(name) ?? .nan
      #expect(abs(found / value - 1) < tolerance, "\(name) is \(found), not \(value)")
    }
  }

  /// Four forms on the 60 runs in BF16 and in integers of 2 to 16 bits with the Hadamard transform, β = α: error and R² of
  /// each, in the order of a quick fit by other code.
  @Test func fourForms() throws {
    let runs = try QuestRun.read().filter(\.isInteger)
    #expect(runs.count == 60)
    let expected: [(form: String, rmse: Double, rSquared: Double, aicc: Double)] = [
      ("N_eff", 0.0325, 0.9867, -398), ("N_eff with shifts", 0.0103, 0.9987, -530),
      ("free multiplier", 0.0099, 0.9988, -526), ("additive", 0.0058, 0.9996, -594),
    ]
    var table = ["form                 parameters      RMSE        R²      AICc"]
    var errors: [Double] = []
    for (law, wanted) in zip(try forms(runs), expected) {
      let fit = try FitResult.fit(law, to: data(law, runs), options: FitOptions(starts: 24, bootstrap: 0))
      let error = try LawError(fit, data(law, runs))
      errors.append(error.rmse)
      table.append(
        "\(wanted.form.padding(toLength: 24, withPad: " ", startingAt: 0))\(error.free)    "
          + String(format: "%10.4f%10.4f%10.0f", error.rmse, error.rSquared, error.aicc))
      #expect(
        abs(error.rmse / wanted.rmse - 1) < 0.05, "\(wanted.form): RMSE \(error.rmse), not \(wanted.rmse)")
      #expect(abs(error.rSquared - wanted.rSquared) < 5e-4, "\(wanted.form): R² \(error.rSquared)")
      #expect(abs(error.aicc - wanted.aicc) < 1.5, "\(wanted.form): AICc \(error.aicc)")
    }
    // The table that a report shows.
    print(table.joined(separator: "\n"))
    #expect(errors == errors.sorted(by: >))
  }

  private func forms(_ runs: [QuestRun]) throws -> [Law] {
    let place = SourceLocation(file: "quest", line: 1, column: 1)
    let base = [
      LawParameter(name: "A", range: 1e-2...1e6), LawParameter(name: "alpha", range: 0.01...2),
      LawParameter(name: "B", range: 1e-2...1e8),
      LawParameter(name: "beta", range: 0.01...2, tiedTo: "alpha"), LawParameter(name: "E", range: 0...5),
    ]
    func scale(_ name: String) -> LawParameter { LawParameter(name: name, range: 0.1...20) }
    func shift(_ name: String) -> LawParameter { LawParameter(name: name, range: -5...5) }
    let plain = "L = A*N_eff^(-alpha) + B*D^(-beta) + E\n"
    let unshifted = try Law(
      name: "N_eff", text: plain + "N_eff = N*(1 - exp(-P_w/gamma_w))*(1 - exp(-P_a/gamma_a))", at: place,
      parameters: base + [scale("gamma_w"), scale("gamma_a")])
    let shifted = try Law(
      name: "shifted",
      text: plain
        + "N_eff = N*max(0, 1 - exp(n_w - P_w/gamma_w))*max(0, 1 - exp(n_a - P_a/gamma_a))", at: place,
      parameters: base + [scale("gamma_w"), scale("gamma_a"), shift("n_w"), shift("n_a")])
    let free = try Law(
      name: "free", text: "L = A*(N*m)^(-alpha) + B*D^(-beta) + E", at: place,
      parameters: base + [LawParameter(name: "m", range: 1e-3...10, by: "method", held: ["m_16": 1])]
    ).expanded(levels: ["method": Array(Set(runs.map(\.method))).sorted()])
    let additive = try Law(
      name: "additive",
      text: """
        L = A*N^(-alpha) + B*D^(-beta) + E + k*D^a/N^b*(exp(-P_w/g_1) + c*exp(-P_a/g_2))
        """, at: place,
      parameters: base + [
        LawParameter(name: "k", range: 1e-4...1e6), LawParameter(name: "a", range: -1...2),
        LawParameter(name: "b", range: -1...2), LawParameter(name: "c", range: 1e-3...1e3), scale("g_1"),
        scale("g_2"),
      ])
    return [unshifted, shifted, free, additive]
  }
}

/// How far a fitted law is from the losses.
private struct LawError {
  var rmse: Double
  var logRMSE: Double
  var rSquared: Double
  var aicc: Double
  var free: Int

  init(_ fit: FitResult, _ data: FitData) throws {
    let compiled = try CompiledFormula(fit.law.formula, parameters: fit.parameters.map(\.name))
    let predicted = compiled.values(
      parameters: fit.parameters.map(\.estimate), columns: compiled.variables.map { data.variables[$0] ?? [] }
    )
    let count = Double(predicted.count)
    let mean = data.observed.reduce(0, +) / count
    var (squares, logs, total) = (0.0, 0.0, 0.0)
    for (value, loss) in zip(predicted, data.observed) {
      squares += (value - loss) * (value - loss)
      logs += log(value / loss) * log(value / loss)
      total += (loss - mean) * (loss - mean)
    }
    (rmse, logRMSE) = ((squares / count).squareRoot(), (logs / count).squareRoot())
    rSquared = 1 - squares / total
    free = fit.parameters.count { $0.status == .free || $0.status == .atBound }
    let k = Double(free)
    aicc = count * log(squares / count) + 2 * k + 2 * k * (k + 1) / (count - k - 1)
  }
}
