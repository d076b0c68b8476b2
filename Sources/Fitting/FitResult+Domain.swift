import Expressions
import Laws

/// A condition that does not hold at some place.
public struct BrokenCondition: Sendable, Hashable {
  /// The condition.
  public var condition: LawCondition
  /// Whether it is about the runs behind printed constants, and not about the law itself.
  public var isOfConstants: Bool
}

extension FitResult {
  /// The conditions of the law at these values, and of the constants where they were printed, that do not hold at given
  /// variables. One whose names are not all known, or that is no condition, is passed over.
  public func brokenConditions(at variables: [String: Double]) -> [BrokenCondition] {
    var columns: [String: ExpressionColumn] = [:]
    for parameter in parameters { columns[parameter.name] = .numbers([parameter.estimate]) }
    for (name, value) in variables { columns[name] = .numbers([value]) }
    func isBroken(_ condition: LawCondition) -> Bool {
      guard condition.expression.names.allSatisfy({ columns[$0] != nil }),
        case .booleans(let flags)? = try? condition.expression.evaluate(rows: 1, columns: columns)
      else { return false }
      return !(flags.first ?? true)
    }
    // Rows of its own say better what a fit has seen.
    let constants = origin == .publication && !hasRuns ? law.constants.first?.domain ?? [] : []
    return law.domain.filter(isBroken).map { BrokenCondition(condition: $0, isOfConstants: false) }
      + constants.filter(isBroken).map { BrokenCondition(condition: $0, isOfConstants: true) }
  }
}
