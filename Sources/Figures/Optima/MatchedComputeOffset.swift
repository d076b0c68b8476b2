import Charts
import Drawing
import Fitting

/// How far measured runs lie from a fit on average, as a bracket between the fit's curve and the curve moved by that
/// much: runs in another number format than the fitted ones are expected to be off by about a constant.
struct MatchedComputeOffset {
  /// The mean of measured minus fitted losses, and the runs behind it.
  let mean: Double
  let count: Int
  /// The greatest distance of a run from the moved curve.
  let spread: Double
  private let words: String
  /// Where the bracket stands.
  private let place: Double

  /// Nil without words for it, or without a run where the law has a value.
  init?(_ plan: MatchedComputePlan) {
    guard let words = plan.offsetWords, let budget = plan.budgets.first else { return nil }
    let runs = plan.runs.map { run in
      (bits: run.precision, residual: run.observed - plan.loss(run.precision, budget: budget, draw: nil))
    }.filter(\.residual.isFinite)
    guard !runs.isEmpty else { return nil }
    let mean = runs.reduce(0) { $0 + $1.residual } / Double(runs.count)
    (self.mean, count, self.words) = (mean, runs.count, words)
    spread = runs.map { abs($0.residual - mean) }.max() ?? 0
    // In the middle of the widest gap between runs, where no marker is in the way.
    let levels = Set(runs.map(\.bits)).sorted()
    let gaps = zip(levels, levels.dropFirst()).map { ($0, $1) }
    let widest = gaps.max { ($0.1 - $0.0, -$0.0) < ($1.1 - $1.0, -$1.0) }
    place = widest.map { ($0.0 + $0.1) / 2 } ?? min((levels.first ?? 0) + 1, plan.bits.upperBound)
  }

  /// The bracket with its words, and the moved curve.
  func marks(_ curve: SampledCurve, _ loss: (Double) -> Double) -> [Mark] {
    let moved = SeriesStyle(
      name: "fit moved by \(text)", paint: Palette.muted, dash: [1.5, 3])
    let foot = loss(place)
    let bracket = SeriesStyle(name: "", paint: Palette.muted)
    let ends = [foot, foot + mean].sorted()
    return [
      .line(
        LineMark(
          series: moved, points: curve.points.filter(\.y.isFinite).map { Point($0.x, $0.y + mean) },
          width: 1.1)),
      .interval(
        IntervalMark(
          series: bracket, isHorizontal: false, at: [place], lower: [ends[0]], upper: [ends[1]])),
      .note(NoteMark("\(text), \(words)", at: Point(place, foot + mean), paint: Palette.muted)),
    ]
  }

  /// `−0.021`.
  var text: String { NumberWords.signed(mean, digits: 2) }

  /// The sentence under the picture.
  var note: String {
    "Measured minus fitted: \(text) on average of \(count) runs, which lie within "
      + "\(NumberWords.magnitude(spread, digits: 2)) of the moved curve."
  }
}
