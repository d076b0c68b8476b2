import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// The width with the least loss for a compute budget: where size is free, and where size is given.
struct OptimalPrecisionFigure {
  private typealias Course = OptimalPrecisionPlan.Course

  private let plan: OptimalPrecisionPlan

  init(_ inputs: FigureInputs) throws(DiagnosticError) { plan = try OptimalPrecisionPlan(inputs) }

  func figure() throws(DiagnosticError) -> Figure {
    let measured = try plan.measured()
    let free = try plan.course("size free", fixed: [:], drawBudgets: 3)
    let without = try plan.courseWithout()
    var fixed: [Course] = []
    for item in plan.sizes {
      let name = item.label ?? "$\(SymbolText.tex(plan.size))$ = \(SymbolText.count(item.value))"
      var course = try plan.course(
        name, fixed: [plan.size: item.value], drawBudgets: OptimalPrecisionPlan.bandBudgets)
      course.spent = try plan.spent(item, name)
      fixed.append(course)
    }
    var table = FigureTable(columns: ["panel", "series", "compute", plan.precision, "interior", "point"])
    var bands = FigureTable(columns: ["panel", "series", "compute", "lower", "upper"])
    for course in fixed {
      guard let slope = course.slope else { continue }
      table.rows.append([
        .text("fixed"), .text(SymbolText.plain(markup: course.name)), .empty, .number(slope), .empty,
        .text("rise for tenfold compute"),
      ])
    }
    for (panel, courses) in [("free", [free]), ("without", without.map { [$0] } ?? []), ("fixed", fixed)] {
      for course in courses {
        for index in course.budgets.indices {
          table.rows.append([
            .text(panel), .text(SymbolText.plain(markup: course.name)), .number(course.budgets[index]),
            .number(course.values[index]),
            .number(course.isInterior[index] ? 1 : 0), .text("curve"),
          ])
        }
        if let spent = course.spent {
          table.rows.append([
            .text(panel), .text(SymbolText.plain(markup: course.name)), .number(spent.budget),
            .number(spent.value), .number(1),
            .text("spent"),
          ])
        }
        for index in course.bandBudgets.indices {
          bands.rows.append([
            .text(panel), .text(SymbolText.plain(markup: course.name)), .number(course.bandBudgets[index]),
            .number(course.lower[index]),
            .number(course.upper[index]),
          ])
        }
      }
    }
    let words = OptimalPrecisionWords(plan: plan, free: free, fixed: fixed, without: without)
    let notes = words.footnotes()
    let chart = ChartSpec(
      id: plan.settings.inputs.id, title: "Optimal \(SymbolText.plain(plan.precision)) against compute",
      panels: try panels(free, without, fixed, measured), footnotes: notes)
    return Figure(
      chart: chart, data: table, curves: bands, alt: words.alt(),
      description: words.description(notes))
  }

  private func panels(
    _ free: Course, _ without: Course?, _ fixed: [Course], _ measured: ClosedRange<Double>?
  ) throws(DiagnosticError) -> [PanelSpec] {
    let x = AxisSpec(
      label: try plan.settings.text("x-label") ?? "Compute $C$", unit: try plan.settings.text("x-unit"),
      scale: .log,
      domain: plan.compute, format: .power)
    let shown = [free] + fixed + (without.map { [$0] } ?? [])
    let tops = shown.flatMap { $0.upper + $0.values }.filter(\.isFinite) + plan.formats.map(\.value)
    let isEnded = shown.contains { course in
      zip(course.values, course.isInterior).contains { $0 >= plan.bits.upperBound * 0.9999 && !$1 }
    }
    // Where an optimum meets the greatest width there is room for the shade over it.
    let top =
      isEnded
      ? plan.bits.upperBound + 1
      : min(plan.bits.upperBound, max(9, (tops.max() ?? plan.bits.upperBound).rounded(.up)))
    let y = AxisSpec(
      label: try plan.settings.text("y-label") ?? "Optimal $\(SymbolText.tex(plan.precision))$",
      unit: try plan.settings.text("y-unit")
        ?? plan.fit.result.law.variables.first { $0.name == plan.precision }?.unit,
      domain: plan.bits.lowerBound...max(top, plan.bits.lowerBound + 1), ticks: .integers)
    let ink = SeriesStyle(name: "", paint: Palette.category(0, name: "").paint)
    let unmeasured = unmeasured(below: top) + beyond(isEnded)
    var left = unmeasured + marks(free, ink, measured, isLabelled: false)
    if let value = free.values.first, free.isInterior.allSatisfy({ $0 }), free.spread < 0.1 {
      let interval = zip(free.lower, free.upper).map { ($0, $1) }.first
      let words = interval.map {
        " [\(NumberText.decimal($0.0, places: 1)), \(NumberText.decimal($0.1, places: 1))]"
      }
      let middle = SymbolText.power(plan.compute.lowerBound * plan.compute.upperBound, 0.5)
      left.append(
        .note(
          NoteMark(
            "$\(SymbolText.tex(plan.precision))^*$ = \(NumberText.decimal(value, places: 1))\(words ?? "")",
            at: Point(middle, interval?.1 ?? value), paint: Palette.ink)))
    }
    if let without { left += comparison(without) }
    let formats = plan.formats.map { NamedTick($0.value, SymbolText.literal($0.name)) }
    let right =
      unmeasured
      + fixed.enumerated().flatMap { index, course in
        marks(course, Palette.category(index, name: course.name), measured, isLabelled: true)
      }
    let label = "$\(SymbolText.tex(plan.size))$"
    return [
      PanelSpec(
        column: 0, heading: "\(label) free", x: x, y: y,
        right: formats.isEmpty ? nil : SecondAxis(ticks: .named(formats)), marks: left),
      PanelSpec(column: 1, heading: "\(label) fixed", x: x, y: y, marks: right),
    ]
  }

