import Expressions

/// Judges comparisons of numbers of which some have draws.
enum Comparison {
  /// Exact numbers compare exactly. With draws, the 95 % interval of the difference must lie on one side of 0 (and the
  /// estimates agree) for anything to be decided.
  static func judge(
    _ operation: BinaryOperator, _ a: Estimate, _ b: Estimate, isLiteral: (Bool, Bool)
  ) -> Truth {
    let test = self.test(operation)
    let difference = Estimate.combine(a, b) { $0 == $1 ? 0 : $0 - $1 }
    let atEstimate = test(difference.value)
    let evidence = [evidence(a, b, difference, isLiteral)] + PrintedErrors.notes(difference)
    if !difference.doubts.isEmpty {
      return Truth(
        atEstimate: atEstimate, draws: difference.draws.map(test), verdict: .undecided,
        evidence: evidence + difference.doubts.map(\.reason))
    }
    if difference.isExact { return Truth(atEstimate, evidence: evidence) }
    var verdict = Verdict.undecided
    if let interval = difference.interval() {
      let (low, high) = (interval.lowerBound, interval.upperBound)
      // Every operator is monotone in the sign of the difference, so the ends and the middle decide.
      let possible = [low, high] + (low < 0 && high > 0 ? [0] : [])
      let outcomes = Set(possible.map(test))
      if outcomes == [atEstimate] { verdict = atEstimate ? .holds : .fails }
      if operation == .equal || operation == .notEqual, low <= 0, high >= 0, low < high {
        verdict = .undecided
      }
    }
    return Truth(
      atEstimate: atEstimate, draws: difference.draws.map(test), verdict: verdict, evidence: evidence)
  }

  private static func test(_ operation: BinaryOperator) -> (Double) -> Bool {
    switch operation {
    case .less: { $0 < 0 }
    case .lessOrEqual: { $0 <= 0 }
    case .greater: { $0 > 0 }
    case .greaterOrEqual: { $0 >= 0 }
    case .notEqual: { $0 != 0 }
    default: { $0 == 0 }
    }
  }

  private static func evidence(
    _ a: Estimate, _ b: Estimate, _ difference: Estimate, _ isLiteral: (Bool, Bool)
  ) -> String {
    switch isLiteral {
    case (_, true): return ValueFormat.evidence(a)
    case (true, _): return ValueFormat.evidence(b)
    default:
      if difference.isExact { return "\(ValueFormat.evidence(a)) against \(ValueFormat.evidence(b))" }
      return "difference \(ValueFormat.evidence(difference))"
    }
  }
}
