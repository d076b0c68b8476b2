import Charts
import Drawing
import Foundation

/// Charts as the figures of a report are: the scenes that the tests look at.
enum SampleCharts {
  static let all: [ChartSpec] = [
    quantisation, isoloss, optimum, grid, legend, plain, heatMap, forest, histogram, residuals,
  ]

  /// Loss after quantisation against tokens: four panels of one row, four bit-widths, names at the last panel's lines.
  static let quantisation: ChartSpec = {
    let sizes: [(name: String, n: Double)] = [("14k", 14e3), ("37k", 37e3), ("97k", 97e3), ("290k", 290e3)]
    let tokens: [Double] = [1e6, 2e6, 4e6, 8e6, 16e6]
    let panels = sizes.enumerated().map { column, size -> PanelSpec in
      var marks: [Mark] = []
      for bits in [16.0, 4, 3, 2] {
        let style = Palette.bits(bits)
        let dense = (0...120).map { 0.8e6 * pow(25, Double($0) / 120) }
        func points(_ range: ClosedRange<Double>) -> [Point] {
          dense.filter(range.contains).map { Point($0, loss(size.n, $0, bits)) }
        }
        marks.append(.line(LineMark(series: style, points: points(1e6...16e6), isLabelled: true)))
        marks.append(.line(LineMark(series: style, points: points(15.6e6...20e6), isExtrapolated: true)))
        if bits < 16 {
          let data = tokens.enumerated().map { i, d in
            Point(d, loss(size.n, d, bits) * (1 + 0.006 * sin(Double(i) * 3 + bits)))
          }
          marks.append(
            .points(
              PointsMark(
                series: style, points: Array(data.dropLast()), tooltips: data.dropLast().map { "\($0.y)" },
                data: Array(0..<4))))
          marks.append(.points(PointsMark(series: style, points: [data[4]], isHollow: true, data: [4])))
        }
      }
      return PanelSpec(
        column: column, heading: "$N$ = \(size.name)",
        x: AxisSpec(label: "Training tokens $D$", scale: .log, ticks: .at(tokens), format: .si),
        y: AxisSpec(label: "Loss after quantisation", unit: "nats per byte"), marks: marks)
    }
    return ChartSpec(
      id: "fig-ptq", title: "Loss after quantisation", summary: "Four panels.", panels: panels,
      footnotes: ["Hollow: held out. Bit-widths of 5 and more stay within 0.02 nats per byte of 16 bits."])
  }()

  private static func loss(_ n: Double, _ d: Double, _ bits: Double) -> Double {
    let base: Double = 1.1 + 14 * pow(n, -0.32) + 60 * pow(d, -0.36)
    return bits >= 16 ? base : base + 0.09 * pow(d / 1e6, 0.42) * pow(n / 14e3, -0.4) * exp((4 - bits) * 0.75)
  }

  private static func effective(_ n: Double, _ bits: Double) -> Double {
    1.15 + 13 * pow(n * pow(1 - exp(0.3 - bits / 1.6), 3), -0.31)
  }

