import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// Bootstrap draws of pairs of parameters: what the data say of two values together, which no row of intervals shows.
///
/// A panel a pair: the draws, the regions that hold half and 95 % of their density, the estimate, and a reference.
struct DrawsFigure {
  static let keys = ["fit", "pairs", "reference", "reference-label"]
  /// More dots than this say nothing new and make the picture heavy.
  private static let mostDots = 500

  private let settings: FigureSettings
  private let fit: (label: String, result: FitResult)
  private let reference: (label: String, result: FitResult)?
  private let referenceLabel: String
  /// Places of the parameters of each panel.
  private let pairs: [(x: Int, y: Int)]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "draws", keys: Self.keys)
    fit = try settings.fit("fit")
    reference = settings.node["reference"] == nil ? nil : try settings.fit("reference")
    referenceLabel = try settings.text("reference-label") ?? reference?.label ?? ""
    guard fit.result.draws.count >= 20 else {
      throw DiagnosticError(
        "E0727",
        "the fit \"\(fit.label)\" has \(fit.result.draws.count) bootstrap draws; a picture of them needs 20",
        at: try settings.required("fit").location, help: ["bootstrap: 1000 in the fit's cell"])
    }
    let names = fit.result.parameters.map(\.name)
    var pairs: [(x: Int, y: Int)] = []
    for item in try settings.required("pairs").list("pairs") {
      let members = try item.list("a pair")
      guard members.count == 2 else { throw item.mismatch("a pair must be two parameters: [A, alpha]") }
      var places: [Int] = []
      for member in members {
        let name = try member.string("a pair")
        guard let place = names.firstIndex(of: name) else {
          throw DiagnosticError(
            "E0729", "the fit \"\(fit.label)\" has no parameter \"\(name)\"", at: member.location,
            notes: ["parameters: \(names.joined(separator: ", "))"],
            help: Spelling.didYouMean(name, among: names))
        }
        places.append(place)
      }
      pairs.append((places[0], places[1]))
    }
    self.pairs = pairs
  }

  func figure() -> Figure {
    var table = FigureTable(columns: ["x_parameter", "y_parameter", "draw", "x", "y"])
    var curves = FigureTable(columns: ["x_parameter", "y_parameter", "share", "x", "y"])
    var loose: [String] = []
    let columns = min(3, pairs.count)
    let panels = pairs.enumerated().map { index, pair -> PanelSpec in
      let names = (fit.result.parameters[pair.x].name, fit.result.parameters[pair.y].name)
      let draws = fit.result.draws.map { Point($0[pair.x], $0[pair.y]) }.filter {
        $0.x.isFinite && $0.y.isFinite
      }
      let scales = (Self.scale(draws.map(\.x)), Self.scale(draws.map(\.y)))
      let (marks, correlation) = marks(pair, draws, scales, names, &table, &curves)
      if let correlation, abs(correlation) > 0.95 {
        loose.append(
          "$\(SymbolText.tex(names.0))$ and $\(SymbolText.tex(names.1))$ (correlation "
            + "\(NumberText.decimal(correlation, places: 2)))")
      }
      return PanelSpec(
        row: index / columns, column: index % columns,
        x: AxisSpec(label: "$\(SymbolText.tex(names.0))$", scale: scales.0),
        y: AxisSpec(label: "$\(SymbolText.tex(names.1))$", scale: scales.1), marks: marks)
    }
    var notes = [
      "Lines: the densest regions that hold 50 and 95 % of the \(fit.result.draws.count) draws; dots: \(min(Self.mostDots, fit.result.draws.count)) of them."
    ]
    if !loose.isEmpty {
      notes.append("The data fix a combination rather than each of \(loose.joined(separator: "; ")).")
    }
    let chart = ChartSpec(
      id: settings.inputs.id, title: "Draws of \(fit.label)", panels: panels, footnotes: notes, aspect: 1)
    let words = pairs.map { pair in
      "\(SymbolText.plain(fit.result.parameters[pair.x].name)) and "
        + SymbolText.plain(fit.result.parameters[pair.y].name)
    }
    return Figure(
      chart: chart, data: table, curves: curves,
      alt: String(
        "Bootstrap draws of \(words.joined(separator: "; ")): \(loose.isEmpty ? "each is determined by itself" : "\(loose.count) of \(pairs.count) pairs are determined only together")."
          .prefix(150)),
      description: "\(panels.count) panels of bootstrap draws, for \(words.joined(separator: ", for ")). "
        + notes.joined(separator: " ").replacing("$", with: ""))
  }

  private func marks(
    _ pair: (x: Int, y: Int), _ draws: [Point], _ scales: (ScaleKind, ScaleKind), _ names: (String, String),
    _ table: inout FigureTable, _ curves: inout FigureTable
  ) -> ([Mark], correlation: Double?) {
    let dots = Paint(Palette.category(0, name: "").paint.rgb, opacity: 0.15, token: "part-w")
    var data: [Int] = []
    for (index, draw) in draws.prefix(Self.mostDots).enumerated() {
      data.append(table.rows.count)
      table.rows.append([
        .text(names.0), .text(names.1), .number(Double(index)), .number(draw.x), .number(draw.y),
      ])
    }
    var marks: [Mark] = [
      .points(
        PointsMark(
          series: SeriesStyle(name: "draws", paint: dots), points: Array(draws.prefix(Self.mostDots)),
          data: data,
          size: 4))
    ]
    let density = DrawDensity(draws, scales)
    if let density {
      let ink = Palette.category(0, name: "").paint
      for (share, width) in [(0.95, 1.0), (0.5, 1.6)] {
        let lines = density.lines(share: share)
        for line in lines {
          let style = SeriesStyle(name: "", paint: ink, dash: share == 0.5 ? [] : [5, 3])
          marks.append(.line(LineMark(series: style, points: line, width: width)))
          curves.rows += line.map {
            [.text(names.0), .text(names.1), .number(share), .number($0.x), .number($0.y)]
          }
        }
        // The outer region is named at its top, the inner one at its foot.
        let ends = lines.joined().sorted { ($0.y, $0.x) < ($1.y, $1.x) }
        if let place = share == 0.5 ? ends.first : ends.last {
          marks.append(.note(NoteMark(share == 0.5 ? "50 %" : "95 %", at: place, paint: Palette.ink)))
        }
      }
    }
    let here = Point(fit.result.parameters[pair.x].estimate, fit.result.parameters[pair.y].estimate)
    let estimate = SeriesStyle(name: "estimate", paint: Palette.ink, shape: .diamond)
    marks.append(.points(PointsMark(series: estimate, points: [here], tooltips: ["estimate"], size: 9)))
    if let reference, let x = reference.result.estimate(names.0), let y = reference.result.estimate(names.1) {
      let style = SeriesStyle(
        name: SymbolText.literal(referenceLabel), paint: Palette.category(1, name: "").paint, shape: .square)
      marks.append(
        .points(
          PointsMark(
            series: style, points: [Point(x, y)], tooltips: [referenceLabel], isHollow: true, size: 9)))
    }
    return (marks, density?.correlation)
  }

  /// Draws that spread over more than a decade are read on a log axis.
  private static func scale(_ values: [Double]) -> ScaleKind {
    guard let low = values.min(), let high = values.max(), low > 0, high > 10 * low else { return .linear }
    return .log
  }
}
