import Charts
import Diagnostics
import Drawing
import Fitting
import Runs
import Typesetting

/// Residuals against each variable of an experiment, with the median at each level, and their normal quantile plot:
/// where a law is wrong, and whether its errors are of one kind.
struct ResidualsFigure {
  static let keys = FittedRows.keys + SeriesColumn.keys + ["against", "labels", "units", "unit"]

  private let settings: FigureSettings
  private let fitted: FittedRows
  private let series: SeriesColumn
  private let unit: String?
  /// The variables, in the order of the panels.
  private let variables: [(name: String, label: String, unit: String?, values: [Double])]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "residuals", keys: Self.keys)
    fitted = try FittedRows(settings)
    series = try SeriesColumn(settings, of: fitted.table, fallback: "runs")
    unit = try settings.text("unit")
    let labels = settings.node["labels"]
    let units = settings.node["units"]
    var variables: [(name: String, label: String, unit: String?, values: [Double])] = []
    for item in try settings.required("against").list("against") {
      let name = try item.string("against")
      let values = try settings.numbers(named: name, of: fitted.table, at: item.location)
      variables.append(
        (
          name, try labels?[name]?.string("labels") ?? "$\(SymbolText.tex(name))$",
          try units?[name]?.string("units"), values
        ))
    }
    let names = variables.map(\.name)
    try labels?.expectKeys(names, in: "labels")
    try units?.expectKeys(names, in: "units")
    self.variables = variables
  }

  func figure() -> Figure {
    var table = FigureTable(
      columns: ["row", series.name ?? "series"] + variables.map(\.name) + [
        "predicted", "residual", "normal_score", "held_out",
      ])
    let ordered = fitted.rows.filter { series.places[$0.index] != nil }
    let ranks = ordered.indices.sorted { (ordered[$0].residual, $0) < (ordered[$1].residual, $1) }
    var scores = ordered.map { _ in 0.0 }
    for (rank, index) in ranks.enumerated() {
      // Blom's plotting position.
      scores[index] = NormalDistribution.quantile((Double(rank) + 0.625) / (Double(ordered.count) + 0.25))
    }
    for (row, score) in zip(ordered, scores) {
      table.rows.append(
        [
          .number(Double(fitted.table.lines[row.index])),
          .text(series.places[row.index].map { series.names[$0] } ?? ""),
        ] + variables.map { .number($0.values[row.index]) } + [
          .number(row.predicted), .number(row.residual), .number(score), .number(row.isHollow ? 1 : 0),
        ])
    }
    let yAxis = AxisSpec(label: "Observed − predicted", unit: fitted.residualUnit(unit))
    var panels: [PanelSpec] = []
    var patterns: [String] = []
    let count = variables.count + 2
    let columns = count <= 4 ? count : (count + 1) / 2
    let share = percentOfMedian(ordered)
    func add(_ x: AxisSpec, _ marks: [Mark]) {
      panels.append(
        PanelSpec(
          row: panels.count / columns, column: panels.count % columns, x: x, y: yAxis,
          right: panels.count % columns == columns - 1 ? share : nil, marks: marks))
    }
    for variable in variables {
      let values = ordered.map { variable.values[$0.index] }
      let isLog = Self.isLog(values)
      let levels = Levels(zip(values, ordered).filter { !$0.1.isHollow }.map { ($0.0, $0.1.residual) })
      patterns += levels.departing.map {
        "\(SymbolText.plain(variable.name)) = \(SymbolText.count($0.level)) (\(fitted.text(residual: $0.median)))"
      }
      let ticks = Set(values).count <= 12 ? TickPolicy.at(Array(Set(values)).sorted()) : .automatic
      add(
        AxisSpec(label: variable.label, unit: variable.unit, scale: isLog ? .log : .linear, ticks: ticks),
        base + points(ordered, values, isLog: isLog) + levels.marks)
    }
    add(
      AxisSpec(label: "Predicted", unit: unit, scale: fitted.scale == .log ? .log : .linear),
      base + points(ordered, ordered.map(\.predicted), isLog: false))
    add(AxisSpec(label: "Normal score"), quantileLine(ordered) + points(ordered, scores, isLog: false))

    let pattern =
      patterns.isEmpty
      ? "At no level is the median residual away from 0 by more than its 95 % interval."
      : "The median residual is away from 0 at " + patterns.joined(separator: ", ") + "."
    let notes =
      fitted.sentences(unit: unit)
      + (share == nil ? [] : ["Right: in per cent of the median observed value."])
      + [pattern, "Bars: median and its 95 % interval at each level. Shaded: two RMSE of the fitted rows."]
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Residuals", panels: panels, footnotes: notes, aspect: 0.85)
    let alt =
      patterns.isEmpty
      ? "Residuals against \(variables.count + 1) variables: no level's median departs from 0."
      : "Residuals against \(variables.count + 1) variables: \(patterns.count) level medians depart from 0."
    let description =
      ([
        "\(panels.count) panels with one vertical axis: residuals against "
          + (variables.map { SymbolText.plain($0.name) } + ["the prediction"]).joined(separator: ", ")
          + ", and against normal scores, where a straight line means normal errors."
      ] + notes).joined(separator: " ")
    return Figure(
      chart: chart, data: table, curves: FigureTable(columns: []), alt: alt, description: description)
  }

  /// Differences in per cent of the median observed value; nil where residuals are in per cent already.
  private func percentOfMedian(_ rows: [FittedRows.Row]) -> SecondAxis? {
    guard fitted.scale == .linear, !rows.isEmpty else { return nil }
    let median = Median.of(rows.map { $0.predicted + $0.residual }.sorted())
    return median > 0 ? SecondAxis(factor: 100 / median, unit: "%") : nil
  }

  /// The zero line and the band of two RMSE.
  private var base: [Mark] {
    var marks: [Mark] = []
    if let spread = fitted.statistics(fitted.rows.filter { !$0.isHollow })?.rmse, spread > 0 {
      let everywhere = -Double.infinity...Double.infinity
      marks.append(
        .zone(ZoneMark(x: everywhere, y: -2 * spread...2 * spread, paint: Palette.zone)))
    }
    return marks + [.rule(RuleMark(.horizontal, at: 0, paint: Palette.muted))]
  }

  /// A variable that spans more than a decade is read on a log axis.
  private static func isLog(_ values: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max() else { return false }
    return low > 0 && high > 10 * low
  }

  private func points(_ rows: [FittedRows.Row], _ xs: [Double], isLog: Bool) -> [Mark] {
    var marks: [Mark] = []
    for (place, style) in series.styles.enumerated() {
      for isHollow in [false, true] {
        let chosen = rows.indices.filter {
          rows[$0].isHollow == isHollow && series.places[rows[$0].index] == place
        }
        guard !chosen.isEmpty else { continue }
        marks.append(
          .points(
            PointsMark(
              series: style, points: chosen.map { Point(xs[$0], rows[$0].residual) },
              tooltips: chosen.map { index in
                "line \(fitted.table.lines[rows[index].index]): \(fitted.text(residual: rows[index].residual))"
              }, isHollow: isHollow, data: Array(chosen), size: 4.5)))
      }
    }
    return marks
  }

  /// The line through the quartiles of the residuals and of the normal distribution.
  private func quantileLine(_ rows: [FittedRows.Row]) -> [Mark] {
    let sorted = rows.map(\.residual).sorted()
    guard sorted.count >= 8 else { return [] }
    let (low, high) = (sorted[sorted.count / 4], sorted[sorted.count - 1 - sorted.count / 4])
    let slope = (high - low) / (2 * 0.6744897501960817)
    let middle = (low + high) / 2
    let ends = [-3.0, 3]
    let style = SeriesStyle(name: "", paint: Palette.ink, dash: [5, 3])
    return [.line(LineMark(series: style, points: ends.map { Point($0, middle + slope * $0) }, width: 1))]
  }
}

