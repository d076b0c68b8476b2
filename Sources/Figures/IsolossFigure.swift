import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs
import Typesetting

/// Level lines of a fitted law over two of its variables, with the runs that it was fitted to.
struct IsolossFigure {
  private static let keys = [
    "fit", "x", "y", "at", "value", "data", "where", "columns", "x-column", "y-column", "x-range", "y-range",
    "x-label",
    "y-label",
    "x-unit", "y-unit", "levels",
  ]

  private let settings: FigureSettings
  private let fit: (label: String, result: FitResult)
  private let x, y: String
  private let fixed: [(name: String, value: Double)]
  private let surface: FittedExpression
  private let valueName: String

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "isoloss", keys: Self.keys)
    fit = try settings.fit("fit")
    x = try Self.variable("x", settings, fit.result)
    y = try Self.variable("y", settings, fit.result)
    guard x != y else {
      throw DiagnosticError("E0720", "x and y are both \"\(x)\"", at: try settings.required("y").location)
    }
    fixed = try Self.held(settings, fit.result, besides: [x, y])
    valueName = try settings.text("value") ?? fit.result.law.target
    surface = try Self.surface(settings, fit, value: valueName, x: x, y: y, fixed: fixed)
  }

  private static func variable(
    _ key: String, _ settings: FigureSettings, _ fit: FitResult
  ) throws(DiagnosticError) -> String {
    let node = try settings.required(key)
    let name = try node.string(key)
    let names = fit.law.variables.map(\.name)
    guard names.contains(name) else {
      throw DiagnosticError(
        "E0721", "the law \"\(fit.law.name)\" has no variable \"\(name)\"", at: node.location,
        notes: ["variables: \(names.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: names))
    }
    return name
  }

  private static func held(
    _ settings: FigureSettings, _ fit: FitResult, besides free: [String]
  ) throws(DiagnosticError) -> [(name: String, value: Double)] {
    let others = fit.law.variables.map(\.name).filter { !free.contains($0) }
    var held: [(name: String, value: Double)] = []
    if let node = settings.node["at"] {
      try node.expectKeys(others, in: "at")
      for entry in try node.entries("at") { held.append((entry.key, try entry.value.number(entry.key))) }
    }
    for name in others where !held.contains(where: { $0.name == name }) {
      throw DiagnosticError(
        "E0722", "\"\(name)\" needs a value for a picture over two variables", at: settings.node.location,
        help: ["add a line: at: {\(name): …}"])
    }
    return held
  }

  private static func surface(
    _ settings: FigureSettings, _ fit: (label: String, result: FitResult), value: String, x: String,
    y: String,
    fixed: [(name: String, value: Double)]
  ) throws(DiagnosticError) -> FittedExpression {
    let place = settings.node["value"]?.location ?? settings.node.location
    let needed = fit.result.law.formula.inputs(of: value)
    var arguments: [Expression.Argument] = []
    for name in [x, y] where needed.contains(name) {
      arguments.append(.init(label: name, Expression(.name(name), at: place)))
    }
    for (name, value) in fixed where needed.contains(name) {
      arguments.append(
        .init(label: name, Expression(.number(value, text: NumberText.machine(value)), at: place)))
    }
    let callee = Expression(.member(Expression(.name(fit.label), at: place), value), at: place)
    return try FittedExpression(
      Expression(.call(callee, arguments), at: place), fits: [fit.label: fit.result], variables: [x, y])
  }

  private func value(_ x: Double, _ y: Double) -> Double {
    let values = surface.variables.map { $0 == self.x ? x : y }
    let value = surface.value(values)
    return value.isFinite ? value : .nan
  }

  func figure() throws(DiagnosticError) -> Figure {
    let measuredX = try range(of: x, "x")
    let measuredY = try range(of: y, "y")
    let spread = measuredX.lowerBound > 0 ? 1.35 : 1
    let xRange =
      try settings.range("x-range") ?? (measuredX.lowerBound / spread)...(measuredX.upperBound * spread)
    let margin = 0.04 * (measuredY.upperBound - measuredY.lowerBound)
    let yRange =
      try settings.range("y-range") ?? (measuredY.lowerBound - margin)...(measuredY.upperBound + margin)
    let isLog = xRange.lowerBound > 0 && xRange.upperBound / xRange.lowerBound > 4
    let levels = try levels(measuredX, measuredY)
    let traced = Contours.trace(
      levels: levels.levels, x: xRange, y: yRange, xScale: isLog ? .log : .linear, yScale: .linear, value)
    var lines: [ContourMark.Line] = []
    var curves = FigureTable(columns: [valueName, "line", x, y, "extrapolated"])
    for (index, line) in traced.enumerated() {
      for piece in split(line, measuredX, measuredY) {
        lines.append(
          ContourMark.Line(
            level: line.level, points: piece.points, isMajor: levels.majors.contains(line.level),
            isClosed: line.isClosed && piece.points.count == line.points.count,
            isExtrapolated: piece.isOutside))
        for point in piece.points {
          curves.rows.append([
            .number(line.level), .number(Double(index)), .number(point.x), .number(point.y),
            .number(piece.isOutside ? 1 : 0),
          ])
        }
      }
    }
    guard !lines.isEmpty else {
      throw DiagnosticError("E0723", "no level line crosses the picture", at: settings.node.location)
    }
    let (dots, table, omitted) = try runs()
    let xLabel = try settings.axisLabel("x", name: x)
    let yLabel = try settings.axisLabel("y", name: y)
    var marks: [Mark] = [.contours(ContourMark(paint: Palette.ink, lines: lines, decimals: levels.decimals))]
    if let dots { marks.append(.points(dots)) }
    // Without runs the example goes down to the lowest whole number that the level reaches.
    let heights =
      dots?.points.map(\.y)
      ?? (!fit.result.hasRuns
        ? Array(stride(from: measuredY.lowerBound.rounded(.up), through: measuredY.upperBound, by: 1)) : [])
    let example = TradeExample(measuredX, measuredY, heights, value)
    if let example {
      let words = example.words("$\(SymbolText.tex(x))$", "$\(SymbolText.tex(y))$")
      marks += example.marks("equal $\(SymbolText.tex(valueName))$: \(words)")
    }
    let trade = example?.words(SymbolText.plain(x), SymbolText.plain(y))
    let held = fixed.map { "\(SymbolText.plain($0.name)) = \(SymbolText.count($0.value))" }.joined(
      separator: ", ")
    var notes: [String] = []
    if omitted > 0 {
      notes.append(
        "\(omitted) runs at other values of \(fixed.map { "$\(SymbolText.tex($0.name))$" }.joined(separator: ", ")) are not drawn."
      )
    }
    if let note = ConstantsNote.text([fit]) { notes.append(note) }
    let xTicks = Set(dots?.points.map(\.x) ?? []).sorted()
    let chart = ChartSpec(
      id: settings.inputs.id,
      title: "\(SymbolText.plain(valueName)) over \(SymbolText.plain(x)) and \(SymbolText.plain(y))",
      panels: [
        PanelSpec(
          x: AxisSpec(
            label: xLabel.label, unit: xLabel.unit, scale: isLog ? .log : .linear, domain: xRange,
            ticks: xTicks.count >= 3 ? .at(xTicks) : .automatic, format: .si),
          y: AxisSpec(
            label: yLabel.label, unit: yLabel.unit, domain: yRange,
            ticks: Self.ticks(dots?.points.map(\.y) ?? heights)),
          marks: marks)
      ], footnotes: notes, aspect: 0.56)
    return Figure(
      chart: chart, data: table, curves: curves, alt: alt(measuredX, measuredY, held, trade),
      description: description(levels.levels, measuredX, measuredY, held, table.rows.count, trade))
  }

  /// The levels of a designed experiment, whole numbers where there are too many of them, else round ones.
  private static func ticks(_ values: [Double]) -> TickPolicy {
    let levels = Set(values).sorted()
    guard levels.allSatisfy({ $0 == $0.rounded() }) else { return .automatic }
    return (3...9).contains(levels.count) ? .at(levels) : .integers
  }

  private func range(of name: String, _ key: String) throws(DiagnosticError) -> ClosedRange<Double> {
    if let range = fit.result.ranges[name], range.lowerBound < range.upperBound { return range }
    if let range = try settings.range("\(key)-range") { return range }
    let seen = fit.result.ranges[name] == nil ? "no value of \"\(name)\"" : "one value of \"\(name)\" only"
    throw DiagnosticError(
      "E0724", "the fit \"\(fit.label)\" has seen \(seen)", at: settings.node.location,
      help: ["add a line: \(key)-range: low..high"])
  }

  /// Round levels over what the surface spans where runs were measured, or multiples of the author's step.
  private func levels(
    _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>
  ) throws(DiagnosticError) -> (levels: [Double], majors: [Double], decimals: Int) {
    var least = Double.infinity
    var most = -Double.infinity
    for i in 0...40 {
      for j in 0...40 {
        let t = Double(i) / 40
        let xv =
          xs.lowerBound > 0
          ? xs.lowerBound * raise(xs.upperBound / xs.lowerBound, t)
          : xs.lowerBound + t * (xs.upperBound - xs.lowerBound)
        let v = value(xv, ys.lowerBound + Double(j) / 40 * (ys.upperBound - ys.lowerBound))
        guard v.isFinite else { continue }
        least = min(least, v)
        most = max(most, v)
      }
    }
    guard let node = settings.node["levels"] else {
      return Contours.niceLevels(min: least, max: most, count: 12)
    }
    let step = try node.number("levels")
    guard step > 0, (most - least) / step <= 40 else {
      throw node.mismatch("levels must be a step of at most 40 levels")
    }
    let first = Int((least / step).rounded(.up))
    let last = Int((most / step).rounded(.down))
    guard first <= last else { return ([], [], 0) }
    let all = (first...last).map { Double($0) * step }
    let majors = (first...last).filter { $0 % 2 == 0 }.map { Double($0) * step }
    var decimals = 0
    var scaled = step
    while decimals < 6, abs(scaled - scaled.rounded()) > 1e-9 {
      scaled *= 10
      decimals += 1
    }
    return (all, majors.isEmpty ? all : majors, decimals)
  }

  private func raise(_ base: Double, _ exponent: Double) -> Double {
    SymbolText.power(base, exponent)
  }

  /// Cuts a line where it crosses the edge of the measured rectangle.
  private func split(
    _ line: Contours.Line, _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>
  ) -> [(points: [Point], isOutside: Bool)] {
    func isOutside(_ point: Point) -> Bool { !xs.contains(point.x) || !ys.contains(point.y) }
    var pieces: [(points: [Point], isOutside: Bool)] = []
    for point in line.points {
      let outside = isOutside(point)
      guard let last = pieces.last, let before = last.points.last, last.isOutside != outside else {
        if pieces.isEmpty { pieces.append(([], outside)) }
        pieces[pieces.count - 1].points.append(point)
        continue
      }
      // Vertices are a few pixels apart; halving finds the edge to a small part of one.
      var (near, far) = (before, point)
      for _ in 0..<24 {
        let middle = Point((near.x + far.x) / 2, (near.y + far.y) / 2)
        if isOutside(middle) == last.isOutside { near = middle } else { far = middle }
      }
      pieces[pieces.count - 1].points.append(near)
      pieces.append(([near, point], outside))
    }
    return pieces.filter { $0.points.count > 1 }
  }

  /// The measured runs as dots: those at the held values; the others are counted.
  private func runs() throws(DiagnosticError) -> (PointsMark?, FigureTable, Int) {
    let columns = [x, y] + fixed.map(\.name) + [valueName, "line"]
    guard settings.node["data"] != nil else { return (nil, FigureTable(columns: columns), 0) }
    let table = try settings.rows(try settings.table("data"))
    let columnOf = try settings.nested("columns", keys: fit.result.law.variables.map(\.name) + [valueName])
    func column(_ variable: String, _ key: String?) throws(DiagnosticError) -> [Double] {
      if let columnOf, columnOf.node[variable] != nil {
        return try columnOf.column(variable, of: table).values
      }
      if let key, settings.node[key] != nil { return try settings.column(key, of: table).values }
      if let values = table.numbers(variable) { return values }
      throw DiagnosticError(
        "E0712", "no numeric column \"\(variable)\" in \"\(table.name)\"", at: settings.node.location,
        help: ["add a line: columns: {\(variable): the column with its values}"])
    }
    let xs = try column(x, "x-column")
    let ys = try column(y, "y-column")
    var held: [(values: [Double], value: Double)] = []
    for item in fixed { held.append((try column(item.name, nil), item.value)) }
    // The measured value is for tooltips and the data table only.
    var observed = table.numbers(valueName)
    if let columnOf, columnOf.node[valueName] != nil {
      observed = try columnOf.column(valueName, of: table).values
    }
    var data = FigureTable(columns: columns)
    var points: [Point] = []
    var tooltips: [String] = []
    var omitted = 0
    for row in 0..<table.rowCount {
      let matches = held.allSatisfy { abs($0.values[row] - $0.value) <= 1e-3 * abs($0.value) }
      guard matches, xs[row].isFinite, ys[row].isFinite else {
        omitted += 1
        continue
      }
      let loss = observed?[row] ?? .nan
      data.rows.append(
        [.number(xs[row]), .number(ys[row])] + held.map { .number($0.values[row]) }
          + [loss.isFinite ? .number(loss) : .empty, .number(Double(table.lines[row]))])
      points.append(Point(xs[row], ys[row]))
      tooltips.append(
        "\(SymbolText.plain(x)) = \(SymbolText.count(xs[row])), \(SymbolText.plain(y)) = \(SymbolText.number(ys[row]))"
          + (loss.isFinite ? ": \(NumberText.decimal(loss, places: 3))" : ""))
    }
    let style = SeriesStyle(name: "runs", paint: Palette.category(1, name: "runs").paint)
    let mark =
      points.isEmpty
      ? nil
      : PointsMark(series: style, points: points, tooltips: tooltips, data: Array(points.indices), size: 6)
    return (mark, data, omitted)
  }

  private func alt(
    _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>, _ held: String, _ trade: String?
  ) -> String {
    let (x, y, name) = (SymbolText.plain(x), SymbolText.plain(y), SymbolText.plain(valueName))
    if let trade {
      return "Level lines of \(name) over \(x) and \(y) at \(held). At equal \(name), \(trade)."
    }
    let corner = NumberText.decimal(value(xs.upperBound, ys.upperBound), places: 2)
    let worst = NumberText.decimal(value(xs.lowerBound, ys.lowerBound), places: 2)
    return "Level lines of \(name) at \(held): \(worst) with least \(x) and \(y), \(corner) with most."
  }

  private func description(
    _ levels: [Double], _ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>, _ held: String, _ runs: Int,
    _ trade: String?
  ) -> String {
    let middle = SymbolText.power(xs.lowerBound * xs.upperBound, 0.5)
    let half = (ys.lowerBound + ys.upperBound) / 2
    let top = value(middle, ys.upperBound)
    let kind = !fit.result.hasRuns ? "drawn" : "measured"
    let dots =
      !fit.result.hasRuns
      ? "no dots" : "\(runs) runs as dots; lines are dashed outside the measured runs"
    return "Contour plot. Horizontal axis: \(SymbolText.plain(x)), \(SymbolText.count(xs.lowerBound)) to "
      + "\(SymbolText.count(xs.upperBound)) \(kind). Vertical axis: \(SymbolText.plain(y)), "
      + "\(SymbolText.number(ys.lowerBound)) to \(SymbolText.number(ys.upperBound)) \(kind). Held: \(held). "
      + "\(levels.count) levels of \(SymbolText.plain(valueName)) from \(SymbolText.number(levels.first ?? .nan)) to "
      + "\(SymbolText.number(levels.last ?? .nan)); \(dots). "
      + "At \(SymbolText.plain(x)) = \(SymbolText.count(middle)) the value falls from "
      + "\(NumberText.decimal(value(middle, ys.lowerBound), places: 3)) at \(SymbolText.number(ys.lowerBound)) over "
      + "\(NumberText.decimal(value(middle, half), places: 3)) at \(SymbolText.number(half)) to "
      + "\(NumberText.decimal(top, places: 3)) at \(SymbolText.number(ys.upperBound))."
      + (trade.map { " Along one level, \($0)." } ?? "")
      + (ConstantsNote.text([fit]).map { " " + SymbolText.plain(markup: $0) } ?? "")
  }
}
