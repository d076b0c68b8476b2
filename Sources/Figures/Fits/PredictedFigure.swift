import Charts
import Diagnostics
import Drawing
import Fitting
import Runs
import Typesetting

/// Predicted against observed: the identity line with guides at ±1 % and ±5 %, and beside it the residuals against
/// the prediction with a running median. Rows that were held out are hollow; the worst are named.
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
      "row", series.name ?? "series", "observed", "predicted", "residual", "held_out",
    ])
    let isLog = fitted.scale == .log
    let values = fitted.rows.flatMap { [$0.observed, $0.predicted] }
    let domain = Self.domain(values, isLog: isLog)
    let kind: ScaleKind = isLog ? .log : .linear
    func axis(_ word: String) -> AxisSpec {
      AxisSpec(label: "\(word) \(label)", unit: unit, scale: kind, domain: domain)
    }
    let residualAxis = AxisSpec(label: "Observed − predicted", unit: fitted.residualUnit(unit))
    let sorted = fitted.rows.sorted { ($0.predicted, $0.index) < ($1.predicted, $1.index) }
    var (scatter, residuals): ([Mark], [Mark]) = (guides(domain), [])
    residuals.append(.rule(RuleMark(.horizontal, at: 0, paint: Palette.muted)))
    if let spread = fitted.statistics(fitted.rows.filter { !$0.isHollow })?.rmse, spread > 0 {
      let ink = SeriesStyle(name: "", paint: Palette.muted)
      residuals.insert(
        .band(
          BandMark(
            series: ink, x: [domain.lowerBound, domain.upperBound], lower: [-spread, -spread],
            upper: [spread, spread])), at: 0)
    }
    let medians = Median.running(sorted.map { Point($0.predicted, $0.residual) })
    if medians.count > 1 {
      let style = SeriesStyle(name: "running median", paint: Palette.ink, dash: [5, 3])
      residuals.append(.line(LineMark(series: style, points: medians, isLabelled: false)))
    }
    for (place, style) in series.styles.enumerated() {
      for isHollow in [false, true] {
        let rows = fitted.rows.filter { series.places[$0.index] == place && $0.isHollow == isHollow }
        guard !rows.isEmpty else { continue }
        let start = table.rows.count
        table.rows += rows.map { row in
          [
            .number(Double(fitted.table.lines[row.index])), .text(series.names[place]), .number(row.observed),
            .number(row.predicted), .number(row.residual), .number(isHollow ? 1 : 0),
          ]
        }
        let data = Array(start..<table.rows.count)
        let tooltips = rows.map(tooltip)
        func points(_ points: [Point], size: Double) -> Mark {
          .points(
            PointsMark(
              series: style, points: points, tooltips: tooltips, isHollow: isHollow, data: data, size: size))
        }
        scatter.append(points(rows.map { Point($0.predicted, $0.observed) }, size: 6))
        residuals.append(points(rows.map { Point($0.predicted, $0.residual) }, size: 5))
      }
    }
    let worstRows = fitted.rows.sorted { (abs($1.residual), $0.index) < (abs($0.residual), $1.index) }
      .prefix(worst)
    if names != nil {
      residuals += worstRows.map { row in
        .note(
          NoteMark(SymbolText.literal(name(row)), at: Point(row.predicted, row.residual), paint: Palette.ink))
      }
    }
    let panels = [
      PanelSpec(column: 0, x: axis("Predicted"), y: axis("Observed"), marks: scatter),
      PanelSpec(column: 1, x: axis("Predicted"), y: residualAxis, marks: residuals),
    ]
    let notes = fitted.sentences(unit: unit) + [bandNote].compactMap { $0 }
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Predicted against observed \(SymbolText.plain(fitted.observedName))",
      panels: panels, footnotes: notes, aspect: 1)
    return Figure(
      chart: chart, data: table, curves: FigureTable(columns: []), alt: alt(),
      description: description(notes))
  }

  private var bandNote: String? {
    guard fitted.rows.contains(where: { !$0.isHollow }) else { return nil }
    return "Lines: equal, ±1 % and ±5 %. Shaded: one RMSE of the fitted rows."
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
      line(1.05, Palette.hair, 1, []), line(1 / 1.05, Palette.hair, 1, []),
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
    let worstRows = fitted.rows.sorted { (abs($1.residual), $0.index) < (abs($0.residual), $1.index) }
      .prefix(worst)
    let sentences =
      [
        "Left: observed against predicted \(SymbolText.plain(fitted.observedName)), both axes "
          + "\(fitted.scale == .log ? "logarithmic" : "linear"), with the line of equality.",
        "Right: observed minus predicted against predicted, with zero and a running median.",
        series.name == nil
          ? "" : "Series: \(series.names.joined(separator: ", ")).",
      ] + notes
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
