import Diagnostics
import Expressions

/// How to spend a budget when some variables can take a few values only: the widths that the hardware has.
///
/// Every combination of the values is a problem of its own, in which they are fixed; the best of them is the optimum.
public struct DiscreteAllocation: Sendable {
  private let problems: [AllocationProblem]

  /// Combinations that one problem may have at most.
  private static let most = 4096

  /// Sets a problem up.
  ///
  /// - Parameters:
  ///   - fit: the fitted (or published) law.
  ///   - cost: an expression in the law's variables.
  ///   - fixed: variables with a given value.
  ///   - ranges: where the continuous variables may lie.
  ///   - choices: the values of the others; none makes this the one continuous problem.
  /// - Throws: E0520 for a variable that the law does not have, a variable without a value to choose, or too many
  ///   combinations; E0521 for a cost that no free variable changes.
  public init(
    fit: FitResult, cost: Expression, fixed: [String: Double] = [:],
    ranges: [String: ClosedRange<Double>] = [:], choices: [String: [Double]] = [:]
  ) throws(DiagnosticError) {
    var combinations = [fixed]
    for (name, values) in choices.sorted(by: { $0.key < $1.key }) {
      guard !values.isEmpty, values.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw DiagnosticError(
          "E0520", "the choices of \"\(name)\" must be numbers above 0", at: cost.location)
      }
      combinations = combinations.flatMap { one in
        values.map { value in one.merging([name: value]) { _, new in new } }
      }
      guard combinations.count <= Self.most else {
        throw DiagnosticError(
          "E0520", "the choices make more than \(Self.most) combinations", at: cost.location)
      }
    }
    var problems: [AllocationProblem] = []
    for combination in combinations {
      problems.append(try AllocationProblem(fit: fit, cost: cost, fixed: combination, ranges: ranges))
    }
    self.problems = problems
  }

  /// The optimum for one budget, at the estimates, at one bootstrap draw, or with one cluster of the fit left out; the
  /// first of equal ones.
  public func solve(budget: Double, draw: Int? = nil, leaving left: Int? = nil) -> Allocation {
    var best = problems[0].solve(budget: budget, draw: draw, leaving: left)
    for problem in problems.dropFirst() {
      let other = problem.solve(budget: budget, draw: draw, leaving: left)
      if other.loss < best.loss { best = other }
    }
    return best
  }
}
