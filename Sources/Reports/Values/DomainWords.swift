import Fitting

extension ValueEvaluator {
  /// Notes where a law is asked outside its domain.
  func noteDomain(_ label: String, _ fit: FitResult, at variables: [String: Double], _ trail: inout Trail) {
    for broken in fit.brokenConditions(at: variables) where !broken.isOfConstants {
      let condition = broken.condition
      trail.note("outside the domain of \(label), \(condition.expression.source): \(condition.reason)")
    }
  }

  /// Notes where on its way a search met no value: a law that leaves its domain inside the range.
  func noteGaps(
    _ variable: String, _ range: ClosedRange<Double>, isLog: Bool, _ value: ([Double]) -> Double,
    _ trail: inout Trail
  ) {
    let steps = 64
    let places = (0...steps).map { step -> Double in
      let share = Double(step) / Double(steps)
      return isLog
        ? range.lowerBound * Elementary.power(range.upperBound / range.lowerBound, share)
        : range.lowerBound + share * (range.upperBound - range.lowerBound)
    }
    let gaps = places.filter { !value([$0]).isFinite }
    guard let low = gaps.first, let high = gaps.last, gaps.count < places.count else { return }
    let stretch =
      low == high
      ? "at \(variable) = \(ValueFormat.plain(low))"
      : "for \(variable) from \(ValueFormat.plain(low)) to \(ValueFormat.plain(high))"
    trail.note("outside the law's domain \(stretch): it has no value there, and the search passes it over")
  }
}
