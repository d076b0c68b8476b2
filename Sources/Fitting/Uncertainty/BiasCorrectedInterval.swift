/// How intervals come from draws.
public enum IntervalMethod: String, Sendable, Hashable, CaseIterable {
  /// Percentiles of the draws.
  case percentile
  /// Percentiles moved for bias and skewness: bias-corrected and accelerated (Efron 1987).
  case bca
}

extension Interval {
  /// The bias-corrected and accelerated interval of the draws (Efron 1987; for several samples Davison and Hinkley 1997,
  /// section 5.4), or nil when the draws do not support one.
  ///
  /// - Parameters:
  ///   - draws: the bootstrap draws.
  ///   - estimate: the estimate from all rows; the share of draws below it is the bias.
  ///   - jackknife: for each independent sample (each fit) the estimates with one of its clusters left out; they give the
  ///     acceleration. Without them, or where one is not finite, it is 0.
  ///   - level: the coverage.
  public static func bca(
    _ draws: [Double], estimate: Double, jackknife: [[Double]], level: Double = 0.95
  ) -> ClosedRange<Double>? {
    let sorted = draws.filter { !$0.isNaN }.sorted()
    guard let plain = percentile(draws, level: level), estimate.isFinite else {
      return percentile(draws, level: level)
    }
    var below = 0.0
    for draw in sorted where draw <= estimate { below += draw < estimate ? 1 : 0.5 }
    let share = below / Double(sorted.count)
    // All draws on one side of the estimate: no correction could be computed.
    guard share > 0, share < 1 else { return plain }
    let bias = NormalDistribution.quantile(share)
    let acceleration = acceleration(jackknife)
    func end(_ probability: Double) -> Double? {
      let z = bias + NormalDistribution.quantile(probability)
      let moved = bias + z / (1 - acceleration * z)
      guard moved.isFinite, 1 - acceleration * z > 0 else { return nil }
      return quantile(sorted, NormalDistribution.probability(below: moved))
    }
    guard let low = end((1 - level) / 2), let high = end((1 + level) / 2), low <= high else { return plain }
    return low...high
  }

  /// A sixth of the skewness of the influence values, over all samples.
  static func acceleration(_ samples: [[Double]]) -> Double {
    var (cubes, squares) = (0.0, 0.0)
    for sample in samples where sample.count > 1 {
      let n = Double(sample.count)
      let mean = sample.reduce(0, +) / n
      for value in sample {
        let influence = (n - 1) * (mean - value) / n
        squares += influence * influence
        cubes += influence * influence * influence
      }
    }
    let result = cubes / (6 * squares * squares.squareRoot())
    return result.isFinite ? result : 0
  }
}
