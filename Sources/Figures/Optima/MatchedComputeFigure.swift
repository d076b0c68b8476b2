import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// The loss against the width at one cost: fewer bits buy more of something else. The minimum with its interval, the
/// stretch that is as good, and the measured runs of about that cost.
struct MatchedComputeFigure {
  private let plan: MatchedComputePlan
  private let curves: [SampledCurve]
  private let offset: MatchedComputeOffset?
  private let bits: String

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    let plan = try MatchedComputePlan(inputs)
    self.plan = plan
    offset = MatchedComputeOffset(plan)
    bits = SymbolText.plain(plan.precision)
    curves = plan.budgets.map { budget in
      SampledCurve(
        over: plan.bits, isLog: false, drawCount: plan.drawCount, mark: .minimum(within: plan.within)
      ) { plan.loss($0, budget: budget, draw: $1) }
    }
    for (budget, curve) in zip(plan.budgets, curves) where !curve.points.contains(where: \.y.isFinite) {
      throw DiagnosticError(
        "E0737",
        "no width from \(SymbolText.number(plan.bits.lowerBound)) to "
          + "\(SymbolText.number(plan.bits.upperBound)) has a loss at the budget \(NumberWords.power(budget))",
        at: inputs.settings["budget"]?.location)
    }
  }

  func figure() throws(DiagnosticError) -> Figure {
    let settings = plan.settings
    var table = FigureTable(columns: [
      "point", "line", "budget", plan.precision, plan.solve, "loss", "lower", "upper", "cost",
    ])
    var marks: [Mark] = []
    for index in curves.indices { marks += shade(index) }
    for index in curves.indices { marks += line(index) }
    if let offset, let curve = curves.first, let budget = plan.budgets.first {
      marks += offset.marks(curve) { plan.loss($0, budget: budget, draw: nil) }
      table.rows.append(
        [.text("offset"), .empty, .number(budget), .empty, .empty, .number(offset.mean)]
          + Array(repeating: .empty, count: 3))
    }
    marks += points(&table)
    marks += names
    for index in curves.indices { marks += minimum(index, &table) }
    let isBits = plan.fit.result.law.variables.first { $0.name == plan.precision }?.unit == "bits"
    let x = try settings.axisLabel("x", name: plan.precision)
    let y = try settings.axisLabel("y", name: plan.fit.result.law.target)
    let unit = plan.fit.result.law.lossUnit
    let notes = footnotes()
    let pad = 0.02 * (plan.bits.upperBound - plan.bits.lowerBound)
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Loss against \(bits) at matched compute",
      panels: [
        PanelSpec(
          x: AxisSpec(
            label: x.label, unit: x.unit ?? (isBits ? "bits" : nil),
            // Room for the markers of runs at the ends.
            domain: plan.bits.lowerBound - pad...plan.bits.upperBound + pad,
            ticks: isBits ? .integers : .automatic),
          y: AxisSpec(
            label: y.label, unit: y.unit ?? (unit.isEmpty ? nil : unit),
            domain: try settings.range("y-range") ?? yDomain()), marks: marks)
      ], footnotes: notes)
    return Figure(
      chart: chart, data: table, curves: courses(), alt: alt(),
      description: description(notes))
  }

  // MARK: Marks

  private func style(_ index: Int) -> SeriesStyle {
    guard plan.budgets.count > 1 else { return SeriesStyle(name: "", paint: Palette.ink) }
    return Palette.category(index, name: "cost \(NumberWords.power(plan.budgets[index]))")
  }

  /// One flat stretch shades the panel; those of several budgets lie under their curves.
  private func shade(_ index: Int) -> [Mark] {
    guard let flat = curves[index].extremum?.flat else { return [] }
    if curves.count == 1 {
      return [.zone(ZoneMark(x: flat.range, y: -Double.infinity...Double.infinity, paint: Palette.zone))]
    }
    var style = style(index)
    style.name = ""
    style.paint.opacity *= 0.28
    style.dash = []
    let inner = curves[index].points.filter { flat.range.contains($0.x) }
    return [.line(LineMark(series: style, points: inner, width: 8))]
  }

  /// Band and curve, dashed where the fit has no runs.
  private func line(_ index: Int) -> [Mark] {
    let (curve, style) = (curves[index], style(index))
    var marks: [Mark] = []
    if curve.band.x.count > 1 {
      marks.append(
        .band(
          BandMark(series: style, x: curve.band.x, lower: curve.band.lower, upper: curve.band.upper)))
    }
    let points = curve.points.filter(\.y.isFinite)
    return marks
      + MeasuredLine.marks(points, style, isLabelled: !style.name.isEmpty) { point in
        !plan.isMeasured(point.x, budget: plan.budgets[index])
      }
  }

  /// At most so many runs are told apart by a number at each.
  private static let mostNames = 14

  /// What stands beside each run of one budget: the value that was solved for, once for runs at one place; nothing where
  /// there are too many.
  private var names: [Mark] {
    guard plan.budgets.count == 1 else { return [] }
    let places = Dictionary(grouping: plan.runs) { [$0.precision, $0.solved] }
    guard places.count <= Self.mostNames else { return [] }
    return places.keys.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.compactMap { key in
      let best = (places[key] ?? []).min { ($0.observed, $0.line) < ($1.observed, $1.line) }
      return best.map {
        .note(
          NoteMark(
            SymbolText.count($0.solved), at: Point($0.precision, $0.observed), paint: Palette.muted,
            isOptional: true))
      }
    }
  }

  /// The measured runs, by budget.
  private func points(_ table: inout FigureTable) -> [Mark] {
    plan.budgets.indices.compactMap { place in
      let runs = plan.runs.filter { $0.budget == place }
      guard !runs.isEmpty else { return nil }
      let style = plan.budgets.count == 1 ? Palette.category(0, name: "measured") : style(place)
      let start = table.rows.count
      for run in runs {
        table.rows.append([
          .text("run"), .line(run.line), .number(plan.budgets[run.budget]), .number(run.precision),
          .number(run.solved), .number(run.observed), .empty, .empty, .number(run.cost),
        ])
      }
      return .points(
        PointsMark(
          series: style, points: runs.map { Point($0.precision, $0.observed) },
          tooltips: runs.map {
            "\(bits) = \(SymbolText.number($0.precision)), \(SymbolText.plain(plan.solve)) = "
              + "\(SymbolText.count($0.solved)): \(NumberText.significant($0.observed, digits: 4))"
          }, data: Array(start..<table.rows.count)))
    }
  }

  private func minimum(_ index: Int, _ table: inout FigureTable) -> [Mark] {
    guard let found = curves[index].extremum else { return [] }
    let ends: [FigureTable.Cell] =
      found.interval.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? [.empty, .empty]
    let budget = plan.budgets[index]
    let size = plan.solved(found.place.x, budget: budget)
    func row(_ name: String, _ ends: [FigureTable.Cell]) -> [FigureTable.Cell] {
      [.text(name), .empty, .number(budget), .number(found.place.x), .number(size), .number(found.place.y)]
        + ends
        + [.number(budget)]
    }
    table.rows.append(row("minimum", ends))
    if let flat = found.flat {
      table.rows.append(
        row(
          "within \(CurvesWords.percent(flat.share))",
          [.number(flat.range.lowerBound), .number(flat.range.upperBound)]))
    }
    var marks: [Mark] = []
    let style = SeriesStyle(name: "", paint: Palette.ink, shape: .triangleDown)
    if let interval = found.interval {
      marks.append(
        .interval(
          IntervalMark(
            series: style, isHorizontal: true, at: [found.place.y], lower: [interval.lowerBound],
            upper: [interval.upperBound])))
    }
    let words = "$\(SymbolText.tex(plan.precision))^*$ = \(CurvesWords.place(found))"
    return marks + [.note(NoteMark(words, at: found.place, marker: .triangleDown, paint: Palette.ink))]
  }

  /// The runs, the bands where runs were measured, and the minima, with room around them; a curve that soars leaves the
  /// frame.
  private func yDomain() -> ClosedRange<Double>? {
    var values = plan.runs.map(\.observed) + curves.compactMap { $0.extremum?.place.y }
    for (budget, curve) in zip(plan.budgets, curves) {
      values += curve.points.filter { $0.y.isFinite && plan.isMeasured($0.x, budget: budget) }.map(\.y)
    }
    if values.isEmpty { values = curves.flatMap { $0.points.map(\.y).filter(\.isFinite) } }
    guard let low = values.min(), let high = values.max() else { return nil }
    let pad = max(0.08 * (high - low), 1e-3 * abs(high), 1e-12)
    return low - pad...high + pad
  }

  // MARK: Words

  private func footnotes() -> [String] {
    let solve = "$\(SymbolText.tex(plan.solve))$"
    var notes: [String] = []
    let costs = plan.budgets.map(NumberWords.power).joined(separator: ", ")
    let held = plan.held.map { "$\(SymbolText.tex($0.name))$ = \(SymbolText.count($0.value))" }
    notes.append(
      "Cost \(plan.costText) = \(costs), solved for \(solve)"
        + (held.isEmpty ? "." : " at \(held.joined(separator: ", "))."))
    if !plan.runs.isEmpty {
      notes.append(
        "Points: \(NumberText.counted(plan.runs.count, "run")) of a cost within "
          + "\(CurvesWords.percent(plan.near)) of the budget"
          + (names.isEmpty ? "." : ", each with its \(solve)."))
    } else if plan.settings.node["data"] != nil {
      notes.append("No run has a cost within \(CurvesWords.percent(plan.near)) of the budget.")
    }
    if let offset { notes.append(offset.note) }
    if curves.contains(where: { $0.extremum != nil }) {
      notes.append(
        "\(curves.count == 1 ? "Shaded" : "Thick"): within \(CurvesWords.percent(plan.within)) of the least loss."
      )
    }
    for (budget, curve) in zip(plan.budgets, curves) where curve.extremum == nil {
      notes.append("No minimum inside the range at \(NumberWords.power(budget)).")
    }
    if curves.contains(where: { $0.extremum != nil && $0.extremum?.interval == nil }), plan.drawCount > 0 {
      notes.append("A minimum without an interval is not identified: draws reach an end of the range.")
    }
    if let note = ConstantsNote.text([plan.fit]) { notes.append(note) }
    return notes
  }

  private func alt() -> String {
    for (budget, curve) in zip(plan.budgets, curves) {
      guard let found = curve.extremum else { continue }
      let flat = found.flat.map {
        "; from \(CurvesWords.value($0.range.lowerBound)) to \(CurvesWords.value($0.range.upperBound)) it is within "
          + CurvesWords.percent($0.share)
      }
      let text =
        "At a cost of \(NumberWords.power(budget)) the loss is least at \(bits) = \(CurvesWords.place(found))"
      let whole = "\(text)\(flat ?? "")."
      return whole.count <= 150 ? whole : String("\(text).".prefix(150))
    }
    return "The loss at a fixed cost has no minimum inside the widths drawn."
  }

  private func description(_ notes: [String]) -> String {
    var sentences = [
      "One panel. Horizontal axis: \(bits), linear, \(SymbolText.number(plan.bits.lowerBound)) to "
        + "\(SymbolText.number(plan.bits.upperBound)). Vertical axis: loss, linear."
    ]
    for (budget, curve) in zip(plan.budgets, curves) {
      guard let found = curve.extremum else { continue }
      var sentence =
        "At \(NumberWords.power(budget)): least at \(CurvesWords.place(found)) with \(CurvesWords.value(found.place.y)), "
        + "where \(SymbolText.plain(plan.solve)) = \(SymbolText.count(plan.solved(found.place.x, budget: budget)))"
      if let flat = found.flat {
        sentence +=
          ", within \(CurvesWords.percent(flat.share)) of that from \(CurvesWords.value(flat.range.lowerBound)) to "
          + CurvesWords.value(flat.range.upperBound)
      }
      sentences.append(sentence + ".")
    }
    return (sentences + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
  }

  /// Every vertex of curves and bands.
  private func courses() -> FigureTable {
    var table = FigureTable(columns: ["budget", plan.precision, plan.solve, "loss", "lower", "upper"])
    for (budget, curve) in zip(plan.budgets, curves) {
      for point in curve.points where point.y.isFinite {
        table.rows.append([
          .number(budget), .number(point.x), .number(plan.solved(point.x, budget: budget)), .number(point.y),
          .empty, .empty,
        ])
      }
      for place in curve.band.x.indices {
        let x = curve.band.x[place]
        table.rows.append([
          .number(budget), .number(x), .number(plan.solved(x, budget: budget)), .empty,
          .number(curve.band.lower[place]), .number(curve.band.upper[place]),
        ])
      }
    }
    return table
  }
}
