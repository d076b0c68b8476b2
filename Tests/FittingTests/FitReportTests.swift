import Diagnostics
import Fitting
import Laws
import Testing

/// What a fit says about itself: warnings, minima, errors.
struct FitReportTests {
  private func data(_ law: Law, seed: UInt64 = 1, noise: Double = 1e-3) throws -> FitData {
    try Synthetic.runs(
      law, noise: noise, seed: seed,
      grid: ["N": Synthetic.sizes, "D": Synthetic.tokens, "P_post": [3, 4, 5, 6], "P": [4, 6, 8, 16]])
  }

  @Test func biasAndPrefactorOfDegradationAreNamedTogether() throws {
    let law = try Synthetic.degradation()
    let fit = try FitResult.fit(law, to: try data(law), options: FitOptions(starts: 16, bootstrap: 0))
    let flat = fit.warnings.filter { $0.contains("do not determine") }
    #expect(flat.count == 1)
    #expect(flat.first?.contains("C_T and b") == true)
    #expect(flat.first?.contains("gamma") == false)
  }

  @Test func determinedParametersGiveNoWarning() throws {
    let law = try Synthetic.chinchilla()
    let fit = try FitResult.fit(law, to: try data(law), options: FitOptions(starts: 32, bootstrap: 0))
    #expect(fit.warnings.isEmpty, "\(fit.warnings)")
    #expect(fit.gradientNorm < 1e-6)
    #expect(fit.ranges["N"] == 30e6...220e6)
    #expect(fit.minima.first?.count == fit.startsAtOptimum)
    #expect(zip(fit.minima, fit.minima.dropFirst()).allSatisfy { $0.objective < $1.objective })
  }

  @Test func aParameterAtTheEndOfItsRangeIsSaid() throws {
    var law = try Synthetic.chinchilla()
    let runs = try data(law)
    law.parameters[3].range = 0.4...2
    let fit = try FitResult.fit(law, to: runs, options: FitOptions(starts: 32, bootstrap: 0))
    #expect(fit.estimate("alpha") == 0.4)
    #expect(fit.status("alpha") == .atBound)
    #expect(
      fit.warnings.contains { $0.contains("alpha is at the lower end of its range, 0.4") }, "\(fit.warnings)")
  }

  @Test func oneStartIsNoProof() throws {
    let law = try Synthetic.chinchilla()
    // A single lonely start cannot agree with another; two that end apart say so.
    let fit = try FitResult.fit(law, to: try data(law), options: FitOptions(starts: 1, bootstrap: 0))
    #expect(fit.starts == 1)
    #expect(fit.startsAtOptimum == 1)
  }

  @Test func rowsOutsideTheDomainAreCounted() throws {
    let law = try Synthetic.chinchilla()
    var runs = try data(law)
    runs.variables["N"]?[7] = -5
    runs.lines = runs.observed.indices.map { $0 + 2 }
    let fit = try FitResult.fit(law, to: runs, options: FitOptions(starts: 16, bootstrap: 0))
    #expect(fit.rowsUsed == runs.observed.count - 1)
    #expect(fit.warnings.contains { $0.contains("1 row lie") || $0.contains("line 9") }, "\(fit.warnings)")
  }

  @Test func fewerRowsThanParametersIsAnError() throws {
    let law = try Synthetic.chinchilla()
    let runs = FitData(
      variables: ["N": [1e8, 2e8, 4e8, 1e9], "D": [1e9, 2e9, 1e10, 1e9]], observed: [4, 3.5, 3, 2.9])
    expectCode("E0504") { _ = try FitResult.fit(law, to: runs) }
  }

  @Test func aBootstrapOverFewClustersWarns() throws {
    let law = try Synthetic.chinchilla()
    var runs = try data(law)
    runs.clusters = runs.observed.indices.map { $0 % 4 }
    let fit = try FitResult.fit(law, to: runs, options: FitOptions(starts: 16, bootstrap: 20))
    #expect(fit.warnings.contains { $0.contains("only 4") }, "\(fit.warnings)")
    #expect(fit.draws.count == 20)
  }

  @Test(arguments: [Double.nan, .infinity, 0, -1])
  func anUnusableObservationNamesItsLine(value: Double) throws {
    let law = try Synthetic.chinchilla()
    var runs = try data(law)
    runs.observed[4] = value
    runs.lines = runs.observed.indices.map { $0 + 2 }
    let error = expectCode("E0503") { _ = try FitResult.fit(law, to: runs) }
    #expect(error?.diagnostics.first?.message.contains("line 6") == true)
  }

  @Test func negativeObservationsAreFineWithoutALogarithm() throws {
    let law = try Synthetic.law(
      "line", "y = a*x + c",
      [LawParameter(name: "a", range: -10...10), LawParameter(name: "c", range: -10...10)])
    let x: [Double] = [1, 2, 3, 4, 5]
    let runs = FitData(variables: ["x": x], observed: x.map { -2 * $0 + 0.5 })
    let fit = try FitResult.fit(
      law, to: runs,
      options: FitOptions(objective: Objective(.squared, isLog: false), starts: 4, bootstrap: 0))
    #expect(isClose(fit.estimate("a"), -2, within: 1e-6))
    #expect(isClose(fit.estimate("c"), 0.5, within: 1e-6))
  }

  @Test func aMissingColumnHasASuggestion() throws {
    let law = try Synthetic.homemade()
    let runs = FitData(variables: ["D": [1, 2], "bacth": [1, 2]], observed: [1, 2])
    let error = expectCode("E0502") { _ = try FitResult.fit(law, to: runs) }
    #expect(error?.diagnostics.first?.help.first == "did you mean \"bacth\"?")
  }

  @Test func everythingFixedIsEvaluatedOnly() throws {
    var law = try Synthetic.chinchilla()
    let runs = try data(law)
    for index in law.parameters.indices { law.parameters[index].fixed = law.parameters[index].published }
    let fit = try FitResult.fit(law, to: runs, options: FitOptions(starts: 8, bootstrap: 8))
    #expect(fit.draws.isEmpty)
    #expect(fit.objective > 0)
    #expect(fit.rSquared > 0.99)
  }

  @Test func publishedConstantsNeedNoData() throws {
    let fit = try FitResult.published(try Synthetic.degradation())
    #expect(fit.isConstant)
    #expect(fit.estimate("gamma_post") == 0.5907)
    var law = try Synthetic.degradation()
    law.parameters[0].published = nil
    expectCode("E0506") { _ = try FitResult.published(law) }
  }
}

@discardableResult
func expectCode(_ code: String, _ body: () throws -> Void) -> DiagnosticError? {
  do {
    try body()
    Issue.record("expected \(code)")
  } catch let error as DiagnosticError {
    #expect(error.diagnostics.first?.code == code, "\(error.diagnostics)")
    return error
  } catch {
    Issue.record(error)
  }
  return nil
}
