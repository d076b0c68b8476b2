import Charts
import Diagnostics
import Drawing
import Expressions
import FigureTestSupport
import Figures
import Fitting
import Foundation
import Runs
import Testing

/// Figures about a fit: predictions, residuals, parameters, draws.
@Suite("Figures about fits")
struct FitFigureTests {
  let runs: SyntheticRuns

  init() throws { runs = try synthetic.get() }

  static let predicted: KeyValuePairs<String, String> = [
    "data": "grid", "where": "kind == \"plain\"", "observed": "score",
    "predicted": "whole.L(N=params, D=seen)", "hollow": "seen > 2e10", "scale": "log",
    "unit": "nats per token",
  ]

  func list(_ items: [String]) -> ConfigNode {
    let place = SyntheticRuns.here
    return ConfigNode(.list(items.map { ConfigNode(.scalar($0, quoted: false), at: place) }), at: place)
  }

  func pairs(_ items: [[String]]) -> ConfigNode {
    ConfigNode(.list(items.map(list)), at: SyntheticRuns.here)
  }

  func predictedFigure() throws -> Figure {
    try figure("predicted-observed", settings(Self.predicted), runs)
  }

  func residualsFigure() throws -> Figure {
    try figure("residuals", settings(Self.predicted, maps: ["against": list(["params", "seen"])]), runs)
  }

  func forestFigure(_ fits: [String] = ["whole"]) throws -> Figure {
    try figure("forest", settings(["reference": "narrow"], maps: ["fits": list(fits)]), runs)
  }

  func drawsFigure() throws -> Figure {
    try figure(
      "draws", settings(["fit": "whole"], maps: ["pairs": pairs([["A", "alpha"], ["B", "beta"]])]), runs)
  }

  func heatMap() throws -> Figure {
    try figure(
      "heat-map",
      settings([
        "data": "grid", "where": "kind == \"trained\"", "x": "params", "y": "width", "value": "score",
        "value-unit": "nats per token",
      ]), runs)
  }

  func points(_ panel: PanelSpec) -> [PointsMark] {
    panel.marks.compactMap { if case .points(let mark) = $0 { mark } else { nil } }
  }

  func numbers(_ figure: Figure, _ column: String) throws -> [Double] {
    let place = try #require(figure.data.columns.firstIndex(of: column))
    return figure.data.rows.compactMap { if case .number(let value) = $0[place] { value } else { nil } }
  }

