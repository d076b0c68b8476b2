import Charts
import Diagnostics
import Drawing
import Expressions
import FigureTestSupport
import Figures
import Fitting
import Runs
import Testing

private func map(_ pairs: KeyValuePairs<String, String>) -> ConfigNode { settings(pairs) }

private func list(_ items: [ConfigNode]) -> ConfigNode { ConfigNode(.list(items), at: SyntheticRuns.here) }

/// Figures that set widths, sweeps and forms beside each other.
@Suite("Figures that compare")
struct ComparisonFigureTests {
  let runs: SyntheticRuns

  init() throws {
    let made = try synthetic.get()
    var table = made.table
    // The same columns under the names of the law's variables.
    for (name, column) in [("N", "params"), ("D", "seen"), ("P", "width")] {
      let values: [Double] = try #require(table.numbers(column))
      table.columns.append(.init(name: name, values: .numbers(values)))
    }
    runs = SyntheticRuns(table: table, fits: made.fits)
  }

  private func code(_ make: () throws -> Figure) -> String? {
    do {
      _ = try make()
      return nil
    } catch { return (error as? DiagnosticError)?.diagnostics.first?.code }
  }

  private func numbers(_ table: FigureTable, _ column: String, where point: String? = nil) throws -> [Double]
  {
    let place = try #require(table.columns.firstIndex(of: column))
    return table.rows.filter { point == nil || $0[0] == .text(point ?? "") }.compactMap {
      if case .number(let value) = $0[place] { value } else { nil }
    }
  }

  private func law(_ text: String, _ variables: [String]) throws -> FittedExpression {
    try FittedExpression(SyntheticRuns.expression(text), fits: runs.fits, variables: variables)
  }

  // MARK: Matched compute

  private static let budget = 4.8e8

  func matched(
    cost: String = "N*P", solve: String = "N", budget: String = "4.8e8",
    held: KeyValuePairs<String, String> = ["D": "6e9"], isMeasured: Bool = true, offset: String? = nil
  ) throws -> Figure {
    let plain: KeyValuePairs<String, String> = [
      "fit": "narrow", "precision": "P", "solve": solve, "cost": cost, "budget": budget,
      "precision-range": "3..16",
    ]
    let measured: KeyValuePairs<String, String> = [
      "data": "grid", "observed": "score", "where": "kind == \"trained\"",
    ]
    let entries =
      try settings(plain).entries("plain") + (isMeasured ? settings(measured).entries("measured") : [])
      + settings([:], maps: ["at": map(held)]).entries("held")
      + (offset.map { try settings(["offset": $0]).entries("offset") } ?? [])
    return try figure("matched-compute", ConfigNode(.map(entries), at: SyntheticRuns.here), runs)
  }

