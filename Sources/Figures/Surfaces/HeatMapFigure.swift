import Charts
import Diagnostics
import Drawing
import Runs
import Typesetting

/// A value over the levels of two variables: a coloured cell with its number for each pair that was measured.
struct HeatMapFigure {
  static let keys = [
    "data", "where", "x", "y", "value", "scale", "colors", "digits", "x-label", "y-label", "x-unit", "y-unit",
    "value-label", "value-unit", "zero", "margins",
  ]

  /// Rows of one pair of levels.
  private struct Cell {
    var x, y: Int
    var mean: Double
    var count: Int
  }

  private let settings: FigureSettings
  private let valueName: String
  private let x, y: LevelAxis
  private let cells: [Cell]
  /// Cells that are zero by definition, or nil.
  private let zero: ZeroCells?
  private let missing: Int

  private var xName: String { x.name }
  private var yName: String { y.name }
  private var xLevels: [String] { x.names }
  private var yLevels: [String] { y.names }

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "heat-map", keys: Self.keys)
    let table = try settings.rows(try settings.table("data"))
    let value = try settings.column("value", of: table)
    let x = try LevelAxis(settings, "x", table)
    let y = try LevelAxis(settings, "y", table)
    (self.x, self.y, valueName) = (x, y, value.name)
    var sums: [Int: (sum: Double, count: Int)] = [:]
    var missing = 0
    for row in 0..<table.rowCount {
      guard let i = x.places[row], let j = y.places[row], value.values[row].isFinite else {
        missing += 1
        continue
      }
      let old = sums[j * x.count + i] ?? (0, 0)
      sums[j * x.count + i] = (old.sum + value.values[row], old.count + 1)
    }
    guard !sums.isEmpty else {
      throw DiagnosticError(
        "E0716", "no row has values of \"\(x.name)\", \"\(y.name)\" and \"\(value.name)\"",
        at: settings.node.location)
    }
    guard x.count <= 60, y.count <= 60 else {
      throw DiagnosticError(
        "E0718", "\(x.count) by \(y.count) levels are too many cells to tell apart",
        at: settings.node.location, help: ["at most 60 levels an axis; leave rows out with `where`"])
    }
    let zero = try ZeroCells(settings, x, y)
    let wide = x.count
    cells = sums.sorted { $0.key < $1.key }.map { key, entry in
      Cell(x: key % wide, y: key / wide, mean: entry.sum / Double(entry.count), count: entry.count)
    }.filter { !(zero?.holds($0.x, $0.y) ?? false) }
    guard !cells.isEmpty else {
      throw DiagnosticError(
        "E0716", "every measured pair of levels is zero by definition", at: settings.node["zero"]?.location)
    }
    self.zero = zero
    self.missing = missing
  }

  func figure() throws(DiagnosticError) -> Figure {
    let colors = try colorScale()
    let digits = try settings.node["digits"]?.integer("digits", in: 1...6) ?? 2
    var table = FigureTable(columns: [xName, yName, valueName, "rows"])
    let shown = cells.map { cell -> CellsMark.Cell in
      let text = NumberText.significant(cell.mean, digits: digits)
      table.rows.append([
        .text(xLevels[cell.x]), .text(yLevels[cell.y]), .number(cell.mean), .number(Double(cell.count)),
      ])
      return CellsMark.Cell(
        x: Self.side(cell.x), y: Self.side(cell.y), value: cell.mean, text: text,
        tooltip: "\(xName) = \(xLevels[cell.x]), \(yName) = \(yLevels[cell.y]): \(text)")
    }
    let xLabel = try settings.axisLabel("x", name: xName)
    let yLabel = try settings.axisLabel("y", name: yName)
    func axis(_ names: (label: String, unit: String?), _ levels: [String]) -> AxisSpec {
      AxisSpec(
        label: names.label, unit: names.unit, domain: -0.5...Double(levels.count) - 0.5,
        ticks: .named(
          levels.enumerated().map { NamedTick(Double($0.offset), SymbolText.literal($0.element)) }))
    }
    var notes: [String] = []
    let empty = xLevels.count * yLevels.count - cells.count - (zero?.count ?? 0)
    if let zero, zero.count > 0 {
      notes.append("Shaded: \(SymbolText.literal(zero.words)) (\(NumberText.counted(zero.count, "pair"))).")
    }
    if empty > 0 { notes.append("Blank: not measured (\(empty) of \(xLevels.count * yLevels.count) pairs).") }
    if cells.contains(where: { $0.count > 1 }) { notes.append("A cell of several rows shows their mean.") }
    let unseen = cells.filter { colors.place($0.mean) == nil }.count
    if unseen > 0 {
      notes.append(
        unseen == 1
          ? "Blank: one value of 0 or less has no place on the logarithmic scale."
          : "Blank: \(unseen) values of 0 or less have no place on the logarithmic scale.")
    }
    if missing > 0 {
      notes.append("\(NumberText.counted(missing, "row")) without all three values: not shown.")
    }
    let map = PanelSpec(
      x: axis(xLabel, xLevels), y: axis(yLabel, yLevels),
      marks: [.cells(CellsMark(colors: colors, cells: shown))] + (zero?.marks ?? []))
    var chart = ChartSpec(
      id: settings.inputs.id,
      title: "\(SymbolText.plain(valueName)) over \(SymbolText.plain(xName)) and \(SymbolText.plain(yName))",
      panels: [map], aspect: Double(yLevels.count) / Double(xLevels.count), widest: width + Self.labelRoom)
    if let node = settings.node["margins"], try node.boolean("margins") {
      notes.append(try addMargins(to: &chart, &table, colors, digits))
    }
    chart.footnotes = notes
    return Figure(
      chart: chart, data: table, curves: FigureTable(columns: []), alt: alt(digits),
      description: description(notes, digits))
  }

  /// Room for the labels of the vertical axis.
  private static let labelRoom = 70.0
  /// The lines of means are as high and wide as this part of the map is wide.
  private static let margin = 0.45

  /// Names of levels are this part of a phone's width apart at least.
  private static let nameShare = 0.07

  /// The map's width, with which cells are square, have room for a number, and leave the map on one screen.
  private var width: Double {
    let (columns, rows) = (Double(xLevels.count), Double(yLevels.count))
    return max(140, columns * min(68, 430 / rows, 560 / columns))
  }

  /// Adds the lines of means over and beside the map; gives what is said of them.
  private func addMargins(
    to chart: inout ChartSpec, _ table: inout FigureTable, _ colors: ColorScale, _ digits: Int
  ) throws(DiagnosticError) -> String {
    let margins = HeatMapMargins(
      cells.map { (x: $0.x, y: $0.y, value: $0.mean) }, x, y, scale: colors.scale)
    guard margins.isDrawn, var map = chart.panels.first else {
      return "Means are not drawn: they need two rows and two columns with values."
    }
    let first = table.rows.count
    table.rows += margins.tableRows
    map.row = 1
    let means = AxisSpec(label: colors.label, scale: colors.scale)
    let above = PanelSpec(
      x: map.x, y: means,
      marks: margins.marks(margins.columns, isHorizontal: true, first: first, digits: digits))
    let beside = PanelSpec(
      row: 1, column: 1, x: means, y: map.y,
      marks: margins.marks(
        margins.rows, isHorizontal: false, first: first + margins.columns.means.count, digits: digits))
    chart.panels = [above, map, beside]
    (chart.rowShares, chart.columnShares) = ([Self.margin / (chart.aspect ?? 1), 1], [1, Self.margin])
    // In a stack the means of rows need the room that their names do.
    let low = Self.margin / (chart.aspect ?? 1)
    chart.stackShares = [low, 1, min(1, max(low, Self.nameShare * Double(xLevels.count)))]
    chart.widest = width * (1 + Self.margin) + Self.labelRoom + 30
    let isFull = cells.count == xLevels.count * yLevels.count
    return "Lines: \(colors.scale == .log ? "geometric " : "")means of each column and row"
      + (isFull ? "." : ", by a sum of their effects fitted to the cells that are not blank.")
  }

  private static func side(_ index: Int) -> ClosedRange<Double> { Double(index) - 0.5...Double(index) + 0.5 }

  private func colorScale() throws(DiagnosticError) -> ColorScale {
    let map = try settings.choice("colors", ColorMap.self) ?? .sequential
    let scale = try settings.choice("scale", ScaleKind.self) ?? .linear
    let label = try settings.text("value-label") ?? "$\(SymbolText.tex(valueName))$"
    let unit = try settings.text("value-unit").map { " (\($0))" } ?? ""
    let values = cells.map(\.mean)
    if scale == .log, !values.contains(where: { $0 > 0 }) {
      throw DiagnosticError(
        "E0719", "no value of \"\(valueName)\" is above 0, so a logarithmic scale shows none",
        at: settings.node["scale"]?.location ?? settings.node.location, help: ["scale: linear"])
    }
    return ColorScale(
      map, scale: scale, over: values, label: label + unit)
  }

  private func words(_ cell: Cell, _ digits: Int) -> String {
    "\(NumberText.significant(cell.mean, digits: digits)) at \(SymbolText.plain(xName)) = \(xLevels[cell.x]), "
      + "\(SymbolText.plain(yName)) = \(yLevels[cell.y])"
  }

  private func extremes() -> (low: Cell, high: Cell)? {
    guard let low = cells.min(by: { $0.mean < $1.mean }), let high = cells.max(by: { $0.mean < $1.mean })
    else {
      return nil
    }
    return (low, high)
  }

  private func alt(_ digits: Int) -> String {
    guard let ends = extremes() else { return "" }
    return String(
      "\(SymbolText.plain(valueName)) runs from \(words(ends.low, digits)) to \(words(ends.high, digits))."
        .prefix(150))
  }

  private func description(_ notes: [String], _ digits: Int) -> String {
    let sentences = [
      "A grid of \(xLevels.count) by \(yLevels.count) cells; \(cells.count) are filled.",
      "Horizontal: \(SymbolText.plain(xName)): \(xLevels.joined(separator: ", ")). Vertical: "
        + "\(SymbolText.plain(yName)): \(yLevels.joined(separator: ", ")).", alt(digits),
    ]
    return (sentences + notes).joined(separator: " ")
  }
}
