import Charts
import Diagnostics
import Drawing
import Runs
import Typesetting

/// A value over the levels of two variables: a coloured cell with its number for each pair that was measured.
struct HeatMapFigure {
  static let keys = [
    "data", "where", "x", "y", "value", "scale", "colors", "digits", "x-label", "y-label", "x-unit", "y-unit",
    "value-label", "value-unit",
  ]

  /// Rows of one pair of levels.
  private struct Cell {
    var x, y: Int
    var mean: Double
    var count: Int
  }

  private let settings: FigureSettings
  private let xName, yName, valueName: String
  private let xLevels, yLevels: [String]
  private let cells: [Cell]
  private let missing: Int

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "heat-map", keys: Self.keys)
    let table = try settings.rows(try settings.table("data"))
    let value = try settings.column("value", of: table)
    let x = try Self.levels(settings, "x", table)
    let y = try Self.levels(settings, "y", table)
    (xName, yName, valueName) = (x.name, y.name, value.name)
    (xLevels, yLevels) = (x.levels, y.levels)
    var sums: [Int: (sum: Double, count: Int)] = [:]
    var missing = 0
    for row in 0..<table.rowCount {
      guard let i = x.places[row], let j = y.places[row], value.values[row].isFinite else {
        missing += 1
        continue
      }
      let old = sums[j * x.levels.count + i] ?? (0, 0)
      sums[j * x.levels.count + i] = (old.sum + value.values[row], old.count + 1)
    }
    guard !sums.isEmpty else {
      throw DiagnosticError(
        "E0716", "no row has values of \"\(x.name)\", \"\(y.name)\" and \"\(value.name)\"",
        at: settings.node.location)
    }
    guard x.levels.count <= 60, y.levels.count <= 60 else {
      throw DiagnosticError(
        "E0718", "\(x.levels.count) by \(y.levels.count) levels are too many cells to tell apart",
        at: settings.node.location, help: ["at most 60 levels an axis; leave rows out with `where`"])
    }
    cells = sums.sorted { $0.key < $1.key }.map { key, entry in
      Cell(
        x: key % x.levels.count, y: key / x.levels.count, mean: entry.sum / Double(entry.count),
        count: entry.count)
    }
    self.missing = missing
  }

  private static func levels(
    _ settings: FigureSettings, _ key: String, _ table: RunTable
  ) throws(DiagnosticError) -> (name: String, levels: [String], places: [Int?]) {
    let value = try settings.required(key)
    let name = try value.string(key)
    switch table.column(name)?.values {
    case .numbers(let numbers)?:
      let levels = Set(numbers.filter(\.isFinite)).sorted()
      return (name, levels.map(SymbolText.count), numbers.map { levels.firstIndex(of: $0) })
    case .texts(let texts)?:
      var levels: [String] = []
      for text in texts.compactMap({ $0 }) where !levels.contains(text) { levels.append(text) }
      return (name, levels, texts.map { text in text.flatMap { levels.firstIndex(of: $0) } })
    case nil:
      throw DiagnosticError(
        "E0712", "no column \"\(name)\" in \"\(table.name)\"", at: value.location,
        help: Spelling.didYouMean(name, among: table.columns.map(\.name)))
    }
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
    let x = try settings.axisLabel("x", name: xName)
    let y = try settings.axisLabel("y", name: yName)
    func axis(_ names: (label: String, unit: String?), _ levels: [String]) -> AxisSpec {
      AxisSpec(
        label: names.label, unit: names.unit, domain: -0.5...Double(levels.count) - 0.5,
        ticks: .named(
          levels.enumerated().map { NamedTick(Double($0.offset), SymbolText.literal($0.element)) }))
    }
    var notes: [String] = []
    let empty = xLevels.count * yLevels.count - cells.count
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
    let chart = ChartSpec(
      id: settings.inputs.id,
      title: "\(SymbolText.plain(valueName)) over \(SymbolText.plain(xName)) and \(SymbolText.plain(yName))",
      panels: [
        PanelSpec(
          x: axis(x, xLevels), y: axis(y, yLevels), marks: [.cells(CellsMark(colors: colors, cells: shown))])
      ], footnotes: notes, aspect: min(0.8, max(0.15, 0.07 * Double(yLevels.count))))
    return Figure(
      chart: chart, data: table, curves: FigureTable(columns: []), alt: alt(digits),
      description: description(notes, digits))
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
