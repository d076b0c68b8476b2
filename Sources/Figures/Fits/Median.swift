import Drawing

/// Medians of points and numbers, and an interval of one that assumes no distribution.
enum Median {
  /// The middle value, or the mean of the middle two; NaN for no values.
  static func of(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The narrowest symmetric pair of order statistics that holds the median with at least 95 % (the sign test's
  /// interval); nil for fewer than six values.
  static func interval(_ sorted: [Double]) -> ClosedRange<Double>? {
    let n = sorted.count
    guard n >= 6 else { return nil }
    var below = 0.0
    var term = SymbolText.power(0.5, Double(n))
    var rank = 0
    // Binomial tail: P(fewer than rank values lie under the median).
    while rank < n / 2, below + term <= 0.025 {
      below += term
      rank += 1
      term *= Double(n - rank + 1) / Double(rank)
    }
    guard rank >= 1 else { return nil }
    return sorted[rank - 1]...sorted[n - rank]
  }

  /// The running median of points in order of x, which shows a pattern that single points hide: medians over windows of
  /// a sixth of the points (five at least), at the windows' median x; empty for fewer than twelve points.
  static func running(_ sorted: [Point]) -> [Point] {
    guard sorted.count >= 12 else { return [] }
    let width = max(5, sorted.count / 6)
    let step = max(1, width / 3)
    return stride(from: 0, through: sorted.count - width, by: step).map { start in
      let window = sorted[start..<start + width]
      return Point(of(window.map(\.x)), of(window.map(\.y)))
    }
  }
}
