import Expressions
import Fitting
import Foundation
import Laws
import Testing

/// Optimal spending of a budget, against what the algebra of the laws gives.
struct AllocationTests {
  private func cost(_ text: String) throws -> Expressions.Expression {
    try Expressions.Expression.parse(text, at: Synthetic.place)
  }

  @Test(arguments: [1e19, 1e21, 1e23])
  func compute(budget: Double) throws {
    let fit = try FitResult.published(try Synthetic.chinchilla())
    let best = try AllocationProblem(fit: fit, cost: try cost("6*N*D")).solve(budget: budget)
    let (a, b, alpha, beta) = (482.01, 2085.43, 0.3478, 0.3658)
    let g: Double = pow(alpha * a / (beta * b), 1 / (alpha + beta))
    let expected: Double = g * pow(budget / 6, beta / (alpha + beta))
    #expect(isClose(best.values["N"], expected, within: 1e-6))
    #expect(isClose(best.values["D"], budget / 6 / expected, within: 1e-6))
    #expect(best.status == .interior)
  }

  /// d ln f/d ln P = 1 whatever the budget: 7.00 bits with the shifts, 3.5 without.
  @Test(arguments: [(true, 1e20, 7.00), (true, 1e24, 7.00), (false, 1e21, 3.47)])
  func precision(shift: Bool, budget: Double, bits: Double) throws {
    let fit = try FitResult.published(try Synthetic.tiedPrecision(shift: shift))
    let problem = try AllocationProblem(fit: fit, cost: try cost("6/16*N*D*P"), ranges: ["P": 1...32])
    let best = problem.solve(budget: budget)
    #expect(abs((best.values["P"] ?? 0) - bits) < 0.01)
    #expect(best.status == .interior)
    let spent = (best.values["N"] ?? 0) * (best.values["D"] ?? 0) * (best.values["P"] ?? 0) * 6 / 16
    #expect(isClose(spent, budget, within: 1e-12))
    // To 1e-6: the same place from the ratio alone.
    let f: (Double) -> Double = { p in
      let n: [Double] = shift ? [0.3037, 1.4072, 2.4185] : [0, 0, 0]
      let factors = zip([2.6745, 2.2102, 0.9578], n).map { gamma, n in 1 - exp(n - p / gamma) }
      return factors.allSatisfy { $0 > 0 } ? log(p) - factors.reduce(0) { $0 + log($1) } : .infinity
    }
    let ratio = ScalarMinimum.find(over: 1...32, logarithmic: true, f)
    #expect(isClose(best.values["P"], ratio.x, within: 2e-6))
  }

  @Test func averagedFactors() throws {
    let law = try Synthetic.law(
      "average", "L = A*(N*(1 - exp(n - P/gamma))^3)^(-alpha) + B*D^(-alpha) + E",
      [
        LawParameter(name: "A", published: 4299), LawParameter(name: "alpha", published: 0.4965),
        LawParameter(name: "B", published: 18060), LawParameter(name: "E", published: 2.7648),
        LawParameter(name: "gamma", published: 1.9475), LawParameter(name: "n", published: 1.3765),
      ])
    let fit = try FitResult.published(law)
    let best = try AllocationProblem(fit: fit, cost: try cost("6/16*N*D*P"), ranges: ["P": 1...32]).solve(
      budget: 1e21)
    #expect(abs((best.values["P"] ?? 0) - 7.64) < 0.01)
  }

  @Test(arguments: [(8e9, 13.8), (70e9, 11.0), (405e9, 8.9)])
  func precisionOfAGivenModel(size: Double, bits: Double) throws {
    let fit = try FitResult.published(try Synthetic.tiedPrecision())
    let problem = try AllocationProblem(
      fit: fit, cost: try cost("6/16*N*D*P"), fixed: ["N": size], ranges: ["P": 1...32])
    let best = problem.solve(budget: 6 * size * 15e12)
    #expect(abs((best.values["P"] ?? 0) - bits) < 0.06)
    #expect(best.values["N"] == size)
    #expect(best.status == .interior)
  }

  @Test func aNarrowRangeIsAnEdge() throws {
    let fit = try FitResult.published(try Synthetic.tiedPrecision())
    let problem = try AllocationProblem(fit: fit, cost: try cost("6/16*N*D*P"), ranges: ["P": 8...32])
    let best = problem.solve(budget: 1e21)
    #expect(best.status == .atEdge(variable: "P"))
    #expect(isClose(best.values["P"], 8, within: 1e-9))
  }

