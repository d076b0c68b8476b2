import Charts
import Diagnostics
import Drawing
import Fitting
import Runs
import Typesetting

/// Residuals against each variable of an experiment, with the median at each level and a test of its mean, and their
/// normal quantile plot: where a law is wrong, and whether its errors are of one kind.
struct ResidualsFigure {
  static let keys = FittedRows.keys + SeriesColumn.keys + ["against", "labels", "units", "unit", "name"]

  private let settings: FigureSettings
  private let fitted: FittedRows
  private let series: SeriesColumn
  private let unit: String?
  /// Names of rows, from which their places beside a level follow; nil for the lines of the file.
  private let names: [String]?
  /// The variables, in the order of the panels.
  private let variables: [Variable]

  private struct Variable {
    var name, label: String
    var unit: String?
    /// By row of the table.
    var values: [Double]
  }

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "residuals", keys: Self.keys)
    fitted = try FittedRows(settings)
    series = try SeriesColumn(settings, of: fitted.table, fallback: "runs")
    unit = try settings.text("unit")
    names = try settings.names("name", of: fitted.table)
    let labels = settings.node["labels"]
    let units = settings.node["units"]
    var variables: [Variable] = []
    for item in try settings.required("against").list("against") {
      let name = try item.string("against")
      let values = try settings.numbers(named: name, of: fitted.table, at: item.location)
      variables.append(
        Variable(
          name: name, label: try labels?[name]?.string("labels") ?? "$\(SymbolText.tex(name))$",
          unit: try units?[name]?.string("units"), values: values))
    }
    let names = variables.map(\.name)
    try labels?.expectKeys(names, in: "labels")
    try units?.expectKeys(names, in: "units")
    self.variables = variables
  }

  func figure() -> Figure {
    let ordered = fitted.rows.filter { series.places[$0.index] != nil }
    var scores = ordered.map { _ in 0.0 }
    let ranks = ordered.indices.sorted { (ordered[$0].residual, $0) < (ordered[$1].residual, $1) }
    for (rank, index) in ranks.enumerated() {
      // Blom's plotting position.
      scores[index] = NormalDistribution.quantile((Double(rank) + 0.625) / (Double(ordered.count) + 0.25))
    }
    let columns = variables.map { variable in
      ResidualColumn(
        variable.name, ordered.map { variable.values[$0.index] },
        names: ordered.map { names?[$0.index] ?? "\(fitted.table.lines[$0.index])" })
    }
    let levels = ResidualLevels(columns, ordered)
    let yAxis = AxisSpec(label: "Observed − predicted", unit: fitted.residualUnit(unit))
    var panels: [PanelSpec] = []
    let count = variables.count + 2
    let wide = count <= 4 ? count : (count + 1) / 2
    let share = percentOfMedian(ordered)
    func add(_ x: AxisSpec, _ marks: [Mark], heading: String? = nil) {
      panels.append(
        PanelSpec(
          row: panels.count / wide, column: panels.count % wide, heading: heading, x: x, y: yAxis,
          right: panels.count % wide == wide - 1 ? share : nil, marks: marks))
    }
    for (index, (variable, column)) in zip(variables, columns).enumerated() {
      let ticks = column.levels.count <= 12 ? TickPolicy.at(column.levels) : .automatic
      add(
        AxisSpec(label: variable.label, unit: variable.unit, scale: column.scale, ticks: ticks),
        base + points(ordered, column.drawn) + levels.marks(of: index), heading: levels.heading(of: index))
    }
    add(
      AxisSpec(label: "Predicted", unit: unit, scale: fitted.scale == .log ? .log : .linear),
      base + points(ordered, ordered.map(\.predicted)))
    add(AxisSpec(label: "Normal score"), quantileLine(ordered) + points(ordered, scores))

    let finding = levels.finding { "\($0) (\(fitted.text(residual: $1)))" }
    let hasLevels = !levels.tested.isEmpty
    let notes =
      fitted.sentences(unit: unit)
      + (share == nil ? [] : ["Right: in per cent of the median observed value."])
      + [finding, neighbours(ordered)].compactMap { $0 }
      + [
        (hasLevels ? "Diamonds: median and its 95 % interval at each level. " : "")
          + "Shaded: two RMSE of the fitted rows."
          + (columns.contains(where: \.isSpread)
            ? " Points of a level stand beside each other by their names, not by a value." : "")
      ]
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Residuals", panels: panels, footnotes: notes, aspect: 0.85)
    let what = "Residuals against \(variables.count + 1) variables"
    let alt =
      !hasLevels
      ? "\(what), and beside normal scores."
      : levels.departing.isEmpty
        ? "\(what): no level's mean departs from 0."
        : "\(what): the means of \(NumberText.counted(levels.departing.count, "level")) depart from 0."
    let description =
      ([
        "\(panels.count) panels with one vertical axis: residuals against "
          + (variables.map { SymbolText.plain($0.name) } + ["the prediction"]).joined(separator: ", ")
          + ", and against normal scores, where a straight line means normal errors."
      ] + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
    return Figure(
      chart: chart, data: table(ordered, columns, scores), curves: levels.table, alt: alt,
      description: description)
  }

  /// A row a point: the values, where it is drawn beside its level, and the residual.
  private func table(
    _ rows: [FittedRows.Row], _ columns: [ResidualColumn], _ scores: [Double]
  ) -> FigureTable {
    let spread = columns.filter(\.isSpread)
    var heads = ["row", series.name ?? "series"]
    heads += columns.map(\.name)
    heads += spread.map { "\($0.name)_drawn" }
    heads += ["predicted", "residual", "normal_score", "held_out"]
    var table = FigureTable(columns: heads)
    for (index, row) in rows.enumerated() {
      let name = series.places[row.index].map { series.names[$0] } ?? ""
      var cells: [FigureTable.Cell] = [.line(fitted.table.lines[row.index]), .text(name)]
      cells += columns.map { .number($0.values[index]) }
      cells += spread.map { .number($0.drawn[index]) }
      cells += [.number(row.predicted), .number(row.residual), .number(scores[index])]
      cells.append(.number(row.isHollow ? 1 : 0))
      table.rows.append(cells)
    }
    return table
  }

  /// Whether residuals that are neighbours in the prediction are alike: their correlation beside what independent ones
  /// would show; nil for fewer than ten fitted rows.
  private func neighbours(_ rows: [FittedRows.Row]) -> String? {
    let residuals = rows.filter { !$0.isHollow }.sorted {
      ($0.predicted, $0.index) < ($1.predicted, $1.index)
    }.map(\.residual)
    let count = Double(residuals.count)
    guard count >= 10 else { return nil }
    let mean = residuals.reduce(0, +) / count
    let total = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let product = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    guard total > 0 else { return nil }
    return
      "Correlation of residuals that are neighbours in the prediction: "
      + "\(NumberText.decimal(product / total, places: 2)); independent ones stay within "
      + "±\(NumberText.decimal(1.96 / count.squareRoot(), places: 2)) in 95 % of cases."
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

  private func points(_ rows: [FittedRows.Row], _ xs: [Double]) -> [Mark] {
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
