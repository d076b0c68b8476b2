import Diagnostics
import Expressions
import Fitting
import Foundation
import Laws
import Testing

/// Expressions over fits.
struct FittedExpressionTests {
  private func fits() throws -> [String: FitResult] {
    var main = try FitResult.published(try Synthetic.shiftedWeights())
    main.rowsUsed = 10
    main.draws = (1...4).map { scale in main.parameters.map { $0.estimate * Double(scale) } }
    var other = try FitResult.published(try Synthetic.chinchilla())
    other.rowsUsed = 10
    other.draws = (1...3).map { scale in other.parameters.map { $0.estimate * Double(scale) } }
    return ["main": main, "base": other, "ptq": try FitResult.published(try Synthetic.degradation())]
  }

  private func expression(_ text: String, variables: [String] = []) throws -> FittedExpression {
    let parsed = try Expressions.Expression.parse(text, at: Synthetic.place)
    return try FittedExpression(parsed, fits: try fits(), variables: variables)
  }

  @Test func parameters() throws {
    #expect(try expression("main.alpha - main.beta").value() == 0)
    let gamma = try expression("exp(1/main.gamma)")
    #expect(isClose(gamma.value(), exp(1 / 2.6745), within: 1e-14))
    #expect(isClose(gamma.value(draw: 1), exp(1 / (2 * 2.6745)), within: 1e-14))
    #expect(gamma.fitLabels == ["main"])
    #expect(gamma.drawCount == 4)
    #expect(try expression("2 + 3").value() == 5)
  }

  @Test func definitionsAndTarget() throws {
    let effective = try expression("main.N_eff(N=1e8, P=4)/main.N_eff(N=1e8, P=16)")
    func f(_ bits: Double) -> Double { 1 - exp(0.3037 - bits / 2.6745) }
    #expect(isClose(effective.value(), f(4) / f(16), within: 1e-13))
    let loss = try expression("main.L(N=N, D=20*N, P=bits)", variables: ["bits", "N"])
    let n = 3e7
    let expected: Double = 4299 * pow(n * f(6), -0.4965) + 18060 * pow(20 * n, -0.4965) + 2.7648
    #expect(isClose(loss.value([6, n]), expected, within: 1e-13))
    #expect(isClose(loss.values([[6, 6], [n, n]])[1], expected, within: 1e-13))
  }

  @Test func severalFitsUseTheFewestDraws() throws {
    let sum = try expression("base.L(N=N, D=D) + ptq.delta(N=N, D=D, P_post=P)", variables: ["N", "D", "P"])
    #expect(sum.fitLabels == ["base", "ptq"])
    #expect(sum.drawCount == 3)
    let both = try expression("main.E - base.E")
    #expect(both.drawCount == 3)
    #expect(isClose(both.value(draw: 2), 3 * (2.7648 - 1.8172), within: 1e-12))
    #expect(try expression("ptq.b").drawCount == 0)
    #expect(sum.drawValues([1e8, 1e10, 4]).count == 3)
  }

  @Test func nestedCallsKeepTheirOwnArguments() throws {
    let nested = try expression("main.N_eff(N=main.N_eff(N=1e8, P=8), P=4)")
    let inner = 1e8 * (1 - exp(0.3037 - 8 / 2.6745))
    #expect(isClose(nested.value(), inner * (1 - exp(0.3037 - 4 / 2.6745)), within: 1e-13))
  }

  @Test(arguments: [
    ("mian.alpha", "E0201", 1, "did you mean \"main\"?"),
    ("1 + main.alhpa", "E0510", 5, "did you mean \"alpha\"?"),
    ("main.L(N=1, D=2)", "E0511", 1, "write main.L(N=…, P=…, D=…)"),
    ("main.N_eff(N=1, P=2, Q=3)", "E0511", 24, ""),
    ("main.L(N=x, D=2, P=3)", "E0201", 10, ""),
    ("main", "E0510", 1, "for example main.A"),
    ("main.alpha(N=1)", "E0511", 1, ""),
  ])
  func errorsNameTheirPlace(text: String, code: String, column: Int, help: String) throws {
    let error = expectCode(code) { _ = try expression(text) }
    let first = error?.diagnostics.first
    #expect(first?.location != nil)
    if !help.isEmpty { #expect(first?.help == [help], "\(first?.help ?? [])") }
    #expect(first?.location?.column == column, "\(text) at \(first?.location?.column ?? 0)")
  }
}
