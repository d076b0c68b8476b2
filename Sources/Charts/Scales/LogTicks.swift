/// Ticks of a logarithmic scale.
///
/// Decades alone leave one label on ranges such as 1.2–32 billion, so the labelled multiples of each decade are chosen
/// among {1}, {1, 3}, {1, 2, 5} and {1 … 9}: at least two labels, three if they fit. Over many decades only every k-th
/// is labelled. Within less than an octave there are no round multiples left and linear ticks serve.
public enum LogTicks {
  /// Ticks inside a range of positive numbers.
  ///
  /// - Parameters:
  ///   - range: the axis' ends, both above 0.
  ///   - target: the wished number of labels.
  ///   - prefersDecades: label powers of ten alone when there are at least two, as FLOPs are read.
  ///   - fits: whether labels at these values stand clear.
  public static func ticks(
    over range: ClosedRange<Double>, target: Double = 5, prefersDecades: Bool = false,
    fits: TickFit = { _ in true }
  ) -> Ticks {
    guard range.lowerBound > 0, range.upperBound.isFinite, range.upperBound > range.lowerBound else {
      return Ticks(major: range.lowerBound > 0 ? [range.lowerBound] : [])
    }
    let decades = RoundStep.decade(of: range.lowerBound)...RoundStep.decade(of: range.upperBound)
    if prefersDecades {
      let values = multiples([1], decades, in: range)
      if values.count >= 2, values.count <= Ticks.labels.upperBound, fits(values) {
        return Ticks(major: values, minor: minor(values, decades, stride: 1, in: range))
      }
    }
    var best: (score: Double, values: [Double], stride: Int)?
    func consider(_ values: [Double], stride: Int, penalty: Double) {
      guard values.count >= 2, values.count <= Ticks.labels.upperBound, fits(values) else { return }
      let count = Double(values.count)
      let crowding = 2 - max(count / target, target / count)
      let few = values.count < Ticks.labels.lowerBound ? 2.0 : 0
      let score = crowding - penalty - few
      if best.map({ score > $0.score }) ?? true { best = (score, values, stride) }
    }
    consider(multiples([1], decades, in: range), stride: 1, penalty: 0)
    consider(multiples([1, 3], decades, in: range), stride: 1, penalty: 0.1)
    consider(multiples([1, 2, 5], decades, in: range), stride: 1, penalty: 0.1)
    consider(multiples(Array(1...9), decades, in: range), stride: 1, penalty: 0.6)
    if decades.count > 3 {
      for step in 2...(decades.count - 1) {
        // Strides count from 10⁰, so that labels stay when an axis grows by a decade.
        let values = decades.filter { $0 % step == 0 }.map { RoundStep.scaled(1, $0) }.filter(range.contains)
        consider(values, stride: step, penalty: 0.2)
      }
    }
    if best.map({ $0.score < 0 }) ?? true, range.upperBound / range.lowerBound < 100 {
      let values = LinearTicks.ticks(over: range, target: target, fits: fits).filter { $0 > 0 }
      if values.count > (best?.values.count ?? 1) {
        return Ticks(major: values, minor: between(values, in: range))
      }
    }
    guard let best else { return Ticks(major: multiples([1], decades, in: range).prefix(1).map { $0 }) }
    return Ticks(major: best.values, minor: minor(best.values, decades, stride: best.stride, in: range))
  }

  private static func multiples(_ set: [Int], _ decades: ClosedRange<Int>, in range: ClosedRange<Double>)
    -> [Double]
  {
    decades.flatMap { decade in
      set.map { RoundStep.scaled(Double($0), decade) }.filter {
        $0 >= range.lowerBound * (1 - 1e-12) && $0 <= range.upperBound * (1 + 1e-12)
      }
    }
  }

  /// All whole multiples of the decades, or the decades themselves where some are skipped.
  private static func minor(
    _ major: [Double], _ decades: ClosedRange<Int>, stride: Int, in range: ClosedRange<Double>
  ) -> [Double] {
    multiples(stride == 1 ? Array(1...9) : [1], decades, in: range).filter { !major.contains($0) }
  }

  /// The halves between linear ticks.
  private static func between(_ major: [Double], in range: ClosedRange<Double>) -> [Double] {
    zip(major, major.dropFirst()).map { ($0 + $1) / 2 }.filter(range.contains)
  }
}
