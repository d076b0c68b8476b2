import Charts
import Diagnostics
import Drawing
import Expressions
import Figures
import Fitting
import Laws
import Testing

/// Laws at constants in print, without a run: `f = 1 - exp(n - P/g)` of a share, and losses of size and data.
private func constants() throws -> [String: FitResult] {
  var fits: [String: FitResult] = [:]
  for (label, name) in [("base", "kumar-base"), ("harm", "kumar-ptq"), ("one", "kumar-effective-tied")] {
    fits[label] = try FitResult.published(#require(LawCatalogue.law(named: name)))
  }
  let law = try #require(LawCatalogue.law(named: "kumar-effective-tied")).with(fixed: ["n": 0])
  fits["bare"] = try FitResult.published(law)
  return fits
}

/// A cell's settings from a small tree: texts, lists, maps.
private indirect enum Tree {
  case text(String)
  case list([Tree])
  case map([(String, Tree)])

  var node: ConfigNode {
    let place = SyntheticRuns.here
    switch self {
    case .text(let text): return ConfigNode(.scalar(text, quoted: false), at: place)
    case .list(let items): return ConfigNode(.list(items.map(\.node)), at: place)
    case .map(let entries):
      return ConfigNode(
        .map(entries.map { .init(key: $0.0, keyLocation: place, value: $0.1.node) }), at: place)
    }
  }
}

private func draw(
  _ entries: [(String, Tree)], kind: String = "curves", fits: [String: FitResult]? = nil
) throws -> Figure {
  try FigureKinds.make(
    kind: kind, at: SyntheticRuns.here,
    inputs: FigureInputs(
      id: "fig-test", settings: Tree.map(entries).node, tables: [:], fits: fits ?? constants()))
}

private let share: [(String, Tree)] = [
  ("x", .text("P")), ("x-range", .text("2..16")), ("y", .text("one.N_eff(N=1, P=P)/P")),
  ("y-label", .text("Share per bit of $P$")),
  ("mark", .map([("at", .text("maximum")), ("label", .text("best {x}")), ("within", .text("0.01"))])),
]

private let damage: [(String, Tree)] = [
  ("x", .text("D")), ("x-range", .text("1e8..1e12")), ("x-scale", .text("log")),
  ("y", .text("base.L(N=N, D=D) + harm.delta(N=N, D=D, P_post=P_post)")), ("y-label", .text("Loss")),
  ("y-range", .text("2.8..6")), ("mark", .text("minimum")),
  ("facet", .map([("N", .list([.text("30e6"), .text("220e6")]))])),
  (
    "series",
    .list([
      .map([
        ("over", .map([("P_post", .list([.text("3"), .text("4")]))])), ("label", .text("{} bits")),
      ]), .map([("label", .text("whole")), ("y", .text("base.L(N=N, D=D)")), ("style", .text("ink"))]),
    ])
  ),
]

private func lines(_ panel: PanelSpec) -> [LineMark] {
  panel.marks.compactMap { if case .line(let mark) = $0 { mark } else { nil } }
}

private func number(_ cell: FigureTable.Cell) -> Double? {
  if case .number(let value) = cell { value } else { nil }
}

@Suite("Figures of curves")
struct CurvesTests {
  @Test("draw the expression, and every vertex is in the table of curves")
  func vertices() throws {
    let figure = try draw(share)
    let panel = try #require(figure.chart.panels.first)
    let curve = try #require(lines(panel).last)
    let law = try #require(LawCatalogue.law(named: "kumar-effective-tied"))
    let values = Dictionary(
      uniqueKeysWithValues: law.parameters.map { ($0.name, $0.published ?? .nan) })
    for point in curve.points {
      let expected =
        try law.value(of: "N_eff", parameters: values, variables: ["N": 1, "P": point.x]) / point.x
      #expect(abs(point.y - expected) < 1e-12)
    }
    #expect(curve.points.first?.x == 2 && curve.points.last?.x == 16)
    #expect(figure.curves.rows.map { number($0[2]) } == curve.points.map(\.x))
    #expect(figure.curves.rows.map { number($0[3]) } == curve.points.map(\.y))
  }

  @Test("mark the numeric extremum and the stretch that is as good")
  func extremum() throws {
    let figure = try draw(share)
    let row = try #require(figure.data.rows.first { $0[2] == .text("maximum") })
    // The published mean constants with their shift: 7.64 bits.
    #expect(abs((number(row[3]) ?? 0) - 7.6413) < 1e-3)
    let flat = try #require(figure.data.rows.first { $0[2] == .text("within 1 %") })
    #expect(abs((number(flat[5]) ?? 0) - 7.0806) < 1e-3 && abs((number(flat[6]) ?? 0) - 8.2871) < 1e-3)
    let panel = try #require(figure.chart.panels.first)
    let notes = panel.marks.compactMap { if case .note(let note) = $0 { note } else { nil } }
    #expect(notes.map(\.text) == ["best 7.64"])
    #expect(figure.alt.contains("7.64") && figure.description.contains("7.08 to 8.29"))
  }

  @Test("repeat a panel for each facet, with one colour a width and the minima of the laws")
  func facets() throws {
    let figure = try draw(damage)
    #expect(figure.chart.panels.map(\.heading) == ["$N$ = 30M", "$N$ = 220M"])
    #expect(figure.chart.panels.map(\.column) == [0, 1])
    for panel in figure.chart.panels {
      #expect(lines(panel).map(\.series.name) == ["3 bits", "4 bits", "whole"])
      #expect(lines(panel)[0].series.paint == Palette.bits(3).paint)
      #expect(lines(panel).allSatisfy { !$0.isExtrapolated })
    }
    let minima = figure.data.rows.filter { $0[2] == .text("minimum") }.compactMap { number($0[3]) }
    // Turning points of the published constants, and none for the loss without quantisation.
    #expect(minima.count == 4)
    for (found, golden) in zip(minima, [5.3246e9, 2.8780e10, 1.0541e10, 5.6976e10]) {
      #expect(abs(found / golden - 1) < 1e-3)
    }
    #expect(
      figure.description.contains("whole") && figure.description.contains("no minimum inside the range"))
  }

  @Test("say where the law is not defined, and where no run stands behind its constants")
  func domain() throws {
    let loss: [(String, Tree)] = [
      ("x", .text("P")), ("x-range", .text("2..20")), ("y", .text("one.L(N=1e8, D=1e10, P=P)")),
    ]
    let notes = try draw(loss).chart.footnotes
    #expect(
      notes.contains { $0.hasPrefix("Blank outside $P>n") && $0.contains("nothing is left") }, "\(notes)")
    #expect(notes.contains { $0.hasPrefix("Partly beyond the runs behind the constants: $P") }, "\(notes)")
    // A size that the axis does not vary is no place on it, and a curve cut off by its author has no gap to explain.
    let inside = try draw([
      ("x", .text("P")), ("x-range", .text("4..16")), ("y", .text("one.N_eff(N=1, P=P)")),
    ])
    #expect(inside.chart.footnotes == ["Curves from published constants; no runs."])
    let cut = try draw(loss + [("where", .text("one.N_eff(N=1, P=P) > 0"))])
    #expect(!cut.chart.footnotes.contains { $0.hasPrefix("Blank") })
    let surface = try draw(
      [
        ("fit", .text("one")), ("x", .text("N")), ("y", .text("P")), ("at", .map([("D", .text("1e10"))])),
        ("x-range", .text("3e7..2.2e8")), ("y-range", .text("2..12")),
      ], kind: "isoloss")
    #expect(
      surface.chart.footnotes.contains { $0.hasPrefix("Blank outside $P>n") }, "\(surface.chart.footnotes)")
  }

  @Test("without runs say so, and name what the author holds")
  func constantsAreNamed() throws {
    #expect(try draw(share).chart.footnotes.contains("Curves from published constants; no runs."))
    let held = try draw([
      ("x", .text("P")), ("x-range", .text("2..16")), ("y", .text("bare.N_eff(N=1, P=P)")),
    ])
    #expect(
      held.chart.footnotes.first == "Curves from published constants, with $n$ held by the author; no runs.")
    #expect(held.chart.panels[0].y.label == "$N_{\\mathrm{eff}}$")
  }

  @Test("of a fit have a band over its draws and are dashed beyond its runs")
  func bands() throws {
    let runs = try synthetic.get()
    let figure = try draw(
      [
        ("x", .text("D")), ("x-range", .text("1e9..1e11")), ("x-scale", .text("log")),
        ("y", .text("whole.L(N=6e7, D=D)")),
      ], fits: runs.fits)
    let panel = try #require(figure.chart.panels.first)
    #expect(lines(panel).map(\.isExtrapolated) == [true, false, true])
    let bands = panel.marks.compactMap { if case .band(let band) = $0 { band } else { nil } }
    #expect(bands.count == 1)
    for band in bands {
      #expect(zip(band.lower, band.upper).allSatisfy { $0 <= $1 })
      #expect(band.x.first == 1e9 && band.x.last == 1e11)
    }
    #expect(figure.chart.footnotes.isEmpty)
  }

  @Test("are dashed where an argument, not the axis itself, leaves the fitted runs")
  func measuredArguments() throws {
    let runs = try synthetic.get()
    // D = 1000 T: the fit has seen tokens from 1.5e9 to 26e9, the axis runs in thousands of them.
    let figure = try draw(
      [
        ("x", .text("T")), ("x-range", .text("1e6..1e8")), ("x-scale", .text("log")),
        ("y", .text("whole.L(N=6e7, D=1000*T)")), ("y-label", .text("Loss")),
      ], fits: runs.fits)
    let drawn = lines(try #require(figure.chart.panels.first))
    #expect(drawn.map(\.isExtrapolated) == [true, false, true])
    let solid = try #require(drawn.first { !$0.isExtrapolated })
    let range = try #require(runs.fits["whole"]?.ranges["D"])
    #expect(solid.points.dropFirst().allSatisfy { range.contains(1000 * $0.x) })
    // A law asked at a size that no run has, the same along the curve, is no extrapolation of the axis.
    let held = try draw(
      [
        ("x", .text("D")), ("x-range", .text("2e9..2e10")), ("x-scale", .text("log")),
        ("y", .text("whole.L(N=1e12, D=D)")),
      ], fits: runs.fits)
    #expect(lines(try #require(held.chart.panels.first)).map(\.isExtrapolated) == [false])
  }

  @Test("have a band that closes where the draws run out, and say how")
  func closingBand() throws {
    let runs = try synthetic.get()
    let fit = try #require(runs.fits["whole"])
    // The estimate minus a draw's own value: half of the draws end before the curve does.
    let figure = try draw(
      [
        ("x", .text("t")), ("x-range", .text("0..4")), ("y-label", .text("Share")),
        ("y", .text("1 - t*whole.alpha/\(try #require(fit.estimate("alpha")))")),
        ("where", .text("1 - t*whole.alpha/\(try #require(fit.estimate("alpha"))) > 0")),
      ], fits: runs.fits)
    let panel = try #require(figure.chart.panels.first)
    let band = try #require(
      panel.marks.compactMap { if case .band(let band) = $0 { band } else { nil } }.first)
    #expect(zip(band.lower, band.upper).allSatisfy { $0 <= $1 && $0 >= 0 && $1.isFinite })
    // Beyond the estimate's own end some draws go on; where hardly one does, nothing is left between the limits.
    #expect((band.x.last ?? 0) > 1)
    #expect(abs((band.upper.last ?? 1) - (band.lower.last ?? 0)) < 0.02)
    #expect(zip(band.x, band.lower).allSatisfy { $0 < 1 || $1 < 0.01 })
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Bands: where a draw has no value") })
    // The curve itself runs down to the axis.
    let end = lines(panel).flatMap(\.points).last { $0.y.isFinite }
    #expect(abs((end?.x ?? 0) - 1) < 1e-6 && (end?.y ?? 1) < 1e-6)
  }

  @Test("end where their condition ends")
  func condition() throws {
    let figure = try draw(
      share.filter { $0.0 != "mark" } + [("where", .text("one.N_eff(N=1, P=P) > 0"))])
    let curve = try #require(lines(figure.chart.panels[0]).last)
    #expect(curve.points.first?.y.isNaN == true)
    #expect(curve.points.allSatisfy { $0.y.isNaN || $0.y > 0 })
    #expect(figure.curves.rows.contains { $0[3] == .empty })
  }

  @Test("stand in panels with settings of their own, and rules at computed places")
  func panels() throws {
    let figure = try draw([
      ("x", .text("P")), ("x-range", .text("3..16")), ("y-label", .text("Share")),
      (
        "panels",
        .list([
          .map([("heading", .text("one")), ("y", .text("one.N_eff(N=1, P=P)"))]),
          .map([
            ("y", .text("bare.N_eff(N=1, P=P)")), ("y-scale", .text("log")),
            (
              "rules",
              .list([.map([("x", .text("one.n*one.gamma")), ("label", .text("nothing left"))])])
            ),
          ]),
        ])
      ),
    ])
    #expect(figure.chart.panels.map(\.column) == [0, 1])
    #expect(figure.chart.panels.map(\.y.scale) == [.linear, .log])
    let rules = figure.chart.panels[1].marks.compactMap { if case .rule(let rule) = $0 { rule } else { nil } }
    #expect(rules.count == 1 && abs(rules[0].value - 1.3765 * 1.94750) < 1e-3)
    #expect(figure.chart.panels[1].x.ticks == .integers)
  }

  @Test("are drawn, wide and narrow", arguments: [Profile.web, .narrow])
  func drawn(profile: Profile) throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for figure in [try draw(share), try draw(damage)] {
      let scene = try figure.chart.layout(profile, measurer: measurer)
      #expect(scene.width <= profile.width + 0.5)
      #expect(try !CairoBackend.svg(scene, fonts: fonts).isEmpty)
      #expect((20...150).contains(figure.alt.count), "\(figure.alt)")
      #expect(!figure.alt.contains("$") && !figure.description.contains("$"))
      #expect(figure.data.rows.allSatisfy { $0.count == figure.data.columns.count })
      #expect(figure.curves.rows.allSatisfy { $0.count == figure.curves.columns.count })
    }
  }

  @Test(
    "mistakes in a cell are errors with a suggestion",
    arguments: [
      ("y", "one.N_ef(N=1, P=P)", "E0510", "N_eff"), ("x-range", "16..2", "E0111", ""),
      ("x-scale", "logg", "E0111", ""), ("mark", "middle", "E0111", ""), ("at", "P", "E0111", ""),
      ("where", "one.n", "E0735", ""), ("panel", "x", "E0110", "panels"), ("x-range", "0..9", "E0111", ""),
    ])
  func mistakes(key: String, value: String, code: String, suggestion: String) {
    var entries = share.filter { $0.0 != key } + [(key, .text(value))]
    if value == "0..9" { entries.append(("x-scale", .text("log"))) }
    let error = #expect(throws: DiagnosticError.self) { try draw(entries) }
    #expect(error?.diagnostics.first?.code == code)
    #expect(error?.diagnostics.first?.location != nil)
    #expect(error?.diagnostics.first?.help.joined().contains(suggestion) == true || suggestion.isEmpty)
  }

  @Test("names that are held for nothing, or twice, are errors")
  func held() {
    for (entry, code) in [
      (("at", Tree.map([("M", .text("3"))])), "E0731"), (("at", .map([("P", .text("3"))])), "E0730"),
      (("series", .map([("Q", .list([.text("3")]))])), "E0731"),
    ] {
      let error = #expect(throws: DiagnosticError.self) { try draw(share + [entry]) }
      #expect(error?.diagnostics.first?.code == code)
    }
  }
}

