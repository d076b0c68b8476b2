import Charts
import Diagnostics
import Drawing
import Expressions
import FigureTestSupport
import Figures
import Fitting
import Foundation
import Laws
import Testing

/// One fit for all suites: fitting is the slow part.
let synthetic = Result { try SyntheticRuns.make() }

func figure(_ kind: String, _ settings: ConfigNode, _ runs: SyntheticRuns) throws -> Figure {
  try FigureKinds.make(
    kind: kind, at: SyntheticRuns.here,
    inputs: FigureInputs(id: "fig-test", settings: settings, tables: ["grid": runs.table], fits: runs.fits))
}

/// Thousands of small minimisations, done once.
private let optimumFigure = Result {
  try figure(
    "optimal-precision",
    settings(
      [
        "fit": "narrow", "precision": "P", "size": "N", "cost": "6/16*N*D*P", "sizes": "60e6",
        "compute": "1e17..1e22", "without": "n",
      ], maps: ["formats": settings(["FP4": "4", "FP8": "8", "BF16": "16"])]), synthetic.get())
}

@Suite("Figure kinds")
struct FigureTests {
  let runs: SyntheticRuns

  init() throws { runs = try synthetic.get() }

  func make(_ kind: String, _ settings: ConfigNode) throws -> Figure { try figure(kind, settings, runs) }

  func tokens(damage: String? = nil, more: [(key: String, value: String)] = []) throws -> Figure {
    let baseline = settings([
      "where": "kind == \"plain\"", "curve": "whole.L(N=params, D=seen)", "label": "16 bits",
    ])
    let pairs: KeyValuePairs<String, String> = [
      "data": "grid", "where": "kind == \"rounded\"", "x": "seen", "y": "score", "series": "width",
      "facet": "params",
      "curve": "whole.L(N=params, D=seen) + harm.delta(N=params, D=seen, P_post=width)",
      "fitted": "seen < 2e10",
      "hollow": "seen > 2e10", "series-label": "{} bits",
    ]
    let more = (damage.map { [("damage", $0)] } ?? []) + more
    let entries =
      try settings(pairs, maps: ["baseline": baseline]).entries("a") + settings(more).entries("b")
    return try make("ptq-tokens", ConfigNode(.map(entries), at: SyntheticRuns.here))
  }

  func isoloss() throws -> Figure {
    try make(
      "isoloss",
      settings(
        [
          "fit": "narrow", "x": "N", "y": "P", "data": "grid", "where": "kind == \"trained\"",
          "x-column": "params",
          "y-column": "width",
        ], maps: ["at": settings(["D": "6e9"]), "columns": settings(["D": "seen"])]))
  }

  func precision() throws -> Figure { try optimumFigure.get() }

  func marks<M>(_ panel: PanelSpec, _ pick: (Mark) -> M?) -> [M] { panel.marks.compactMap(pick) }
  func lines(_ panel: PanelSpec) -> [LineMark] {
    marks(panel) { if case .line(let mark) = $0 { mark } else { nil } }
  }
  func points(_ panel: PanelSpec) -> [PointsMark] {
    marks(panel) { if case .points(let mark) = $0 { mark } else { nil } }
  }
  func number(_ cell: FigureTable.Cell) -> Double? {
    if case .number(let value) = cell { value } else { nil }
  }

  // MARK: Tokens

