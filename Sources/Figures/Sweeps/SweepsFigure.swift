import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// Small multiples of sweeps: one column varies while the others are held, a row of panels for each such column. All
/// panels share one vertical scale, so that their effects can be compared.
struct SweepsFigure {
  private let plan: SweepsPlan
  private let scale: ScaleKind

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    plan = try SweepsPlan(inputs)
    scale = try plan.settings.scale("y-scale")
  }

  func figure() throws(DiagnosticError) -> Figure {
    var table = FigureTable(columns: [
      "sweep", plan.facetName ?? "facet", plan.seriesName ?? "series", "line", "x", plan.yName, "predicted",
      "fitted",
    ])
    var curves = FigureTable(columns: [
      "sweep", plan.facetName ?? "facet", "series", "x", "value", "lower", "upper",
    ])
    let label = try plan.settings.axisLabel("y", name: plan.yName)
    let y = AxisSpec(label: label.label, unit: label.unit, scale: scale, domain: yDomain())
    var specs: [PanelSpec] = []
    for panel in plan.panels {
      let sweep = plan.sweeps[panel.row]
      let range = commonRange(of: sweep)
      let pad = max(0.05 * (range.upperBound - range.lowerBound), 0.5)
      let domain = range.lowerBound - pad...range.upperBound + pad
      var marks = zones(panel, sweep)
      for group in panel.groups { marks += lines(panel, group, sweep, &curves) }
      for group in panel.groups { marks += points(panel, group, sweep, &table) }
      specs.append(
        PanelSpec(
          row: panel.row, column: panel.column, heading: panel.heading,
          x: AxisSpec(
            label: "$\(SymbolText.tex(sweep.column))$", unit: sweep.unit, domain: domain,
            ticks: sweep.isWhole ? .integers : .automatic), y: y, marks: marks))
    }
    let notes = footnotes()
    let chart = ChartSpec(
      id: plan.settings.inputs.id,
      title: "\(SymbolText.plain(markup: label.label)) in sweeps of one column each",
      panels: specs, footnotes: notes)
    return Figure(
      chart: chart, data: table, curves: curves, alt: alt(label.label),
      description: description(label.label, notes))
  }

  /// Sweeps of one unit share their horizontal axis, so that rows can be compared place by place.
  private func commonRange(of sweep: SweepsPlan.Sweep) -> ClosedRange<Double> {
    let alike = plan.sweeps.filter { $0.unit != nil && $0.unit == sweep.unit }.map(\.range)
    let ends = alike.isEmpty ? [sweep.range] : alike
    let low = ends.map(\.lowerBound).min() ?? sweep.range.lowerBound
    let high = ends.map(\.upperBound).max() ?? sweep.range.upperBound
    return low...high
  }

  // MARK: Marks

  /// Grey over the values at which no row is fitted.
  private func zones(_ panel: SweepsPlan.Panel, _ sweep: SweepsPlan.Sweep) -> [Mark] {
    let rows = panel.groups.flatMap(\.rows)
    let column = plan.table.numbers(sweep.column) ?? []
    let levels = Set(rows.map { column[$0] }).sorted()
    guard rows.contains(where: { !plan.isFitted[$0] }) else { return [] }
    let fitted = Set(rows.filter { plan.isFitted[$0] }.map { column[$0] })
    var zones: [ClosedRange<Double>] = []
    for (place, level) in levels.enumerated() where !fitted.contains(level) {
      let low = place == 0 ? -Double.infinity : (levels[place - 1] + level) / 2
      let high = place == levels.count - 1 ? Double.infinity : (level + levels[place + 1]) / 2
      if let last = zones.last, last.upperBound == low {
        zones[zones.count - 1] = last.lowerBound...high
      } else {
        zones.append(low...high)
      }
    }
    return zones.map {
      .zone(ZoneMark(x: $0, y: -Double.infinity...Double.infinity, paint: Palette.zone))
    } + (panel.column == 0 ? zones.compactMap { named($0) } : [])
  }

  /// The words of a zone, at its edge near the top of the panel; a zone of one width is narrower than they are.
  private func named(_ zone: ClosedRange<Double>) -> Mark? {
    guard let domain = yDomain() else { return nil }
    let edge = zone.upperBound.isFinite ? zone.upperBound : zone.lowerBound
    let (low, high) = (Scale.transform(domain.lowerBound, scale), Scale.transform(domain.upperBound, scale))
    let place = Point(edge, Scale.inverse(low + 0.93 * (high - low), scale))
    return edge.isFinite
      ? .note(NoteMark("not fitted", at: place, paint: Palette.muted, isOptional: true)) : nil
  }

  /// Band and curve: solid between the fitted values, dashed beyond.
  private func lines(
    _ panel: SweepsPlan.Panel, _ group: SweepsPlan.Group, _ sweep: SweepsPlan.Sweep,
    _ table: inout FigureTable
  ) -> [Mark] {
    guard let curve = plan.curve, sweep.range.lowerBound < sweep.range.upperBound else { return [] }
    let fitted = plan.fittedRange(group.rows, sweep)
    let sampled = SampledCurve(over: sweep.range, isLog: false, drawCount: curve.drawCount) { x, draw in
      plan.value(group, sweep, x, draw: draw)
    }
    let name: [FigureTable.Cell] = [.text(sweep.column), .text(panel.facet), .text(group.name)]
    for point in sampled.points where point.y.isFinite {
      table.rows.append(name + [.number(point.x), .number(point.y), .empty, .empty])
    }
    var marks: [Mark] = []
    if sampled.band.x.count > 1 {
      for (place, x) in sampled.band.x.enumerated() {
        table.rows.append(
          name + [.number(x), .empty, .number(sampled.band.lower[place]), .number(sampled.band.upper[place])])
      }
      var style = group.style
      style.name = ""
      marks.append(
        .band(
          BandMark(series: style, x: sampled.band.x, lower: sampled.band.lower, upper: sampled.band.upper)))
    }
    var pieces: [(points: [Point], isOutside: Bool)] = []
    for point in sampled.points where point.y.isFinite && (scale == .linear || point.y > 0) {
      let isOutside = !(fitted?.contains(point.x) ?? false)
      if let last = pieces.last, last.isOutside == isOutside {
        pieces[pieces.count - 1].points.append(point)
      } else {
        pieces.append(((pieces.last?.points.last).map { [$0, point] } ?? [point], isOutside))
      }
    }
    return marks
      + pieces.filter { $0.points.count > 1 }.map {
        .line(LineMark(series: group.style, points: $0.points, isExtrapolated: $0.isOutside))
      }
  }

  private func points(
    _ panel: SweepsPlan.Panel, _ group: SweepsPlan.Group, _ sweep: SweepsPlan.Sweep,
    _ table: inout FigureTable
  ) -> [Mark] {
    let column = plan.table.numbers(sweep.column) ?? []
    var marks: [Mark] = []
    for isHollow in [false, true] {
      let rows = group.rows.filter {
        plan.isFitted[$0] != isHollow && (scale == .linear || plan.y[$0] > 0)
      }
      guard !rows.isEmpty else { continue }
      let start = table.rows.count
      for row in rows {
        let predicted = plan.value(group, sweep, column[row])
        table.rows.append([
          .text(sweep.column), .text(panel.facet), .text(group.name), .line(plan.table.lines[row]),
          .number(column[row]), .number(plan.y[row]), predicted.isFinite ? .number(predicted) : .empty,
          .number(isHollow ? 0 : 1),
        ])
      }
      marks.append(
        .points(
          PointsMark(
            series: group.style, points: rows.map { Point(column[$0], plan.y[$0]) },
            tooltips: rows.map {
              "\(SymbolText.plain(sweep.column)) = \(SymbolText.number(column[$0])): "
                + NumberText.significant(plan.y[$0], digits: 4)
            }, isHollow: isHollow, data: Array(start..<table.rows.count), size: 6)))
    }
    return marks
  }

  /// One scale for all panels: the rows that are shown, with room around them.
  private func yDomain() -> ClosedRange<Double>? {
    let rows = plan.panels.flatMap(\.groups).flatMap(\.rows)
    let values = rows.map { plan.y[$0] }.filter { scale == .linear || $0 > 0 }
    guard let low = values.min(), let high = values.max() else { return nil }
    if scale == .log {
      let pad = max(1.02, SymbolText.power(high / low, 0.07))
      return low / pad...high * pad
    }
    let pad = max(0.07 * (high - low), 1e-3 * abs(high), 1e-12)
    return low - pad...high + pad
  }

  // MARK: Words

  private func footnotes() -> [String] {
    var notes = ["One vertical scale for all panels."]
    let rows = plan.panels.flatMap(\.groups).flatMap(\.rows)
    let loose = rows.count { !plan.isFitted[$0] }
    if loose > 0 {
      notes.append("Hollow, on grey: not fitted (\(loose) of \(rows.count) rows).")
    }
    if plan.curve != nil { notes.append("Curves are dashed outside the fitted values.") }
    let empty = plan.panels.filter(\.groups.isEmpty).map(\.heading)
    if !empty.isEmpty { notes.append("No rows: \(empty.joined(separator: "; ")).") }
    if let curve = plan.curve {
      let fits = curve.fitLabels.compactMap { label in
        plan.settings.inputs.fits[label].map { (label: label, result: $0) }
      }
      if let note = ConstantsNote.text(fits) { notes.append(note) }
    }
    return notes
  }

  /// The mean over the panels of what a sweep adds from its greatest value to its least.
  private func effect(_ index: Int) -> Double? {
    let sweep = plan.sweeps[index]
    let column = plan.table.numbers(sweep.column) ?? []
    let changes = plan.panels.filter { $0.row == index }.flatMap(\.groups).compactMap { group -> Double? in
      guard let low = group.rows.min(by: { (column[$0], $0) < (column[$1], $1) }),
        let high = group.rows.max(by: { (column[$0], -$0) < (column[$1], -$1) }), column[low] < column[high]
      else { return nil }
      return plan.y[low] - plan.y[high]
    }
    return changes.isEmpty ? nil : changes.reduce(0, +) / Double(changes.count)
  }

  private func alt(_ label: String) -> String {
    let effects = plan.sweeps.indices.compactMap { index in effect(index).map { (index, $0) } }
    guard let most = effects.max(by: { (abs($0.1), -$0.0) < (abs($1.1), -$1.0) }) else {
      return "\(plan.sweeps.count) sweeps of one column each."
    }
    let sweep = plan.sweeps[most.0]
    let text =
      "\(SymbolText.plain(markup: label)) depends most on \(SymbolText.plain(markup: sweep.label)): on average "
      + "\(NumberWords.signed(most.1, digits: 2)) from \(SymbolText.count(sweep.range.upperBound)) to "
      + "\(SymbolText.count(sweep.range.lowerBound))."
    return text.count <= 150
      ? text : "The mean effect is greatest for \(SymbolText.plain(sweep.column)).".prefix(150).description
  }

  private func description(_ label: String, _ notes: [String]) -> String {
    var sentences = [
      "\(NumberText.counted(plan.panels.count, "panel")) in \(NumberText.counted(plan.sweeps.count, "row")). "
        + "Vertical axes: \(SymbolText.plain(markup: label)), "
        + "\(scale == .log ? "logarithmic" : "linear")."
    ]
    for (index, sweep) in plan.sweeps.enumerated() {
      let ends = "\(SymbolText.count(sweep.range.lowerBound)) to \(SymbolText.count(sweep.range.upperBound))"
      let change = effect(index).map {
        ", from the greatest to the least on average \(NumberWords.signed($0, digits: 2))"
      }
      sentences.append(
        "\(SymbolText.plain(markup: sweep.label)): \(sweep.rows.count) rows over \(SymbolText.plain(sweep.column)) = "
          + "\(ends)\(change ?? "").")
    }
    return (sentences + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
  }
}
