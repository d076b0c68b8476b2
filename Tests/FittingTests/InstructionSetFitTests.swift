import CKernels
import Expressions
import Fitting
import Laws
import Testing

/// A fit has the same bits on every processor: whole fits with each set of vector instructions that this one has.
struct InstructionSetFitTests {
  private static let objectives = [
    Objective(.huber(1e-3)), Objective(.absolute), Objective(.cauchy(1e-2)),
    Objective(.squared, isLog: false),
  ]

  private func fit(_ objective: Objective, _ set: RowInstructionSet) throws -> FitResult {
    let law = try Synthetic.chinchilla()
    let data = try Synthetic.runs(
      law, noise: 5e-3, seed: 22, grid: ["N": [1e7, 3e7, 1e8, 1e9], "D": [3e8, 1e9, 3e9, 1e10, 1e11]])
    var options = FitOptions(objective: objective, starts: 6, bootstrap: 6, seed: 3)
    options.instructionSet = set
    return try FitResult.fit(law, to: data, options: options)
  }

  @Test(arguments: objectives) func processorsDoNotChangeAnything(_ objective: Objective) throws {
    let expected = try fit(objective, .baseline)
    for set in RowInstructionSet.available where set != .baseline {
      let found = try fit(objective, set)
      #expect(found.parameters == expected.parameters)
      #expect(found.draws == expected.draws)
      #expect(found.objective == expected.objective)
      #expect(found.gradientNorm == expected.gradientNorm)
      #expect(found.minima == expected.minima)
    }
  }
}
