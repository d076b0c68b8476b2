import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// Parameters of fits beside those of a reference: a row each, the estimate with its interval as a ratio to the
/// reference, the numbers themselves in the row's name.
struct ForestFigure {
  static let keys = ["fits", "reference", "parameters", "groups", "reference-label", "x-range"]

  private struct Row {
    var name: String
    /// The reference's value.
    var reference: Double
    var referenceInterval: ClosedRange<Double>?
    /// By fit; nil where the fit has no such parameter or does not choose it.
    var estimates: [ParameterEstimate?]
  }

  private let settings: FigureSettings
  private let fits: [(label: String, result: FitResult)]
  private let reference: (label: String, result: FitResult)
  private let referenceLabel: String
  private let rows: [Row]
  /// What stands on each line, from the top: the heading of a group, or a row.
  private let slots: [Slot]

  private enum Slot {
    case heading(String)
    case row(Int)
  }

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "forest", keys: Self.keys)
    var fits: [(label: String, result: FitResult)] = []
    for item in try settings.required("fits").list("fits") {
      fits.append(try settings.fit(named: item.string("fits"), at: item.location))
    }
    let reference = try settings.fit("reference")
    self.fits = fits
    self.reference = reference
    referenceLabel = try settings.text("reference-label") ?? reference.label
    let shared = reference.result.parameters.filter { parameter in
      parameter.estimate > 0 && fits.contains { ($0.result.estimate(parameter.name) ?? 0) > 0 }
    }
    var names = shared.map(\.name)
    let groups = try settings.node["groups"]?.entries("groups") ?? []
    if let node = settings.node["parameters"], !groups.isEmpty {
      throw node.mismatch("groups name the parameters already")
    }
    var headings: [Int: String] = [:]
    let lists = groups.isEmpty ? [settings.node["parameters"]].compactMap { $0 } : groups.map(\.value)
    if !lists.isEmpty { names = [] }
    for (index, list) in lists.enumerated() {
      if !groups.isEmpty { headings[names.count] = groups[index].key }
      for item in try list.list("parameters") {
        let name = try item.string("parameters")
        guard shared.contains(where: { $0.name == name }) else {
          throw DiagnosticError(
            "E0717",
            "\"\(name)\" is not a positive parameter of \"\(reference.label)\" and of one of the fits",
            at: item.location, notes: ["parameters of both: \(shared.map(\.name).joined(separator: ", "))"],
            help: Spelling.didYouMean(name, among: shared.map(\.name)))
        }
        names.append(name)
      }
    }
    guard !names.isEmpty else {
      throw DiagnosticError(
        "E0717", "\"\(reference.label)\" and the fits share no positive parameter", at: settings.node.location
      )
    }
    slots = names.indices.flatMap { index in
      (headings[index].map { [Slot.heading($0)] } ?? []) + [.row(index)]
    }
    rows = names.compactMap { name in
      guard let given = reference.result.parameters.first(where: { $0.name == name }) else { return nil }
      return Row(
        name: name, reference: given.estimate, referenceInterval: given.interval,
        estimates: fits.map { fit in fit.result.parameters.first { $0.name == name && $0.estimate > 0 } })
    }
  }

  func figure() throws(DiagnosticError) -> Figure {
    var table = FigureTable(columns: [
      "parameter", "fit", "estimate", "lower", "upper", "reference", "ratio", "ratio_lower", "ratio_upper",
      "ratio_half_lower", "ratio_half_upper",
    ])
    let range = try settings.range("x-range")
    var marks: [Mark] = [.rule(RuleMark(.vertical, at: 1, paint: Palette.muted, dash: [4, 3]))]
    let own = SeriesStyle(
      name: SymbolText.literal(referenceLabel), paint: Palette.muted, shape: .diamond)
    let reported = rows.indices.filter { rows[$0].referenceInterval != nil }
    if !reported.isEmpty {
      marks.append(
        .interval(
          IntervalMark(
            series: own, isHorizontal: true, at: reported.map { height($0, nil) },
            lower: reported.map { (rows[$0].referenceInterval?.lowerBound ?? .nan) / rows[$0].reference },
            upper: reported.map { (rows[$0].referenceInterval?.upperBound ?? .nan) / rows[$0].reference })))
    }
    marks.append(
      .points(
        PointsMark(
          series: own, points: rows.indices.map { Point(1, height($0, nil)) },
          tooltips: rows.map { "\($0.name): \(NumberWords.estimate($0.reference, $0.referenceInterval))" },
          isHollow: true, size: 7)))
    for (index, fit) in fits.enumerated() {
      let style = Palette.category(index, name: SymbolText.literal(fit.label))
      var (at, lower, upper): ([Double], [Double], [Double]) = ([], [], [])
      for status in [true, false] {
        var points: [Point] = []
        var tooltips: [String] = []
        var data: [Int] = []
        for (place, row) in rows.enumerated() {
          guard let estimate = row.estimates[index], isChosen(estimate) == status else { continue }
          let y = height(place, index)
          points.append(Point(estimate.estimate / row.reference, y))
          tooltips.append("\(row.name): \(NumberWords.estimate(estimate.estimate, estimate.interval))")
          data.append(table.rows.count)
          let half = middleHalf(row, of: fit.result)
          table.rows.append(cells(row, fit.label, estimate, half: half))
          if let half { marks.append(thick(half, y, style)) }
          if let interval = estimate.interval {
            at.append(y)
            lower.append(interval.lowerBound / row.reference)
            upper.append(interval.upperBound / row.reference)
          }
        }
        if !points.isEmpty {
          marks.append(
            .points(
              PointsMark(
                series: style, points: points, tooltips: tooltips, isHollow: !status, data: data, size: 7)))
        }
      }
      if !at.isEmpty {
        marks.append(
          .interval(IntervalMark(series: style, isHorizontal: true, at: at, lower: lower, upper: upper)))
      }
    }
    let notes = footnotes()
    let names = slots.enumerated().map { index, slot in
      let place = Double(slots.count - index)
      switch slot {
      case .heading(let words): return NamedTick(place - 0.15, SymbolText.literal(words), isHeading: true)
      case .row(let row): return NamedTick(place, symbol(rows[row]))
      }
    }
    let beside = rows.indices.flatMap { numbers(at: $0) }
    let published = SecondAxis.Column(
      label: SymbolText.literal(referenceLabel),
      names: rows.enumerated().map { index, row in
        NamedTick(height(index, nil), NumberWords.estimate(row.reference, row.referenceInterval))
      })
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Parameters beside \(referenceLabel)",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "Ratio to \(SymbolText.literal(referenceLabel))", scale: .log, domain: range),
          y: AxisSpec(label: "Parameter", domain: 0.4...Double(slots.count) + 0.6, ticks: .named(names)),
          right: SecondAxis(label: "Value [95 %]", ticks: .named(beside), column: published), marks: marks)
      ], footnotes: notes,
      // Each estimate has a line of its own on the right.
      aspect: min(0.9, 0.08 + 0.055 * Double(slots.count) * Double(max(1, fits.count))),
      leastLines: Double(fits.count + 1) * (Double(slots.count) + 0.2) / Self.spread)
    return Figure(
      chart: chart, data: table, curves: FigureTable(columns: []), alt: alt(), description: description(notes)
    )
  }

  private func isChosen(_ estimate: ParameterEstimate) -> Bool {
    switch estimate.status {
    case .free, .tied, .given: true
    case .fixed, .held, .atBound: false
    }
  }

  /// The reference stands lowest in its row, the fits over it.
  private func height(_ row: Int, _ fit: Int?) -> Double {
    let slot = slots.firstIndex { if case .row(row) = $0 { true } else { false } } ?? row
    let middle = Double(slots.count - slot)
    let step = Self.spread / Double(fits.count + 1)
    let place = fit.map { fits.count - $0 } ?? 0
    return middle + (Double(place) - Double(fits.count) / 2) * step
  }

  /// The symbol of a row with the unit that its law gives it.
  private func symbol(_ row: Row) -> String {
    let laws = [reference.result.law] + fits.map(\.result.law)
    let unit = laws.compactMap { law in law.parameters.first { $0.name == row.name }?.unit }.first {
      !$0.isEmpty
    }
    return "$\(SymbolText.tex(row.name))$" + (unit.map { " (\(SymbolText.literal($0)))" } ?? "")
  }

  /// The part of a row's height over which its estimates are spread.
  private static let spread = 0.7

  /// The estimates of a row, each at the height of its dot.
  private func numbers(at index: Int) -> [NamedTick] {
    fits.indices.compactMap { fit in
      rows[index].estimates[fit].map {
        NamedTick(height(index, fit), NumberWords.estimate($0.estimate, $0.interval))
      }
    }
  }

  /// The middle half of a parameter's draws, as ratios to the reference.
  private func middleHalf(_ row: Row, of fit: FitResult) -> ClosedRange<Double>? {
    guard let index = fit.parameters.firstIndex(where: { $0.name == row.name }), !fit.draws.isEmpty,
      let range = Interval.percentile(fit.draws.map { $0[index] }, level: 0.5), range.lowerBound > 0,
      range.lowerBound < range.upperBound
    else { return nil }
    return range.lowerBound / row.reference...range.upperBound / row.reference
  }

  /// The middle half as a thick stretch of the whisker.
  private func thick(_ half: ClosedRange<Double>, _ y: Double, _ style: SeriesStyle) -> Mark {
    var style = style
    style.name = ""
    style.dash = []
    let ends = [Point(half.lowerBound, y), Point(half.upperBound, y)]
    return .line(LineMark(series: style, points: ends, width: 4.5))
  }

  private func cells(
    _ row: Row, _ label: String, _ estimate: ParameterEstimate, half: ClosedRange<Double>?
  ) -> [FigureTable.Cell] {
    func cell(_ value: Double?) -> FigureTable.Cell { value.map { .number($0) } ?? .empty }
    let (low, high) = (estimate.interval?.lowerBound, estimate.interval?.upperBound)
    return [
      .text(row.name), .text(label), .number(estimate.estimate), cell(low), cell(high),
      .number(row.reference),
      .number(estimate.estimate / row.reference), cell(low.map { $0 / row.reference }),
      cell(high.map { $0 / row.reference }), cell(half?.lowerBound), cell(half?.upperBound),
    ]
  }

  private func footnotes() -> [String] {
    let hasDraws = fits.contains { !$0.result.draws.isEmpty }
    var notes = [
      "Bars are 95 % intervals\(hasDraws ? ", thick over the middle half of the draws" : ""), with the numbers on the right."
    ]
    let loose = fits.indices.flatMap { index in
      rows.compactMap { row -> String? in
        guard let estimate = row.estimates[index], !isChosen(estimate) else { return nil }
        return "$\(SymbolText.tex(row.name))$" + (fits.count > 1 ? " of \(fits[index].label)" : "")
      }
    }
    let outside = fits.flatMap { fit in
      fit.result.parameters.filter { parameter in
        rows.contains { $0.name == parameter.name }
          && parameter.interval.map { !$0.contains(parameter.estimate) } ?? false
      }.map { "$\(SymbolText.tex($0.name))$" + (fits.count > 1 ? " of \(fit.label)" : "") }
    }
    if !outside.isEmpty {
      notes.append("The estimate lies outside its own interval: \(outside.joined(separator: ", ")).")
    }
    if !loose.isEmpty {
      notes.append("Hollow: fixed, or at the bound of its range: \(loose.joined(separator: ", ")).")
    }
    return notes
  }

  /// Parameters whose interval leaves out the reference, by fit.
  private func departing(_ index: Int) -> [Row] {
    rows.filter { row in
      row.estimates[index]?.interval.map { !$0.contains(row.reference) } ?? false
    }
  }

  private func alt() -> String {
    guard let first = fits.first else { return "" }
    let names = departing(0).map { SymbolText.plain($0.name) }
    let text =
      names.isEmpty
      ? "Every interval of \(first.label) holds the value of \(referenceLabel)."
      : "The intervals of \(first.label) leave out \(referenceLabel) for \(names.joined(separator: ", "))."
    return String(text.prefix(150))
  }

  private func description(_ notes: [String]) -> String {
    let lines = fits.indices.flatMap { index in
      rows.compactMap { row -> String? in
        guard let estimate = row.estimates[index] else { return nil }
        return "\(fits[index].label): \(SymbolText.plain(row.name)) = "
          + "\(NumberWords.estimate(estimate.estimate, estimate.interval)), reference "
          + NumberWords.estimate(row.reference, row.referenceInterval) + "."
      }
    }
    let plain = notes.map { note in
      rows.reduce(note) {
        $0.replacing("$\(SymbolText.tex($1.name))$", with: SymbolText.plain($1.name))
      }
    }
    return (["One row a parameter, on a logarithmic axis of ratios to \(referenceLabel)."] + lines + plain)
      .joined(separator: " ")
  }
}
