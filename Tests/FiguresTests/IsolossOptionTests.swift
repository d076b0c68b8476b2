import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Figures
import Fitting
import Testing

@Suite("Level lines: what a cell may ask for besides, and surfaces without bound")
struct IsolossOptionTests {
  let runs: SyntheticRuns

  init() throws { runs = try synthetic.get() }

  static func costs(_ cost: String = "N*P") throws -> Figure {
    try figure(
      "isoloss",
      settings(
        ["fit": "narrow", "x": "N", "y": "P", "cost": cost], maps: ["at": settings(["D": "6e9"])]),
      synthetic.get())
  }

  private func levels(_ figure: Figure) -> Set<Double> {
    Set(
      figure.chart.panels.flatMap(\.marks).flatMap { mark -> [Double] in
        if case .contours(let contours) = mark { contours.lines.map(\.level) } else { [] }
      })
  }

  @Test("along a line of equal cost the cost is the same, and each line is as many times the one before")
  func cost() throws {
    let figure = try Self.costs()
    let panel = try #require(figure.chart.panels.last)
    #expect(figure.chart.panels.count == 2)
    var costs: Set<Double> = []
    for case .line(let line) in panel.marks where line.series.name.hasPrefix("equal cost $N") {
      let first = try #require(line.points.first)
      costs.insert((first.x * first.y).rounded())
      for point in line.points { #expect(abs(point.x * point.y / (first.x * first.y) - 1) < 2e-3) }
      #expect(!line.series.dash.isEmpty)
    }
    #expect((3...9).contains(costs.count))
    let sorted = costs.sorted()
    let ratios = zip(sorted, sorted.dropFirst()).map { $1 / $0 }
    #expect(ratios.allSatisfy { abs($0 / ratios[0] - 1) < 1e-2 })
    #expect(figure.curves.columns.contains("cost"))
    #expect(figure.curves.rows.allSatisfy { $0.count == figure.curves.columns.count })
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Panel b: along a finely dashed line") })
  }

  @Test(
    "where a line of equal cost touches a level line the two run alike, and no other place of that cost is better"
  )
  func path() throws {
    let figure = try Self.costs()
    let law = try FittedExpression(
      SyntheticRuns.expression("narrow.L(N=N, D=6e9, P=P)"), fits: runs.fits, variables: ["N", "P"])
    func loss(_ n: Double, _ p: Double) -> Double { law.value(law.variables.map { $0 == "N" ? n : p }) }
    let place = try ["L", "line", "N", "P", "cost", "lower", "upper"].map {
      try #require(figure.curves.columns.firstIndex(of: $0))
    }
    func number(_ row: [FigureTable.Cell], _ index: Int) -> Double? {
      if case .number(let value) = row[place[index]] { value } else { nil }
    }
    let tangents = figure.curves.rows.filter { number($0, 1) == nil }
    #expect(tangents.count >= 3)
    for row in tangents {
      let (n, p) = (try #require(number(row, 2)), try #require(number(row, 3)))
      let cost = try #require(number(row, 4))
      #expect(abs(n * p / cost - 1) < 1e-9)
      #expect(abs(try #require(number(row, 0)) - loss(n, p)) < 1e-12)
      // The slopes of cost N·P and of loss have one ratio, P/N.
      let (dn, dp) = (n * 1e-4, p * 1e-4)
      let byN = (loss(n + dn, p) - loss(n - dn, p)) / (2 * dn)
      let byP = (loss(n, p + dp) - loss(n, p - dp)) / (2 * dp)
      #expect(abs(byN / byP / (p / n) - 1) < 1e-4)
      for factor in [0.8, 0.95, 1.05, 1.25] { #expect(loss(n / factor, p * factor) > loss(n, p)) }
      if let low = number(row, 5), let high = number(row, 6) { #expect(low <= p && p <= high) }
    }
    let panel = try #require(figure.chart.panels.last)
    let touched = panel.marks.compactMap { mark -> [ContourMark.Line]? in
      if case .contours(let contours) = mark { contours.lines } else { nil }
    }
    #expect(Set(touched.joined().map(\.level)) == Set(tangents.compactMap { number($0, 0) }))
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Thick: the least loss for each cost") })
  }

  @Test("a stretch of saturation is solved on the surface, and one outside the range is only said")
  func saturation() throws {
    func make(_ shares: String) throws -> Figure {
      try figure(
        "isoloss",
        settings(
          ["fit": "narrow", "x": "N", "y": "P", "saturation": shares], maps: ["at": settings(["D": "6e9"])]),
        runs)
    }
    let shaded = try make("0.9..0.95")
    let zones = shaded.chart.panels[0].marks.compactMap { mark -> ClosedRange<Double>? in
      if case .zone(let zone) = mark { zone.y } else { nil }
    }
    let law = try FittedExpression(
      SyntheticRuns.expression("narrow.N_eff(N=1, P=P)/narrow.N_eff(N=1, P=16)"), fits: runs.fits,
      variables: ["P"])
    let zone = try #require(zones.first)
    #expect(abs(law.value([zone.lowerBound]) - 0.9) < 1e-6)
    #expect(abs(law.value([zone.upperBound]) - 0.95) < 1e-6)
    #expect(shaded.chart.footnotes.contains { $0.contains("takes 5.3 to 11 % more") })
    let far = try make("0.001..0.002")
    #expect(far.chart.footnotes.contains("No stretch of saturation lies inside the measured range."))
    #expect(throws: DiagnosticError.self) { try make("0.9..1.2") }
  }

  @Test("level lines are solid inside the convex hull of the runs, which is outlined")
  func hull() throws {
    let corner = try figure(
      "isoloss",
      settings(
        [
          "fit": "narrow", "x": "N", "y": "P", "data": "grid",
          "where": "kind == \"trained\" and (width > 7 or params < 1e8)", "x-column": "params",
          "y-column": "width",
        ], maps: ["at": settings(["D": "6e9"]), "columns": settings(["D": "seen", "L": "score"])]), runs)
    #expect(corner.chart.footnotes.contains { $0.hasPrefix("Dotted: the convex hull") })
    for case .contours(let contours) in corner.chart.panels[0].marks {
      for line in contours.lines {
        for point in line.points where point.x > 1e8 && point.y < 6 { #expect(line.isExtrapolated) }
        for point in line.points where (31e6..<59e6).contains(point.x) && (4.1..<15.9).contains(point.y) {
          #expect(!line.isExtrapolated)
        }
      }
    }
  }

  @Test("a cost of what the picture does not have is an error")
  func wrongCost() {
    #expect(throws: DiagnosticError.self) { try Self.costs("N*Q") }
  }

  @Test("levels stop where the law runs away at the edge of its domain, and a note says how far it goes")
  func runaway() throws {
    var fit = try #require(runs.fits["narrow"])
    let (n, gamma) = (try #require(fit.estimate("n")), try #require(fit.estimate("gamma")))
    fit.ranges["P"] = n * gamma * 1.02...16
    let far = SyntheticRuns(table: runs.table, fits: ["narrow": fit])
    let cell = settings(
      ["fit": "narrow", "x": "N", "y": "P"], maps: ["at": settings(["D": "6e9"])])
    let figure = try figure("isoloss", cell, far)
    #expect(levels(figure).count >= 5)
    let note = try #require(figure.chart.footnotes.first { $0.hasPrefix("Level lines are spaced") })
    let greatest = try #require(
      note.split(separator: " ").last.flatMap { Double($0.dropLast().filter { $0 != " " }) })
    #expect((levels(figure).max() ?? .infinity) < 0.5 * greatest)
    let usual = try Self.costs()
    #expect(!usual.chart.footnotes.contains { $0.hasPrefix("Level lines are spaced") })
  }

  static func residuals(_ column: String = "score") throws -> Figure {
    try figure(
      "isoloss",
      settings(
        [
          "fit": "narrow", "x": "N", "y": "P", "data": "grid", "where": "kind == \"trained\"",
          "x-column": "params", "y-column": "width", "residuals": "true",
        ], maps: ["at": settings(["D": "6e9"]), "columns": settings(["D": "seen", "L": column])]),
      synthetic.get())
  }

  @Test("a second panel colours each run by what was measured less what the law says")
  func residuals() throws {
    let figure = try Self.residuals()
    #expect(figure.chart.panels.count == 2)
    let law = try FittedExpression(
      SyntheticRuns.expression("narrow.L(N=N, D=6e9, P=P)"), fits: runs.fits, variables: ["N", "P"])
    var count = 0
    for case .points(let mark) in figure.chart.panels[1].marks {
      #expect(mark.values.count == mark.points.count && mark.colors?.map == .diverging)
      for ((point, value), row) in zip(zip(mark.points, mark.values), mark.data) {
        count += 1
        let cells = figure.data.rows[row]
        guard case .number(let measured) = cells[3], case .number(let residual) = cells[5] else {
          Issue.record("a row lacks a number")
          continue
        }
        let predicted = law.value(law.variables.map { $0 == "N" ? point.x : point.y })
        #expect(abs(measured - predicted - value) < 1e-9 && residual == value)
      }
    }
    #expect(count == SyntheticRuns.sizes.count * SyntheticRuns.trainBits.count)
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for medium in Profile.all { try expectPresentable(figure, in: medium, fonts, measurer) }
  }

  @Test("residuals without measured values are an error")
  func residualsOfNothing() {
    let error = #expect(throws: DiagnosticError.self) {
      try figure(
        "isoloss",
        settings(
          ["fit": "narrow", "x": "N", "y": "P", "residuals": "true"], maps: ["at": settings(["D": "6e9"])]),
        runs)
    }
    #expect(error?.diagnostics.first?.code == "E0716")
  }

  @Test("the description takes its units from the law")
  func units() throws {
    let text = try Self.costs().description
    #expect(text.contains("nats per token") && text.contains("16 bits measured"))
  }
}
