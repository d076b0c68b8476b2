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
    "series-label", "x-label", "y-label", "x-unit", "y-unit", "x-range", "damage",
  ]

  private let settings: FigureSettings
  private let data: TokensData
  private let facetLabel: String
  private let seriesLabel: String?
  /// A second row of panels with what is lost to the baseline, or nil.
  private let damage: TokensDamage?

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "ptq-tokens", keys: Self.keys)
    data = try TokensData(settings)
    facetLabel = try settings.text("facet-label") ?? "$\(SymbolText.tex(data.facetName))$ = {}"
    seriesLabel = try settings.text("series-label")
    damage = try TokensDamage(settings, data)
  }

  func figure() throws(DiagnosticError) -> Figure {
    let turnings = data.turnings()
    var table = FigureTable(columns: [
      data.facetName, data.seriesName, data.xName, data.yName, "fitted", "held_out", "line",
      "damage",
    ])
    var curves = FigureTable(columns: [
      data.facetName, data.seriesName, data.xName, data.yName, "extrapolated", "damage",
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
          marks: marks(
            facet, isLast: index == data.facets.count - 1, turnings.filter { $0.facet == facet }, &table,
            &curves)))
      if let damage {
        panels.append(
          PanelSpec(
            row: 1, column: index, x: xAxis,
            y: AxisSpec(label: damage.label, unit: y.unit, scale: .log),
            marks: damageMarks(damage, facet, table, &curves)))
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

  private func style(_ series: Double?) -> SeriesStyle {
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
    if let first = turnings.first(where: { $0.series == data.levels.first }) {
      marks.append(
        .zone(
          ZoneMark(
            x: first.x...Double.infinity, y: -Double.infinity...Double.infinity, paint: Palette.zone)))
    }
    let series: [Double?] = (data.baseline == nil ? [] : [nil]) + data.levels.reversed().map { $0 }
    for level in series { marks += lines(facet, level, isLabelled: isLast, &curves) }
    for level in [nil] + data.levels.reversed().map({ Optional($0) }) {
      marks += points(facet, level, &table)
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
        curves.rows.append(cells(facet, level, stretch, point) + [.empty])
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
    _ damage: TokensDamage, _ facet: Double, _ table: FigureTable, _ curves: inout FigureTable
  ) -> [Mark] {
    var marks: [Mark] = []
    for level in data.levels.reversed() {
      for stretch in stretches(facet, level, { damage.value(at: $0, series: level, facet: facet) }) {
        let visible = stretch.points.filter { $0.y > 0 }
        guard visible.count > 1 else { continue }
        for point in visible {
          curves.rows.append(
            cells(facet, level, (points: [point], isOutside: stretch.isOutside), nil) + [.number(point.y)])
        }
        marks.append(
          .line(LineMark(series: style(level), points: visible, isExtrapolated: stretch.isOutside)))
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
              tooltips: points.map {
                "\(SymbolText.plain(data.xName)) = \(SymbolText.count($0.x)), \(style(level).name): "
                  + "\(NumberText.significant($0.y, digits: 3)) more"
              }, isHollow: isHollow, data: rows)))
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
          .number(item.isFitted ? 1 : 0), .number(item.isHollow ? 1 : 0), .number(Double(item.line)),
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

  private func footnotes(_ turnings: [TokensData.Turning]) -> [String] {
    var notes: [String] = []
    let flat =
      data.curve == nil
      ? []
      : data.levels.compactMap { level -> String? in
        let without = data.facets.filter { facet in
          !turnings.contains { $0.series == level && $0.facet == facet }
        }
        guard !without.isEmpty else { return nil }
        let places = without.map(SymbolText.count).joined(separator: ", ")
        let place =
          without.count == data.facets.count ? "" : " at $\(SymbolText.tex(data.facetName))$ = \(places)"
        return style(level).name + place
      }
    if !flat.isEmpty {
      let range = data.isConstant ? "drawn" : "measured"
      notes.append("No turning point within the \(range) range: \(flat.joined(separator: "; ")).")
    }
    let loose = turnings.filter { $0.interval == nil && !data.isConstant }.map {
      "\(style($0.series).name) at $\(SymbolText.tex(data.facetName))$ = \(SymbolText.count($0.facet))"
    }
    if let note = damage?.note { notes.append(note) }
    if !loose.isEmpty {
      notes.append(
        "Hollow turning points are not identified, their intervals leave the measured range: "
          + loose.joined(separator: "; ") + ".")
    }
    let labels = (data.curve?.fitLabels ?? []) + (data.baseline?.fitLabels ?? [])
    let fits = labels.compactMap { label in settings.inputs.fits[label].map { (label: label, result: $0) } }
    if data.isConstant, let note = ConstantsNote.text(fits) { notes.append(note) }
    return notes
  }

  private func alt(_ turnings: [TokensData.Turning]) -> String {
    guard let level = data.levels.first, let first = turnings.first(where: { $0.series == level }) else {
      return
        "\(data.facets.count) panels of \(data.isConstant ? "" : "points and ")curves: no curve turns up within "
        + "the \(data.isConstant ? "drawn" : "measured") range."
    }
    let count = turnings.filter { $0.series == level }.count
    return "At \(style(level).name) the loss turns up in \(count) of \(data.facets.count) panels, first past "
      + "\(SymbolText.count(first.x)) at \(SymbolText.plain(data.facetName)) = \(SymbolText.count(first.facet))."
  }

  private func description(_ turnings: [TokensData.Turning], _ notes: [String]) -> String {
    var sentences = [
      "\(data.facets.count) panels side by side, one for each \(SymbolText.plain(data.facetName)): "
        + data.facets.map(SymbolText.count).joined(separator: ", ") + ".",
      "Horizontal axis: \(SymbolText.plain(data.xName)), logarithmic, \(SymbolText.count(data.xRange.lowerBound)) to "
        + "\(SymbolText.count(data.xRange.upperBound)). Vertical axis: \(SymbolText.plain(data.yName)), linear.",
      "Series: \(data.levels.map { style($0).name }.joined(separator: ", ")).",
      data.isConstant
        ? "No measured points."
        : "\(data.measurements.count) measured points, \(data.measurements.filter(\.isHollow).count) of them held out.",
    ]
    if let damage {
      sentences.append(
        "Under each panel, on a logarithmic axis: \(SymbolText.plain(markup: damage.label)), the loss over "
          + "that of \(data.baselineName).")
    }
    for turning in turnings {
      let interval = SymbolText.interval(turning.interval).map { ", 95 % interval \($0)" } ?? ""
      sentences.append(
        "At \(SymbolText.plain(data.facetName)) = \(SymbolText.count(turning.facet)) the curve of "
          + "\(style(turning.series).name) is lowest at \(SymbolText.count(turning.x))\(interval), "
          + "where it is \(NumberText.decimal(turning.y, places: 3)).")
    }
    let symbol = "$\(SymbolText.tex(data.facetName))$"
    let plainNotes = notes.map { $0.replacing(symbol, with: SymbolText.plain(data.facetName)) }
    return (sentences + plainNotes).joined(separator: " ")
  }
}
