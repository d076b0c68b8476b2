import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs
import Typesetting

/// Turns the author's marks into marks of a chart, with a row of data for everything drawn.
struct MarksDrawing {
  let settings: FigureSettings
  var data = FigureTable(columns: ["panel", "mark", "series", "x", "y", "lower", "upper", "row"])
  var curves = FigureTable(columns: ["panel", "mark", "label", "x", "y"])
  private(set) var counts: [(kind: String, count: Int)] = []

  init(_ settings: FigureSettings) { self.settings = settings }

  typealias Facet = (name: String, value: Double)

  /// The marks of one entry in one panel.
  mutating func marks(_ mark: MarkSettings, facet: Facet?) throws(DiagnosticError) -> [Mark] {
    switch mark.kind {
    case "rule": return [try rule(mark)]
    case "zone": return [try zone(mark)]
    case "note": return [try note(mark)]
    case "curve": return try curve(mark, facet)
    default: break
    }
    var table = try mark.table(settings)
    if mark.settings.node["data"] == nil, settings.node["where"] != nil { table = try restricted(mark) }
    if let facet, let column = table.numbers(facet.name) {
      table = table.selecting(column.indices.filter { column[$0] == facet.value })
    }
    switch mark.kind {
    case "points": return try points(mark, table, facet)
    case "line": return try line(mark, table, facet)
    case "band": return try band(mark, table, facet)
    case "interval": return try interval(mark, table, facet)
    case "bars": return try bars(mark, table, facet)
    case "histogram": return try histogram(mark, table, facet)
    default: return try cells(mark, table, facet)
    }
  }

  /// The figure's rows, then the mark's own condition.
  private func restricted(_ mark: MarkSettings) throws(DiagnosticError) -> RunTable {
    try mark.settings.rows(try settings.rows(try settings.table("data")))
  }

  mutating func record(
    _ mark: MarkSettings, _ facet: Facet?, _ series: String, _ x: Double, _ y: Double, _ lower: Double = .nan,
    _ upper: Double = .nan, line: Int? = nil
  ) -> Int {
    func cell(_ value: Double) -> FigureTable.Cell { value.isNaN ? .empty : .number(value) }
    data.rows.append([
      facet.map { .number($0.value) } ?? .empty, .text(mark.kind), .text(series), cell(x), cell(y),
      cell(lower),
      cell(upper), line.map { .line($0) } ?? .empty,
    ])
    return data.rows.count - 1
  }

  private mutating func points(_ mark: MarkSettings, _ table: RunTable, _ facet: Facet?)
    throws(DiagnosticError) -> [Mark]
  {
    let (xs, ys) = (try mark.numbers("x", table), try mark.numbers("y", table))
    let series = try mark.series(table, fallback: "")
    let hollow = try mark.settings.truths("hollow", of: table)
    let names = try mark.settings.names("name", of: table)
    let size = try mark.number("size") ?? 6
    var marks: [Mark] = []
    for (place, style) in series.styles.enumerated() {
      for isHollow in [false, true] {
        let rows = (0..<table.rowCount).filter {
          series.places[$0] == place && (hollow?[$0] ?? false) == isHollow && xs[$0].isFinite
            && ys[$0].isFinite
        }
        guard !rows.isEmpty else { continue }
        var indices: [Int] = []
        for row in rows {
          indices.append(record(mark, facet, series.names[place], xs[row], ys[row], line: table.lines[row]))
        }
        let tooltips = (rows.count > PointsMark.crowd ? [] : rows).map { row in
          let words = [names?[row] ?? "", series.names[place]].filter { !$0.isEmpty }.joined(separator: ", ")
          return (words.isEmpty ? "" : words + ": ")
            + "\(SymbolText.count(xs[row])), \(SymbolText.number(ys[row]))"
        }
        marks.append(
          .points(
            PointsMark(
              series: style, points: rows.map { Point(xs[$0], ys[$0]) }, tooltips: tooltips,
              isHollow: isHollow,
              data: indices, size: size)))
      }
    }
    count(
      "point", marks.reduce(0) { if case .points(let points) = $1 { $0 + points.points.count } else { $0 } })
    return marks
  }

  private mutating func line(_ mark: MarkSettings, _ table: RunTable, _ facet: Facet?) throws(DiagnosticError)
    -> [Mark]
  {
    let (xs, ys) = (try mark.numbers("x", table), try mark.numbers("y", table))
    let series = try mark.series(table, fallback: "")
    let dash = try mark.dash()
    var marks: [Mark] = []
    for (place, style) in series.styles.enumerated() {
      let rows = (0..<table.rowCount).filter {
        series.places[$0] == place && xs[$0].isFinite && ys[$0].isFinite
      }
      .sorted { (xs[$0], $0) < (xs[$1], $1) }
      guard rows.count > 1 else { continue }
      for row in rows {
        _ = record(mark, facet, series.names[place], xs[row], ys[row], line: table.lines[row])
      }
      var style = style
      if !dash.isEmpty { style.dash = dash }
      marks.append(
        .line(
          LineMark(series: style, points: rows.map { Point(xs[$0], ys[$0]) }, isLabelled: !style.name.isEmpty)
        ))
    }
    count("line", marks.count)
    return marks
  }

