import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs
import Typesetting

/// Several laws on the same rows: a row for each, by its number of free parameters, with its error and a paired bootstrap of
/// the difference to the chosen one. A law with more parameters has to earn them.
struct FormsFigure {
  static let keys = [
    "data", "where", "observed", "predicted", "held", "cluster", "scale", "unit", "draws", "chosen",
    "x-label", "y-label",
  ]

  /// One law on the common rows.
  private struct Form {
    var label: String
    var parameters: Int
    /// Sums of squared residuals by cluster.
    var squares: [Double]
    var rmse: Double
    /// The 95 % interval of this error minus the chosen one's; nil for the chosen one itself.
    var difference: ClosedRange<Double>?
  }

  private let settings: FigureSettings
  private let forms: [Form]
  /// The form that the others are compared with: the author's, or the one with the least error.
  private let chosen: Int
  private let scale: FittedRows.ResidualScale
  private let unit: String?
  private let observedName: String
  private let rows: Int
  private let missing: Int
  private let clusters: Int
  private let draws: Int
  private let isHeld: Bool

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    let settings = try FigureSettings(inputs, kind: "forms", keys: Self.keys)
    self.settings = settings
    let scale = try settings.choice("scale", FittedRows.ResidualScale.self) ?? .log
    self.scale = scale
    unit = scale == .log ? "%" : try settings.text("unit")
    draws = try settings.node["draws"]?.integer("draws", in: 0...100_000) ?? 1000
    let table = try settings.rows(try settings.table("data"))
    let observed = try settings.column("observed", of: table)
    observedName = observed.name
    let held = try settings.truths("held", of: table)
    isHeld = held != nil
    let list = try settings.required("predicted")
    let entries = try list.entries("predicted")
    guard (2...16).contains(entries.count) else {
      throw list.mismatch("predicted must be a map of two to sixteen names with their expressions")
    }
    let numeric = table.columns.filter { if case .numbers = $0.values { true } else { false } }.map(\.name)
    var predictions: [(label: String, parameters: Int, values: [Double])] = []
    for entry in entries {
      let expression = try entry.value.expression("predicted")
      let fitted = try FittedExpression(expression, fits: inputs.fits, variables: numeric)
      let values = fitted.values(numeric.map { table.numbers($0) ?? [] })
      predictions.append((entry.key, Self.freeParameters(fitted.fitLabels, inputs.fits), values))
    }
    func residual(_ form: Int, _ row: Int) -> Double {
      let (o, p) = (observed.values[row], predictions[form].values[row])
      return scale == .linear ? o - p : 100 * FittedRows.logarithm(o / p)
    }
    // Errors are compared on the rows that every law has a value for.
    let candidates = (0..<table.rowCount).filter { held?[$0] ?? true }
    let common = candidates.filter { row in predictions.indices.allSatisfy { residual($0, row).isFinite } }
    guard !common.isEmpty else {
      throw DiagnosticError(
        "E0716",
        candidates.isEmpty
          ? "no row of \"\(table.name)\" meets \"held\""
          : "no row of \"\(table.name)\" has an observed value and one of every prediction",
        at: (settings.node["held"] ?? list).location)
    }
    (rows, missing) = (common.count, candidates.count - common.count)
    let names = try settings.names("cluster", of: table)
    var places: [String: Int] = [:]
    let cluster = common.map { row -> Int in
      let name = names?[row] ?? "\(row)"
      let place = places[name] ?? places.count
      places[name] = place
      return place
    }
    clusters = places.count
    var counts = Array(repeating: 0.0, count: places.count)
    for place in cluster { counts[place] += 1 }
    var forms = predictions.indices.map { index in
      var squares = Array(repeating: 0.0, count: places.count)
      for (row, place) in zip(common, cluster) {
        let value = residual(index, row)
        squares[place] += value * value
      }
      let sum = squares.reduce(0, +)
      return Form(
        label: predictions[index].label, parameters: predictions[index].parameters, squares: squares,
        rmse: (sum / Double(common.count)).squareRoot())
    }
    let chosen =
      try Self.chosen(settings, among: forms.map(\.label))
      ?? forms.indices.min { (forms[$0].rmse, $0) < (forms[$1].rmse, $1) } ?? 0
    let differences = Self.differences(forms, chosen, counts, draws: draws)
    for index in forms.indices where index != chosen {
      forms[index].difference = Interval.percentile(differences[index])
    }
    (self.forms, self.chosen) = (forms, chosen)
  }

  /// The form that the author names; nil without the key.
  private static func chosen(
    _ settings: FigureSettings, among labels: [String]
  ) throws(DiagnosticError) -> Int? {
    guard let node = settings.node["chosen"] else { return nil }
    let name = try node.string("chosen")
    guard let place = labels.firstIndex(of: name) else {
      throw DiagnosticError(
        "E0111", "no form \"\(name)\" under predicted", at: node.location,
        notes: ["forms: \(labels.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: labels))
    }
    return place
  }

  /// What the fits chose; what is fixed, held or tied costs nothing.
  private static func freeParameters(_ labels: [String], _ fits: [String: FitResult]) -> Int {
    labels.compactMap { fits[$0] }.reduce(0) { sum, fit in
      sum
        + fit.parameters.count {
          switch $0.status {
          case .free, .atBound, .given: true
          case .fixed, .held, .tied: false
          }
        }
    }
  }

  /// The error of each form minus the chosen one's, draw by draw over the same clusters.
  private static func differences(
    _ forms: [Form], _ chosen: Int, _ counts: [Double], draws: Int
  ) -> [[Double]] {
    var result = forms.map { _ in [Double]() }
    for draw in 0..<draws {
      var random = RandomStream(seed: 0, stream: UInt64(draw))
      var sums = forms.map { _ in 0.0 }
      var count = 0.0
      for _ in counts.indices {
        let place = random.index(below: counts.count)
        count += counts[place]
        for index in forms.indices { sums[index] += forms[index].squares[place] }
      }
      let errors = sums.map { ($0 / count).squareRoot() }
      for index in forms.indices { result[index].append(errors[index] - errors[chosen]) }
    }
    return result
  }

  func figure() throws(DiagnosticError) -> Figure {
    var table = FigureTable(columns: [
      "form", "free_parameters", "rmse", "difference", "difference_lower", "difference_upper", "rows",
    ])
    let floor = forms[chosen].rmse
    // The fewest parameters stand at the top; of as many, the least error.
    let order = forms.indices.sorted {
      (forms[$0].parameters, forms[$0].rmse, $0) < (forms[$1].parameters, forms[$1].rmse, $1)
    }
    var marks: [Mark] = [.rule(RuleMark(.vertical, at: floor, paint: Palette.muted, dash: [4, 3]))]
    var ends: [Double] = []
    let style = SeriesStyle(name: "", paint: Palette.category(0, name: "").paint)
    var names: [NamedTick] = []
    for (index, form) in forms.enumerated() {
      let y = Double(forms.count - (order.firstIndex(of: index) ?? 0))
      names.append(NamedTick(y, "\(SymbolText.literal(form.label)) (\(form.parameters))"))
      if let whisker = form.difference {
        let (low, high) = (floor + whisker.lowerBound, floor + whisker.upperBound)
        ends += [low, high]
        marks.append(
          .interval(IntervalMark(series: style, isHorizontal: true, at: [y], lower: [low], upper: [high])))
      }
      ends.append(form.rmse)
      var own = style
      if index == chosen { (own.paint, own.shape) = (Palette.ink, .diamond) }
      marks.append(
        .points(
          PointsMark(
            series: own, points: [Point(form.rmse, y)], tooltips: ["\(form.label): \(words(form.rmse))"],
            data: [index], size: 8)))
      func cell(_ value: Double?) -> FigureTable.Cell { value.map { .number($0) } ?? .empty }
      table.rows.append([
        .text(form.label), .number(Double(form.parameters)), .number(form.rmse), .number(form.rmse - floor),
        cell(form.difference?.lowerBound), cell(form.difference?.upperBound), .number(Double(rows)),
      ])
    }
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    let pad = max(0.06 * (high - low), 0.02 * abs(high), 1e-12)
    let notes = footnotes()
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Error of \(forms.count) forms against their free parameters",
      panels: [
        PanelSpec(
          x: AxisSpec(
            label: try settings.text("x-label") ?? (isHeld ? "Held-out RMSE" : "RMSE"), unit: unit,
            domain: low - pad...high + pad),
          y: AxisSpec(
            label: try settings.text("y-label") ?? "Form (free parameters)",
            domain: 0.4...Double(forms.count) + 0.6, ticks: .named(names)), marks: marks)
      ], footnotes: notes, aspect: min(0.62, 0.06 + 0.048 * Double(forms.count)),
      leastLines: 1.6 * Double(forms.count))
    return Figure(
      chart: chart, data: table, curves: FigureTable(columns: []), alt: alt(), description: description(notes)
    )
  }

  private func words(_ value: Double) -> String {
    NumberText.significant(value, digits: 3) + (unit.map { " \($0)" } ?? "")
  }

  private func footnotes() -> [String] {
    var notes = [
      "RMSE of the \(scale == .log ? "log" : "difference") over \(rows) \(isHeld ? "held-out " : "")"
        + "\(NumberText.plural("row", rows)), the same for all."
    ]
    if forms.contains(where: { $0.difference != nil }) {
      notes.append(
        "Whiskers: 95 % of the difference to \(SymbolText.literal(forms[chosen].label)) (diamond, dashed line), \(draws) paired bootstrap draws "
          + "over \(clusters) \(settings.node["cluster"] == nil ? "rows" : "clusters").")
    } else if draws > 0 {
      notes.append("Too few draws for intervals.")
    }
    if missing > 0 {
      notes.append("\(NumberText.counted(missing, "row")) without a value of every form: not compared.")
    }
    return notes
  }

  private func alt() -> String {
    let best = forms.indices.min { (forms[$0].rmse, $0) < (forms[$1].rmse, $1) } ?? 0
    let equal = forms.filter { $0.difference?.contains(0) ?? false }.map(\.label)
    let text = "\(forms[best].label) has the least error, \(words(forms[best].rmse))"
    let reference = best == chosen ? "it" : forms[chosen].label
    let rest =
      equal.isEmpty ? "." : "; \(equal.joined(separator: ", ")) cannot be told from \(reference)."
    let whole = text + rest
    return whole.count <= 150 ? whole : String("\(text).".prefix(150))
  }

  private func description(_ notes: [String]) -> String {
    let lines = forms.enumerated().map { index, form -> String in
      let difference = form.difference.map {
        ", \(NumberWords.signed($0.lowerBound, digits: 2)) to \(NumberWords.signed($0.upperBound, digits: 2)) beside \(forms[chosen].label)"
      }
      return "\(form.label): \(form.parameters) free parameters, error \(words(form.rmse))"
        + "\(index == chosen ? ", the one compared with" : difference ?? "")."
    }
    return
      ([
        "A row a form, by its number of free parameters. Horizontal axis: error of \(SymbolText.plain(observedName))."
      ]
      + lines + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
  }
}
