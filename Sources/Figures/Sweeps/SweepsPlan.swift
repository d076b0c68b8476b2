import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs

/// What a figure of sweeps draws: for each column that is swept a row of panels, for each value of the facet a column.
struct SweepsPlan {
  static let keys =
    [
      "data", "where", "sweeps", "facet", "facet-label", "y", "y-label", "y-unit", "y-scale", "curve",
      "fitted",
    ] + SeriesColumn.keys

  /// One column swept while the others are held.
  struct Sweep {
    var column: String
    var label: String
    var unit: String?
    var location: SourceLocation
    /// The rows of the table that belong to it.
    var rows: [Int]
    /// Where its values lie.
    var range: ClosedRange<Double>
    var isWhole: Bool
  }

  /// The rows of one series in one panel, with what is held there.
  struct Group {
    var style: SeriesStyle
    var name: String
    var rows: [Int]
    /// Values of the curve's columns; NaN for one that no row has.
    var held: [Double]
  }

  /// One panel.
  struct Panel {
    var row, column: Int
    var heading: String
    var facet: String
    var groups: [Group]
  }

  let settings: FigureSettings
  let table: RunTable
  let sweeps: [Sweep]
  let facetName: String?
  let seriesName: String?
  let yName: String
  let y: [Double]
  let isFitted: [Bool]
  let curve: FittedExpression?
  let panels: [Panel]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    let settings = try FigureSettings(inputs, kind: "sweeps", keys: Self.keys)
    self.settings = settings
    let table = try settings.rows(try settings.table("data"))
    self.table = table
    let y = try settings.column("y", of: table)
    (yName, self.y) = (y.name, y.values)
    isFitted =
      try settings.truths("fitted", of: table) ?? Array(repeating: true, count: table.rowCount)
    let sweeps = try Self.sweeps(settings, table, y.values)
    self.sweeps = sweeps
    let numeric = table.columns.filter { if case .numbers = $0.values { true } else { false } }.map(\.name)
    curve = try settings.expression("curve").map { (expression) throws(DiagnosticError) in
      try FittedExpression(
        expression, fits: inputs.fits, variables: expression.names.filter(numeric.contains))
    }
    let series = try SeriesColumn(settings, of: table, fallback: "")
    seriesName = series.name
    let facetName = try settings.text("facet")
    self.facetName = facetName
    let facet = facetName == nil ? nil : try settings.column("facet", of: table).values
    let levels = facet.map { values in
      Set(sweeps.flatMap(\.rows).map { values[$0] }.filter(\.isFinite)).sorted()
    }
    guard (levels?.count ?? 1) <= 8 else {
      throw DiagnosticError(
        "E0718", "\(levels?.count ?? 0) values of \"\(facetName ?? "")\" are too many panels side by side",
        at: settings.node["facet"]?.location, help: ["at most 8; leave rows out with `where`"])
    }
    let pattern = try settings.text("facet-label")
    var panels: [Panel] = []
    for (row, sweep) in sweeps.enumerated() {
      for (column, level) in (levels?.map(Optional.some) ?? [nil]).enumerated() {
        let rows = sweep.rows.filter { index in level == nil || facet?[index] == level }
        let words = level.map { value in
          SymbolText.fill(
            pattern ?? "$\(SymbolText.tex(facetName ?? ""))$ = {}", SymbolText.count(value))
        }
        var groups: [Group] = []
        for place in series.styles.indices {
          let own = rows.filter { series.places[$0] == place }
          guard !own.isEmpty else { continue }
          // Without series each sweep has a colour of its own, which the heading names.
          let style = series.name == nil ? Palette.category(row, name: "") : series.styles[place]
          groups.append(
            Group(
              style: style, name: series.name == nil ? "" : series.names[place], rows: own,
              held: try Self.held(curve, own, sweep, table, settings)))
        }
        panels.append(
          Panel(
            row: row, column: column,
            heading: [sweep.label, words].compactMap { $0 }.joined(separator: ", "),
            facet: level.map(SymbolText.count) ?? "", groups: groups))
      }
    }
    self.panels = panels
  }

  private static func sweeps(
    _ settings: FigureSettings, _ table: RunTable, _ y: [Double]
  ) throws(DiagnosticError) -> [Sweep] {
    var sweeps: [Sweep] = []
    let list = try settings.required("sweeps")
    for item in try list.list("sweeps") {
      let inner =
        if case .map = item.content {
          try settings.inner(item, kind: "a sweep", keys: FigureShapes.sweep.map(\.name))
        } else {
          try settings.inner(
            ConfigNode(
              .map([.init(key: "column", keyLocation: item.location, value: item)]), at: item.location),
            kind: "a sweep", keys: ["column"])
        }
      let column = try inner.column("column", of: table)
      let condition = try inner.truths("where", of: table)
      let rows = (0..<table.rowCount).filter {
        column.values[$0].isFinite && y[$0].isFinite && condition?[$0] ?? true
      }
      let values = rows.map { column.values[$0] }
      guard let low = values.min(), let high = values.max() else {
        throw DiagnosticError(
          "E0715", "no row of \"\(table.name)\" belongs to the sweep of \"\(column.name)\"", at: item.location
        )
      }
      sweeps.append(
        Sweep(
          column: column.name, label: try inner.text("label") ?? "$\(SymbolText.tex(column.name))$",
          unit: try inner.text("unit"), location: item.location, rows: rows, range: low...high,
          isWhole: values.allSatisfy { $0 == $0.rounded() } && high - low <= 32))
    }
    guard (1...6).contains(sweeps.count) else {
      throw list.mismatch("sweeps must be a list of one to six columns")
    }
    return sweeps
  }

  /// The one value of each column that the curve uses and that is not swept.
  private static func held(
    _ curve: FittedExpression?, _ rows: [Int], _ sweep: Sweep, _ table: RunTable, _ settings: FigureSettings
  ) throws(DiagnosticError) -> [Double] {
    var held: [Double] = []
    for name in curve?.variables ?? [] {
      let column = table.numbers(name) ?? []
      let values = Set(rows.map { column[$0] })
      guard name != sweep.column, values.count > 1 else {
        held.append(rows.first.map { column[$0] } ?? .nan)
        continue
      }
      let shown = values.sorted().prefix(4).map(SymbolText.count).joined(separator: ", ")
      throw DiagnosticError(
        "E0738",
        "the curve needs one value of \"\(name)\" in each panel of \"\(sweep.column)\", found \(values.count)",
        at: sweep.location, notes: ["among them \(shown)"],
        help: ["hold it with `where`, or make it the facet or the series"])
    }
    return held
  }

  /// The curve of a group at a value of the swept column; NaN without a curve.
  func value(_ group: Group, _ sweep: Sweep, _ x: Double, draw: Int? = nil) -> Double {
    guard let curve else { return .nan }
    let inputs = zip(curve.variables, group.held).map { $0 == sweep.column ? x : $1 }
    return curve.value(inputs, draw: draw)
  }

  /// What the fit has of the swept column in a panel.
  func fittedRange(_ rows: [Int], _ sweep: Sweep) -> ClosedRange<Double>? {
    let column = table.numbers(sweep.column) ?? []
    let values = rows.filter { isFitted[$0] }.map { column[$0] }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }
}
