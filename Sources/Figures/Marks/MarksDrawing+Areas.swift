import Charts
import Diagnostics
import Drawing
import Runs
import Typesetting

/// Bars, histograms and heat maps among free marks.
extension MarksDrawing {
  mutating func bars(_ mark: MarkSettings, _ table: RunTable, _ facet: Facet?) throws(DiagnosticError)
    -> [Mark]
  {
    let (xs, ys) = (try mark.numbers("x", table), try mark.numbers("y", table))
    let series = try mark.series(table, fallback: "")
    let levels = Set(xs.filter(\.isFinite)).sorted()
    let step = zip(levels, levels.dropFirst()).map { $1 - $0 }.min() ?? 1
    let width = try mark.number("width") ?? 0.7 * step
    var marks: [Mark] = []
    for (place, style) in series.styles.enumerated() {
      let rows = (0..<table.rowCount).filter {
        series.places[$0] == place && xs[$0].isFinite && ys[$0].isFinite
      }
      guard !rows.isEmpty else { continue }
      // Series stand side by side within the width.
      let part = width / Double(series.styles.count)
      let bars = rows.map { row -> BarsMark.Bar in
        let left = xs[row] - width / 2 + Double(place) * part
        return BarsMark.Bar(left...(left + part), value: ys[row], tooltip: SymbolText.number(ys[row]))
      }
      for row in rows {
        _ = record(mark, facet, series.names[place], xs[row], ys[row], line: table.lines[row])
      }
      marks.append(.bars(BarsMark(series: style, bars: bars)))
    }
    count("bar", marks.reduce(0) { if case .bars(let bars) = $1 { $0 + bars.bars.count } else { $0 } })
    return marks
  }

  mutating func histogram(
    _ mark: MarkSettings, _ table: RunTable, _ facet: Facet?
  ) throws(DiagnosticError) -> [Mark] {
    let values = try mark.numbers("of", table).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else { return [] }
    // Sturges' rule, which suits the tens to hundreds of rows of an experiment.
    let wanted = try mark.settings.node["bins"]?.integer("bins", in: 1...200) ?? Self.sturges(values.count)
    let span = high > low ? high - low : max(abs(high), 1)
    let step = span / Double(wanted)
    var counts = Array(repeating: 0.0, count: wanted)
    for value in values { counts[min(wanted - 1, Int((value - low) / step))] += 1 }
    let style = Palette.category(mark.index, name: "")
    let bars = counts.enumerated().map { index, count -> BarsMark.Bar in
      let left = low + Double(index) * step
      _ = record(mark, facet, "", left + step / 2, count, left, left + step)
      return BarsMark.Bar(left...left + step, value: count, tooltip: "\(Int(count)) rows")
    }
    self.count("bar", bars.count)
    return [.bars(BarsMark(series: style, bars: bars))]
  }

  private static func sturges(_ count: Int) -> Int {
    var bins = 1
    while 1 << bins < count { bins += 1 }
    return bins + 1
  }

  mutating func cells(_ mark: MarkSettings, _ table: RunTable, _ facet: Facet?) throws(DiagnosticError)
    -> [Mark]
  {
    let (xs, ys) = (try mark.numbers("x", table), try mark.numbers("y", table))
    let values = try mark.numbers("value", table)
    let map = try mark.settings.choice("colors", ColorMap.self) ?? .sequential
    let scale = try mark.settings.choice("scale", ScaleKind.self) ?? .linear
    let colors = ColorScale(
      map, scale: scale, over: values, label: try mark.settings.text("label") ?? "")
    func sides(_ places: [Double]) -> (Double) -> ClosedRange<Double> {
      let levels = Set(places.filter(\.isFinite)).sorted()
      let steps = zip(levels, levels.dropFirst()).map { $1 - $0 }
      return { value in
        let index = levels.firstIndex(of: value) ?? 0
        let left = index > 0 ? steps[index - 1] : steps.first ?? 1
        let right = index < steps.count ? steps[index] : steps.last ?? 1
        return value - left / 2...value + right / 2
      }
    }
    let (xSides, ySides) = (sides(xs), sides(ys))
    var cells: [CellsMark.Cell] = []
    for row in 0..<table.rowCount where xs[row].isFinite && ys[row].isFinite && values[row].isFinite {
      _ = record(mark, facet, NumberText.machine(values[row]), xs[row], ys[row], line: table.lines[row])
      cells.append(
        CellsMark.Cell(
          x: xSides(xs[row]), y: ySides(ys[row]), value: values[row],
          text: NumberText.significant(values[row], digits: 2)))
    }
    count("cell", cells.count)
    return cells.isEmpty ? [] : [.cells(CellsMark(colors: colors, cells: cells))]
  }
}
