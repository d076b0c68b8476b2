import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Typesetting

/// The width with the least loss for a compute budget: where size is free, and where size is given.
///
/// Both panels are solved numerically, budget by budget and draw by draw; no closed form is assumed.
struct OptimalPrecisionFigure {
  private static let keys = [
    "fit", "precision", "size", "cost", "sizes", "compute", "precision-range", "x-label", "x-unit", "y-label",
    "y-unit",
    "size-label",
  ]
  private static let budgets = 61
  private static let bandBudgets = 13
  private static let bandDraws = 160

  private let settings: FigureSettings
  private let fit: (label: String, result: FitResult)
  private let precision, size: String
  private let cost: Expression
  private let sizes: [FixedSize]
  private let compute: ClosedRange<Double>
  private let bits: ClosedRange<Double>

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "optimal-precision", keys: Self.keys)
    fit = try settings.fit("fit")
    precision = try settings.required("precision").string("precision")
    size = try settings.required("size").string("size")
    let names = fit.result.law.variables.map(\.name)
    for (key, name) in [("precision", precision), ("size", size)] where !names.contains(name) {
      throw DiagnosticError(
        "E0721", "the law \"\(fit.result.law.name)\" has no variable \"\(name)\"",
        at: try settings.required(key).location, notes: ["variables: \(names.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: names))
    }
    _ = try settings.required("cost")
    guard let cost = try settings.expression("cost") else {
      throw DiagnosticError(
        "E0105", "a figure of kind optimal-precision needs \"cost\"", at: settings.node.location)
    }
    self.cost = cost
    sizes = try settings.required("sizes").list("sizes").map { (item) throws(DiagnosticError) in
      try FixedSize(item)
    }
    compute = try settings.required("compute").range("compute")
    guard compute.lowerBound > 0, compute.lowerBound < compute.upperBound else {
      throw try settings.required("compute").mismatch("compute must be a range above 0")
    }
    bits = try settings.range("precision-range") ?? 1...16
  }

  /// An optimum along a row of budgets.
  private struct Course {
    var name: String
    var budgets: [Double] = []
    var values: [Double] = []
    var isInterior: [Bool] = []
    var bandBudgets: [Double] = []
    var lower: [Double] = []
    var upper: [Double] = []
    /// How far the optimum moves from the least to the greatest budget and between.
    var spread: Double { (values.max() ?? 0) - (values.min() ?? 0) }
    /// What was spent on a model of this size, with the optimum for it.
    var spent: (budget: Double, value: Double, label: String)?
    /// Draws whose optimum lies inside the range of widths, as a share, at the least favourable budget.
    var share = 1.0
  }

  private func budgets(_ count: Int) -> [Double] {
    (0..<count).map { step in
      compute.lowerBound
        * SymbolText.power(compute.upperBound / compute.lowerBound, Double(step) / Double(count - 1))
    }
  }

  private func course(_ name: String, fixed: [String: Double], drawBudgets: Int) throws(DiagnosticError)
    -> Course
  {
    let problem = try AllocationProblem(
      fit: fit.result, cost: cost, fixed: fixed, ranges: [precision: bits])
    var course = Course(name: name)
    for budget in budgets(Self.budgets) {
      let found = problem.solve(budget: budget)
      guard let value = found.values[precision], value.isFinite else { continue }
      course.budgets.append(budget)
      course.values.append(value)
      course.isInterior.append(found.status == .interior)
    }
    let draws = min(fit.result.draws.count, Self.bandDraws)
    guard draws > 0 else { return course }
    let bandBudgets = budgets(drawBudgets)
    for (budget, optima) in zip(bandBudgets, problem.solve(budgets: bandBudgets, draws: draws)) {
      let values = optima.compactMap { $0.values[precision] }.filter(\.isFinite)
      let inside = values.filter { $0 > bits.lowerBound * 1.0001 && $0 < bits.upperBound * 0.9999 }
      course.share = min(course.share, Double(inside.count) / Double(draws))
      guard let interval = Interval.percentile(values) else { continue }
      course.bandBudgets.append(budget)
      course.lower.append(interval.lowerBound)
      course.upper.append(interval.upperBound)
    }
    return course
  }

  /// The optimum for the budget that was spent on a size; nil when none is given or it meets an end of the range.
  private func spent(_ item: FixedSize, _ name: String) throws(DiagnosticError) -> (Double, Double, String)? {
    guard let budget = item.budget else { return nil }
    guard compute.contains(budget.value) else {
      throw DiagnosticError(
        "E0739", "the budget of \(plain(name)) lies outside compute", at: budget.location,
        notes: [
          "compute runs from \(NumberWords.power(compute.lowerBound)) to \(NumberWords.power(compute.upperBound))"
        ])
    }
    let problem = try AllocationProblem(
      fit: fit.result, cost: cost, fixed: [size: item.value], ranges: [precision: bits])
    let found = problem.solve(budget: budget.value)
    guard found.status == .interior, let value = found.values[precision] else { return nil }
    return (budget.value, value, name)
  }

  /// The budgets that the measured runs spent at most and at least: outside, curves are an extrapolation.
  private func measured() throws(DiagnosticError) -> ClosedRange<Double>? {
    let names = cost.names.filter { $0 != "pi" }
    let ranges = names.compactMap { fit.result.ranges[$0] }
    guard ranges.count == names.count else { return nil }
    func at(_ pick: (ClosedRange<Double>) -> Double) throws(DiagnosticError) -> Double {
      let columns = Dictionary(
        uniqueKeysWithValues: zip(names, ranges).map { ($0, ExpressionColumn.numbers([pick($1)])) })
      guard case .numbers(let values) = try cost.evaluate(rows: 1, columns: columns) else { return .nan }
      return values[0]
    }
    let (low, high) = (try at(\.lowerBound), try at(\.upperBound))
    return low < high ? low...high : nil
  }

  func figure() throws(DiagnosticError) -> Figure {
    let measured = try measured()
    let free = try course("size free", fixed: [:], drawBudgets: 3)
    var fixed: [Course] = []
    for item in sizes {
      let name = item.label ?? "$\(SymbolText.tex(size))$ = \(SymbolText.count(item.value))"
      var course = try course(name, fixed: [size: item.value], drawBudgets: Self.bandBudgets)
      course.spent = try spent(item, name)
      fixed.append(course)
    }
    var table = FigureTable(columns: ["panel", "series", "compute", precision, "interior", "point"])
    var bands = FigureTable(columns: ["panel", "series", "compute", "lower", "upper"])
    for (panel, courses) in [("free", [free]), ("fixed", fixed)] {
      for course in courses {
        for index in course.budgets.indices {
          table.rows.append([
            .text(panel), .text(plain(course.name)), .number(course.budgets[index]),
            .number(course.values[index]),
            .number(course.isInterior[index] ? 1 : 0), .text("curve"),
          ])
        }
        if let spent = course.spent {
          table.rows.append([
            .text(panel), .text(plain(course.name)), .number(spent.budget), .number(spent.value), .number(1),
            .text("spent"),
          ])
        }
        for index in course.bandBudgets.indices {
          bands.rows.append([
            .text(panel), .text(plain(course.name)), .number(course.bandBudgets[index]),
            .number(course.lower[index]),
            .number(course.upper[index]),
          ])
        }
      }
    }
    let notes = footnotes(free, fixed)
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Optimal \(SymbolText.plain(precision)) against compute",
      panels: try panels(free, fixed, measured), footnotes: notes)
    return Figure(
      chart: chart, data: table, curves: bands, alt: alt(free, fixed),
      description: description(free, fixed, notes))
  }

  private func panels(
    _ free: Course, _ fixed: [Course], _ measured: ClosedRange<Double>?
  ) throws(DiagnosticError) -> [PanelSpec] {
    let x = AxisSpec(
      label: try settings.text("x-label") ?? "Compute $C$", unit: try settings.text("x-unit"), scale: .log,
      domain: compute, format: .power)
    let tops = ([free] + fixed).flatMap { $0.upper + $0.values }.filter(\.isFinite)
    let top = min(bits.upperBound, max(9, (tops.max() ?? bits.upperBound).rounded(.up)))
    let y = AxisSpec(
      label: try settings.text("y-label") ?? "Optimal $\(SymbolText.tex(precision))$",
      unit: try settings.text("y-unit") ?? fit.result.law.variables.first { $0.name == precision }?.unit,
      domain: bits.lowerBound...max(top, bits.lowerBound + 1), ticks: .integers)
    let ink = SeriesStyle(name: "", paint: Palette.category(0, name: "").paint)
    let unmeasured = unmeasured(below: top)
    var left = unmeasured + marks(free, ink, measured, isLabelled: false)
    if let value = free.values.first, free.isInterior.allSatisfy({ $0 }), free.spread < 0.1 {
      let interval = zip(free.lower, free.upper).map { ($0, $1) }.first
      let words = interval.map {
        " [\(NumberText.decimal($0.0, places: 1)), \(NumberText.decimal($0.1, places: 1))]"
      }
      let middle = SymbolText.power(compute.lowerBound * compute.upperBound, 0.5)
      left.append(
        .note(
          NoteMark(
            "$\(SymbolText.tex(precision))^*$ = \(NumberText.decimal(value, places: 1))\(words ?? "")",
            at: Point(middle, interval?.1 ?? value), paint: Palette.ink)))
    }
    let right =
      unmeasured
      + fixed.enumerated().flatMap { index, course in
        marks(course, Palette.category(index, name: course.name), measured, isLabelled: true)
      }
    let label = "$\(SymbolText.tex(size))$"
    return [
      PanelSpec(column: 0, heading: "\(label) free", x: x, y: y, marks: left),
      PanelSpec(column: 1, heading: "\(label) fixed", x: x, y: y, marks: right),
    ]
  }

  /// Shade over the widths that no run of the fit had.
  private func unmeasured(below top: Double) -> [Mark] {
    guard let range = fit.result.ranges[precision] else { return [] }
    var zones: [Mark] = []
    if range.lowerBound > bits.lowerBound {
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
    let inside = course.budgets.indices.filter { course.isInterior[$0] }
    var pieces: [(points: [Point], isOutside: Bool)] = []
    for index in inside {
      let point = Point(course.budgets[index], course.values[index])
      // Constants without runs have no inside that could be told from an outside.
      let isOutside = measured.map { !$0.contains(point.x) } ?? fit.result.hasRuns
      if let last = pieces.last, last.isOutside == isOutside {
        pieces[pieces.count - 1].points.append(point)
      } else {
        let joint = pieces.last?.points.last.map { [$0] } ?? []
        pieces.append((joint + [point], isOutside))
      }
    }
    for (index, piece) in pieces.enumerated() where piece.points.count > 1 {
      marks.append(
        .line(
          LineMark(
            series: style, points: piece.points, isExtrapolated: piece.isOutside,
            isLabelled: isLabelled && index == pieces.count - 1)))
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

  private func footnotes(_ free: Course, _ fixed: [Course]) -> [String] {
    var notes: [String] = []
    for course in [free] + fixed where course.share < 0.975 {
      notes.append(
        "\(course.name): not identified at every budget, \(NumberText.decimal(100 * (1 - course.share), places: 0)) % "
          + "of the draws reach an end of \(SymbolText.number(bits.lowerBound)) to "
          + "\(SymbolText.number(bits.upperBound)) bits.")
    }
    let ended = ([free] + fixed).filter { $0.isInterior.contains(false) }.map(\.name)
    if !ended.isEmpty {
      notes.append("Lines end where the optimum meets the range of widths: \(ended.joined(separator: ", ")).")
    }
    let spent = fixed.compactMap(\.spent)
    if !spent.isEmpty {
      notes.append("Markers: the budgets that were spent on \(spent.map(\.label).joined(separator: ", ")).")
    }
    if let note = ConstantsNote.text([fit]) {
      notes.append(note)
    } else if fit.result.draws.isEmpty {
      notes.append("The fit has no bootstrap draws: no intervals.")
    }
    return notes
  }

  private func alt(_ free: Course, _ fixed: [Course]) -> String {
    let rising = fixed.filter { ($0.values.last ?? 0) > ($0.values.first ?? 0) + 0.05 }.count
    func bits(_ value: Double?) -> String { value.map { NumberText.decimal($0, places: 1) } ?? "none" }
    let course =
      free.spread < 0.1
      ? "is \(bits(free.values.first)) bits at every budget"
      : "goes from \(bits(free.values.first)) to \(bits(free.values.last)) bits with compute"
    return
      "The optimal width \(course) where size is free; at fixed size it rises with compute for \(rising) of "
      + "\(fixed.count) sizes."
  }

  private func description(_ free: Course, _ fixed: [Course], _ notes: [String]) -> String {
    var sentences = [
      "Two panels. Horizontal axes: compute, logarithmic, \(NumberWords.power(compute.lowerBound)) to \(NumberWords.power(compute.upperBound)). "
        + "Vertical axes: the \(SymbolText.plain(precision)) with the least loss, in bits."
    ]
    for course in [free] + fixed {
      guard let first = course.values.first, let last = course.values.last else { continue }
      var sentence =
        "\(plain(course.name)): from \(NumberText.decimal(first, places: 2)) to \(NumberText.decimal(last, places: 2))"
      if let low = course.lower.first, let high = course.upper.first {
        sentence +=
          ", 95 % interval at the least budget \(NumberText.decimal(low, places: 2)) to \(NumberText.decimal(high, places: 2))"
      }
      if let spent = course.spent {
        sentence +=
          ", \(NumberText.decimal(spent.value, places: 2)) at the budget spent, \(NumberWords.power(spent.budget))"
      }
      sentences.append(sentence + ".")
    }
    return (sentences + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
  }

  /// A label without its math marks.
  private func plain(_ label: String) -> String {
    SymbolText.plain(markup: label)
  }
}
