import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// Level lines of a fitted law over two of its variables, with the runs that it was fitted to.
struct IsolossFigure {
  static let keys = [
    "fit", "x", "y", "at", "value", "data", "where", "columns", "x-column", "y-column", "x-range", "y-range",
    "x-scale", "y-scale", "x-label", "y-label", "x-unit", "y-unit", "levels", "cost",
    "residuals", "saturation",
  ]

  private let settings: FigureSettings
  private let surface: FittedSurface

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "isoloss", keys: Self.keys)
    surface = try FittedSurface(settings)
  }

  func figure() throws(DiagnosticError) -> Figure {
    let (fit, x, y, fixed, valueName) = (surface.fit, surface.x, surface.y, surface.fixed, surface.name)
    let measuredX = try surface.range(of: x, "x", settings)
    let measuredY = try surface.range(of: y, "y", settings)
    let (xRange, xScale) = try axis("x", of: x, measured: measuredX)
    let (yRange, yScale) = try axis("y", of: y, measured: measuredY)
    let levels = try LevelLines.levels(
      of: surface, (measuredX, xScale), (measuredY, yScale), step: settings.node["levels"])
    let traced = Contours.trace(
      levels: levels.levels, x: xRange, y: yRange, xScale: xScale, yScale: yScale, row: surface.row,
      surface.value)
    let costs = try CostLines(of: surface, settings, (xRange, xScale), (yRange, yScale))
    var runs = try SurfaceRuns(of: surface, settings)
    let hull = DataHull(runs.places, xScale, yScale)
    func isOutside(_ point: Point) -> Bool {
      !measuredX.contains(point.x) || !measuredY.contains(point.y)
        || hull.map { !$0.contains(point) } ?? false
    }
    var curves = FigureTable(
      columns: [valueName, "line", x, y, "extrapolated"] + (costs == nil ? [] : ["cost", "lower", "upper"]))
    let noCost: [FigureTable.Cell] = costs == nil ? [] : [.empty, .empty, .empty]
    var count = 0
    func drawn(_ traced: [Contours.Line], majors: [Double]) -> [ContourMark.Line] {
      var lines: [ContourMark.Line] = []
      for line in traced {
        for piece in LevelLines.split(line, isOutside: isOutside) {
          lines.append(
            ContourMark.Line(
              level: line.level, points: piece.points, isMajor: majors.contains(line.level),
              isClosed: line.isClosed && piece.points.count == line.points.count,
              isExtrapolated: piece.isOutside))
          for point in piece.points {
            curves.rows.append(
              [
                .number(line.level), .number(Double(count)), .number(point.x), .number(point.y),
                .number(piece.isOutside ? 1 : 0),
              ] + noCost)
          }
        }
        count += 1
      }
      return lines
    }
    let lines = drawn(traced, majors: levels.majors)
    guard !lines.isEmpty else {
      throw DiagnosticError("E0723", "no level line crosses the picture", at: settings.node.location)
    }
    let residuals = try SurfaceResiduals(of: surface, &runs, lines, unit: lossUnit, settings)
    let dots = runs.mark
    let valueMarkup = "$\(SymbolText.tex(valueName))$"
    let xLabel = try settings.axisLabel("x", name: x)
    let yLabel = try settings.axisLabel("y", name: y)
    let saturation = try Saturation(of: surface, settings, measuredX, measuredY)
    var marks: [Mark] = [saturation?.mark, hull?.outline].compactMap { $0 }
    marks.append(.contours(ContourMark(paint: Palette.ink, lines: lines, decimals: levels.decimals)))
    if let dots { marks.append(.points(dots)) }
    let heights = dots?.points.map(\.y) ?? (fit.result.hasRuns ? [] : Self.heights(measuredY))
    let example = TradeExample(measuredX, (measuredY, yScale), heights, surface.value)
    if let example {
      let words = example.words("$\(SymbolText.tex(x))$", "$\(SymbolText.tex(y))$")
      marks += example.marks("equal \(valueMarkup): \(words)")
    }
    let trade = example?.words(SymbolText.plain(x), SymbolText.plain(y))
    let held = fixed.map { "\(SymbolText.plain($0.name)) = \(SymbolText.count($0.value))" }.joined(
      separator: ", ")
    var notes: [String] = []
    if runs.omitted > 0 {
      notes.append(
        "\(runs.omitted) runs at other values of \(fixed.map { "$\(SymbolText.tex($0.name))$" }.joined(separator: ", ")) are not drawn."
      )
    }
    if let note = ConstantsNote.text([fit]) { notes.append(note) }
    if levels.levels.count > 1 {
      let step = levels.levels[1] - levels.levels[0]
      let strong = levels.majors.count > 1 ? levels.majors[1] - levels.majors[0] : step
      notes.append(
        "Level lines every \(SymbolText.trimmed(step))\(lossUnit)"
          + (strong > 1.5 * step ? ", strong ones every \(SymbolText.trimmed(strong))." : "."))
    }
    if hull != nil { notes.append("Dotted: the convex hull of the runs; level lines are dashed outside it.") }
    if let saturation {
      notes.append(saturation.note)
    } else if settings.node["saturation"] != nil {
      notes.append("No stretch of saturation lies inside the measured range.")
    }
    if let most = levels.beyond {
      notes.append(
        "Level lines are spaced for the middle half of the \(fit.result.hasRuns ? "measured" : "drawn") plane; beyond them "
          + "the value reaches \(NumberText.significant(most, digits: 3)).")
    }
    notes += domain(xRange, xScale, yRange, yScale)
    let xTicks = Set(dots?.points.map(\.x) ?? []).sorted()
    let panel = PanelSpec(
      x: AxisSpec(
        label: xLabel.label, unit: xLabel.unit, scale: xScale, domain: xRange,
        ticks: xTicks.count >= 3 ? .at(xTicks) : .automatic, format: .si),
      y: AxisSpec(
        label: yLabel.label, unit: yLabel.unit, scale: yScale, domain: yRange,
        ticks: Self.ticks(dots?.points.map(\.y) ?? heights, yScale),
        format: yRange.upperBound >= 1e4 ? .si : .automatic),
      marks: marks)
    var panels = [panel]
    if let residuals {
      panels.append(PanelSpec(column: 1, x: panel.x, y: panel.y, marks: residuals.marks))
      notes.append("Panel b: each run's distance from the law, over the same level lines.")
    }
    if let costs {
      curves.rows += costs.rows
      let path = CostPath(surface, costs, xRange, (yRange, yScale))
      var marks = costs.marks
      if let path {
        curves.rows += path.rows
        let touched = drawn(
          Contours.trace(
            levels: path.tangents.map(\.value), x: xRange, y: yRange, xScale: xScale, yScale: yScale,
            row: surface.row, surface.value), majors: path.tangents.map(\.value))
        marks.append(
          .contours(ContourMark(paint: Palette.ink, lines: touched, decimals: max(2, levels.decimals))))
        marks += path.marks("least \(valueMarkup) for its cost", isOutside: isOutside)
      } else {
        marks.append(.contours(ContourMark(paint: Palette.ink, lines: lines, decimals: levels.decimals)))
      }
      panels.append(PanelSpec(column: panels.count, x: panel.x, y: panel.y, marks: marks))
      let tag = panels.count == 2 ? "b" : "c"
      notes.append("Panel \(tag): \(costs.note)")
      notes.append(
        path?.note("$\(SymbolText.tex(x))$", "$\(SymbolText.tex(y))$")
          ?? "No line of equal cost touches a level line inside the picture.")
    }
    let chart = ChartSpec(
      id: settings.inputs.id,
      title: "\(SymbolText.plain(valueName)) over \(SymbolText.plain(x)) and \(SymbolText.plain(y))",
      panels: panels, footnotes: notes, aspect: panels.count == 1 ? 0.56 : panels.count == 2 ? 0.8 : 1)
    return Figure(
      chart: chart, data: runs.table, curves: curves, alt: alt(measuredX, measuredY, held, trade),
      description: description(levels.levels, measuredX, measuredY, held, runs.table.rows.count, trade)
        + " " + notes.map { SymbolText.plain(markup: $0) }.joined(separator: " "))
  }

  /// What is to be said of places where the law or its constants say nothing.
  private func domain(
    _ xs: ClosedRange<Double>, _ xScale: ScaleKind, _ ys: ClosedRange<Double>, _ yScale: ScaleKind
  ) -> [String] {
    var note = DomainNote()
    for x in SampledCurve.places(xs, xScale == .log, 24) {
      for y in SampledCurve.places(ys, yScale == .log, 24) {
        var values = Dictionary(surface.fixed.map { ($0.name, $0.value) }) { first, _ in first }
        (values[surface.x], values[surface.y]) = (x, y)
        note.look(
          surface.fit.label, surface.fit.result, at: values, varying: [surface.x, surface.y],
          isDrawn: surface.value(x, y).isFinite)
      }
    }
    return note.texts
  }

  /// The ends and the scale of an axis: as the cell says, else logarithmic where the variable spans more than a factor
  /// of four (a width in bits is linear, for laws are exponential in it), with room around the measured range.
  private func axis(
    _ key: String, of name: String, measured: ClosedRange<Double>
  ) throws(DiagnosticError) -> (range: ClosedRange<Double>, scale: ScaleKind) {
    let given = try settings.range("\(key)-range")
    let (low, high) = (given?.lowerBound ?? measured.lowerBound, given?.upperBound ?? measured.upperBound)
    let isBits = surface.fit.result.law.variables.contains { $0.name == name && $0.unit == "bits" }
    let scale =
      try settings.node["\(key)-scale"] == nil
      ? (low > 0 && high / low > 4 && !isBits ? .log : .linear) : settings.scale("\(key)-scale")
    guard scale == .linear || low > 0 && measured.lowerBound > 0 else {
      throw (settings.node["\(key)-scale"] ?? settings.node).mismatch(
        "\(key)-scale can be log only where \"\(name)\" is above 0")
    }
    if let given { return (given, scale) }
    let margin = 0.04 * (high - low)
    return (scale == .log ? low / 1.35...high * 1.35 : low - margin...high + margin, scale)
  }

  /// The middle of a range on its scale.
  private static func middle(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound > 0
      ? SymbolText.power(range.lowerBound * range.upperBound, 0.5)
      : (range.lowerBound + range.upperBound) / 2
  }

  /// The levels of a designed experiment, whole numbers where there are too many of them, else round ones.
  private static func ticks(_ values: [Double], _ scale: ScaleKind) -> TickPolicy {
    let levels = Set(values).sorted()
    guard scale == .linear else { return (3...9).contains(levels.count) ? .at(levels) : .automatic }
    guard levels.allSatisfy({ $0 == $0.rounded() }) else { return .automatic }
    return (3...9).contains(levels.count) ? .at(levels) : .integers
  }

  private func alt(
    _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>, _ held: String, _ trade: String?
  ) -> String {
    let (x, y, name) = (
      SymbolText.plain(surface.x), SymbolText.plain(surface.y), SymbolText.plain(surface.name)
    )
    if let trade {
      return "Level lines of \(name) over \(x) and \(y) at \(held). At equal \(name), \(trade)."
    }
    let corner = NumberText.decimal(surface.value(xs.upperBound, ys.upperBound), places: 2)
    let worst = NumberText.decimal(surface.value(xs.lowerBound, ys.lowerBound), places: 2)
    return "Level lines of \(name) at \(held): \(worst) with least \(x) and \(y), \(corner) with most."
  }

  /// The unit of the drawn quantity after its number; nothing for a quantity that is not the law's loss.
  private var lossUnit: String {
    let law = surface.fit.result.law
    return surface.name == law.target && !law.lossUnit.isEmpty ? " \(law.lossUnit)" : ""
  }

  /// The unit of an axis after its number: the cell's, else that of the law's variable.
  private func unit(of name: String, _ key: String) -> String {
    let given = (try? settings.text("\(key)-unit")) ?? nil
    let own = surface.fit.result.law.variables.first { $0.name == name }?.unit ?? ""
    let unit = given ?? own
    return unit.isEmpty ? "" : " \(unit)"
  }

  private func description(
    _ levels: [Double], _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>, _ held: String, _ runs: Int,
    _ trade: String?
  ) -> String {
    let middle = Self.middle(xs)
    let half = (ys.lowerBound + ys.upperBound) / 2
    let top = surface.value(middle, ys.upperBound)
    let kind = !surface.fit.result.hasRuns ? "drawn" : "measured"
    let dots =
      !surface.fit.result.hasRuns
      ? "no dots" : "\(runs) runs as dots; lines are dashed outside the measured runs"
    return
      "Contour plot. Horizontal axis: \(SymbolText.plain(surface.x)), \(SymbolText.count(xs.lowerBound)) to "
      + "\(SymbolText.count(xs.upperBound))\(unit(of: surface.x, "x")) \(kind). Vertical axis: \(SymbolText.plain(surface.y)), "
      + "\(SymbolText.number(ys.lowerBound)) to \(SymbolText.number(ys.upperBound))\(unit(of: surface.y, "y")) \(kind). Held: \(held). "
      + "\(levels.count) levels of \(SymbolText.plain(surface.name)) from \(SymbolText.number(levels.first ?? .nan)) to "
      + "\(SymbolText.number(levels.last ?? .nan))\(lossUnit); \(dots). "
      + "At \(SymbolText.plain(surface.x)) = \(SymbolText.count(middle)) the value falls from "
      + "\(NumberText.decimal(surface.value(middle, ys.lowerBound), places: 3)) at \(SymbolText.number(ys.lowerBound)) over "
      + "\(NumberText.decimal(surface.value(middle, half), places: 3)) at \(SymbolText.number(half)) to "
      + "\(NumberText.decimal(top, places: 3)) at \(SymbolText.number(ys.upperBound))."
      + (trade.map { " Along one level, \($0)." } ?? "")
  }

  /// Without runs the example goes down to the lowest whole number that the level reaches; over more whole numbers than
  /// a picture tells apart, to the lowest of some places.
  private static func heights(_ range: ClosedRange<Double>) -> [Double] {
    guard range.upperBound - range.lowerBound <= 64 else {
      return SampledCurve.places(range, range.lowerBound > 0, 64)
    }
    return Array(stride(from: range.lowerBound.rounded(.up), through: range.upperBound, by: 1))
  }
}
