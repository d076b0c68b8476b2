import Charts
import Diagnostics
import Drawing
import Fitting
import Runs
import Typesetting

/// Predicted against observed: the identity line with guides at ±1 % and ±5 %, and under it the residuals against the
/// prediction with a running median and how often they occur. Rows that were held out are hollow, excluded ones crosses;
/// the worst are named.
struct PredictedFigure {
  static let keys =
    FittedRows.keys + SeriesColumn.keys + ["name", "observed-label", "unit", "worst"]

  private let settings: FigureSettings
  private let fitted: FittedRows
  private let series: SeriesColumn
  private let label: String
  private let unit: String?
  /// Names of rows, or nil.
  private let names: [String]?
  private let worst: Int

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "predicted-observed", keys: Self.keys)
    fitted = try FittedRows(settings)
    series = try SeriesColumn(settings, of: fitted.table, fallback: "runs")
    label = try settings.text("observed-label") ?? "$\(SymbolText.tex(fitted.observedName))$"
    unit = try settings.text("unit")
    names = try settings.names("name", of: fitted.table)
    worst = try settings.node["worst"]?.integer("worst", in: 0...12) ?? 3
  }

  func figure() -> Figure {
    var table = FigureTable(columns: [
      "row", series.name ?? "series", "observed", "predicted", "residual", "held_out", "excluded",
    ])
    let isLog = fitted.scale == .log
    let all = fitted.rows + fitted.excluded
    let domain = Self.domain(all.flatMap { [$0.observed, $0.predicted] }, isLog: isLog)
    let kind: ScaleKind = isLog ? .log : .linear
    func axis(_ word: String) -> AxisSpec {
      AxisSpec(label: "\(word) \(label)", unit: unit, scale: kind, domain: domain)
    }
    let counted = fitted.rows.contains { !$0.isHollow } ? fitted.rows.filter { !$0.isHollow } : fitted.rows
    let histogram = ResidualHistogram(counted.map(\.residual))
    let residualAxis = AxisSpec(
      label: "Observed − predicted", unit: fitted.residualUnit(unit), domain: Self.domain(of: all))
    var scatter = guides(domain)
    var residuals = strip(domain)
    for (place, style) in series.styles.enumerated() {
      for split in Split.allCases {
        let rows = self.rows(split).filter { series.places[$0.index] == place }
        guard !rows.isEmpty else { continue }
        let start = table.rows.count
        table.rows += rows.map { row in
          [
            .line(fitted.table.lines[row.index]), .text(series.names[place]), .number(row.observed),
            .number(row.predicted), .number(row.residual), .number(row.isHollow ? 1 : 0),
            .number(split == .excluded ? 1 : 0),
          ]
        }
        let data = Array(start..<table.rows.count)
        let tooltips = rows.map(tooltip)
        var style = style
        if split == .excluded { (style.shape, style.name) = (.cross, "") }
        func points(_ points: [Point], _ tooltips: [String], size: Double) -> Mark {
          .points(
            PointsMark(
              series: style, points: points, tooltips: tooltips, isHollow: split == .held, data: data,
              size: size))
        }
        scatter.append(points(rows.map { Point($0.predicted, $0.observed) }, tooltips, size: 6))
        // Each point has its words once, in the panel above.
        residuals.append(points(rows.map { Point($0.predicted, $0.residual) }, [], size: 5))
      }
    }
    scatter += worstRows.map { row in
      .note(
        NoteMark(SymbolText.literal(name(row)), at: Point(row.predicted, row.observed), paint: Palette.ink))
    }
    var panels = [
      PanelSpec(column: 0, x: axis("Predicted"), y: axis("Observed"), marks: scatter),
      PanelSpec(row: 1, column: 0, x: axis("Predicted"), y: residualAxis, marks: residuals),
    ]
    let bars = histogram.marks(fitted.text(residual:))
    if !bars.isEmpty {
      let rows = AxisSpec(label: "Rows", domain: 0...1.08 * Double(histogram.most), ticks: .integers)
      panels.append(
        PanelSpec(
          row: 1, column: 1, x: rows, y: residualAxis,
          marks: bars + [.rule(RuleMark(.horizontal, at: 0, paint: Palette.muted))]))
    }
    let asides = fitted.splits(unit: unit).map { Aside(title: $0.name, lines: $0.numbers) }
    let notes = fitted.omissions + [legend]
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Predicted against observed \(SymbolText.plain(fitted.observedName))",
      panels: panels, footnotes: notes, aspect: 1, rowShares: [1, 0.26], columnShares: [1, 0.5],
      widest: 690, asides: asides)
    return Figure(
      chart: chart, data: table, curves: histogram.table, alt: alt(), description: description(notes))
  }

  /// Which part of the rows a point belongs to.
  private enum Split: CaseIterable { case fitted, held, excluded }

  private func rows(_ split: Split) -> [FittedRows.Row] {
    switch split {
    case .fitted: fitted.rows.filter { !$0.isHollow }
    case .held: fitted.rows.filter(\.isHollow)
    case .excluded: fitted.excluded
    }
  }

  /// The rows that are farthest off, of those that are not excluded.
  private var worstRows: [FittedRows.Row] {
    Array(
      fitted.rows.sorted { (abs($1.residual), $0.index) < (abs($0.residual), $1.index) }.prefix(worst))
  }

  /// What lies behind the points of the strip: a band of one RMSE, zero, the running median.
  private func strip(_ domain: ClosedRange<Double>) -> [Mark] {
    var marks: [Mark] = []
    if let spread = fitted.statistics(fitted.rows.filter { !$0.isHollow })?.rmse, spread > 0 {
      let ink = SeriesStyle(name: "", paint: Palette.muted)
      marks.append(
        .band(
          BandMark(
            series: ink, x: [domain.lowerBound, domain.upperBound], lower: [-spread, -spread],
            upper: [spread, spread])))
    }
    marks.append(.rule(RuleMark(.horizontal, at: 0, paint: Palette.muted)))
    let sorted = fitted.rows.sorted { ($0.predicted, $0.index) < ($1.predicted, $1.index) }
    let medians = Median.running(sorted.map { Point($0.predicted, $0.residual) })
    if medians.count > 1 {
      let style = SeriesStyle(name: "running median", paint: Palette.ink, dash: [5, 3])
      marks.append(.line(LineMark(series: style, points: medians, isLabelled: false)))
    }
    return marks
  }

  /// The residuals with room around them; the same for the strip and the bars beside it.
  private static func domain(of rows: [FittedRows.Row]) -> ClosedRange<Double> {
    let values = rows.map(\.residual)
    let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    let pad = max(0.08 * (high - low), 1e-12)
    return low - pad...high + pad
  }

  /// How lines and marks are to be read.
  private var legend: String {
    let rmse =
      fitted.rows.contains { !$0.isHollow } ? " Shaded: one RMSE of the fitted rows." : ""
    return "Lines: equal, ±1 % (dashed) and ±5 %." + rmse
      + (fitted.rows.contains(where: \.isHollow) ? " Hollow: held out." : "")
      + (fitted.excluded.isEmpty ? "" : " Crosses: excluded.")
      + (fitted.rows.contains(where: \.isHollow) ? " Bars: fitted rows." : "")
  }

  /// Both axes have one domain, so that the identity is the diagonal.
  private static func domain(_ values: [Double], isLog: Bool) -> ClosedRange<Double> {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if isLog {
      let pad = max(1.02, SymbolText.power(high / low, 0.05))
      return low / pad...high * pad
    }
    let pad = max((high - low) * 0.05, abs(high) * 1e-3, 1e-12)
    return low - pad...high + pad
  }

  private func guides(_ domain: ClosedRange<Double>) -> [Mark] {
    let ends = [domain.lowerBound, domain.upperBound]
    func line(_ factor: Double, _ paint: Paint, _ width: Double, _ dash: [Double]) -> Mark {
      let style = SeriesStyle(name: "", paint: paint, dash: dash)
      // Many vertices: on a linear axis the line is straight, and so it is on a logarithmic one.
      return .line(LineMark(series: style, points: ends.map { Point($0, $0 * factor) }, width: width))
    }
    return [
      line(1.05, Palette.edge, 0.8, []), line(1 / 1.05, Palette.edge, 0.8, []),
      line(1.01, Palette.edge, 0.8, [3, 3]), line(1 / 1.01, Palette.edge, 0.8, [3, 3]),
      line(1, Palette.ink, 1.1, []),
    ]
  }

  private func name(_ row: FittedRows.Row) -> String {
    names?[row.index] ?? "line \(fitted.table.lines[row.index])"
  }

  private func tooltip(_ row: FittedRows.Row) -> String {
    "\(name(row)): observed \(NumberText.significant(row.observed, digits: 4)), predicted "
      + "\(NumberText.significant(row.predicted, digits: 4)) (\(fitted.text(residual: row.residual)))"
  }

  private func alt() -> String {
    let held = fitted.rows.filter(\.isHollow)
    guard let inside = fitted.statistics(fitted.rows.filter { !$0.isHollow }) else {
      return "\(held.count) rows, all held out, against the law's predictions."
    }
    let suffix = fitted.scale == .log ? " %" : ""
    let outside = fitted.statistics(held).map {
      "; \($0.count) held out are off by up to \(NumberText.significant($0.largest, digits: 2))\(suffix)"
    }
    return
      "\(inside.count) fitted rows lie within \(NumberText.significant(inside.largest, digits: 2))\(suffix) "
      + "of the law\(outside ?? "")."
  }

  private func description(_ notes: [String]) -> String {
    let sentences =
      [
        "Above: observed against predicted \(SymbolText.plain(fitted.observedName)), both axes "
          + "\(fitted.scale == .log ? "logarithmic" : "linear"), with the line of equality.",
        "Below: observed minus predicted against predicted, with zero and a running median, and how often residuals "
          + "of each size occur.",
        series.name == nil
          ? "" : "Series: \(series.names.joined(separator: ", ")).",
      ] + fitted.splits(unit: unit).map { "\($0.name): \($0.numbers.joined(separator: ", "))." }
      + notes.map { SymbolText.plain(markup: $0) }
      + [
        worstRows.isEmpty
          ? ""
          : "Farthest off: "
            + worstRows.map { "\(name($0)) (\(fitted.text(residual: $0.residual)))" }.joined(separator: ", ")
            + "."
      ]
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
