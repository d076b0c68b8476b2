#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Quantiles of the normal distribution, and an interval of a median that assumes none.
enum NormalScore {
  /// The standard normal quantile of a probability between 0 and 1.
  ///
  /// Newton's method on the distribution function from the tail's asymptote; it converges to the last bits for
  /// probabilities above 1e-300.
  static func quantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    guard probability != 0.5 else { return 0 }
    let tail = min(probability, 1 - probability)
    let t = (-2 * log(tail)).squareRoot()
    var z =
      t - (2.515517 + 0.802853 * t + 0.010328 * t * t)
      / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
    for _ in 0..<4 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      z += (0.5 * erfc(z / 2.0.squareRoot()) - tail) / density
    }
    return probability < 0.5 ? -z : z
  }

  /// The narrowest symmetric pair of order statistics that holds the median with at least 95 % (the sign test's
  /// interval); nil for fewer than six values.
  static func medianInterval(_ sorted: [Double]) -> ClosedRange<Double>? {
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
}
