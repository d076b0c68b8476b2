import Charts
import Diagnostics
import Drawing
import Expressions
import FigureTestSupport
import Figures
import Fitting
import Testing

@Suite("Curves: where they begin and what they reach, points that rest on fits, reciprocals")
struct CurveLandmarkTests {
  let runs: SyntheticRuns

  init() throws { runs = try synthetic.get() }

  private func list(_ items: [ConfigNode]) -> ConfigNode { ConfigNode(.list(items), at: SyntheticRuns.here) }

  /// The share of parameters that count by the law in one width, with the runs' own shares.
  func share(range: String = "0..1.3", points: Bool = true, panels: [String] = []) throws -> Figure {
    let place = SyntheticRuns.here
    func text(_ words: String) -> ConfigNode { ConfigNode(.scalar(words, quoted: false), at: place) }
    let measured = settings([
      "where": "kind == \"trained\"", "x": "width",
      "y": "(narrow.A/(score - narrow.E - narrow.B*seen^(-narrow.beta)))^(1/narrow.alpha)/params",
      "hollow": "seen > 2e10",
    ])
    var maps: [String: ConfigNode] = ["show": list([text("narrow.gamma"), text("narrow.n")])]
    if points { maps["points"] = measured }
    let series = settings(
      ["label": "All parts", "y": "narrow.N_eff(N=1, P=P)", "where": "narrow.N_eff(N=1, P=P) > 0"], maps: maps
    )
    var outer = ["series": list([series]), "reach": list([text("0.9"), text("0.99")])]
    if !panels.isEmpty { outer["panels"] = list(panels.map { settings(["heading": $0]) }) }
    return try figure(
      "curves",
      settings(
        [
          "data": "grid", "x": "P", "x-range": "1..16", "y-range": range, "y-label": "Share",
          "ends": "undefined below", "reciprocal-label": "One over the share",
        ], maps: outer), runs)
  }

  private func rows(_ figure: Figure, _ point: String) -> [[Double?]] {
    figure.data.rows.filter { $0[2] == .text(point) }.map { row in
      row.map { if case .number(let value) = $0 { value } else { nil } }
    }
  }

  @Test(
    "a curve begins where the law does, and reaches a share where the law has it, with intervals around both")
  func places() throws {
    let figure = try share()
    let fit = try #require(runs.fits["narrow"])
    let (gamma, n) = (try #require(fit.estimate("gamma")), try #require(fit.estimate("n")))
    let start = try #require(rows(figure, "begins").first)
    #expect(abs(try #require(start[3]) - gamma * n) < 1e-6)
    let law = try FittedExpression(
      SyntheticRuns.expression("narrow.N_eff(N=1, P=P)"), fits: runs.fits, variables: ["P"])
    for share in [0.9, 0.99] {
      let row = try #require(rows(figure, "reaches \(share)").first)
      let place = try #require(row[3])
      #expect(abs(law.value([place]) - share) < 1e-9)
      #expect(try #require(row[5]) <= place && place <= #require(row[6]))
    }
    let notes = figure.chart.panels[0].marks.compactMap { mark -> String? in
      if case .note(let note) = mark { note.text } else { nil }
    }
    #expect(notes.count == 1 && notes[0].hasPrefix("undefined below "))
    let aside = try #require(figure.chart.asides.first)
    #expect(aside.title == "All parts" && aside.lines.count == 4)
    #expect(aside.lines[0].hasPrefix("$\\gamma$ = ") && aside.lines[2].hasPrefix("0.9 at "))
    // Nothing below the domain is drawn.
    for case .line(let line) in figure.chart.panels[0].marks where line.points.count > 2 {
      #expect(line.points.allSatisfy { !$0.y.isFinite || $0.y >= -1e-9 })
    }
  }

  @Test(
    "a measured share is the size that the loss stands for over the run's own, with the fit's uncertainty")
  func points() throws {
    let figure = try share()
    let table = try runs.table.filtered(where: SyntheticRuns.expression("kind == \"trained\""))
    let points = rows(figure, "run")
    let missing = figure.chart.footnotes.first { $0.contains("without a value") }
    #expect(points.count <= table.rowCount && (points.count == table.rowCount) == (missing == nil))
    #expect(points.count > 40)
    for row in points {
      let value = try #require(row[4])
      if let low = row[7], let high = row[8] {
        #expect(low < high && low < value * 1.5 && value < high * 1.5)
      }
    }
    let marks = figure.chart.panels[0].marks.compactMap { mark -> PointsMark? in
      if case .points(let points) = mark, !points.data.isEmpty { points } else { nil }
    }
    #expect(Set(marks.map(\.isHollow)) == [false, true])
    #expect(marks.flatMap(\.data).count == points.count)
  }

  @Test("reciprocals stand where one over the value does, and need an axis that has them")
  func reciprocals() throws {
    let figure = try share()
    guard case .named(let ticks)? = figure.chart.panels[0].right?.ticks else {
      Issue.record("no axis of reciprocals")
      return
    }
    #expect(ticks.contains(NamedTick(1, "×1")) && ticks.contains(NamedTick(0.5, "×2")))
    for tick in ticks {
      let factor = try #require(Double(tick.name.dropFirst()))
      #expect(abs(tick.value * factor - 1) < 1e-12)
    }
    #expect(throws: DiagnosticError.self) { try share(range: "-1..1") }
  }

  @Test("words beside several panels say of which they are, and stay on the canvas however many they are")
  func severalPanels() throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    var figure = try share(points: false, panels: ["one", "two"])
    #expect(figure.chart.asides.map(\.title) == ["All parts, a", "All parts, b"])
    figure.chart.asides += (0..<12).map { Aside(title: "More \($0)", lines: ["and more"]) }
    for (name, profile) in Profile.all {
      try expectPresentable(figure, in: (name, profile), fonts, measurer)
    }
  }

  @Test(
    "words beside the panel stand there where it is wide, and under it where it is not",
    arguments: Profile.all.indices)
  func media(index: Int) throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    let (name, profile) = Profile.all[index]
    let figure = try share()
    try expectPresentable(figure, in: (name, profile), fonts, measurer)
    let facts = SceneFacts(try figure.chart.layout(profile, measurer: measurer))
    let frame = try #require(facts.frames.first)
    let words = facts.labels.filter { $0.text.contains("0.9 at") }
    #expect(words.count == 1)
    for label in words {
      let isBeside = label.box.x > frame.maxX
      #expect(isBeside == !["narrow", "single"].contains(name), "\(name)")
    }
  }
}
