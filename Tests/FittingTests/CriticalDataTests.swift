import Expressions
import Fitting
import Laws
import Testing

/// The amount of data past which more of it makes the quantised model worse, and optima over a few widths.
struct CriticalDataTests {
  static let table: [(size: Double, bits: Double, tokens: Double, digits: Double)] = [
    (30e6, 3, 5.32e9, 0.002), (30e6, 4, 2.88e10, 0.002), (30e6, 5, 1.56e11, 0.004), (30e6, 6, 8.41e11, 0.002),
    (220e6, 3, 1.05e10, 0.005), (220e6, 4, 5.70e10, 0.002), (220e6, 5, 3.08e11, 0.002),
    (220e6, 6, 1.67e12, 0.004), (8e9, 3, 3.6e10, 0.02), (8e9, 4, 1.95e11, 0.004), (8e9, 5, 1.06e12, 0.006),
    (8e9, 6, 5.7e12, 0.01),
  ]

  @Test("of the published constants with the bias of the exponential", arguments: table)
  func criticalData(_ row: (size: Double, bits: Double, tokens: Double, digits: Double)) throws {
    let base = try Synthetic.law(
      "base", "L = A*N^(-alpha) + B*D^(-alpha) + E",
      [
        LawParameter(name: "A", published: 4.299e3), LawParameter(name: "alpha", published: 0.4965),
        LawParameter(name: "B", published: 1.806e4), LawParameter(name: "E", published: 2.7648),
      ])
    let fits = [
      "base": try FitResult.published(base), "ptq": try FitResult.published(try Synthetic.degradation()),
    ]
    let expression = try Expressions.Expression.parse(
      "base.L(N=N, D=D) + ptq.delta(N=N, D=D, P_post=P)", at: Synthetic.place)
    let total = try FittedExpression(expression, fits: fits, variables: ["N", "D", "P"])
    let found = ScalarMinimum.find(over: 1e8...1e15, logarithmic: true) {
      total.value([row.size, $0, row.bits])
    }
    #expect(found.isInterior)
    #expect(isClose(found.x, row.tokens, within: row.digits), "\(found.x)")
  }

  static let choices: [(choices: [Double], best: Double)] = [
    ([4, 8, 16], 8), ([4, 16], 16), ([4, 5, 6], 6), ([16], 16),
  ]

  @Test(
    "among a few widths the best is the one with the most effective parameters a bit",
    arguments: choices)
  func widths(_ row: (choices: [Double], best: Double)) throws {
    let (choices, best) = row
    let fit = try FitResult.published(try Synthetic.tiedPrecision())
    let cost = try Expressions.Expression.parse("6/16*N*D*P", at: Synthetic.place)
    for budget in [1e20, 1e23] {
      let found = try DiscreteAllocation(fit: fit, cost: cost, choices: ["P": choices]).solve(budget: budget)
      #expect(found.values["P"] == best)
      #expect(found.status == .interior)
      let one = try AllocationProblem(fit: fit, cost: cost, fixed: ["P": best]).solve(budget: budget)
      #expect(found.loss == one.loss)
    }
  }
}
