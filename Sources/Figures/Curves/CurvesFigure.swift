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
  private let landmarks: [[CurveLandmarks]]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    self.inputs = inputs
    plan = try CurvesPlan(inputs)
    sampled = plan.panels.map { panel in
      panel.curves.map { SampledCurve($0, over: panel.range, isLog: panel.x.scale == .log) }
    }
    landmarks = plan.panels.map { panel in
      panel.curves.map {
        CurveLandmarks(
          of: $0, over: panel.range, isLog: panel.x.scale == .log, values: panel.reach,
          wantsStart: panel.ends != nil)
      }
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
    var table = CurvesTable()
    let hasAsides = plan.panels.contains { !$0.reach.isEmpty || $0.curves.contains { !$0.shown.isEmpty } }
    let panels = plan.panels.indices.map { index in
      let panel = plan.panels[index]
      return PanelSpec(
        row: panel.row, column: panel.column, heading: panel.heading, x: panel.x, y: panel.y,
        right: panel.reciprocal.map { Self.reciprocals($0, panel.y.domain ?? 0...1) },
        marks: marks(index, isLabelled: !hasAsides && panel.reciprocal == nil, &table))
    }
    for index in plan.panels.indices {
      table.append(plan.panels[index], index, sampled[index], landmarks[index])
    }
    let words = CurvesWords(plan: plan, sampled: sampled, landmarks: landmarks)
    let notes = footnotes(words)
    let chart = ChartSpec(
      id: inputs.id, title: words.title, panels: panels, footnotes: notes,
      asides: hasAsides ? words.asides : [])
    return Figure(
      chart: chart, data: table.data, curves: curves(), alt: words.alt,
      description: words.description(notes))
  }

  /// The reciprocals of the values on an axis, at round ones of them.
  private static func reciprocals(_ label: String, _ domain: ClosedRange<Double>) -> SecondAxis {
    let ticks = [1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100].map { (factor: $0, place: 1 / $0) }.filter {
      domain.contains($0.place)
    }
    var apart: [(factor: Double, place: Double)] = []
    // Places crowd towards 0: each stands so far from the one before that labels of a low panel have room.
    let least = 0.07 * (domain.upperBound - domain.lowerBound)
    for tick in ticks where apart.last.map({ $0.place - tick.place >= least }) ?? true { apart.append(tick) }
    return SecondAxis(
      label: label,
      ticks: .named(apart.map { NamedTick($0.place, "×\(SymbolText.trimmed($0.factor))") }))
  }

  // MARK: Marks

  private func marks(_ index: Int, isLabelled: Bool, _ table: inout CurvesTable) -> [Mark] {
    let (panel, curves) = (plan.panels[index], sampled[index])
    var marks: [Mark] = panel.rules.map { .rule($0) }
    for (curve, computed) in zip(panel.curves, curves) {
      if !computed.band.x.isEmpty {
        let band = computed.band
        marks.append(.band(BandMark(series: curve.style, x: band.x, lower: band.lower, upper: band.upper)))
      }
      marks += flat(curve, computed)
      marks += lines(curve, computed, isLabelled: isLabelled)
    }
    var said: Set<String> = []
    for (curve, found) in zip(panel.curves, landmarks[index]) {
      marks += points(curve, table.append(curve, panel, index))
      marks += self.landmarks(panel, curve, found, &said)
    }
    for (curve, computed) in zip(panel.curves, curves) {
      if let mark = curve.mark, let extremum = computed.extremum { marks += self.extremum(mark, extremum) }
    }
    return marks
  }

  /// Solid where runs were measured and for constants without runs, dashed beyond the runs of a fit.
  private func lines(_ curve: PlannedCurve, _ computed: SampledCurve, isLabelled: Bool) -> [Mark] {
    MeasuredLine.marks(
      computed.points, curve.style, isLabelled: isLabelled && !curve.style.name.isEmpty, width: curve.width
    ) { point in
      !curve.isMeasured(point.x)
    }
  }

  /// Measured values with the intervals that they have from the fits behind them.
  private func points(_ curve: PlannedCurve, _ first: Int) -> [Mark] {
    guard let rows = curve.points?.rows else { return [] }
    var marks: [Mark] = []
    let known = rows.filter { $0.interval != nil }
    if !known.isEmpty {
      var style = curve.style
      (style.name, style.dash) = ("", [])
      style.paint.opacity *= 0.55
      marks.append(
        .interval(
          IntervalMark(
            series: style, isHorizontal: false, at: known.map(\.x),
            lower: known.compactMap(\.interval?.lowerBound), upper: known.compactMap(\.interval?.upperBound),
            hasCaps: false)))
    }
    for isHollow in [false, true] {
      let chosen = rows.indices.filter { rows[$0].isHollow == isHollow }
      guard !chosen.isEmpty else { continue }
      marks.append(
        .points(
          PointsMark(
            series: curve.style, points: chosen.map { Point(rows[$0].x, rows[$0].y) },
            isHollow: isHollow, data: chosen.map { first + $0 }, size: 5)))
    }
    return marks
  }

  /// The place where a curve begins, said in words, and those where it reaches the values asked for.
  private func landmarks(
    _ panel: CurvesPlan.Panel, _ curve: PlannedCurve, _ found: CurveLandmarks, _ said: inout Set<String>
  ) -> [Mark] {
    var marks: [Mark] = []
    if let start = found.start, let words = panel.ends {
      let domain = panel.y.domain ?? start.point.y...start.point.y + 1
      let top = domain.lowerBound + 0.05 * (domain.upperBound - domain.lowerBound)
      var style = curve.style
      (style.name, style.dash) = ("", [])
      marks.append(
        .line(
          LineMark(
            series: style, points: [domain.lowerBound, top].map { Point(start.point.x, $0) }, width: 2.2)))
      let note = "\(words) \(CurvesWords.value(start.point.x))"
      // Curves that begin at one place are said once.
      if said.insert(note).inserted {
        marks.append(.note(NoteMark(note, at: Point(start.point.x, top), paint: Palette.ink)))
      }
    }
    if !found.reached.isEmpty {
      var style = curve.style
      style.shape = .plus
      marks.append(
        .points(PointsMark(series: style, points: found.reached.map(\.place.point), size: 6)))
    }
    return marks
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

  private func footnotes(_ words: CurvesWords) -> [String] {
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
    return notes + words.pointNotes + domain.texts
  }

  // MARK: Tables

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
