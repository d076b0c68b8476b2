import Charts
import Diagnostics
import Drawing
import Runs
import Typesetting

/// The measured runs over the variables of a surface, as dots: those at the held values; the others are counted.
struct SurfaceRuns {
  private(set) var mark: PointsMark?
  var table: FigureTable
  /// The measured value of each dot; NaN where the table has none.
  private(set) var measured: [Double] = []
  /// Runs at other values of what is held.
  private(set) var omitted = 0
  /// Where all runs lie, those at other values of what is held among them.
  private(set) var places: [Point] = []

  init(of surface: FittedSurface, _ settings: FigureSettings) throws(DiagnosticError) {
    let (x, y, fixed, valueName) = (surface.x, surface.y, surface.fixed, surface.name)
    table = FigureTable(columns: [x, y] + fixed.map(\.name) + [valueName, "line"])
    guard settings.node["data"] != nil else { return }
    let rows = try settings.rows(try settings.table("data"))
    let columnOf = try settings.nested(
      "columns", keys: surface.fit.result.law.variables.map(\.name) + [valueName])
    func column(_ variable: String, _ key: String?) throws(DiagnosticError) -> [Double] {
      if let columnOf, columnOf.node[variable] != nil {
        return try columnOf.column(variable, of: rows).values
      }
      if let key, settings.node[key] != nil { return try settings.column(key, of: rows).values }
      if let values = rows.numbers(variable) { return values }
      throw DiagnosticError(
        "E0712", "no numeric column \"\(variable)\" in \"\(rows.name)\"", at: settings.node.location,
        help: ["add a line: columns: {\(variable): the column with its values}"])
    }
    let xs = try column(x, "x-column")
    let ys = try column(y, "y-column")
    var held: [(values: [Double], value: Double)] = []
    for item in fixed { held.append((try column(item.name, nil), item.value)) }
    // The measured value is for tooltips and the data table only.
    var observed = rows.numbers(valueName)
    if let columnOf, columnOf.node[valueName] != nil {
      observed = try columnOf.column(valueName, of: rows).values
    }
    places = zip(xs, ys).map { Point($0, $1) }.filter { $0.x.isFinite && $0.y.isFinite }
    var points: [Point] = []
    var tooltips: [String] = []
    for row in 0..<rows.rowCount {
      let matches = held.allSatisfy { abs($0.values[row] - $0.value) <= 1e-3 * abs($0.value) }
      guard matches, xs[row].isFinite, ys[row].isFinite else {
        omitted += 1
        continue
      }
      let loss = observed?[row] ?? .nan
      table.rows.append(
        [.number(xs[row]), .number(ys[row])] + held.map { .number($0.values[row]) }
          + [loss.isFinite ? .number(loss) : .empty, .line(rows.lines[row])])
      points.append(Point(xs[row], ys[row]))
      measured.append(loss)
      tooltips.append(
        "\(SymbolText.plain(x)) = \(SymbolText.count(xs[row])), \(SymbolText.plain(y)) = \(SymbolText.number(ys[row]))"
          + (loss.isFinite ? ": \(NumberText.decimal(loss, places: 3))" : ""))
    }
    let style = SeriesStyle(name: "runs", paint: Palette.category(1, name: "runs").paint)
    guard !points.isEmpty else { return }
    mark = PointsMark(
      series: style, points: points, tooltips: tooltips, data: Array(points.indices), size: 6)
  }
}