  @Test("every vertex costs the budget and has the law's loss")
  func budget() throws {
    let curves = try matched().curves
    let loss = try law("narrow.L(N=N, D=D, P=P)", ["N", "D", "P"])
    let place = try ["P", "N", "loss"].map { try #require(curves.columns.firstIndex(of: $0)) }
    var count = 0
    for row in curves.rows {
      guard case .number(let bits) = row[place[0]], case .number(let size) = row[place[1]],
        case .number(let value) = row[place[2]]
      else { continue }
      count += 1
      #expect(abs(size * bits / Self.budget - 1) < 1e-9)
      #expect(abs(loss.value([size, 6e9, bits]) / value - 1) < 1e-9)
    }
    #expect(count > 150)
    // A sum needs several steps.
    let sum = try matched(cost: "N*P + 0.02*D^(0.9)*P", isMeasured: false).curves
    for (size, bits) in zip(try numbers(sum, "N"), try numbers(sum, "P")) {
      let tokens = 6e9
      let cost = try SyntheticRuns.expression("\(size)*\(bits) + 0.02*\(tokens)^(0.9)*\(bits)")
      let value = try FittedExpression(cost, fits: [:]).value()
      #expect(abs(value / Self.budget - 1) < 1e-9)
    }
  }

  @Test("the minimum is the least vertex, and the flat stretch ends where the loss is half a per cent higher")
  func minimum() throws {
    let figure = try matched()
    let losses = try numbers(figure.curves, "loss")
    let least = try #require(numbers(figure.data, "loss", where: "minimum").first)
    let bits = try #require(numbers(figure.data, "P", where: "minimum").first)
    #expect(least <= (losses.min() ?? 0) + 1e-12 && least > (losses.min() ?? 0) - 1e-4)
    let interval = try (
      numbers(figure.data, "lower", where: "minimum").first,
      numbers(figure.data, "upper", where: "minimum").first
    )
    #expect(try #require(interval.0) <= bits && bits <= #require(interval.1))
    let loss = try law("narrow.L(N=B/P, D=D, P=P)", ["B", "D", "P"])
    for end in ["lower", "upper"] {
      let place = try #require(numbers(figure.data, end, where: "within 0.5 %").first)
      #expect(abs(loss.value([Self.budget, 6e9, place]) / least - 1.005) < 1e-6 || place == 3 || place == 16)
    }
    #expect(figure.chart.panels[0].marks.contains { if case .zone = $0 { true } else { false } })
  }

  @Test("shows the runs near the budget and at what is held, each with its size")
  func nearRuns() throws {
    let figure = try matched()
    #expect(try numbers(figure.data, "N", where: "run").sorted() == [30e6, 60e6, 110e6])
    #expect(try numbers(figure.data, "cost", where: "run").allSatisfy { abs($0 / Self.budget - 1) <= 0.1 })
    let names = figure.chart.panels[0].marks.compactMap { mark -> String? in
      if case .note(let note) = mark, note.marker == nil { note.text } else { nil }
    }
    #expect(names.sorted() == ["110M", "30M", "60M"])
    #expect(
      figure.chart.footnotes.contains { $0.hasPrefix("Points: 3 runs") && $0.hasSuffix("with its $N$.") })
  }

  @Test("brackets the mean distance of the measured runs from the curve")
  func offset() throws {
    let figure = try matched(offset: "expected for FP")
    let place = try #require(figure.data.columns.firstIndex(of: "loss"))
    let row = try #require(figure.data.rows.first { $0[0] == .text("offset") })
    guard case .number(let mean) = row[place] else {
      Issue.record("an offset has no value")
      return
    }
    let loss = try law("narrow.L(N=B/P, D=D, P=P)", ["B", "D", "P"])
    let runs = zip(
      try numbers(figure.data, "P", where: "run"), try numbers(figure.data, "loss", where: "run"))
    let residuals = runs.map { $1 - loss.value([Self.budget, 6e9, $0]) }
    #expect(abs(mean - residuals.reduce(0, +) / Double(residuals.count)) < 1e-12)
    let marks = figure.chart.panels[0].marks
    let brackets = marks.compactMap {
      if case .interval(let bar) = $0, !bar.isHorizontal { bar } else { nil }
    }
    #expect(brackets.count == 1)
    for bar in brackets { #expect(abs(bar.upper[0] - bar.lower[0] - abs(mean)) < 1e-12) }
    #expect(
      marks.contains {
        if case .note(let note) = $0 { note.text.hasSuffix("expected for FP") } else { false }
      })
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Measured minus fitted: ") })
    #expect(code { try matched(isMeasured: false, offset: "x") } == "E0111")
  }

  @Test("refuses a budget that decides nothing")
  func refusals() throws {
    #expect(code { try matched(cost: "D*P") } == "E0736")
    #expect(code { try matched(solve: "P") } == "E0730")
    #expect(code { try matched(solve: "M") } == "E0721")
    #expect(code { try matched(held: ["D": "6e9", "Q": "1"]) } == "E0731")
    #expect(code { try matched(held: [:]) } == "E0511")
    #expect(code { try matched(budget: "-1") } == "E0111")
    #expect(code { try matched(cost: "N*P + D", budget: "1e9") } == "E0737")
  }

  // MARK: Sweeps

