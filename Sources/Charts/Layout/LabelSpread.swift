/// Spreads labels along one axis so that none overlap, as near to their targets as can be.
public enum LabelSpread {
  /// The positions that minimise the sum of squared distances to `targets` with at least `gap` between neighbours.
  ///
  /// Substituting zᵢ = yᵢ − i·gap makes this isotonic regression, which pooling adjacent violators solves exactly in
  /// linear time. Bounds on the positions become bounds on z; clamping keeps the solution exact.
  ///
  /// - Parameters:
  ///   - targets: wanted positions, ascending.
  ///   - gap: the least distance between neighbours.
  ///   - bounds: where labels may lie; ignored when they cannot all fit.
  public static func positions(
    _ targets: [Double], gap: Double, within bounds: ClosedRange<Double>? = nil
  ) -> [Double] {
    var pools: [(sum: Double, count: Int)] = []
    for (i, target) in targets.enumerated() {
      pools.append((target - Double(i) * gap, 1))
      while pools.count > 1 {
        let last = pools[pools.count - 1]
        let previous = pools[pools.count - 2]
        guard previous.sum / Double(previous.count) > last.sum / Double(last.count) else { break }
        pools.removeLast(2)
        pools.append((previous.sum + last.sum, previous.count + last.count))
      }
    }
    var result: [Double] = []
    for pool in pools {
      var z = pool.sum / Double(pool.count)
      if let bounds {
        let highest = bounds.upperBound - Double(targets.count - 1) * gap
        if highest >= bounds.lowerBound { z = min(max(z, bounds.lowerBound), highest) }
      }
      for _ in 0..<pool.count { result.append(z + Double(result.count) * gap) }
    }
    return result
  }
}
