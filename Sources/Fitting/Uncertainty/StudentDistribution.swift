#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Student's t distribution with a whole number of degrees of freedom.
public enum StudentDistribution {
  /// The probability that a number lies as far from 0 as `t`, on either side, by the finite sums of Abramowitz and Stegun
  /// (26.7.3 and 26.7.4); NaN for fewer than one degree of freedom.
  public static func probability(beyond t: Double, degrees: Int) -> Double {
    guard degrees >= 1, !t.isNaN else { return .nan }
    guard t.isFinite else { return 0 }
    let n = Double(degrees)
    let cosine = (n / (n + t * t)).squareRoot()
    let sine = abs(t) / (n + t * t).squareRoot()
    let isOdd = !degrees.isMultiple(of: 2)
    // Each term is the one before times cos² and a ratio of whole numbers.
    var term = isOdd ? cosine : 1.0
    var sum = degrees == 1 ? 0 : term
    var k = isOdd ? 2.0 : 1.0
    while k + 2 < n {
      term *= cosine * cosine * k / (k + 1)
      sum += term
      k += 2
    }
    let inside = isOdd ? 2 / Double.pi * (atan2(sine, cosine) + sine * sum) : sine * sum
    return min(1, max(0, 1 - inside))
  }
}

/// Adjustments of probabilities of tests that are made together.
public enum MultipleTests {
  /// Holm's step-down adjustment (1979): an adjusted probability below a level controls, at that level, the chance of any
  /// false finding among all tests, whatever their dependence. In the order of the tests.
  public static func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
    var result = probabilities
    var least = 0.0
    for (rank, index) in order.enumerated() {
      least = max(least, min(1, Double(order.count - rank) * probabilities[index]))
      result[index] = least
    }
    return result
  }
}
