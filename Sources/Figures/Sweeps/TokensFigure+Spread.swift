import Charts
import Drawing
import Fitting

/// What a figure of loss against tokens shows of uncertainty: bands of draws, runs of several seeds, the slope of the damage.
extension TokensFigure {
  /// The widths whose curves have bands: more than three hide each other.
  var banded: [Double] { Array(data.levels.prefix(3)) }

  /// The interval of a curve over the draws of its laws.
  func band(
    _ facet: Double, _ level: Double, drawCount: Int, isDamage: Bool = false, _ curves: inout FigureTable,
    _ value: (Double, Int?) -> Double
  ) -> [Mark] {
    let places = SampledCurve.places(data.xRange, true, 16)
    guard drawCount > 0 else { return [] }
    let band = CurveBand(at: places, draws: min(drawCount, 200)) { x, draw in
      let found = value(x, draw)
      return isDamage && found <= 0 ? .nan : found
    }
    guard band.x.count > 1 else { return [] }
    for (index, x) in band.x.enumerated() {
      curves.rows.append([
        .number(facet), .number(level), .number(x), .empty, .empty, .empty,
        .text(isDamage ? "damage" : "loss"),
        .number(band.lower[index]), .number(band.upper[index]),
      ])
    }
    var style = style(level)
    (style.name, style.dash) = ("", [])
    return [.band(BandMark(series: style, x: band.x, lower: band.lower, upper: band.upper))]
  }

  /// Runs at one place, which differ in their seeds, joined from the least to the greatest.
  func seeds(
    _ facet: Double, _ level: Double?, _ value: (TokensData.Measurement) -> Double?
  ) -> [Mark] {
    let own = data.measurements.filter { $0.facet == facet && $0.series == level }
    let groups = Dictionary(grouping: own, by: \.x).mapValues { $0.compactMap(value) }.filter {
      $0.value.count > 1
    }
    guard !groups.isEmpty else { return [] }
    var style = style(level)
    (style.name, style.dash) = ("", [])
    let places = groups.keys.sorted()
    return [
      .interval(
        IntervalMark(
          series: style, isHorizontal: false, at: places,
          lower: places.map { groups[$0]?.min() ?? .nan }, upper: places.map { groups[$0]?.max() ?? .nan },
          hasCaps: false))
    ]
  }

  /// Whether some runs differ in nothing but their seeds.
  var hasSeeds: Bool {
    Set(data.measurements.map { [$0.facet, $0.series ?? -1, $0.x] }).count < data.measurements.count
  }

  /// The slope of the widest width's damage in a panel, under whose curve there is room; nil where it is no power law.
  func slope(_ facet: Double) -> TokensSlope? {
    guard let damage, let level = data.levels.last else { return nil }
    return TokensSlope(over: data.xRange, x: data.xName, draws: damage.drawCount) {
      damage.value(at: $0, series: level, facet: facet, draw: $1)
    }
  }
}
