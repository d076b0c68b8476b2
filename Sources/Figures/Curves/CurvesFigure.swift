import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// Curves of expressions over laws and fits: one variable along the axis, a series for each curve, panels for a third.
///
/// It needs no runs: published constants alone make a figure, which then says so. Where fits have bootstrap draws each
/// curve has a band.
struct CurvesFigure {
  private let inputs: FigureInputs
  private let plan: CurvesPlan
  private let sampled: [[SampledCurve]]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    self.inputs = inputs
    plan = try CurvesPlan(inputs)
    sampled = plan.panels.map { panel in
      panel.curves.map { SampledCurve($0, over: panel.range, isLog: panel.x.scale == .log) }
    }
    for (panel, curves) in zip(plan.panels, sampled) {
      for (curve, computed) in zip(panel.curves, curves) {
        let isVisible = computed.points.contains { point in
          point.y.isFinite && (panel.y.scale == .linear || point.y > 0)
        }
        guard !isVisible else { continue }
        throw DiagnosticError(
          "E0734", "the curve \(Self.quoted(curve.style.name)) has no value that can be drawn",
          at: inputs.settings.location,
          notes: [
            "from \(panel.xName) = \(SymbolText.number(panel.range.lowerBound)) to "
              + "\(SymbolText.number(panel.range.upperBound)), \(panel.y.scale.rawValue) scale"
          ])
      }
    }
  }

  /// What a band's reader must know where some draws have no value.
  private static let continuedDraws =
    "Bands: where a draw has no value, it counts with the value at which it ends."

  private static func quoted(_ name: String) -> String {
    name.isEmpty ? "of this figure" : "\"\(SymbolText.plain(markup: name))\""
  }

  func figure() throws(DiagnosticError) -> Figure {
    let panels = zip(plan.panels, sampled).map { panel, curves in
      PanelSpec(
        row: panel.row, column: panel.column, heading: panel.heading, x: panel.x, y: panel.y,
        marks: marks(panel, curves))
    }
    let notes = footnotes()
    let words = CurvesWords(plan: plan, sampled: sampled)
    let chart = ChartSpec(id: inputs.id, title: words.title, panels: panels, footnotes: notes)
    return Figure(
      chart: chart, data: data(), curves: curves(), alt: words.alt, description: words.description(notes))
  }

  // MARK: Marks

  private func marks(_ panel: CurvesPlan.Panel, _ curves: [SampledCurve]) -> [Mark] {
    var marks: [Mark] = panel.rules.map { .rule($0) }
    for (curve, computed) in zip(panel.curves, curves) {
      if !computed.band.x.isEmpty {
        let band = computed.band
        marks.append(.band(BandMark(series: curve.style, x: band.x, lower: band.lower, upper: band.upper)))
      }
      marks += flat(curve, computed)
      marks += lines(panel, curve, computed)
    }
    for (curve, computed) in zip(panel.curves, curves) {
      if let mark = curve.mark, let extremum = computed.extremum { marks += self.extremum(mark, extremum) }
    }
    return marks
  }

  /// Solid where runs were measured and for constants without runs, dashed beyond the runs of a fit.
  private func lines(_ panel: CurvesPlan.Panel, _ curve: PlannedCurve, _ computed: SampledCurve) -> [Mark] {
    MeasuredLine.marks(computed.points, curve.style, isLabelled: !curve.style.name.isEmpty) { point in
      !curve.isMeasured(point.x)
    }
  }

  /// The stretch that is as good as the extremum, thick and light under the curve.
  private func flat(_ curve: PlannedCurve, _ computed: SampledCurve) -> [Mark] {
    guard let flat = computed.extremum?.flat else { return [] }
    let ends = [flat.range.lowerBound, flat.range.upperBound].map { Point($0, curve.value($0)) }
    let inner = computed.points.filter { $0.x > flat.range.lowerBound && $0.x < flat.range.upperBound }
    var style = curve.style
    // Without a name: the key of the series is the line itself.
    style.name = ""
    style.paint.opacity *= 0.28
    style.dash = []
    return [.line(LineMark(series: style, points: [ends[0]] + inner + [ends[1]], width: 8))]
  }

  private func extremum(_ mark: ExtremumMark, _ extremum: SampledCurve.Extremum) -> [Mark] {
    let shape: MarkerShape = mark.isMaximum ? .triangleUp : .triangleDown
    let style = SeriesStyle(
      name: mark.isMaximum ? "maximum" : "minimum", paint: Palette.ink, shape: shape)
    var marks: [Mark] = []
    if let interval = extremum.interval {
      marks.append(
        .interval(
          IntervalMark(
            series: style, isHorizontal: true, at: [extremum.place.y], lower: [interval.lowerBound],
            upper: [interval.upperBound])))
    }
    if let label = mark.label {
      let words = label.replacing("{x}", with: CurvesWords.place(extremum))
        .replacing("{y}", with: CurvesWords.value(extremum.place.y))
      marks.append(.note(NoteMark(words, at: extremum.place, marker: shape, paint: Palette.ink)))
    } else {
      marks.append(.points(PointsMark(series: style, points: [extremum.place], size: 8)))
    }
    return marks
  }

  private func footnotes() -> [String] {
    let shares = sampled.joined().compactMap { $0.extremum?.flat?.share }
    var notes: [String] = []
    if let share = shares.first, shares.allSatisfy({ $0 == share }) {
      notes.append("Thick: within \(CurvesWords.percent(share)) of the marked value.")
    }
    if sampled.joined().contains(where: \.band.isContinued) { notes.append(Self.continuedDraws) }
    let fits = plan.fitLabels.compactMap { label in inputs.fits[label].map { (label: label, result: $0) } }
    if let note = ConstantsNote.text(fits) { notes.append(note) }
    var domain = DomainNote()
    for (panel, curves) in zip(plan.panels, sampled) {
      for (curve, computed) in zip(panel.curves, curves) {
        for point in computed.points { curve.look(point, isVisible: point.y.isFinite, &domain) }
      }
    }
    return notes + domain.texts
  }

  // MARK: Tables

  /// Marked places, and every curve at some ten places: what a reader looks up.
  private func data() -> FigureTable {
    var table = FigureTable(columns: ["panel", "series", "point", "x", "value", "x_low", "x_high"])
    for (index, (panel, curves)) in zip(plan.panels, sampled).enumerated() {
      for (curve, computed) in zip(panel.curves, curves) {
        let name: [FigureTable.Cell] = [
          .text(CurvesWords.panel(panel, index)), .text(SymbolText.plain(markup: curve.style.name)),
        ]
        if let mark = curve.mark, let extremum = computed.extremum {
          let place: [FigureTable.Cell] = [.number(extremum.place.x), .number(extremum.place.y)]
          func ends(_ range: ClosedRange<Double>?) -> [FigureTable.Cell] {
            range.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? [.empty, .empty]
          }
          table.rows.append(
            name + [.text(mark.isMaximum ? "maximum" : "minimum")] + place + ends(extremum.interval))
          if let flat = extremum.flat {
            table.rows.append(
              name + [.text("within \(CurvesWords.percent(flat.share))")] + place + ends(flat.range))
          }
        }
        for x in places(panel) {
          let value = curve.value(x)
          table.rows.append(
            name + [.text("curve"), .number(x), value.isFinite ? .number(value) : .empty, .empty, .empty])
        }
      }
    }
    return table
  }

  private func places(_ panel: CurvesPlan.Panel) -> [Double] {
    switch panel.x.ticks {
    case .at(let values): return values.filter(panel.range.contains)
    case .integers where panel.range.upperBound - panel.range.lowerBound <= 32:
      return stride(from: panel.range.lowerBound.rounded(.up), through: panel.range.upperBound, by: 1).map {
        $0
      }
    default: return SampledCurve.places(panel.range, panel.x.scale == .log, 8)
    }
  }

  /// Every vertex of every curve and band.
  private func curves() -> FigureTable {
    var table = FigureTable(columns: ["panel", "series", "x", "value", "lower", "upper"])
    for (index, (panel, curves)) in zip(plan.panels, sampled).enumerated() {
      for (curve, computed) in zip(panel.curves, curves) {
        let name: [FigureTable.Cell] = [
          .text(CurvesWords.panel(panel, index)), .text(SymbolText.plain(markup: curve.style.name)),
        ]
        for point in computed.points {
          table.rows.append(
            name + [.number(point.x), point.y.isFinite ? .number(point.y) : .empty, .empty, .empty])
        }
        for place in computed.band.x.indices {
          table.rows.append(
            name + [
              .number(computed.band.x[place]), .empty, .number(computed.band.lower[place]),
              .number(computed.band.upper[place]),
            ])
        }
      }
    }
    return table
  }
}
