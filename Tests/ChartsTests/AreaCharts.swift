import Charts
import Drawing
import Foundation

/// Samples with bars, cells, names on axes, rows of unequal height and colours for numbers.
extension SampleCharts {
  /// Loss lost by quantisation after training, by the width in training and after.
  static let heatMap: ChartSpec = {
    let widths = [3.0, 4, 5, 6, 8, 16]
    func side(_ index: Int) -> ClosedRange<Double> { Double(index) - 0.5...Double(index) + 0.5 }
    var values: [(Int, Int, Double)] = []
    for (i, train) in widths.enumerated() {
      for (j, post) in widths.enumerated() where post < train {
        values.append((i, j, 0.4 * exp(-post / 1.1) * (1 + train / 8)))
      }
    }
    let colors = ColorScale(
      .sequential, scale: .log, over: values.map(\.2), label: "Loss added $\\delta$ (nats per byte)")
    let cells = values.map { i, j, value in
      CellsMark.Cell(
        x: side(i), y: side(j), value: value, text: String(format: "%.4f", value),
        tooltip: "\(widths[i]) bits to \(widths[j]) bits")
    }
    let names = widths.enumerated().map { NamedTick(Double($0), "\(Int($1))") }
    return ChartSpec(
      id: "fig-heat", title: "Loss added by quantisation",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Trained in", unit: "bits", ticks: .named(names)),
          y: AxisSpec(label: "Quantised to", unit: "bits", ticks: .named(names)),
          marks: [.cells(CellsMark(colors: colors, cells: cells))])
      ])
  }()

  /// Estimates with intervals as ratios to what others published.
  static let forest: ChartSpec = {
    let rows = ["$A$", "$\\alpha$", "$B$", "$\\beta$", "$E$", "$\\gamma_\\mathrm{post}$"]
    let at = rows.indices.map { Double(rows.count - $0) }
    let ratios = [1.3, 0.94, 0.8, 1.02, 0.99, 1.1]
    let style = Palette.category(0, name: "this fit")
    return ChartSpec(
      id: "fig-forest", title: "Parameters beside the published",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Ratio to the published value", scale: .log, domain: 0.45...2.2),
          y: AxisSpec(
            label: "Parameter", domain: 0.4...6.6, ticks: .named(zip(at, rows).map { NamedTick($0, $1) })),
          marks: [
            .rule(RuleMark(.vertical, at: 1, paint: Palette.muted, dash: [4, 3], label: "published")),
            .interval(
              IntervalMark(
                series: style, isHorizontal: true, at: at, lower: ratios.map { $0 / 1.25 },
                upper: ratios.map { $0 * 1.25 })),
            .points(PointsMark(series: style, points: zip(ratios, at).map { Point($0, $1) })),
          ])
      ])
  }()

  /// Counts of residuals, touching bars.
  static let histogram: ChartSpec = {
    let counts = [1.0, 4, 9, 22, 31, 25, 12, 6, 2, 0, 1]
    let bars = counts.enumerated().map { index, count in
      BarsMark.Bar(
        (Double(index) - 5.5) / 500...(Double(index) - 4.5) / 500, value: count, tooltip: "\(count)")
    }
    return ChartSpec(
      id: "fig-histogram", title: "Residuals",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Residual", unit: "nats per byte"), y: AxisSpec(label: "Runs"),
          marks: [
            .bars(BarsMark(series: Palette.category(0, name: "fitted"), bars: bars)),
            .rule(RuleMark(.vertical, at: 0, paint: Palette.ink)),
          ])
      ])
  }()

  /// Predicted against observed over a flat strip of residuals, points coloured by their residual.
  static let residuals: ChartSpec = {
    let points = (0..<60).map { index -> (Double, Double) in
      let predicted = 1.4 + 0.02 * Double(index)
      return (predicted, 0.012 * sin(Double(index) * 2.4))
    }
    let colors = ColorScale(.diverging, over: points.map(\.1), label: "Residual (nats per byte)")
    let style = Palette.category(0, name: "runs")
    let x = AxisSpec(label: "Predicted loss", unit: "nats per byte")
    return ChartSpec(
      id: "fig-residuals", title: "Predicted against observed",
      panels: [
        PanelSpec(
          x: x, y: AxisSpec(label: "Observed loss", unit: "nats per byte"),
          marks: [
            .line(LineMark(series: style, points: [Point(1.4, 1.4), Point(2.6, 2.6)], width: 1)),
            .points(
              PointsMark(
                series: style, points: points.map { Point($0.0, $0.0 + $0.1) }, values: points.map(\.1),
                colors: colors)),
          ]),
        PanelSpec(
          row: 1, x: x, y: AxisSpec(label: "Residual", unit: "nats per byte"),
          marks: [
            .rule(RuleMark(.horizontal, at: 0, paint: Palette.muted)),
            .points(PointsMark(series: style, points: points.map { Point($0.0, $0.1) }, size: 4)),
          ]),
      ], rowShares: [1, 0.3])
  }()
}