  /// The data are capped below what the optimum wants, whichever variable the cost happens to eliminate.
  @Test func aCappedVariableIsAnEdge() throws {
    let fit = try FitResult.published(try Synthetic.chinchilla())
    let problem = try AllocationProblem(fit: fit, cost: try cost("6*N*D"), ranges: ["D": 1e6...1e10])
    let best = problem.solve(budget: 1e23)
    #expect(best.status == .atEdge(variable: "D"))
    #expect(isClose(best.values["D"], 1e10, within: 1e-9))
    #expect(isClose(best.values["N"], 1e23 / 6e10, within: 1e-9))
  }

  @Test func aCostThatIsNoMonomial() throws {
    let fit = try FitResult.published(try Synthetic.chinchilla())
    let plain = try AllocationProblem(fit: fit, cost: try cost("6*N*D")).solve(budget: 1e21)
    let sum = try AllocationProblem(fit: fit, cost: try cost("2*N*D + 4*N*D")).solve(budget: 1e21)
    #expect(isClose(sum.values["N"], plain.values["N"] ?? 0, within: 1e-6))
    // Serving costs push towards smaller models.
    let served = try AllocationProblem(fit: fit, cost: try cost("6*N*D + 2*N*1e12")).solve(budget: 1e23)
    let alone = try AllocationProblem(fit: fit, cost: try cost("6*N*D")).solve(budget: 1e23)
    #expect((served.values["N"] ?? 0) < (alone.values["N"] ?? 0))
  }

  @Test func aBudgetThatNothingMeets() throws {
    let fit = try FitResult.published(try Synthetic.chinchilla())
    let problem = try AllocationProblem(
      fit: fit, cost: try cost("6*N*D"), ranges: ["N": 1e6...1e7, "D": 1e6...1e7])
    #expect(problem.solve(budget: 1e30).loss == .infinity)
  }

  /// Many budgets and draws at once are what they are one by one, whatever the number of threads.
  @Test(arguments: [[:], ["N": 1e8]] as [[String: Double]])
  func manyAtOnce(fixed: [String: Double]) throws {
    var fit = try FitResult.published(try Synthetic.tiedPrecision())
    let estimates = fit.parameters.map(\.estimate)
    fit.draws = (0..<6).map { draw in estimates.map { $0 * (1 + 0.003 * Double(draw)) } }
    let problem = try AllocationProblem(
      fit: fit, cost: try cost("6/16*N*D*P"), fixed: fixed, ranges: ["P": 1...32])
    let budgets = [1e18, 1e20, 1e22]
    let many = problem.solve(budgets: budgets, draws: 5, maxThreads: 4)
    #expect(many.map(\.count) == [5, 5, 5])
    for (budget, optima) in zip(budgets, many) {
      for (draw, optimum) in optima.enumerated() {
        #expect(optimum.values == problem.solve(budget: budget, draw: draw).values)
        #expect(optimum.status == .interior)
      }
    }
    let alone = problem.solve(budgets: budgets, draws: 5, maxThreads: 1)
    #expect(alone.map { $0.map(\.values) } == many.map { $0.map(\.values) })
    #expect(problem.solve(budgets: budgets, draws: 99).map(\.count) == [6, 6, 6])
  }

  @Test func wrongNames() throws {
    let fit = try FitResult.published(try Synthetic.chinchilla())
    expectCode("E0520") { _ = try AllocationProblem(fit: fit, cost: try cost("6*N*T")) }
    expectCode("E0520") { _ = try AllocationProblem(fit: fit, cost: try cost("6*N*D"), fixed: ["M": 1]) }
    expectCode("E0521") { _ = try AllocationProblem(fit: fit, cost: try cost("6*N"), fixed: ["N": 1]) }
  }

  @Test(arguments: [0.3, 2.0, 77.0])
  func scalarMinimum(center: Double) {
    let inside = ScalarMinimum.find(over: 0.01...1000, logarithmic: true) { x in
      let t = log(x / center)
      return t * t + 0.1 * t * t * t * t
    }
    #expect(inside.isInterior)
    #expect(isClose(inside.x, center, within: 1e-6))
    let edge = ScalarMinimum.find(over: -3...center, logarithmic: false) { -$0 }
    #expect(!edge.isInterior)
    #expect(edge.x == center)
  }
}
