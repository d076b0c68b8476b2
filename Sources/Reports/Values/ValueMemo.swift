import Diagnostics
import Expressions
import Synchronization

/// What the expressions of a report's text came to. The text is gone through twice, before the fits and after them, and
/// often says one number in several places: each is computed once.
final class ValueMemo: Sendable {
  private struct Known {
    var quantity: Quantity
    var trail: Trail
  }

  private let known = Mutex<[String: Known]>([:])

  /// The value of an expression, computed by `make` when it is not known. What throws is not kept: an error has a place of its
  /// own each time.
  fileprivate func value(
    _ key: String, _ trail: inout Trail, _ make: (inout Trail) throws(DiagnosticError) -> Quantity
  ) throws(DiagnosticError) -> Quantity {
    if let found = known.withLock({ $0[key] }) {
      trail.follow(found.trail)
      return found.quantity
    }
    var own = Trail()
    let quantity = try make(&own)
    trail.follow(own)
    let computed = Known(quantity: quantity, trail: own)
    known.withLock { $0[key] = computed }
    return quantity
  }
}

extension ValueEvaluator {
  /// The value of an expression of the report's text; `memo` may know it already.
  func value(
    _ expression: Expression, _ trail: inout Trail, _ memo: ValueMemo?
  ) throws(DiagnosticError) -> Quantity {
    guard let memo else { return try evaluate(expression, &trail) }
    // In a claim a count of nothing is an error.
    let key = (refusesEmptyCount ? "claim " : "value ") + expression.source
    return try memo.value(key, &trail) { (trail) throws(DiagnosticError) in
      try evaluate(expression, &trail)
    }
  }
}
