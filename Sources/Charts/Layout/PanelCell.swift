import Diagnostics
import Drawing

/// A panel in its place with the ends of its axes.
struct PanelCell {
  let spec: PanelSpec
  /// Place in the grid as it is laid out, which on a narrow page is a stack.
  var row, column: Int
  /// The letter over the panel, or nil when it is the only one.
  let tag: String?
  var xDomain: ClosedRange<Double>
  var yDomain: ClosedRange<Double>

  /// Whether level lines are among the marks.
  var hasContours: Bool { spec.marks.contains { if case .contours = $0 { true } else { false } } }

  /// Contours and other maps have a closed frame and no grid lines.
  var isMap: Bool {
    spec.marks.contains { mark in
      switch mark {
      case .contours, .cells: true
      default: false
      }
    }
  }
}

/// Puts panels into a grid and finds the ends of their axes.
enum Arrangement {
  /// The panels in reading order. A stack keeps the reading order in one column.
  static func cells(_ spec: ChartSpec, isStack: Bool) throws(DiagnosticError) -> [PanelCell] {
    guard !spec.panels.isEmpty else { throw DiagnosticError("E0703", "figure \"\(spec.id)\" has no panels") }
    let panels = spec.panels.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    for (a, b) in zip(panels, panels.dropFirst()) where (a.row, a.column) == (b.row, b.column) {
      throw DiagnosticError(
        "E0704", "two panels of figure \"\(spec.id)\" are in row \(a.row), column \(a.column)")
    }
    for panel in panels {
      let column = panel.right?.column.map { TickPolicy.named($0.names) }
      let policies = [panel.x.ticks, panel.y.ticks, panel.top?.ticks, panel.right?.ticks, column]
      for case .named(let ticks)? in policies {
        for tick in ticks { _ = try RichText(markup: tick.name, source: spec.id) }
      }
    }
    let rows = Array(Set(panels.map(\.row))).sorted()
    let columns = Array(Set(panels.map(\.column))).sorted()
    let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    var cells: [PanelCell] = []
    for (i, panel) in panels.enumerated() {
      let tag = panels.count > 1 && i < letters.count ? letters[i] : nil
      let sharers = (
        x: panels.filter { $0.x == panel.x }, y: panels.filter { $0.y == panel.y && $0.row == panel.row }
      )
      cells.append(
        PanelCell(
          spec: panel, row: isStack ? i : rows.firstIndex(of: panel.row) ?? 0,
          column: isStack ? 0 : columns.firstIndex(of: panel.column) ?? 0, tag: tag,
          xDomain: try domain(panel.x, of: sharers.x, isHorizontal: true, figure: spec.id),
          yDomain: try domain(panel.y, of: sharers.y, isHorizontal: false, figure: spec.id)))
    }
    return cells
  }

  /// The ends of an axis: as told, or the data of all panels that share it with 4 % on each side.
  private static func domain(
    _ axis: AxisSpec, of panels: [PanelSpec], isHorizontal: Bool, figure: String
  ) throws(DiagnosticError) -> ClosedRange<Double> {
    if let domain = axis.domain {
      guard domain.lowerBound < domain.upperBound, domain.lowerBound.isFinite, domain.upperBound.isFinite,
        axis.scale == .linear || domain.lowerBound > 0
      else {
        throw DiagnosticError(
          "E0702",
          "axis \"\(axis.label)\" of figure \"\(figure)\" cannot run from \(domain.lowerBound) to "
            + "\(domain.upperBound) on a \(axis.scale.rawValue) scale",
          help: axis.scale == .log ? ["a log scale needs ends above 0"] : ["give two different finite ends"])
      }
      return domain
    }
    var low = Double.infinity
    var high = -Double.infinity
    for panel in panels {
      for value in Extent.values(of: panel, isHorizontal: isHorizontal) {
        let u = Scale.transform(value, axis.scale)
        guard u.isFinite else { continue }
        low = min(low, u)
        high = max(high, u)
      }
    }
    guard low <= high else {
      throw DiagnosticError(
        "E0705", "axis \"\(axis.label)\" of figure \"\(figure)\" has no values to show",
        help: axis.scale == .log ? ["a log scale shows only values above 0"] : [])
    }
    if high - low <= abs(high) * 1e-12 {
      let margin = axis.scale == .log ? 0.15 : max(abs(high) * 0.1, 1e-9)
      (low, high) = (low - margin, high + margin)
    } else {
      // Cells fill their panel.
      let isFilled = panels.allSatisfy { panel in
        panel.marks.contains { mark in
          switch mark {
          case .cells: true
          case .contours(let contours): contours.fill != nil
          default: false
          }
        }
      }
      let margin = isFilled ? 0 : 0.04 * (high - low)
      // Zero belongs to a linear axis that almost reaches it.
      let reachesZero = axis.scale == .linear && !isFilled && low > 0 && low < 0.15 * (high - low)
      (low, high) = (reachesZero || low == 0 && axis.scale == .linear ? 0 : low - margin, high + margin)
    }
    return Scale.inverse(low, axis.scale)...Scale.inverse(high, axis.scale)
  }
}

/// The values that a panel's marks need room for.
enum Extent {
  static func values(of panel: PanelSpec, isHorizontal: Bool) -> [Double] {
    var points: [Point] = []
    var values: [Double] = []
    for mark in panel.marks {
      switch mark {
      case .line(let line): points += line.points
      case .points(let mark): points += mark.points
      case .band(let band):
        points +=
          zip(band.x, band.lower).map { Point($0, $1) } + zip(band.x, band.upper).map { Point($0, $1) }
      case .contours(let contours): points += contours.lines.flatMap(\.points)
      case .rule(let rule):
        if (rule.direction == .vertical) == isHorizontal { values.append(rule.value) }
      case .zone: break
      case .note(let note): points.append(note.at)
      case .interval(let mark):
        for (at, ends) in zip(mark.at, zip(mark.lower, mark.upper)) {
          points += [ends.0, ends.1].map { mark.isHorizontal ? Point($0, at) : Point(at, $0) }
        }
      case .bars(let mark):
        // Bars begin at 0.
        points += mark.bars.flatMap { bar in
          [bar.sides.lowerBound, bar.sides.upperBound].flatMap { side in
            [0, bar.value].map { mark.isHorizontal ? Point($0, side) : Point(side, $0) }
          }
        }
      case .cells(let mark):
        points += mark.cells.flatMap {
          [Point($0.x.lowerBound, $0.y.lowerBound), Point($0.x.upperBound, $0.y.upperBound)]
        }
      }
    }
    // What the other axis cuts off needs no room on this one.
    let other = isHorizontal ? panel.y.domain : panel.x.domain
    for point in points {
      let (value, across) = isHorizontal ? (point.x, point.y) : (point.y, point.x)
      if let other, !other.contains(across) { continue }
      if across.isFinite { values.append(value) }
    }
    return values
  }
}