  @Test("predictions, observations and residuals are the law's and the table's own")
  func predictions() throws {
    let figure = try predictedFigure()
    let plain = try runs.table.filtered(where: SyntheticRuns.expression("kind == \"plain\""))
    #expect(figure.data.rows.count == plain.rowCount)
    let law = try FittedExpression(
      SyntheticRuns.expression("whole.L(N=params, D=seen)"), fits: runs.fits, variables: ["params", "seen"])
    let expected = law.values([plain.numbers("params") ?? [], plain.numbers("seen") ?? []])
    #expect(Set(try numbers(figure, "predicted")) == Set(expected))
    for (residual, pair) in zip(
      try numbers(figure, "residual"), zip(try numbers(figure, "observed"), try numbers(figure, "predicted")))
    {
      #expect(abs(residual - 100 * (pair.0 / pair.1 - 1)) < 0.02)
    }
    // Both panels draw every row once, hollow where it was held out; the bars count those that were not.
    for panel in figure.chart.panels where panel.column == 0 {
      #expect(Set(points(panel).flatMap(\.data)).count == plain.rowCount)
      for mark in points(panel) where mark.isHollow { #expect(mark.data.count == 3) }
    }
    #expect(figure.chart.panels[0].x.domain == figure.chart.panels[0].y.domain)
    #expect(figure.chart.asides.map(\.title) == ["Fitted rows (in sample)", "Held out"])
    #expect(figure.chart.asides.map { $0.lines.first } == ["n = 12", "n = 3"])
    #expect(figure.description.contains("Fitted rows (in sample): n = 12, RMSE"))
  }

  @Test("bars count the fitted rows by their residual, on the axis of the strip")
  func histogram() throws {
    let figure = try predictedFigure()
    let panel = try #require(figure.chart.panels.last)
    #expect(panel.y == figure.chart.panels[1].y && panel.row == 1 && panel.column == 1)
    var total = 0.0
    for case .bars(let mark) in panel.marks {
      #expect(mark.isHorizontal)
      total += mark.bars.reduce(0) { $0 + $1.value }
      for (bar, next) in zip(mark.bars, mark.bars.dropFirst()) {
        #expect(bar.sides.upperBound == next.sides.lowerBound)
      }
      #expect(mark.bars.contains { $0.sides.lowerBound == 0 || $0.sides.upperBound == 0 })
      #expect(figure.curves.rows.count == mark.bars.count)
    }
    #expect(total == 12)
  }

  @Test("excluded rows are crosses with a reason, and no statistic counts them")
  func excluded() throws {
    let node = settings(
      Self.predicted, maps: ["excluded": settings(["where": "seen < 2e9", "reason": "too short"])])
    let drawn = try figure("predicted-observed", node, runs)
    #expect(drawn.chart.asides.map { $0.lines.first } == ["n = 9", "n = 3"])
    #expect(drawn.chart.footnotes.first == "Excluded: 3 rows, too short.")
    let crosses = points(drawn.chart.panels[0]).filter { $0.series.shape == .cross }
    #expect(crosses.flatMap(\.data).allSatisfy { drawn.data.rows[$0].last == .number(1) })
    #expect(crosses.flatMap(\.points).count == 3)
    let bare = settings(Self.predicted, maps: ["excluded": settings(["where": "seen < 2e9"])])
    let error = #expect(throws: DiagnosticError.self) {
      try figure("predicted-observed", bare, runs)
    }
    #expect(error?.diagnostics.first?.code == "E0105")
  }

