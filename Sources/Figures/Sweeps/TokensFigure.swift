import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Loss after quantisation against training tokens: one panel a size, one curve a width, and the turning point beyond
/// which more data makes the quantised model worse.
struct TokensFigure {
  static let keys = [
    "data", "where", "x", "y", "series", "facet", "curve", "baseline", "hollow", "fitted", "levels",
    "facets", "facet-label",
    "series-label", "x-label", "y-label", "x-unit", "y-unit", "x-range", "damage", "overlap", "ratio-label",
  ]

  let settings: FigureSettings
  let data: TokensData
  private let facetLabel: String
  private let seriesLabel: String?
  /// A second row of panels with what is lost to the baseline, or nil.
  let damage: TokensDamage?
  /// Series that cannot be told from the baseline.
  let overlap: TokensOverlap?
  /// The title of tokens over the panel's size, over the panels; nil for no such axis.
  private let ratioLabel: String?

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "ptq-tokens", keys: Self.keys)
    data = try TokensData(settings)
    facetLabel = try settings.text("facet-label") ?? "$\(SymbolText.tex(data.facetName))$ = {}"
    seriesLabel = try settings.text("series-label")
    damage = try TokensDamage(settings, data)
    overlap = try TokensOverlap(settings, data)
    ratioLabel = try settings.text("ratio-label")
  }

  func figure() throws(DiagnosticError) -> Figure {
    let turnings = data.turnings()
    var table = FigureTable(columns: [
      data.facetName, data.seriesName, data.xName, data.yName, "fitted", "held_out", "line",
      "damage",
    ])
    var curves = FigureTable(columns: [
      data.facetName, data.seriesName, data.xName, data.yName, "extrapolated", "damage", "band", "lower",
      "upper",
    ])
    let x = try settings.axisLabel("x", name: data.xName)
    let y = try settings.axisLabel("y", name: data.yName)
    let low = data.xRange.lowerBound
    let high = data.xRange.upperBound
    let pad = pow(high / low, 0.05)
    let ticks = Set(data.measurements.map(\.x)).sorted()
    let xAxis = AxisSpec(
      label: x.label, unit: x.unit, scale: .log, domain: (low / pad)...(high * pad),
      ticks: ticks.isEmpty ? .automatic : .at(ticks),
      format: .si)
    let yAxis = AxisSpec(label: y.label, unit: y.unit)
    var panels: [PanelSpec] = []
    for (index, facet) in data.facets.enumerated() {
      panels.append(
        PanelSpec(
          column: index, heading: SymbolText.fill(facetLabel, SymbolText.count(facet)), x: xAxis, y: yAxis,
          top: ratioLabel.map { SecondAxis(label: $0, factor: 1 / facet) },
          marks: marks(
            facet, isLast: index == data.facets.count - 1, turnings.filter { $0.facet == facet }, &table,
            &curves)))
      if let damage {
        panels.append(
          PanelSpec(
            row: 1, column: index, x: xAxis,
            y: AxisSpec(label: damage.label, unit: y.unit, scale: .log),
            marks: damageMarks(
              damage, facet, isLast: index == data.facets.count - 1, table, &curves)))
      }
    }
    let notes = footnotes(turnings)
    let chart = ChartSpec(
      id: settings.inputs.id,
      title: "\(SymbolText.plain(data.yName)) against \(SymbolText.plain(data.xName))",
      panels: panels, footnotes: notes)
    return Figure(
      chart: chart, data: table, curves: curves, alt: alt(turnings), description: description(turnings, notes)
    )
  }

  /// What the shade past the turning point of the narrowest width says.
  static let beyond = "more data hurts"

  /// Whether a series is left out of the panels with the loss.
  func isHidden(_ series: Double?) -> Bool {
    series.map { overlap?.levels.contains($0) ?? false } ?? false
  }

  func style(_ series: Double?) -> SeriesStyle {
    guard let series else {
      return SeriesStyle(name: data.baselineName, paint: Palette.ink, shape: .circle, dash: [5, 3])
    }
    var style = Palette.bits(series)
    if let seriesLabel { style.name = SymbolText.fill(seriesLabel, SymbolText.number(series)) }
    return style
  }

  private func marks(
    _ facet: Double, isLast: Bool, _ turnings: [TokensData.Turning], _ table: inout FigureTable,
    _ curves: inout FigureTable
  ) -> [Mark] {
    var marks: [Mark] = []
    let turnings = turnings.filter { !isHidden($0.series) }
    if let first = turnings.first(where: { $0.series == data.levels.first }) {
      marks.append(
        .zone(
          ZoneMark(
            x: first.x...Double.infinity, y: -Double.infinity...Double.infinity, paint: Palette.zone,
            label: Self.beyond, isLabelOptional: true)))
    }
    let series: [Double?] =
      (data.baseline == nil ? [] : [nil]) + data.levels.reversed().filter { !isHidden($0) }.map { $0 }
    for level in banded where !isHidden(level) {
      marks += band(facet, level, drawCount: data.curve?.drawCount ?? 0, &curves) { x, draw in
        data.curve.map { data.predict($0, x: x, series: level, facet: facet, draw: draw) } ?? .nan
      }
    }
    for level in series { marks += lines(facet, level, isLabelled: isLast, &curves) }
    for level in [nil] + data.levels.map({ Optional($0) }) where !isHidden(level) {
      marks += seeds(facet, level) { $0.y }
    }
    for level in [nil] + data.levels.reversed().map({ Optional($0) }) {
      // The second row has every series, and its points are these rows of the table.
      if isHidden(level), damage == nil { continue }
      let drawn = points(facet, level, &table)
      if !isHidden(level) { marks += drawn }
    }
    for turning in turnings {
      let ink = SeriesStyle(name: "turning point", paint: Palette.ink, shape: .triangleDown)
      if let interval = turning.interval {
        marks.append(
          .interval(
            IntervalMark(
              series: ink, isHorizontal: true, at: [turning.y], lower: [interval.lowerBound],
              upper: [interval.upperBound])))
      }
      let words = "minimum of \(style(turning.series).name) at \(SymbolText.count(turning.x))"
      marks.append(
        .points(
          PointsMark(
            series: ink, points: [Point(turning.x, turning.y)], tooltips: [words],
            isHollow: turning.interval == nil && !data.isConstant, size: 8)))
    }
    return marks
  }

  /// The curve of one series: solid where runs were fitted, dashed beyond.
  private func lines(
    _ facet: Double, _ level: Double?, isLabelled: Bool, _ curves: inout FigureTable
  ) -> [Mark] {
    guard let expression = level == nil ? data.baseline : data.curve else { return [] }
    let pieces = stretches(facet, level) {
      data.predict(expression, x: $0, series: level, facet: facet)
    }
    return pieces.enumerated().map { index, stretch in
      for point in stretch.points {
        curves.rows.append(cells(facet, level, stretch, point) + Array(repeating: .empty, count: 4))
      }
      return .line(
        LineMark(
          series: style(level), points: stretch.points, isExtrapolated: stretch.isOutside,
          isLabelled: isLabelled && index == pieces.count - 1))
    }
  }

  private typealias Stretch = (points: [Point], isOutside: Bool)

  private func cells(
    _ facet: Double, _ level: Double?, _ stretch: Stretch, _ point: Point?
  ) -> [FigureTable.Cell] {
    [
      .number(facet), level.map { .number($0) } ?? .text(data.baselineName),
      (point ?? stretch.points.first).map { .number($0.x) } ?? .empty,
      point.map { .number($0.y) } ?? .empty, .number(stretch.isOutside ? 1 : 0),
    ]
  }

  /// A function sampled before, over and beyond the runs that a series was fitted to.
  private func stretches(_ facet: Double, _ level: Double?, _ value: (Double) -> Double) -> [Stretch] {
    let fitted = data.measurements.filter {
      $0.facet == facet && $0.series == level && $0.isFitted && !$0.isHollow
    }
    .map(\.x)
    let low = data.xRange.lowerBound
    let high = data.xRange.upperBound
    let solid =
      max(low, fitted.min() ?? high)...max(max(low, fitted.min() ?? high), min(high, fitted.max() ?? high))
    var ranges: [(ClosedRange<Double>, Bool)] = data.isConstant ? [(low...high, false)] : []
    if !data.isConstant, low < solid.lowerBound { ranges.append((low...solid.lowerBound, true)) }
    if !fitted.isEmpty, solid.lowerBound < solid.upperBound { ranges.append((solid, false)) }
    if !data.isConstant, solid.upperBound < high { ranges.append((solid.upperBound...high, true)) }
    return ranges.map { range, isOutside in
      let places = SampledCurve.places(range, true, 96)
      return (places.map { Point($0, value($0)) }, isOutside)
    }
  }

  /// Points and curves of the second row; its points are the same rows of the table as those over them.
  private func damageMarks(
    _ damage: TokensDamage, _ facet: Double, isLast: Bool, _ table: FigureTable, _ curves: inout FigureTable
  ) -> [Mark] {
    var marks: [Mark] = []
    for level in banded {
      marks += band(facet, level, drawCount: damage.drawCount, isDamage: true, &curves) {
        damage.value(at: $0, series: level, facet: facet, draw: $1)
      }
    }
    for level in data.levels { marks += seeds(facet, level, damage.value) }
    if facet == data.facets.first { marks += slope(facet)?.marks ?? [] }
    for level in data.levels.reversed() {
      let pieces = stretches(facet, level) { damage.value(at: $0, series: level, facet: facet) }
      for (index, stretch) in pieces.enumerated() {
        let visible = stretch.points.filter { $0.y > 0 }
        guard visible.count > 1 else { continue }
        // The others have their names in the row above.
        let isNamedHere = isLast && isHidden(level) && index == pieces.count - 1
        for point in visible {
          curves.rows.append(
            cells(facet, level, (points: [point], isOutside: stretch.isOutside), nil)
              + [.number(point.y), .empty, .empty, .empty])
        }
        marks.append(
          .line(
            LineMark(
              series: style(level), points: visible, isExtrapolated: stretch.isOutside,
              isLabelled: isNamedHere)))
      }
    }
    for level in data.levels.reversed() {
      for isHollow in [false, true] {
        let rows = table.rows.indices.filter { row in
          table.rows[row][0] == .number(facet) && table.rows[row][1] == .number(level)
            && table.rows[row][5] == .number(isHollow ? 1 : 0) && table.rows[row][7] != .empty
        }
        guard !rows.isEmpty else { continue }
        let points = rows.map { row -> Point in
          guard case .number(let x) = table.rows[row][2], case .number(let y) = table.rows[row][7] else {
            return Point(.nan, .nan)
          }
          return Point(x, y)
        }
        marks.append(
          .points(
            PointsMark(
              series: style(level), points: points,
              // Points that stand in the row above as well have their words there.
              tooltips: isHidden(level)
                ? points.map {
                  "\(SymbolText.plain(data.xName)) = \(SymbolText.count($0.x)), \(style(level).name): "
                    + "\(NumberText.significant($0.y, digits: 3)) more"
                } : [], isHollow: isHollow, data: rows)))
      }
    }
    return marks
  }

  private func points(_ facet: Double, _ level: Double?, _ table: inout FigureTable) -> [Mark] {
    let style = style(level)
    let own = data.measurements.filter { $0.facet == facet && $0.series == level }.sorted { $0.x < $1.x }
    var marks: [Mark] = []
    for isHollow in [false, true] {
      let chosen = own.filter { $0.isHollow == isHollow }
      guard !chosen.isEmpty else { continue }
      let start = table.rows.count
      for item in chosen {
        table.rows.append([
          .number(item.facet), level.map { .number($0) } ?? .text(data.baselineName), .number(item.x),
          .number(item.y),
          .number(item.isFitted ? 1 : 0), .number(item.isHollow ? 1 : 0), .line(item.line),
          damage?.value(item).map { .number($0) } ?? .empty,
        ])
      }
      marks.append(
        .points(
          PointsMark(
            series: style, points: chosen.map { Point($0.x, $0.y) },
            tooltips: chosen.map { item in
              "\(SymbolText.plain(data.facetName)) = \(SymbolText.count(item.facet)), "
                + "\(SymbolText.plain(data.xName)) = \(SymbolText.count(item.x)), \(style.name): "
                + NumberText.decimal(item.y, places: 3)
            }, isHollow: isHollow, data: Array(start..<table.rows.count), size: level == nil ? 5.5 : 7)))
    }
    return marks
  }
}