  /// Every trained run twice: with its width in one column and 16 in another, and the reverse.
  private func swept() throws -> SyntheticRuns {
    let trained = try runs.table.filtered(where: SyntheticRuns.expression("kind == \"trained\""))
    let narrow = try trained.filtered(where: SyntheticRuns.expression("width < 16"))
    let columns = try ["params", "seen", "score"].map { name in
      let values: [Double] = try #require(trained.numbers(name)) + #require(narrow.numbers(name))
      return RunTable.Column(name: name, values: .numbers(values))
    }
    let widths: [Double] = try #require(trained.numbers("width"))
    let others: [Double] = try #require(narrow.numbers("width"))
    let whole = { (count: Int) in Array(repeating: 16.0, count: count) }
    let table = RunTable(
      name: "grid", source: "grid.csv",
      columns: columns + [
        .init(name: "P", values: .numbers(widths + whole(others.count))),
        .init(name: "P_other", values: .numbers(whole(widths.count) + others)),
      ], lines: trained.lines + narrow.lines)
    return SyntheticRuns(table: table, fits: runs.fits)
  }

  func sweeps(where condition: String = "seen == 6e9") throws -> Figure {
    let rows = list([
      map(["column": "P", "label": "Weights", "unit": "bits", "where": "P_other == 16"]),
      map(["column": "P_other", "label": "Activations", "where": "P == 16 and params < 1e8"]),
    ])
    return try figure(
      "sweeps",
      settings(
        [
          "data": "grid", "where": condition, "facet": "params", "facet-label": "$N$ = {}", "y": "score",
          "y-label": "Loss", "y-unit": "nats per token", "fitted": "P + P_other > 20",
          "curve": "narrow.L(N=params, D=seen, P=P + P_other - 16)",
        ], maps: ["sweeps": rows]), swept())
  }

