import Diagnostics
import Fitting
import Laws
import Testing

@Suite("Fits that were made elsewhere")
struct GivenValuesTests {
  private func line() throws -> Law {
    let law = try Law(
      name: "line", text: "y = a*x + b", at: SourceLocation(file: "test", line: 1, column: 1),
      parameters: [LawParameter(name: "a"), LawParameter(name: "b")])
    return law.with(
      constants: ConstantSet(
        name: "line", title: "A line",
        values: [PublishedConstant("a", 2, error: 0.5), PublishedConstant("b", 1)], citation: "nobody"))
  }

  @Test func standardErrorsBecomeIntervals() throws {
    let fit = try FitResult.published(try line())
    #expect(fit.parameters[0].interval == 1.02...2.98)
    #expect(fit.parameters[1].interval == nil)
    #expect(fit.draws.isEmpty && fit.isConstant)
  }

  // The residuals are 0.5, 0 and 2.
  private static let objectives: [(Objective, Double)] = [
    (Objective(.squared, isLog: false), 2.125), (Objective(.absolute, isLog: false), 2.5),
    (Objective(.huber(1), isLog: false), 1.625),
  ]

  @Test(arguments: objectives)
  func objectiveOnRows(_ objective: Objective, _ expected: Double) throws {
    // Predictions 3, 5, 7 against 3.5, 5, 9.
    let data = FitData(variables: ["x": [1, 2, 3]], observed: [3.5, 5, 9], clusters: [0, 0, 1])
    let fit = try FitResult.published(try line()).evaluated(on: data, objective: objective)
    #expect(abs(fit.objective - expected) < 1e-12)
    #expect(fit.rowsUsed == 3 && fit.clustersUsed == 2)
    #expect(abs(fit.rmse - (4.25 / 3).squareRoot()) < 1e-12)
    #expect(fit.ranges["x"] == 1...3)
    #expect(fit.origin == .publication && fit.isConstant)
  }

  @Test func rowsOutsideTheDomainAreNamed() throws {
    let data = FitData(variables: ["x": [1, -2]], observed: [3, 5], lines: [12, 13])
    let fit = try FitResult.published(try line()).evaluated(on: data, objective: Objective())
    #expect(fit.rowsUsed == 1 && fit.objective == 0)
    #expect(fit.warnings.count == 1 && fit.warnings[0].contains("line 13"))
    let none = FitData(variables: ["x": [-5]], observed: [1])
    expectCode("E0505") {
      _ = try FitResult.published(try line()).evaluated(on: none, objective: Objective())
    }
  }
}
