import Charts
import Drawing
import Fitting
import Typesetting

/// The exponent with which the damage of one width grows with tokens, as a triangle under its curve: a power law is a straight
/// line on two logarithmic axes, and its slope says more than its points.
struct TokensSlope {
  /// The exponent and its 95 % interval over the draws.
  let slope: Double
  let interval: ClosedRange<Double>?
  private let corners: [Point]
  private let x: String

  private static let draws = 400
  /// How far under its curve the triangle stands, as a factor.
  private static let below = 0.5
  /// A curve whose slope changes by more than this part of it is no power law.
  private static let tolerance = 0.03

  /// Nil for a curve that is not a power law over the range, or not above 0.
  ///
  /// - Parameter value: the damage at a place and draw; a draw of nil asks for the estimates.
  init?(over range: ClosedRange<Double>, x: String, draws: Int, _ value: (Double, Int?) -> Double) {
    let places = SampledCurve.places(range, true, 4)
    func logarithm(_ x: Double, _ draw: Int?) -> Double { Scale.transform(value(x, draw), .log) }
    func slope(_ a: Double, _ b: Double, _ draw: Int?) -> Double {
      (logarithm(b, draw) - logarithm(a, draw)) / (Scale.transform(b, .log) - Scale.transform(a, .log))
    }
    let pieces = zip(places, places.dropFirst()).map { slope($0, $1, nil) }
    let whole = slope(range.lowerBound, range.upperBound, nil)
    guard whole.isFinite, whole != 0,
      pieces.allSatisfy({ abs($0 - whole) <= Self.tolerance * abs(whole) })
    else { return nil }
    self.slope = whole
    self.x = x
    let drawn = (0..<min(draws, Self.draws)).map { slope(range.lowerBound, range.upperBound, $0) }
    interval = Interval.percentile(drawn.filter(\.isFinite))
    let ends = SampledCurve.places(range, true, 16)
    let (a, b) = (
      Point(ends[8], Self.below * value(ends[8], nil)), Point(ends[13], Self.below * value(ends[13], nil))
    )
    // The right angle lies under a rising curve, over a falling one.
    corners = [a, Point(b.x, a.y), b]
  }

  /// The triangle, and the exponent beside its right angle.
  var marks: [Mark] {
    let style = SeriesStyle(name: "", paint: Palette.muted)
    return [
      .line(LineMark(series: style, points: corners + corners.prefix(1), width: 1.1)),
      .note(NoteMark(words, at: corners[1], paint: Palette.muted)),
    ]
  }

  /// `∝ D^0.51 [0.49, 0.53]`, with math.
  var words: String {
    let number = NumberWords.estimate(slope, interval)
    let parts = number.split(separator: " ", maxSplits: 1)
    let exponent = (parts.first.map(String.init) ?? number).replacing("\u{2212}", with: "-")
    // The ends of an interval stay on one line.
    let rest = parts.count > 1 ? " " + parts[1].replacing(" ", with: "\u{A0}") : ""
    return "$\\propto \(SymbolText.tex(x))^{\(exponent)}$" + rest
  }
}