  @Test("has a row of panels a sweep and a column a facet, on one vertical scale")
  func sweepPanels() throws {
    let figure = try sweeps()
    #expect(figure.chart.panels.count == 6)
    #expect(Set(figure.chart.panels.map(\.y)).count == 1)
    #expect(figure.chart.panels.allSatisfy { $0.x.domain != nil })
    #expect(
      figure.chart.panels.map(\.heading) == [
        "Weights, $N$ = 30M", "Weights, $N$ = 60M", "Weights, $N$ = 110M", "Activations, $N$ = 30M",
        "Activations, $N$ = 60M", "Activations, $N$ = 110M",
      ])
    #expect(figure.chart.footnotes.contains { $0 == "No rows: Activations, $N$ = 110M." })
    // Every row of each sweep once: four widths of three sizes, and of two.
    #expect(figure.data.rows.count == 20)
  }

  @Test("marks what is not fitted: hollow points, a grey zone, a dashed curve")
  func unfitted() throws {
    let panel = try sweeps().chart.panels[3]
    let zones = panel.marks.compactMap { if case .zone(let mark) = $0 { mark.x } else { nil } }
    #expect(zones == [-Double.infinity...5])
    for mark in panel.marks {
      if case .points(let points) = mark { #expect(points.isHollow == (points.points.map(\.x) == [4])) }
      if case .line(let line) = mark {
        #expect(line.points.dropFirst().dropLast().allSatisfy { ($0.x < 6) == line.isExtrapolated })
      }
    }
  }

  @Test("draws the law with the other columns at the rows' own values")
  func sweepCurve() throws {
    let figure = try sweeps()
    let loss = try law("narrow.L(N=N, D=6e9, P=P)", ["N", "P"])
    let place = try ["x", "value"].map { try #require(figure.curves.columns.firstIndex(of: $0)) }
    let rows = figure.curves.rows.filter { $0[0] == .text("P_other") && $0[1] == .text("60M") }
    #expect(rows.count > 150)
    for row in rows {
      guard case .number(let x) = row[place[0]], case .number(let value) = row[place[1]] else { continue }
      #expect(abs(loss.value([60e6, x]) / value - 1) < 1e-9)
    }
  }

  @Test("refuses a sweep in which something else varies, too")
  func mixedSweep() throws {
    #expect(code { try sweeps(where: "params > 0") } == "E0738")
    #expect(code { try sweeps(where: "params > 1e8") } == "E0715")
  }

  // MARK: Forms

  func forms(
    _ predicted: KeyValuePairs<String, String> = [
      "the law": "narrow.L(N=N, D=D, P=P)", "all 2 % higher": "1.02*narrow.L(N=N, D=D, P=P)",
      "without bits": "whole.L(N=N, D=D)",
    ], held: String? = nil, chosen: String? = nil
  ) throws -> Figure {
    var pairs = try settings([
      "data": "grid", "where": "kind == \"trained\"", "observed": "score", "cluster": "params",
    ]).entries("forms")
    if let held { pairs += try settings(["held": held]).entries("held") }
    if let chosen { pairs += try settings(["chosen": chosen]).entries("chosen") }
    pairs += try settings([:], maps: ["predicted": map(predicted)]).entries("predicted")
    return try figure("forms", ConfigNode(.map(pairs), at: SyntheticRuns.here), runs)
  }

  @Test("errors are those of the rows, and the best has no difference")
  func errors() throws {
    let figure = try forms()
    let table = try runs.table.filtered(where: SyntheticRuns.expression("kind == \"trained\""))
    let names = ["N", "D", "P"]
    let predicted = try law("narrow.L(N=N, D=D, P=P)", names).values(names.map { table.numbers($0) ?? [] })
    let logs = try zip(#require(table.numbers("score")), predicted).map { observed, value in
      try FittedExpression(SyntheticRuns.expression("100*log(\(observed)/\(value))"), fits: [:]).value()
    }
    let expected = (logs.reduce(0) { $0 + $1 * $1 } / Double(logs.count)).squareRoot()
    #expect(abs(try numbers(figure.data, "rmse")[0] / expected - 1) < 1e-9)
    #expect(figure.data.rows[0][4] == .empty)
    let low = try numbers(figure.data, "difference_lower")
    #expect(low.count == 2 && low.allSatisfy { $0 > 0 })
    #expect(figure.alt.hasPrefix("the law has the least error"))
  }

  @Test("counts what the fits chose, and tells laws apart only where the draws do")
  func counts() throws {
    let figure = try forms()
    func free(_ label: String) -> Double {
      Double(runs.fits[label]?.parameters.count { $0.status == .free || $0.status == .atBound } ?? 0)
    }
    #expect(
      try numbers(figure.data, "free_parameters") == [free("narrow"), free("narrow"), free("whole")])
    let same = try forms(["a": "narrow.L(N=N, D=D, P=P)", "b": "1*narrow.L(N=N, D=D, P=P)"])
    #expect(same.alt.contains("b cannot be told from it"))
    #expect(try forms().data == figure.data)
    #expect(try numbers(forms(held: "seen > 2e10").data, "rows") == [12, 12, 12])
  }

  @Test("has a row a form, the fewest parameters at the top, and compares with the one that is chosen")
  func chosenForm() throws {
    let figure = try forms()
    guard case .named(let names) = figure.chart.panels[0].y.ticks else {
      Issue.record("forms have no names")
      return
    }
    #expect(names.sorted { $0.value < $1.value }.last?.name.hasPrefix("without bits (") ?? false)
    let other = try forms(chosen: "without bits")
    #expect(other.data.rows[2][4] == .empty)
    #expect(try numbers(other.data, "difference_upper").allSatisfy { $0 < 0 })
    #expect(other.alt.hasPrefix("the law has the least error"))
    #expect(code { try forms(chosen: "none of them") } == "E0111")
  }

  @Test("refuses a comparison of one, and of no row")
  func refusedForms() throws {
    #expect(code { try forms(["a": "narrow.L(N=N, D=D, P=P)"]) } == "E0111")
    #expect(code { try forms(held: "seen > 1e12") } == "E0716")
  }

  // MARK: All

  @Test("hold to the rubric in every medium", arguments: Profile.all.indices)
  func drawn(index: Int) throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for figure in [
      try matched(), try matched(offset: "expected for FP"), try matched(isMeasured: false), try sweeps(),
      try forms(),
      try forms(held: "seen > 2e10"),
    ] {
      try expectPresentable(figure, in: Profile.all[index], fonts, measurer)
    }
  }
}
