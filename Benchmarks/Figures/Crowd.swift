import BenchmarkSupport
import Charts
import Drawing

/// A scatter of a million points.
enum Crowd {
  static func show(runs: Int) throws {
    let fonts = try FontSet.load()
    let chart = chart(1_000_000)
    print("\na scatter of 1 000 000 points, layout and drawing: ms, kB")
    for format in ["png", "svg", "page", "pdf"] {
      var bytes = 0
      let costs = try (0..<runs).map { _ in
        try Cost.of {
          let scene = try chart.layout(Workload.profile, measurer: TextMeasurer(fonts: fonts))
          bytes = try FigureBenchmark.encode(scene, format, fonts).count
        }.cost.cpu
      }
      print("\(format)  \(digits(1000 * median(costs)))  \(digits(Double(bytes) / 1000))")
    }
  }

  /// A cloud that is dense in the middle.
  private static func chart(_ count: Int) -> ChartSpec {
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
    let points = (0..<count).map { _ -> Point in
      let x = normal()
      return Point(x, 0.5 * x + normal())
    }
    return ChartSpec(
      id: "crowd", title: "crowd", summary: "A figure of the benchmark.",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "$x$"), y: AxisSpec(label: "$y$"),
          marks: [.points(PointsMark(series: Palette.category(0, name: "all"), points: points, size: 6))])
      ])
  }
}