@Suite("Figures of laws without runs")
struct ConstantFigureTests {
  @Test("contours have no dots, a worked example and the note")
  func contours() throws {
    let figure = try draw(
      [
        ("fit", .text("one")), ("x", .text("N")), ("x-range", .text("3e7..1e8")), ("y", .text("P")),
        ("y-range", .text("4..12")), ("at", .map([("D", .text("13e9"))])),
      ], kind: "isoloss")
    #expect(figure.chart.footnotes.first == "Curves from published constants; no runs.")
    let panel = figure.chart.panels[0]
    let contours = panel.marks.compactMap { if case .contours(let mark) = $0 { mark } else { nil } }
    #expect(contours.flatMap(\.lines).allSatisfy { !$0.isExtrapolated })
    #expect(lines(panel).count == 1 && lines(panel)[0].series.name.contains("from 12 to"))
    #expect(figure.data.rows.isEmpty && !figure.description.contains("measured"))
  }

  @Test("the best width has solid lines and markers at the budgets that were spent")
  func optimum() throws {
    let figure = try draw(
      [
        ("fit", .text("one")), ("precision", .text("P")), ("size", .text("N")),
        ("cost", .text("6/16*N*D*P")), ("compute", .text("1e22..1e26")),
        (
          "sizes",
          .list([
            .map([("size", .text("7e10")), ("label", .text("large")), ("budget", .text("6.3e24"))]),
            .text("4e11"),
          ])
        ),
      ], kind: "optimal-precision")
    #expect(figure.chart.panels.flatMap(lines).allSatisfy { !$0.isExtrapolated })
    let spent = figure.data.rows.filter { $0.last == .text("spent") }
    #expect(spent.count == 1 && spent[0][1] == .text("large"))
    #expect(abs((number(spent[0][3]) ?? 0) - 11.0) < 0.1)
    #expect(figure.chart.footnotes.contains("Curves from published constants; no runs."))
  }

