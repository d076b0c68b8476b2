import Fitting
import Laws
import Testing

/// The parameters that made a set of runs come back from it.
struct RecoveryTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func chinchilla(seed: UInt64) throws {
    let law = try Synthetic.chinchilla()
    let data = try Synthetic.runs(
      law, noise: 1e-6, seed: seed, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    try expectRecovery(law, data, seed: seed, within: 2e-3)
  }

  @Test(arguments: [4, 5] as [UInt64])
  func weightsInFewBits(seed: UInt64) throws {
    let law = try Synthetic.shiftedWeights()
    let grid = ["N": Synthetic.sizes, "D": Synthetic.tokens, "P": [3, 4, 5, 6, 8, 12, 16]]
    let data = try Synthetic.runs(law, noise: 1e-6, seed: seed, grid: grid)
    try expectRecovery(law, data, seed: seed, within: 3e-3)
  }

  @Test func threeFactors() throws {
    let law = try Synthetic.tiedPrecision()
    let text = """
      L = A*N_eff^(-alpha) + B*D^(-alpha) + E
      N_eff = N * f_w * f_a
      f_w = max(0, 1 - exp(n_w - P_w/gamma_w))
      f_a = max(0, 1 - exp(n_a - P_a/gamma_a))
      """
    let kept = law.parameters.filter { !["beta", "n_kv", "gamma_kv"].contains($0.name) }
    let joint = try Synthetic.law("joint", text, kept)
    let bits: [Double] = [4, 5, 6, 8, 16]
    let grid = ["N": Synthetic.sizes, "D": Synthetic.tokens, "P_w": bits, "P_a": bits]
    try expectRecovery(
      joint, try Synthetic.runs(joint, noise: 1e-6, seed: 6, grid: grid), seed: 6, within: 3e-3)
  }

  @Test func degradationWithOneConstantFixed() throws {
    var law = try Synthetic.degradation()
    law.parameters[4].fixed = law.parameters[4].published
    let grid = ["N": Synthetic.sizes, "D": Synthetic.tokens, "P_post": [3, 4, 5, 6] as [Double]]
    let data = try Synthetic.runs(law, noise: 1e-5, seed: 7, grid: grid)
    let fit = try expectRecovery(law, data, seed: 7, within: 1e-3)
    #expect(fit.status("b") == .fixed)
    #expect(fit.interval("b") == nil)
  }

  @Test(arguments: [8, 9] as [UInt64])
  func lawOfNoCatalogue(seed: UInt64) throws {
    let law = try Synthetic.homemade()
    let grid = ["D": Synthetic.tokens, "batch": [1e5, 3e5, 1e6, 4e6, 2e7]]
    try expectRecovery(
      law, try Synthetic.runs(law, noise: 1e-6, seed: seed, grid: grid), seed: seed, within: 5e-3)
  }

  @Test(arguments: [
    Objective(.squared, isLog: false), Objective(.absolute), Objective(.huber(1e-4), isLog: false),
    Objective(.cauchy(1e-3)),
  ])
  func everyObjective(objective: Objective) throws {
    let law = try Synthetic.chinchilla()
    let data = try Synthetic.runs(
      law, noise: 1e-6, seed: 10, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    try expectRecovery(law, data, seed: 10, objective: objective, within: 2e-3)
  }

  @Test(arguments: [Objective(.absolute), Objective(.cauchy(1e-3))])
  func robustLossesIgnoreOutliers(objective: Objective) throws {
    let law = try Synthetic.chinchilla()
    var data = try Synthetic.runs(
      law, noise: 1e-6, seed: 11, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    data.observed[3] *= 1.5
    data.observed[11] *= 1.2
    try expectRecovery(law, data, seed: 11, objective: objective, within: 5e-3)
  }

  @Test func tiesHold() throws {
    var law = try Synthetic.chinchilla()
    law.parameters[4].tiedTo = "alpha"
    law.parameters[4].published = law.parameters[3].published
    let data = try Synthetic.runs(
      law, noise: 1e-4, seed: 12, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    let fit = try FitResult.fit(law, to: data, options: FitOptions(starts: 16, bootstrap: 40))
    #expect(fit.estimate("beta") == fit.estimate("alpha"))
    #expect(fit.status("beta") == .tied("alpha"))
    #expect(fit.draws.allSatisfy { $0[3] == $0[4] })
    #expect(fit.interval("beta") == fit.interval("alpha"))
  }

  /// Tokens counted in billions instead of ones change B by the factor and nothing else.
  @Test func unitsDoNotMatter() throws {
    let law = try Synthetic.chinchilla()
    let data = try Synthetic.runs(
      law, noise: 1e-3, seed: 13, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    var scaled = data
    scaled.variables["D"] = data.variables["D"]?.map { $0 / 1e4 }
    let options = FitOptions(starts: 48, bootstrap: 0)
    let first = try FitResult.fit(law, to: data, options: options)
    let second = try FitResult.fit(law, to: scaled, options: options)
    #expect(isClose(second.objective, first.objective, within: 1e-9))
    #expect(isClose(second.estimate("beta"), first.estimate("beta") ?? 0, within: 1e-5))
    #expect(isClose(second.estimate("A"), first.estimate("A") ?? 0, within: 1e-4))
  }

  @discardableResult
  private func expectRecovery(
    _ law: Law, _ data: FitData, seed: UInt64, objective: Objective = Objective(), within relative: Double
  ) throws -> FitResult {
    // Without the published values the search has to find them.
    var blind = law
    for index in blind.parameters.indices { blind.parameters[index].published = nil }
    let options = FitOptions(objective: objective, starts: 64, bootstrap: 0, seed: seed)
    let fit = try FitResult.fit(blind, to: data, options: options)
    for parameter in law.parameters {
      let truth = parameter.fixed ?? parameter.published ?? .nan
      let found = fit.estimate(parameter.name)
      #expect(isClose(found, truth, within: relative), "\(parameter.name): \(found ?? .nan) for \(truth)")
    }
    #expect(fit.startsAtOptimum > 1)
    #expect(fit.rowsUsed == data.observed.count)
    return fit
  }
}
