/// The places that an axis marks.
public struct Ticks: Sendable, Hashable {
  /// Labelled, ascending.
  public var major: [Double]
  /// Marked without a label, ascending.
  public var minor: [Double]

  /// Makes ticks.
  public init(major: [Double], minor: [Double] = []) {
    self.major = major
    self.minor = minor
  }

  /// The fewest and the most labels that an axis should carry.
  static let labels = 3...9
}

/// Tells whether the labels of these values stand clear of each other.
///
/// Ticks are chosen by the labels that they lead to, so the choice asks whoever measures text.
public typealias TickFit = (_ values: [Double]) -> Bool

/// Ticks at round numbers of a linear scale: the search of Talbot, Lin and Hanrahan (2010), restricted.
///
/// Their score weighs simple steps, coverage of the range, and density. Here every label is a multiple of the step
/// (their j = 1: other j give odd tenths for 2.9–3.9), steps begin with 1, 2, 2.5 or 5, ticks lie inside the range,
/// and legibility is measured on the labels themselves.
public enum LinearTicks {
  /// Round numbers inside a range.
  ///
  /// - Parameters:
  ///   - range: the axis' ends.
  ///   - target: the wished number of labels.
  ///   - fits: whether labels at these values stand clear.
  public static func ticks(
    over range: ClosedRange<Double>, target: Double = 5, fits: TickFit = { _ in true }
  ) -> [Double] {
    let span = range.upperBound - range.lowerBound
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    guard span.isFinite, span > 0, span > size * 1e-13 else {
      return range.lowerBound.isFinite ? [range.lowerBound] : []
    }
    var best: (score: Double, values: [Double])?
    let top = RoundStep.decade(of: span)
    for decade in (top - 2)...top {
      for (rank, digits) in [10, 50, 20, 25].enumerated() {
        let step = RoundStep(digits: digits, exponent: decade - 1)
        guard span / step.value < 40 else { continue }
        let values = step.multiples(in: range)
        guard values.count > 1, fits(values) else { continue }
        let score = score(values, range: range, target: target, rank: rank)
        if best.map({ score > $0.score }) ?? true { best = (score, values) }
      }
    }
    return best?.values ?? []
  }

  private static func score(
    _ values: [Double], range: ClosedRange<Double>, target: Double, rank: Int
  ) -> Double {
    let (first, last) = (values[0], values[values.count - 1])
    let span = range.upperBound - range.lowerBound
    let simplicity = -Double(rank) / 3 + (values.contains(0) ? 1 : 0)
    let (above, below) = ((range.upperBound - last) / span, (range.lowerBound - first) / span)
    let coverage = 1 - 0.5 * (above * above + below * below) / 0.01
    let density = Double(values.count - 1) / (last - first)
    let wanted = (target - 1) / span
    let crowding = 2 - max(density / wanted, wanted / density)
    let outside = Ticks.labels.contains(values.count) ? 0.0 : 2.0
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * crowding - outside
  }
}

/// Ticks at whole numbers: bits, layers, seeds.
public enum IntegerTicks {
  /// Whole numbers inside a range: all of them labelled where nine or fewer fit, else the multiples of a step, with
  /// the others as minor ticks while there are at most forty.
  public static func ticks(over range: ClosedRange<Double>, fits: TickFit = { _ in true }) -> Ticks {
    let (first, last) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
    guard first.isFinite, last.isFinite, first <= last, last - first < 1e9 else { return Ticks(major: []) }
    var fallback = [first]
    var power = 1.0
    while power <= max(1, last - first) {
      for multiplier in [1.0, 2, 4, 5] {
        let step = multiplier * power
        let values = multiples(of: step, first, last)
        guard values.count <= Ticks.labels.upperBound, fits(values) else { continue }
        if values.count >= 2 {
          let all = last - first <= 40 ? multiples(of: 1, first, last) : []
          return Ticks(major: values, minor: all.filter { !values.contains($0) })
        }
        if let value = values.first, fallback == [first] { fallback = [value] }
      }
      power *= 10
    }
    return Ticks(major: fallback)
  }

  private static func multiples(of step: Double, _ first: Double, _ last: Double) -> [Double] {
    let low = (first / step).rounded(.up)
    let high = (last / step).rounded(.down)
    guard low <= high, high - low < 1000 else { return [] }
    return stride(from: low, through: high, by: 1).map { $0 * step }
  }
}