  @Test("a budget outside the axis is an error at its place")
  func budget() {
    let error = #expect(throws: DiagnosticError.self) {
      try draw(
        [
          ("fit", .text("one")), ("precision", .text("P")), ("size", .text("N")),
          ("cost", .text("6/16*N*D*P")), ("compute", .text("1e22..1e24")),
          ("sizes", .list([.map([("size", .text("7e10")), ("budget", .text("6.3e24"))])])),
        ], kind: "optimal-precision")
    }
    #expect(error?.diagnostics.first?.code == "E0739")
  }

  @Test("loss against tokens takes its levels and facets from the cell")
  func tokens() throws {
    let entries: [(String, Tree)] = [
      ("x", .text("D")), ("x-range", .text("1e8..1e12")), ("y", .text("L")), ("series", .text("P_post")),
      ("levels", .list([.text("4"), .text("3")])), ("facet", .text("N")),
      ("facets", .list([.text("30e6"), .text("220e6")])),
      ("curve", .text("base.L(N=N, D=D) + harm.delta(N=N, D=D, P_post=P_post)")),
      ("baseline", .map([("curve", .text("base.L(N=N, D=D)")), ("label", .text("whole"))])),
    ]
    let figure = try draw(entries, kind: "ptq-tokens")
    #expect(figure.data.rows.isEmpty)
    #expect(figure.chart.panels.count == 2)
    for panel in figure.chart.panels {
      #expect(lines(panel).count == 3 && lines(panel).allSatisfy { !$0.isExtrapolated })
      let markers = panel.marks.compactMap { if case .points(let mark) = $0 { mark } else { nil } }
      #expect(markers.count == 2 && markers.allSatisfy { !$0.isHollow })
    }
    #expect(figure.chart.footnotes.first == "Curves from published constants; no runs.")
    let error = #expect(throws: DiagnosticError.self) {
      try draw(entries + [("where", .text("P_post > 3"))], kind: "ptq-tokens")
    }
    #expect(error?.diagnostics.first?.code == "E0728")
  }
}
