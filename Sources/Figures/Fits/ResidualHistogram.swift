import Charts
import Drawing
import Typesetting

/// How often residuals of each size occur: bars that lie along the axis of residuals beside a panel with the same axis.
struct ResidualHistogram {
  private let bins: [(sides: ClosedRange<Double>, count: Int)]

  /// Bins of one width with an edge at 0, by the rule of Freedman and Diaconis, six to sixteen of them over the range.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    guard let low = sorted.first, let high = sorted.last, low < high else {
      bins = []
      return
    }
    let count = Double(sorted.count)
    let middle = sorted[sorted.count - 1 - sorted.count / 4] - sorted[sorted.count / 4]
    let wished = 2 * middle / SymbolText.power(count, 1.0 / 3)
    let step = min((high - low) / 6, max((high - low) / 16, wished))
    let first = Int((low / step).rounded(.down))
    let last = max(first, Int((high / step).rounded(.up)) - 1)
    var counts = Array(repeating: 0, count: last - first + 1)
    for value in sorted { counts[min(last, max(first, Int((value / step).rounded(.down)))) - first] += 1 }
    bins = counts.enumerated().map { index, count in
      (Double(first + index) * step...Double(first + index + 1) * step, count)
    }
  }

  /// The bars, or nothing for fewer than two different values.
  func marks(_ words: (Double) -> String) -> [Mark] {
    guard !bins.isEmpty else { return [] }
    let bars = bins.map {
      BarsMark.Bar(
        $0.sides, value: Double($0.count),
        tooltip: "\(words($0.sides.lowerBound)) to \(words($0.sides.upperBound)): "
          + NumberText.counted($0.count, "row"))
    }
    let style = SeriesStyle(name: "", paint: Palette.edge)
    return [.bars(BarsMark(series: style, isHorizontal: true, bars: bars))]
  }

  /// The most rows in a bin.
  var most: Int { bins.map(\.count).max() ?? 0 }

  /// A row a bin.
  var table: FigureTable {
    FigureTable(
      columns: ["residual_from", "residual_to", "rows"],
      rows: bins.map {
        [.number($0.sides.lowerBound), .number($0.sides.upperBound), .number(Double($0.count))]
      })
  }
}
