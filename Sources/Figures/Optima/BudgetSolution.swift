import Expressions
import Fitting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A cost formula solved for one of its variables.
struct BudgetSolution {
  /// The cost; its first variable is the one that is solved for.
  let cost: FittedExpression
  /// Where the search begins, above 0.
  let start: Double

  /// The value at which the cost is the budget, by the secant method on logarithms, which a product of powers needs one
  /// step for. NaN where there is none.
  ///
  /// - Parameter others: the cost's other variables, in its order.
  func value(budget: Double, others: [Double]) -> Double {
    func excess(_ t: Double) -> Double { log(cost.value([exp(t)] + others) / budget) }
    var (a, b) = (log(start), log(start) + 0.5)
    var (fa, fb) = (excess(a), excess(b))
    for _ in 0..<60 {
      guard fa.isFinite, fb.isFinite else { return .nan }
      if abs(fb) < 1e-12 { return exp(b) }
      guard fb != fa else { return .nan }
      // A step of at most a factor of a million: a sum of powers is nearly flat on one side.
      let step = max(-14, min(14, -fb * (b - a) / (fb - fa)))
      (a, fa) = (b, fb)
      b += step
      fb = excess(b)
    }
    return abs(fb) < 1e-9 ? exp(b) : .nan
  }
}