/// Ticks at the levels of a designed experiment.
public enum DesignedTicks {
  /// All levels inside the range, or as many as stand clear (nine at most), evenly dropped where they can be; the
  /// others become minor ticks.
  public static func ticks(
    levels: [Double], over range: ClosedRange<Double>, fits: TickFit = { _ in true }
  ) -> Ticks {
    let slack = (range.upperBound - range.lowerBound) * 1e-9
    let inside = Set(levels).filter { $0 >= range.lowerBound - slack && $0 <= range.upperBound + slack }
      .sorted()
    func works(_ values: [Double]) -> Bool { values.count <= Ticks.labels.upperBound && fits(values) }
    if works(inside) { return Ticks(major: inside) }
    var best: [Double] = []
    for step in 2...max(2, inside.count) {
      for offset in 0..<step {
        let values = inside.indices.filter { $0 % step == offset }.map { inside[$0] }
        if values.count > best.count, works(values) { best = values }
      }
    }
    // Of levels that double, or are one step apart, every other one is easier to read than most of them.
    if best.count >= 3, isEven(inside) {
      return Ticks(major: best, minor: inside.filter { !best.contains($0) })
    }
    // Uneven levels: one after the other where it stands clear, rounder numbers first.
    var greedy: [Double] = []
    for level in inside.sorted(by: { (roundness($0), $0) < (roundness($1), $1) }) {
      let values = (greedy + [level]).sorted()
      if works(values) { greedy = values }
    }
    if greedy.count > best.count { best = greedy }
    return Ticks(major: best, minor: inside.filter { !best.contains($0) })
  }

  /// Whether each level is as far from the one before, or as many times it, within two per cent.
  private static func isEven(_ levels: [Double]) -> Bool {
    func isConstant(_ steps: [Double]) -> Bool {
      guard let low = steps.min(), let high = steps.max() else { return false }
      return low > 0 && high <= 1.02 * low
    }
    let pairs = zip(levels, levels.dropFirst())
    return isConstant(pairs.map { $1 - $0 }) || levels[0] > 0 && isConstant(pairs.map { $1 / $0 })
  }

  /// Zero, powers of two and one-digit numbers come first, then halves, then the rest.
  private static func roundness(_ value: Double) -> Int {
    guard value != 0, value.isFinite else { return 0 }
    if value.significand == 1 { return 0 }
    if value.significand == 1.5 { return 1 }
    let digits = value / RoundStep.power(RoundStep.decade(of: abs(value)))
    if digits == digits.rounded() { return 2 }
    return digits * 2 == (digits * 2).rounded() ? 3 : 4
  }
}

/// A step of the form d·10ᵉ whose multiples are the doubles nearest to their decimals.
struct RoundStep {
  let digits: Int
  let exponent: Int

  var value: Double { RoundStep.scaled(Double(digits), exponent) }

  /// The multiples inside a range, its ends included with a tolerance of a billionth of the step.
  func multiples(in range: ClosedRange<Double>) -> [Double] {
    let low = (range.lowerBound / value - 1e-9).rounded(.up)
    let high = (range.upperBound / value + 1e-9).rounded(.down)
    guard low <= high, high - low < 10_000, abs(low) < 1e15, abs(high) < 1e15 else { return [] }
    return stride(from: low, through: high, by: 1).map { k in
      k == 0 ? 0 : RoundStep.scaled(k * Double(digits), exponent)
    }
  }

  /// m·10ᵉ by one rounding: powers of ten to 10²² are exact, and beyond them the decimal is read.
  static func scaled(_ m: Double, _ exponent: Int) -> Double {
    if abs(exponent) > 22 { return Double("\(m)e\(exponent)") ?? .nan }
    return exponent >= 0 ? m * power(exponent) : m / power(-exponent)
  }

  /// 10ᵉ.
  static func power(_ exponent: Int) -> Double {
    if abs(exponent) > 22 { return scaled(1, exponent) }
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }

  /// The largest e with 10ᵉ ≤ value, for a positive finite value.
  static func decade(of value: Double) -> Int {
    var e = 0
    if value >= 1 {
      while e < 308, scaled(1, e + 1) <= value { e += 1 }
    } else {
      while e > -307, scaled(1, e) > value { e -= 1 }
    }
    return e
  }
}
