/// Intervals from bootstrap draws.
public enum Interval {
  /// The central percentile interval of the draws, or nil when they do not support one.
  ///
  /// The ends are the (1 − level)/2 and (1 + level)/2 quantiles by linear interpolation between order statistics
  /// (Hyndman and Fan's type 7, the default of R and numpy). Infinite draws count as what they are. Draws that are not
  /// numbers are left out while they are at most 1 − level of all; with more of them, or fewer than ten draws left,
  /// there is no interval.
  public static func percentile(_ draws: [Double], level: Double = 0.95) -> ClosedRange<Double>? {
    let sorted = draws.filter { !$0.isNaN }.sorted()
    let missing = Double(draws.count - sorted.count)
    guard sorted.count >= 10, level > 0, level < 1, missing <= (1 - level) * Double(draws.count) else {
      return nil
    }
    let low = quantile(sorted, (1 - level) / 2)
    let high = quantile(sorted, (1 + level) / 2)
    return low <= high ? low...high : nil
  }

  /// The quantile of sorted values, by linear interpolation between order statistics.
  static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    var position = Double(sorted.count - 1) * probability
    // (1 − 0.95)/2 is not quite 0.025: what rounding took from a whole position is given back.
    if abs(position - position.rounded()) < 1e-9 { position = position.rounded() }
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    let fraction = position - Double(below)
    if fraction == 0 || sorted[below] == sorted[above] { return sorted[below] }
    return sorted[below] + fraction * (sorted[above] - sorted[below])
  }
}