  /// A law's curve, solid over the fit's measured range where the fit knows it.
  private mutating func curve(_ mark: MarkSettings, _ facet: Facet?) throws(DiagnosticError) -> [Mark] {
    let variable = try mark.settings.required("over").string("over")
    let range = try mark.settings.required("range").range("range")
    guard range.lowerBound < range.upperBound else {
      throw DiagnosticError(
        "E0702", "a curve over one value is no curve", at: try mark.settings.required("range").location)
    }
    let held = try mark.settings.node["at"]?.entries("at") ?? []
    guard let expression = try mark.settings.expression("y") else {
      throw DiagnosticError("E0105", "a curve needs \"y\"", at: mark.settings.node.location)
    }
    let names = [variable] + held.map(\.key) + (facet.map { [$0.name] } ?? [])
    let fitted = try FittedExpression(expression, fits: settings.inputs.fits, variables: names)
    var values = [Double.nan]
    for entry in held { values.append(try entry.value.number(entry.key)) }
    if let facet { values.append(facet.value) }
    let isLog = range.lowerBound > 0 && range.upperBound > 10 * range.lowerBound
    let label = try mark.settings.text("label") ?? ""
    let points = (0...200).map { step -> Point in
      let t = Double(step) / 200
      values[0] =
        isLog
        ? range.lowerBound * SymbolText.power(range.upperBound / range.lowerBound, t)
        : range.lowerBound + (range.upperBound - range.lowerBound) * t
      return Point(values[0], fitted.value(values))
    }
    guard points.contains(where: { $0.y.isFinite }) else {
      throw DiagnosticError(
        "E0716",
        "\"\(expression.source)\" has no value anywhere on \(variable) = \(SymbolText.count(range.lowerBound)) to "
          + SymbolText.count(range.upperBound), at: expression.location)
    }
    for point in points where point.y.isFinite {
      curves.rows.append([
        facet.map { .number($0.value) } ?? .empty, .text(mark.kind), .text(label), .number(point.x),
        .number(point.y),
      ])
    }
    var style = Palette.category(mark.index, name: label)
    style.dash = try mark.dash()
    count("curve", 1)
    return [.line(LineMark(series: style, points: points, isLabelled: !label.isEmpty))]
  }

  private mutating func band(_ mark: MarkSettings, _ table: RunTable, _ facet: Facet?) throws(DiagnosticError)
    -> [Mark]
  {
    let xs = try mark.numbers("x", table)
    let (lower, upper) = (try mark.numbers("lower", table), try mark.numbers("upper", table))
    let series = try mark.series(table, fallback: "")
    var marks: [Mark] = []
    for (place, style) in series.styles.enumerated() {
      let rows = (0..<table.rowCount).filter { series.places[$0] == place && xs[$0].isFinite }
        .sorted { (xs[$0], $0) < (xs[$1], $1) }
      guard rows.count > 1 else { continue }
      for row in rows {
        _ = record(
          mark, facet, series.names[place], xs[row], .nan, lower[row], upper[row], line: table.lines[row])
      }
      marks.append(
        .band(
          BandMark(
            series: style, x: rows.map { xs[$0] }, lower: rows.map { lower[$0] },
            upper: rows.map { upper[$0] })))
    }
    count("band", marks.count)
    return marks
  }

  private mutating func interval(_ mark: MarkSettings, _ table: RunTable, _ facet: Facet?)
    throws(DiagnosticError) -> [Mark]
  {
    let isHorizontal = mark.settings.node["x"] == nil
    let at = try mark.numbers(isHorizontal ? "y" : "x", table)
    let (lower, upper) = (try mark.numbers("lower", table), try mark.numbers("upper", table))
    let series = try mark.series(table, fallback: "")
    var marks: [Mark] = []
    for (place, style) in series.styles.enumerated() {
      let rows = (0..<table.rowCount).filter {
        series.places[$0] == place && at[$0].isFinite && lower[$0].isFinite && upper[$0].isFinite
      }
      guard !rows.isEmpty else { continue }
      for row in rows {
        _ = record(
          mark, facet, series.names[place], isHorizontal ? .nan : at[row], isHorizontal ? at[row] : .nan,
          lower[row],
          upper[row], line: table.lines[row])
      }
      marks.append(
        .interval(
          IntervalMark(
            series: style, isHorizontal: isHorizontal, at: rows.map { at[$0] }, lower: rows.map { lower[$0] },
            upper: rows.map { upper[$0] })))
    }
    count(
      "error bar", marks.reduce(0) { if case .interval(let bars) = $1 { $0 + bars.at.count } else { $0 } })
    return marks
  }

  private func rule(_ mark: MarkSettings) throws(DiagnosticError) -> Mark {
    let (x, y) = (try mark.number("x"), try mark.number("y"))
    guard (x == nil) != (y == nil), let value = x ?? y else {
      throw DiagnosticError(
        "E0105", "a rule needs either \"x\" or \"y\"", at: mark.settings.node.location)
    }
    return .rule(
      RuleMark(
        x == nil ? .horizontal : .vertical, at: value, paint: Palette.muted, dash: [4, 3],
        label: try mark.settings.text("label")))
  }

  private func zone(_ mark: MarkSettings) throws(DiagnosticError) -> Mark {
    let everywhere = -Double.infinity...Double.infinity
    return .zone(
      ZoneMark(
        x: try mark.settings.range("x") ?? everywhere, y: try mark.settings.range("y") ?? everywhere,
        paint: Palette.zone, label: try mark.settings.text("label")))
  }

  private func note(_ mark: MarkSettings) throws(DiagnosticError) -> Mark {
    guard let x = try mark.number("x"), let y = try mark.number("y"),
      let text = try mark.settings.text("text")
    else {
      throw DiagnosticError(
        "E0105", "a note needs \"x\", \"y\" and \"text\"", at: mark.settings.node.location)
    }
    return .note(NoteMark(text, at: Point(x, y), paint: Palette.ink))
  }

  mutating func count(_ kind: String, _ count: Int) {
    guard count > 0 else { return }
    if let index = counts.firstIndex(where: { $0.kind == kind }) {
      counts[index].count += count
    } else {
      counts.append((kind, count))
    }
  }
}
