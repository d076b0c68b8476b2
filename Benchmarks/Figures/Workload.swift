import Charts
import Diagnostics
import Drawing
import Expressions
import Foundation

/// The three figures that both sides draw, from the same files: points with curves, level lines, a line with its band.
struct Workload {
  /// Points by precision.
  let points: [(bits: Double, tokens: Double, loss: Double)]
  /// Optimal precision by compute, with its band.
  let optimum: [(compute: Double, bits: Double, low: Double, high: Double)]

  /// The peers' law after 2·10¹⁰ tokens, compiled as laws of reports are.
  private let law: CompiledFormula

  /// 2000 by 1300 pixels at three pixels to one of the layout, as the peers' figures.
  static let profile = Profile(width: 667, tickSize: 11.5, titleSize: 12.5, contourSize: 11)
  static let scale = 3
  /// Heights of panels that give each picture the peers' 1300 pixels, whatever stands round its panel.
  private static let aspects = ["ptq": 0.638, "iso": 0.482, "pstar": 0.62]

  /// Reads `scatter.csv` and `pstar.csv`.
  init(_ folder: String) throws {
    func rows(_ name: String) throws -> [[Double]] {
      try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(whereSeparator: \.isNewline)
        .dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    }
    points = try rows("scatter.csv").map { ($0[0], $0[1], $0[2]) }
    optimum = try rows("pstar.csv").map { ($0[0], $0[1], $0[2], $0[3]) }
    let place = SourceLocation(file: "benchmark", line: 1, column: 1)
    law = try CompiledFormula(
      Formula.parse("L = 4299*(N*(1 - exp(-P/2.67)))^(-0.4965) + 18060*2e10^(-0.4965) + 2.7648", at: place),
      parameters: [])
  }

  /// The figures by the peers' names for them.
  var charts: [(name: String, make: () -> ChartSpec)] {
    [("ptq", quantisation), ("iso", isoloss), ("pstar", precision)]
  }

  /// The law of the peers' scripts.
  private static func loss(_ n: Double, _ d: Double, _ bits: Double) -> Double {
    4299 * pow(n * (1 - exp(-bits / 2.67)), -0.4965) + 18060 * pow(d, -0.4965) + 2.7648
  }

  private func quantisation() -> ChartSpec {
    var marks: [Mark] = []
    for bits in [3.0, 4, 5, 6, 8, 16] {
      let style = Palette.bits(bits)
      let curve = (0..<200).map { step -> Point in
        let tokens = pow(10, 9 + 2.5 * Double(step) / 199)
        return Point(tokens, Self.loss(1.1e8, tokens, bits))
      }
      let own = points.filter { $0.bits == bits }.map { Point($0.tokens, $0.loss) }
      marks.append(.line(LineMark(series: style, points: curve, isLabelled: true)))
      marks.append(.points(PointsMark(series: style, points: own, size: 4.5)))
    }
    return chart("ptq", AxisSpec(label: "Tokens $D$", scale: .log), AxisSpec(label: "Loss $L$"), marks)
  }

  /// The surface on the peers' grid of 400 by 400 values: 22 colours, and a labelled white line at every second level.
  private func isoloss() -> ChartSpec {
    let levels = (0...20).map { Double(30 + $0) / 10 }
    // As on the other side, the loss is computed once at every place of the grid.
    let sizes = (0..<400).map { pow(10, 7 + 2 * Double($0) / 399) }
    var values: [Double] = []
    values.reserveCapacity(400 * 400)
    for row in 0..<400 {
      let bits = Array(repeating: 2 + 14 * Double(row) / 399, count: 400)
      values += law.values(parameters: [], columns: law.variables.map { $0 == "N" ? sizes : bits })
    }
    let surface = Contours.surface(
      levels: levels, x: 1e7...1e9, y: 2...16, xScale: .log, yScale: .linear, values: values, columns: 399)
    let lines = surface.enumerated().filter { $0.offset.isMultiple(of: 2) }.flatMap { _, level in
      level.lines.map {
        ContourMark.Line(level: $0.level, points: $0.points, isMajor: true, isClosed: $0.isClosed)
      }
    }
    let frame = [Point(1e7, 2), Point(1e9, 2), Point(1e9, 16), Point(1e7, 16)]
    let areas =
      [ContourMark.Fill.Area(value: 2.95, rings: [frame])]
      + surface.map { ContourMark.Fill.Area(value: $0.level + 0.05, rings: $0.rings) }
    let fill = ContourMark.Fill(
      colors: ColorScale(.sequential, over: [2.95, 5.05], label: "Loss"), areas: areas)
    return chart(
      "iso", AxisSpec(label: "Parameters $N$", scale: .log, domain: 1e7...1e9),
      AxisSpec(label: "Precision $P$", unit: "bits", domain: 2...16, ticks: .integers),
      [.contours(ContourMark(paint: Paint(0xFFFFFF), lines: lines, decimals: 1, fill: fill))])
  }

  private func precision() -> ChartSpec {
    let style = Palette.category(0, name: "$P^*$")
    return chart(
      "pstar", AxisSpec(label: "Compute $C$", unit: "FLOP", scale: .log),
      AxisSpec(label: "Optimal precision $P^*$", unit: "bits"),
      [
        .band(
          BandMark(
            series: style, x: optimum.map(\.compute), lower: optimum.map(\.low), upper: optimum.map(\.high))),
        .line(LineMark(series: style, points: optimum.map { Point($0.compute, $0.bits) }, isLabelled: true)),
      ])
  }

  private func chart(_ id: String, _ x: AxisSpec, _ y: AxisSpec, _ marks: [Mark]) -> ChartSpec {
    ChartSpec(
      id: id, title: id, summary: "A figure of the benchmark.", panels: [PanelSpec(x: x, y: y, marks: marks)],
      aspect: Self.aspects[id])
  }
}
