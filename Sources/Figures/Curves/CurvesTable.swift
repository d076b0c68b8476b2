import Charts
import Typesetting

/// The table of a figure of curves: measured points, marked places, and every curve at some ten places, which is what a
/// reader looks up.
struct CurvesTable {
  private(set) var data = FigureTable(columns: [
    "panel", "series", "point", "x", "value", "x_low", "x_high", "value_low", "value_high", "fitted", "line",
  ])

  private typealias Cells = [FigureTable.Cell]

  private static func ends(_ range: ClosedRange<Double>?) -> Cells {
    range.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? [.empty, .empty]
  }

  private static func name(_ panel: CurvesPlan.Panel, _ index: Int, _ curve: PlannedCurve) -> Cells {
    [.text(CurvesWords.panel(panel, index)), .text(SymbolText.plain(markup: curve.style.name))]
  }

  /// Adds the measured points of a curve; gives the row of the first.
  mutating func append(_ curve: PlannedCurve, _ panel: CurvesPlan.Panel, _ index: Int) -> Int {
    let first = data.rows.count
    for row in curve.points?.rows ?? [] {
      var cells = Self.name(panel, index, curve)
      cells += [.text("run"), .number(row.x), .number(row.y), .empty, .empty]
      cells += Self.ends(row.interval)
      cells += [.number(row.isHollow ? 0 : 1), .line(row.line)]
      data.rows.append(cells)
    }
    return first
  }

  /// Adds what was computed of the curves of a panel.
  mutating func append(
    _ panel: CurvesPlan.Panel, _ index: Int, _ sampled: [SampledCurve], _ landmarks: [CurveLandmarks]
  ) {
    for (curve, (computed, found)) in zip(panel.curves, zip(sampled, landmarks)) {
      let name = Self.name(panel, index, curve)
      func add(_ point: String, _ x: Double, _ value: Double, _ interval: ClosedRange<Double>? = nil) {
        var cells = name
        cells += [.text(point), .number(x), value.isFinite ? .number(value) : .empty]
        cells += Self.ends(interval) + [.empty, .empty, .empty, .empty]
        data.rows.append(cells)
      }
      if let mark = curve.mark, let extremum = computed.extremum {
        let place = extremum.place
        add(mark.isMaximum ? "maximum" : "minimum", place.x, place.y, extremum.interval)
        if let flat = extremum.flat {
          add("within \(CurvesWords.percent(flat.share))", place.x, place.y, flat.range)
        }
      }
      if let start = found.start { add("begins", start.point.x, start.point.y, start.interval) }
      for item in found.reached {
        add("reaches \(SymbolText.trimmed(item.value))", item.place.point.x, item.value, item.place.interval)
      }
      for x in Self.places(panel) { add("curve", x, curve.value(x)) }
    }
  }

  private static func places(_ panel: CurvesPlan.Panel) -> [Double] {
    switch panel.x.ticks {
    case .at(let values): return values.filter(panel.range.contains)
    case .integers where panel.range.upperBound - panel.range.lowerBound <= 32:
      return stride(from: panel.range.lowerBound.rounded(.up), through: panel.range.upperBound, by: 1).map {
        $0
      }
    default: return SampledCurve.places(panel.range, panel.x.scale == .log, 8)
    }
  }
}
