import Charts
import Drawing
import Foundation

/// Data that nobody wishes for and every experiment has once.
enum NastyCharts {
  static let all: [ChartSpec] = [
    chart("one-point", points: [Point(3, 4)]),
    chart("all-equal", points: Array(repeating: Point(2e6, 1.5), count: 40)),
    chart("one-x", points: (0..<20).map { Point(5, 1 + Double($0) / 10) }),
    chart(
      "twelve-decades", points: (0...12).map { Point(pow(10, Double($0)), pow(10, -Double($0))) }, x: .log,
      y: .log),
    chart("negative-on-log", points: (-5...20).map { Point(Double($0 + 6), Double($0) / 10) }, y: .log),
    chart("tiny-span", points: (0..<9).map { Point(1e9 + Double($0), 2 + 1e-9 * Double($0)) }),
    chart("huge", points: (0..<9).map { Point(1e300 * Double($0 + 1), -1e-300 * Double($0)) }),
    chart(
      "not-numbers",
      points: [Point(1, .nan), Point(.infinity, 2), Point(2, 3), Point(.nan, .nan), Point(3, 2)]),
    chart("negative", points: (-9...9).map { Point(Double($0), -Double($0 * $0)) }),
    chart("greek", points: [Point(1, 1), Point(2, 2)], label: "Λόγος σφάλματος $\\gamma_\\mathrm{post}$"),
    chart(
      "long-words", points: [Point(1, 1), Point(2, 2)],
      label: String(repeating: "A very long label that goes on ", count: 9)),
    manyWidths, emptyFacet, longLine, manyPanels,
  ]

  static func chart(
    _ id: String, points: [Point], x: ScaleKind = .linear, y: ScaleKind = .linear, label: String = "Loss"
  ) -> ChartSpec {
    let style = Palette.category(0, name: "runs")
    return ChartSpec(
      id: "fig-\(id)", title: id,
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Tokens", scale: x), y: AxisSpec(label: label, unit: "nats per byte", scale: y),
          marks: [
            .line(LineMark(series: style, points: points, isLabelled: true)),
            .points(PointsMark(series: style, points: points, tooltips: points.map { "\($0)" })),
          ])
      ])
  }

  /// Forty series with names.
  static let manyWidths: ChartSpec = {
    let marks = (1...40).flatMap { width -> [Mark] in
      let style = Palette.bits(Double(width) / 2.5)
      let points = (0..<6).map { Point(Double($0), Double(width) + Double($0)) }
      return [
        .line(LineMark(series: style, points: points, isLabelled: true)),
        .points(PointsMark(series: style, points: points)),
      ]
    }
    return ChartSpec(
      id: "fig-many", panels: [PanelSpec(x: AxisSpec(label: "x"), y: AxisSpec(label: "y"), marks: marks)])
  }()

  /// A panel without data between two with.
  static let emptyFacet: ChartSpec = {
    let axis = AxisSpec(label: "Tokens")
    let style = Palette.category(0, name: "runs")
    return ChartSpec(
      id: "fig-empty",
      panels: [3, 0, 5].enumerated().map { column, count in
        PanelSpec(
          column: column, heading: "$N$ = \(column)", x: axis, y: AxisSpec(label: "Loss"),
          marks: [
            .points(PointsMark(series: style, points: (0..<count).map { Point(Double($0), 2 + Double($0)) }))
          ])
      })
  }()

  /// More vertices than pixels by a thousand.
  static let longLine = longLine(200_000)

  /// A slow wave with a fast one on it, in so many vertices.
  static func longLine(_ count: Int) -> ChartSpec {
    let points = (0..<count).map {
      Point(Double($0), sin(Double($0) * 400 / Double(count)) + sin(Double($0) * 1.7) / 9)
    }
    return ChartSpec(
      id: "fig-line",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Step"), y: AxisSpec(label: "Loss"),
          marks: [.line(LineMark(series: Palette.category(0, name: "loss"), points: points))])
      ])
  }

  /// Twelve panels in three rows with long headings.
  static let manyPanels: ChartSpec = {
    let style = Palette.bits(4)
    return ChartSpec(
      id: "fig-panels",
      panels: (0..<12).map { index in
        PanelSpec(
          row: index / 4, column: index % 4,
          heading: "$N$ = \(index) million of parameters without embeddings",
          x: AxisSpec(label: "Training tokens $D$", scale: .log),
          y: AxisSpec(label: "Loss", unit: "nats per byte"),
          marks: [
            .points(
              PointsMark(
                series: style, points: (1...6).map { Point(pow(8, Double($0)), 4 / Double($0 + index)) }))
          ])
      })
  }()
}