  @Test("residuals have a panel a variable, one for the prediction and one of normal scores in their order")
  func residuals() throws {
    let figure = try residualsFigure()
    #expect(figure.chart.panels.count == 4 && figure.chart.panels.allSatisfy { $0.row == 0 })
    #expect(figure.chart.panels.dropLast().allSatisfy { $0.right == nil })
    let scores = zip(try numbers(figure, "residual"), try numbers(figure, "normal_score")).sorted {
      $0.0 < $1.0
    }
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0.1 < $1.1 })
    #expect(abs(scores.reduce(0) { $0 + $1.1 }) < 1e-9)
    // The middle of an odd number of rows is at the middle of the distribution.
    #expect(abs(scores[scores.count / 2].1) < 1e-12)
    #expect(figure.chart.panels.allSatisfy { $0.y == figure.chart.panels[0].y })
  }

  @Test("a residual pattern is said in words")
  func pattern() throws {
    // The law without its floor is wrong in one direction at every size.
    var broken = Self.predicted.map { ($0.key, $0.value) }
    broken.removeAll { $0.0 == "predicted" || $0.0 == "hollow" }
    broken.append(("predicted", "whole.L(N=params, D=seen) - 0.1"))
    let place = SyntheticRuns.here
    let entries =
      broken.map {
        ConfigNode.Entry(
          key: $0.0, keyLocation: place, value: ConfigNode(.scalar($0.1, quoted: false), at: place))
      } + [ConfigNode.Entry(key: "against", keyLocation: place, value: list(["kind_number"]))]
    var table = runs.table
    table.columns.append(.init(name: "kind_number", values: .numbers(table.lines.map { Double($0 / 8 % 2) })))
    let figure = try FigureKinds.make(
      kind: "residuals", at: place,
      inputs: FigureInputs(
        id: "fig-r", settings: ConfigNode(.map(entries), at: place), tables: ["grid": table], fits: runs.fits)
    )
    #expect(figure.alt.contains("the means of 2 levels depart from 0"))
    #expect(
      figure.chart.footnotes.contains { $0.hasPrefix("The mean residual is away from 0 at kind_number") })
    #expect(figure.chart.panels[0].heading == "2 of 2 means off 0")
    #expect(figure.curves.rows.count == 2)
  }

  @Test("points of a level stand beside each other, near it, the same in every picture")
  func jitter() throws {
    let figure = try residualsFigure()
    #expect(try residualsFigure().data == figure.data)
    for name in ["params", "seen"] {
      let (values, drawn) = (try numbers(figure, name), try numbers(figure, "\(name)_drawn"))
      let levels = Set(values).sorted()
      let gap = zip(levels, levels.dropFirst()).map { $1 / $0 }.min() ?? 1
      #expect(zip(values, drawn).contains { $0 != $1 })
      for (value, place) in zip(values, drawn) { #expect(max(place / value, value / place) < gap) }
    }
    // Means of levels of few rows, all of them about 0 by the fit.
    #expect(figure.chart.panels[0].heading?.hasPrefix("means near 0") ?? false)
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("At no level is the mean residual away from 0") })
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Correlation of residuals that are neighbours") })
  }

  @Test(
    "a forest has the numbers of every fit and of the reference on the right, at the heights of their dots")
  func forestNumbers() throws {
    let figure = try forestFigure(["whole", "harm"])
    let panel = try #require(figure.chart.panels.first)
    guard case .named(let ticks)? = panel.right?.ticks else {
      Issue.record("no numbers on the right")
      return
    }
    // The reference's numbers are a column of their own.
    let column = try #require(panel.right?.column)
    let heights = points(panel).flatMap(\.points).map(\.y)
    let all = ticks + column.names
    #expect(Set(all.map(\.value)) == Set(heights) && all.count == heights.count)
    #expect(
      column.label == "narrow"
        && column.names.allSatisfy { tick in
          points(panel).contains { $0.isHollow && $0.points.contains(Point(1, tick.value)) }
        })
    let whole = try #require(runs.fits["whole"]?.parameters.first { $0.name == "alpha" })
    let low = try #require(whole.interval?.lowerBound)
    #expect(ticks.contains { $0.name.contains("[") && $0.name.contains(String(String(low).prefix(4))) })
  }

  @Test("a forest's ratios are estimate over reference, and bars lie around their dots")
  func forest() throws {
    let figure = try forestFigure()
    #expect(figure.data.rows.count == 5)
    for row in figure.data.rows {
      guard case .text(let name) = row[0], case .number(let ratio) = row[6], case .number(let low) = row[7],
        case .number(let high) = row[8]
      else {
        Issue.record("a row of a forest lacks a number")
        continue
      }
      let (own, other) = (runs.fits["whole"]?.estimate(name) ?? 0, runs.fits["narrow"]?.estimate(name) ?? 1)
      #expect(abs(ratio - own / other) < 1e-12)
      #expect(low <= ratio && ratio <= high)
    }
    guard case .named(let names) = figure.chart.panels[0].y.ticks else {
      Issue.record("rows have no names")
      return
    }
    #expect(names.count == 5 && names[0].name == "$A$")
  }

  @Test("regions of draws hold their share of them")
  func densities() throws {
    let figure = try drawsFigure()
    #expect(figure.chart.panels.count == 2)
    let panel = figure.chart.panels[0]
    let draws = try #require(points(panel).first).points
    for (dash, share) in [([], 0.5), ([5, 3], 0.95)] as [([Double], Double)] {
      let rings = panel.marks.compactMap { mark -> [Point]? in
        guard case .line(let line) = mark, line.series.dash == dash else { return nil }
        return line.points
      }
      #expect(!rings.isEmpty)
      let inside = draws.filter { draw in
        rings.reduce(false) { $0 != contains($1, draw) }
      }.count
      #expect(abs(Double(inside) / Double(draws.count) - share) < 0.09, "\(share)")
    }
  }

  /// Whether a ring holds a point, by the parity of crossings.
  private func contains(_ ring: [Point], _ p: Point) -> Bool {
    zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(false) { isInside, edge in
      let (a, b) = edge
      guard (a.y > p.y) != (b.y > p.y) else { return isInside }
      return p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) ? !isInside : isInside
    }
  }

  @Test("groups of a forest have headings, and a unit stands with its symbol")
  func forestGroups() throws {
    let groups = settings(
      [:], maps: ["Bits": list(["gamma", "n"]), "Size and data": list(["alpha", "beta"])])
    let figure = try draw(
      "forest", settings(["reference": "narrow"], maps: ["fits": list(["narrow"]), "groups": groups]))
    let panel = figure.chart.panels[0]
    guard case .named(let names) = panel.y.ticks else {
      Issue.record("rows have no names")
      return
    }
    #expect(names.count == 6 && names[0].name == "Bits" && names[3].name == "Size and data")
    #expect(names[1].name == "$\\gamma$ (bits)" && names[2].name == "$n$")
    #expect(panel.right?.label == "Value [95 %]")
    #expect(names.filter(\.isHeading).map(\.name) == ["Bits", "Size and data"])
    let both = settings(
      ["reference": "narrow"],
      maps: ["fits": list(["narrow"]), "groups": groups, "parameters": list(["n"])])
    #expect(throws: DiagnosticError.self) { try draw("forest", both) }
  }

  func draw(_ kind: String, _ node: ConfigNode) throws -> Figure { try figure(kind, node, runs) }

  func make(_ kind: String, where condition: String) throws -> Figure {
    try figure(
      kind,
      settings(["data": "grid", "where": condition, "x": "params", "y": "width", "value": "score"]), runs)
  }

  @Test(
    "words are short, long and numbered; pictures are drawn wide and narrow",
    arguments: Profile.all.indices)
  func drawn(index: Int) throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for figure in [
      try predictedFigure(), try residualsFigure(), try forestFigure(["whole", "harm"]), try drawsFigure(),
      try heatMap(),
    ] {
      try expectPresentable(figure, in: Profile.all[index], fonts, measurer)
    }
  }

  @Test("texts of a table stay texts in a figure")
  func hostileTexts() throws {
    var table = runs.table
    let words = table.lines.map { "$\\frac{$ <script> \($0 % 3)" as String? }
    table.columns.append(.init(name: "word", values: .texts(words)))
    let place = SyntheticRuns.here
    var pairs = Self.predicted.map { ($0.key, $0.value) }
    pairs += [("series", "word"), ("name", "word")]
    let node = settings(pairs)
    let figure = try FigureKinds.make(
      kind: "predicted-observed", at: place,
      inputs: FigureInputs(id: "fig-h", settings: node, tables: ["grid": table], fits: runs.fits))
    let fonts = try FontSet.load()
    let scene = try figure.chart.layout(.web, measurer: TextMeasurer(fonts: fonts))
    let page = try SVGBackend.page(scene, fonts: fonts)
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;"))
  }

  @Test(
    "what a kind cannot show is an error at its place",
    arguments: [
      ("forest", "reference", "nothing", "E0711"), ("heat-map", "value", "kind", "E0713"),
      ("predicted-observed", "scale", "logg", "E0111"),
      ("predicted-observed", "predicted", "whole.M(N=1)", "E0510"),
      ("predicted-observed", "observed", "scores", "E0712"),
    ])
  func mistakes(kind: String, key: String, value: String, code: String) {
    let valid: [String: KeyValuePairs<String, String>] = [
      "forest": ["fits": "whole"], "predicted-observed": Self.predicted,
      "heat-map": ["data": "grid", "x": "params", "y": "width"],
    ]
    var pairs = (valid[kind] ?? [:]).map { ($0.key, $0.value) }.filter { $0.0 != key }
    pairs.append((key, value))
    let node = settings(pairs)
    let error = #expect(throws: DiagnosticError.self) { try figure(kind, node, runs) }
    #expect(error?.diagnostics.first?.code == code)
    #expect(error?.diagnostics.first?.location != nil)
  }
}