  /// The grey line of the law without some parameters, named beside it.
  private func comparison(_ course: Course) -> [Mark] {
    let points = course.budgets.indices.filter { course.isInterior[$0] }.map {
      Point(course.budgets[$0], course.values[$0])
    }
    guard points.count > 1 else { return [] }
    let style = SeriesStyle(name: "", paint: Palette.muted, dash: [2, 3])
    let place = points[points.count / 5]
    return [
      .line(LineMark(series: style, points: points)),
      .note(
        NoteMark(
          "\(course.name): \(NumberText.decimal(place.y, places: 1))", at: place, paint: Palette.muted)),
    ]
  }

  /// Shade over widths that are not allowed, where an optimum would lie there; a fit's own shade serves as well.
  private func beyond(_ isEnded: Bool) -> [Mark] {
    let measured = plan.fit.result.ranges[plan.precision]?.upperBound ?? .infinity
    guard isEnded, measured > plan.bits.upperBound else { return [] }
    return [
      .zone(
        ZoneMark(
          x: -Double.infinity...Double.infinity, y: plan.bits.upperBound...Double.infinity,
          paint: Palette.zone, label: "above \(SymbolText.number(plan.bits.upperBound)) bits",
          isLabelOptional: true))
    ]
  }

  /// Shade over the widths that no run of the fit had.
  private func unmeasured(below top: Double) -> [Mark] {
    guard let range = plan.fit.result.ranges[plan.precision] else { return [] }
    var zones: [Mark] = []
    if range.lowerBound > plan.bits.lowerBound {
      zones.append(
        .zone(
          ZoneMark(
            x: -Double.infinity...Double.infinity, y: -Double.infinity...range.lowerBound,
            paint: Palette.zone,
            label: "not measured")))
    }
    if range.upperBound < top {
      zones.append(
        .zone(
          ZoneMark(
            x: -Double.infinity...Double.infinity, y: range.upperBound...Double.infinity, paint: Palette.zone,
            label: "not measured")))
    }
    return zones
  }

  /// Band, and the line: solid where the measured runs' budgets lie, dashed beyond, ended where it meets the range.
  private func marks(
    _ course: Course, _ style: SeriesStyle, _ measured: ClosedRange<Double>?, isLabelled: Bool
  ) -> [Mark] {
    var marks: [Mark] = []
    if course.bandBudgets.count > 1 {
      marks.append(
        .band(BandMark(series: style, x: course.bandBudgets, lower: course.lower, upper: course.upper)))
    }
    let points = course.budgets.indices.filter { course.isInterior[$0] }.map {
      Point(course.budgets[$0], course.values[$0])
    }
    // Constants without runs have no inside that could be told from an outside.
    marks += MeasuredLine.marks(points, style, isLabelled: isLabelled) { point in
      measured.map { !$0.contains(point.x) } ?? plan.fit.result.hasRuns
    }
    if let spent = course.spent {
      marks.append(
        .note(
          NoteMark(
            NumberText.decimal(spent.value, places: 1), at: Point(spent.budget, spent.value),
            marker: style.shape, paint: style.paint)))
    }
    return marks
  }
}