  @Test("a panel a size, in order, and every drawn point is a row of the data table")
  func tokensData() throws {
    let figure = try tokens()
    #expect(figure.chart.panels.map(\.column) == [0, 1, 2])
    #expect(
      figure.chart.panels.map(\.heading) == ["$params$ = 30M", "$params$ = 60M", "$params$ = 110M"]
        || figure.chart.panels.allSatisfy { $0.heading?.contains("M") == true })
    #expect(figure.data.rows.count == 3 * 5 * 4)
    for panel in figure.chart.panels {
      for mark in points(panel) {
        for (point, row) in zip(mark.points, mark.data) {
          #expect(number(figure.data.rows[row][2]) == point.x)
          #expect(number(figure.data.rows[row][3]) == point.y)
          #expect((number(figure.data.rows[row][5]) == 1) == mark.isHollow)
        }
      }
    }
  }

  @Test("runs held out are hollow, and curves are solid only over the runs that were fitted")
  func tokensHeldOut() throws {
    for panel in try tokens().chart.panels {
      for mark in points(panel) where mark.points.count > 1 || mark.isHollow {
        #expect(mark.data.isEmpty || mark.points.allSatisfy { ($0.x > 2e10) == mark.isHollow })
      }
      for line in lines(panel) where !line.isExtrapolated {
        #expect(line.points.allSatisfy { $0.x >= 1.5e9 * 0.999 && $0.x <= 13e9 * 1.001 })
      }
      #expect(lines(panel).contains { $0.isExtrapolated && ($0.points.last?.x ?? 0) > 2.5e10 })
    }
  }

  @Test("turning points are minima of the drawn curve")
  func tokensTurning() throws {
    let figure = try tokens()
    let curve = try FittedExpression(
      SyntheticRuns.expression("whole.L(N=params, D=seen) + harm.delta(N=params, D=seen, P_post=3)"),
      fits: runs.fits,
      variables: ["params", "seen"])
    var found = 0
    for (panel, size) in zip(figure.chart.panels, SyntheticRuns.sizes) {
      // Turning points are not rows of the table: they are the law's, not a run's.
      let markers = points(panel).filter { $0.data.isEmpty }.flatMap(\.points)
      guard let first = markers.max(by: { $0.y < $1.y }) else { continue }
      found += 1
      func value(_ x: Double) -> Double { curve.value(curve.variables.map { $0 == "seen" ? x : size }) }
      #expect(abs(value(first.x) - first.y) < 1e-9)
      #expect(value(first.x) <= value(first.x * 1.02) && value(first.x) <= value(first.x * 0.98))
    }
    #expect(found > 0)
  }

  @Test("series are named at the line ends of the last panel alone")
  func tokensLabels() throws {
    let panels = try tokens().chart.panels
    #expect(panels.dropLast().allSatisfy { panel in !lines(panel).contains { $0.isLabelled } })
    let last = try #require(panels.last)
    #expect(
      Set(lines(last).filter(\.isLabelled).map(\.series.name)) == ["3 bits", "4 bits", "6 bits", "16 bits"])
  }

  @Test("a second row shows what each width loses to the baseline, measured and by the laws")
  func tokensDamage() throws {
    let figure = try tokens(damage: "Damage $\\delta$")
    let lower = figure.chart.panels.filter { $0.row == 1 }
    #expect(lower.count == 3 && lower.allSatisfy { $0.y.scale == .log })
    // Every run once more, at the distance from the unquantised run of its size and tokens.
    let plain = try runs.table.filtered(where: SyntheticRuns.expression("kind == \"plain\""))
    let (sizes, tokens) = (try #require(plain.numbers("params")), try #require(plain.numbers("seen")))
    let scores: [Double] = try #require(plain.numbers("score"))
    for (panel, size) in zip(lower, SyntheticRuns.sizes) {
      #expect(points(panel).flatMap(\.data).count == 15)
      for mark in points(panel) {
        for (point, row) in zip(mark.points, mark.data) {
          let base = try #require(sizes.indices.first { sizes[$0] == size && tokens[$0] == point.x })
          #expect(abs((number(figure.data.rows[row][3]) ?? 0) - scores[base] - point.y) < 1e-12)
          #expect(number(figure.data.rows[row][7]) == point.y)
        }
      }
      #expect(lines(panel).allSatisfy { $0.points.allSatisfy { $0.y > 0 } } && !lines(panel).isEmpty)
    }
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for medium in Profile.all { try expectPresentable(figure, in: medium, fonts, measurer) }
    let error = #expect(throws: DiagnosticError.self) {
      try make(
        "ptq-tokens",
        settings([
          "data": "grid", "x": "seen", "y": "score", "series": "width", "facet": "params", "damage": "d",
        ]))
    }
    #expect(error?.diagnostics.first?.code == "E0105")
  }

  // MARK: Isoloss

  @Test("every vertex of a level line has the line's level")
  func isolossExact() throws {
    let figure = try isoloss()
    let surface = try FittedExpression(
      SyntheticRuns.expression("narrow.L(N=N, D=6e9, P=P)"), fits: runs.fits, variables: ["N", "P"])
    let panel = try #require(figure.chart.panels.first)
    let contours = marks(panel) { mark -> ContourMark? in if case .contours(let c) = mark { c } else { nil } }
    let lines = contours.flatMap(\.lines)
    #expect(lines.count >= 4)
    for line in lines {
      for point in line.points {
        let value = surface.value(surface.variables.map { $0 == "N" ? point.x : point.y })
        #expect(abs(value / line.level - 1) < 2e-3)
      }
    }
  }

  @Test("lines are solid inside the measured rectangle only, and cut on its edge")
  func isolossExtrapolation() throws {
    let panel = try #require(try isoloss().chart.panels.first)
    let contours = marks(panel) { mark -> ContourMark? in if case .contours(let c) = mark { c } else { nil } }
    let lines = contours.flatMap(\.lines)
    for line in lines where !line.isExtrapolated {
      #expect(line.points.allSatisfy { $0.x >= 30e6 * 0.9999 && $0.x <= 110e6 * 1.0001 })
      #expect(line.points.allSatisfy { $0.y >= 4 - 1e-4 && $0.y <= 16 + 1e-4 })
    }
    #expect(lines.contains { $0.isExtrapolated })
  }

  @Test("runs at the held value are dots, the others are counted in words")
  func isolossRuns() throws {
    let figure = try isoloss()
    #expect(figure.data.rows.count == SyntheticRuns.sizes.count * SyntheticRuns.trainBits.count)
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("48 runs") })
  }

  @Test(
    "a held variable that the table has no column for is an error, for it cannot be told which runs to draw")
  func isolossHeldColumn() throws {
    let pairs: KeyValuePairs<String, String> = [
      "fit": "narrow", "x": "N", "y": "P", "data": "grid", "x-column": "params", "y-column": "width",
    ]
    let error = #expect(throws: DiagnosticError.self) {
      try make("isoloss", settings(pairs, maps: ["at": settings(["D": "6e9"])]))
    }
    #expect(error?.diagnostics.first?.code == "E0712")
    #expect(error?.diagnostics.first?.help == ["add a line: columns: {D: the column with its values}"])
  }

  @Test("tokens up the picture have a logarithmic axis, on which lines keep their levels")
  func isolossLogarithmic() throws {
    func draw(_ more: KeyValuePairs<String, String> = [:]) throws -> Figure {
      let pairs =
        try settings(["fit": "whole", "x": "N", "y": "D"]).entries("a") + settings(more).entries("b")
      return try make("isoloss", ConfigNode(.map(pairs), at: SyntheticRuns.here))
    }
    let figure = try draw()
    let panel = try #require(figure.chart.panels.first)
    #expect(panel.y.scale == .log && panel.y.format == .si)
    let surface = try FittedExpression(
      SyntheticRuns.expression("whole.L(N=N, D=D)"), fits: runs.fits, variables: ["N", "D"])
    var vertices = 0
    for case .contours(let mark) in panel.marks {
      for line in mark.lines {
        for point in line.points {
          vertices += 1
          let value = surface.value(surface.variables.map { $0 == "N" ? point.x : point.y })
          #expect(abs(value / line.level - 1) < 2e-5)
        }
      }
    }
    #expect(vertices > 200)
    let linear = try #require(try draw(["y-scale": "linear", "x-scale": "linear"]).chart.panels.first)
    #expect(linear.y.scale == .linear && linear.x.scale == .linear)
    let error = #expect(throws: DiagnosticError.self) { try draw(["y-scale": "log", "y-range": "0..1e10"]) }
    #expect(error?.diagnostics.first?.code == "E0111")
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for medium in Profile.all { try expectPresentable(figure, in: medium, fonts, measurer) }
  }

  // MARK: Optimal precision

  @Test("the best width does not depend on compute where size is free, and rises where it is fixed")
  func optimum() throws {
    let figure = try precision()
    #expect(figure.chart.panels.count == 2)
    func values(_ panel: String) -> [Double] {
      figure.data.rows.filter { $0.first == .text(panel) }.compactMap { number($0[3]) }
    }
    let (free, fixed) = (values("free"), values("fixed"))
    #expect(free.count >= 9 && fixed.count >= 60)
    #expect((free.max() ?? 9) - (free.min() ?? 0) < 0.05)
    #expect(zip(fixed, fixed.dropFirst()).allSatisfy { $1 >= $0 - 1e-6 })
    #expect((fixed.last ?? 0) > (fixed.first ?? 9) + 0.5)
  }

  @Test("without its shift the law's optimum solves 3u = exp(u) − 1, and formats stand at their bits")
  func optimumWithout() throws {
    let figure = try precision()
    let gamma = try #require(runs.fits["narrow"]?.estimate("gamma"))
    let rows = figure.data.rows.filter { $0.first == .text("without") }
    #expect(rows.count >= 9)
    for row in rows {
      let u = (number(row[3]) ?? .nan) / gamma
      #expect(abs(3 * u - (exp(u) - 1)) < 2e-3, "u = \(u)")
    }
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Grey: the law without $n$") })
    let right = figure.chart.panels.map { $0.right?.ticks }
    let names = [NamedTick(4, "FP4"), NamedTick(8, "FP8"), NamedTick(16, "BF16")]
    #expect(right == [.named(names), nil])
    // An optimum that meets the greatest width has room over it, and shade there.
    #expect(figure.chart.panels.allSatisfy { $0.y.domain?.upperBound == 17 })
    let rise = figure.data.rows.filter { $0.last == .text("rise for tenfold compute") }
    #expect(!rise.isEmpty && rise.allSatisfy { (number($0[3]) ?? 0) > 0 })
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("At a fixed size $P^*$ rises") })
    let error = #expect(throws: DiagnosticError.self) {
      try make(
        "optimal-precision",
        settings([
          "fit": "narrow", "precision": "P", "size": "N", "cost": "N*D*P", "sizes": "60e6",
          "compute": "1e17..1e18", "without": "m",
        ]))
    }
    #expect(error?.diagnostics.first?.code == "E0729")
  }

  // MARK: All kinds

  @Test("alternative texts are short, descriptions long, and both speak of numbers")
  func words() throws {
    for figure in [try tokens(), try isoloss(), try precision()] {
      #expect((20...150).contains(figure.alt.count), "\(figure.alt)")
      #expect(figure.description.count > figure.alt.count)
      #expect(figure.alt.contains { $0.isNumber })
      #expect(!figure.alt.contains("$") && !figure.description.contains("$"))
      #expect(!figure.alt.contains("nan") && !figure.description.contains("nan"))
      #expect(figure.data.rows.allSatisfy { $0.count == figure.data.columns.count })
      #expect(figure.curves.rows.allSatisfy { $0.count == figure.curves.columns.count })
    }
  }

  @Test("charts are laid out and drawn, wide and narrow", arguments: Profile.all.indices)
  func drawn(index: Int) throws {
    let profile = Profile.all[index].profile
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for figure in [try tokens(), try isoloss(), try precision()] {
      let scene = try figure.chart.layout(profile, measurer: measurer)
      #expect(
        SceneRubric(scene, of: figure.chart, in: profile).violations == [],
        "\(figure.chart.title) in \(Profile.all[index].name)")
      #expect(try !CairoBackend.svg(scene, fonts: fonts).isEmpty)
    }
  }

  @Test(
    "mistakes in a cell are errors with a suggestion",
    arguments: [
      ("isolos", "fit", "narrow", "E0701", "isoloss"), ("isoloss", "fitt", "narrow", "E0110", "fit"),
      ("isoloss", "fit", "narow", "E0711", "narrow"), ("ptq-tokens", "data", "gird", "E0710", "grid"),
      ("ptq-tokens", "x", "sen", "E0712", "seen"), ("ptq-tokens", "x", "kind", "E0713", ""),
      ("ptq-tokens", "where", "width > 99", "E0715", ""), ("isoloss", "x", "M", "E0721", ""),
      ("isoloss", "x", "P", "E0720", ""), ("optimal-precision", "precision", "Q", "E0721", ""),
    ])
  func mistakes(kind: String, key: String, value: String, code: String, suggestion: String) {
    let valid: [String: KeyValuePairs<String, String>] = [
      "isoloss": ["fit": "narrow", "x": "N", "y": "P"],
      "ptq-tokens": ["data": "grid", "x": "seen", "y": "score", "series": "width", "facet": "params"],
      "optimal-precision": ["fit": "narrow", "precision": "P", "size": "N"],
    ]
    var pairs = (valid[kind] ?? [:]).map { ($0.key, $0.value) }.filter { $0.0 != key }
    pairs.append((key, value))
    let node = settings(pairs)
    let error = #expect(throws: DiagnosticError.self) { try make(kind, node) }
    #expect(error?.diagnostics.first?.code == code)
    #expect(error?.diagnostics.first?.location != nil)
    #expect(error?.diagnostics.first?.help.joined().contains(suggestion) == true || suggestion.isEmpty)
  }
}