  /// Level lines over parameters and bits with runs as dots.
  static let isoloss: ChartSpec = {
    let (x, y) = (1e4...1e6, 1.5...16.5)
    let nice = Contours.niceLevels(min: 1.3, max: 2.1, count: 12)
    let lines = Contours.trace(levels: nice.levels, x: x, y: y, xScale: .log, yScale: .linear, effective).map
    {
      ContourMark.Line(
        level: $0.level, points: $0.points, isMajor: nice.majors.contains($0.level), isClosed: $0.isClosed)
    }
    let runs = [14e3, 37e3, 97e3, 290e3].flatMap { n in [2.0, 3, 4, 5, 6, 8, 16].map { Point(n, $0) } }
    let style = SeriesStyle(name: "runs", paint: Palette.muted)
    return ChartSpec(
      id: "fig-isoloss", title: "Isoloss contours",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Parameters $N$", scale: .log, domain: x),
          y: AxisSpec(label: "Weight precision $P_w$", unit: "bits", domain: y, ticks: .integers),
          marks: [
            .zone(
              ZoneMark(
                x: -Double.infinity...Double.infinity, y: 8...Double.infinity, paint: Palette.zone,
                label: "within 1 % of $N$")),
            .contours(
              ContourMark(
                paint: Palette.category(0, name: "loss").paint, lines: lines, decimals: nice.decimals)),
            .points(PointsMark(series: style, points: runs, size: 4.5)),
            .note(NoteMark("4 bits cost 1.8× the parameters", at: Point(97e3, 4), paint: Palette.ink)),
          ])
      ])
  }()

  /// The best precision against compute and against tokens per parameter, with bands.
  static let optimum: ChartSpec = {
    func panel(_ column: Int, _ x: AxisSpec, _ slope: Double) -> PanelSpec {
      var marks: [Mark] = [
        .rule(
          RuleMark(.horizontal, at: 7, paint: Palette.muted, dash: [4, 3], label: "$P^*$ = 7.0, $N$ free"))
      ]
      for (i, name) in ["14k", "97k", "290k"].enumerated() {
        let style = Palette.category(i, name: "$N$ = \(name)")
        let xs = (0...100).map { 1e13 * pow(1e4, Double($0) / 100) }
        let middle = xs.map { 3.4 + Double(2 - i) * 1.4 + slope * log10($0 / 1e13) }
        marks.append(
          .band(
            BandMark(series: style, x: xs, lower: middle.map { $0 - 0.5 }, upper: middle.map { $0 + 0.6 })))
        marks.append(
          .line(
            LineMark(series: style, points: zip(xs, middle).map { Point($0, $1) }, isLabelled: column == 1)))
      }
      return PanelSpec(
        column: column, heading: column == 0 ? "Weights only" : "Weights, activations and KV cache", x: x,
        y: AxisSpec(label: "Compute-optimal precision $P^*$", unit: "bits", ticks: .integers), marks: marks)
    }
    let x = AxisSpec(label: "Training compute $C$", unit: "FLOP at 16 bits", scale: .log, format: .power)
    return ChartSpec(
      id: "fig-pstar", title: "Optimal precision", panels: [panel(0, x, 1.1), panel(1, x, 1.3)],
      footnotes: ["Bands: 95 % percentile bootstrap over runs."])
  }()

  /// Two rows of two panels with different vertical axes.
  static let grid: ChartSpec = {
    let panels = (0..<4).map { i -> PanelSpec in
      let (row, column) = (i / 2, i % 2)
      let xs = (0...60).map { pow(10, 6 + Double($0) / 30) }
      let lines = [3.0, 4, 8].map { bits -> Mark in
        .line(
          LineMark(
            series: Palette.bits(bits),
            points: xs.map {
              Point($0, row == 0 ? 1 + 3 / bits + 2e5 / $0 : 1e-3 * pow($0 / 1e6, 0.5) * pow(4, 8 - bits))
            },
            isLabelled: true))
      }
      return PanelSpec(
        row: row, column: column, heading: row == 0 ? "$N$ = \(column == 0 ? 60 : 220)M" : nil,
        x: AxisSpec(label: "Training tokens $D$", scale: .log),
        y: row == 0
          ? AxisSpec(label: "Loss", unit: "nats per token")
          : AxisSpec(label: "Degradation $\\delta_\\mathrm{PTQ}$", unit: "nats per token", scale: .log),
        marks: lines)
    }
    return ChartSpec(id: "fig-grid", panels: panels)
  }()

  /// Nine series: too many for names at the lines.
  static let legend = ChartSpec(
    id: "fig-legend",
    panels: [
      PanelSpec(
        x: AxisSpec(label: "Step"), y: AxisSpec(label: "Residual", unit: "%"),
        marks: (0..<9).map { i in
          .line(
            LineMark(
              series: Palette.category(i, name: "Run \(i + 1)"),
              points: (0...40).map { Point(Double($0), sin(Double($0) / 9 + Double(i) / 3) * 3 - 1) },
              isLabelled: true))
        })
    ])

  /// One series of points with whiskers and a vertical rule.
  static let plain: ChartSpec = {
    let style = Palette.category(0, name: "measured")
    let points = (0..<12).map {
      Point(Double($0) * 0.41 - 2.1, -0.02 * Double($0) + 0.013 * cos(Double($0) * 2))
    }
    return ChartSpec(
      id: "fig-plain",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "log-ratio"),
          y: AxisSpec(
            label:
              "Change of $\\gamma_w$ with the logarithm of the number of parameters, as fitted to all runs that finished, relative to the published value"
          ),
          marks: [
            .interval(
              IntervalMark(
                series: style, isHorizontal: false, at: points.map(\.x), lower: points.map { $0.y - 0.01 },
                upper: points.map { $0.y + 0.012 })),
            .points(PointsMark(series: style, points: points)),
            .rule(RuleMark(.vertical, at: 0.5, paint: Palette.ink, label: "break-even")),
            .note(NoteMark("worst run", at: points[3], paint: Palette.ink)),
          ])
      ])
  }()
}