/// Medians of residuals at the levels of a designed variable.
private struct Levels {
  struct Level {
    var level, median: Double
    /// The 95 % interval of the median from order statistics; nil for fewer than six values.
    var interval: ClosedRange<Double>?
  }

  let levels: [Level]

  init(_ pairs: [(x: Double, residual: Double)]) {
    let groups = Dictionary(grouping: pairs, by: \.x)
    // A variable without repeated values has no levels.
    guard groups.count <= 12, pairs.count >= 2 * groups.count else {
      levels = []
      return
    }
    levels = groups.keys.sorted().map { key in
      let sorted = (groups[key] ?? []).map(\.residual).sorted()
      return Level(
        level: key, median: Median.of(sorted), interval: Median.interval(sorted))
    }
  }

  /// Levels whose interval leaves out zero.
  var departing: [Level] {
    levels.filter { level in level.interval.map { !$0.contains(0) } ?? false }
  }

  var marks: [Mark] {
    let style = SeriesStyle(name: "median at the level", paint: Palette.ink, shape: .diamond)
    let known = levels.filter { $0.interval != nil }
    guard !levels.isEmpty else { return [] }
    return [
      .interval(
        IntervalMark(
          series: style, isHorizontal: false, at: known.map(\.level),
          lower: known.compactMap(\.interval?.lowerBound), upper: known.compactMap(\.interval?.upperBound))),
      .points(PointsMark(series: style, points: levels.map { Point($0.level, $0.median) }, size: 6)),
    ]
  }
}
