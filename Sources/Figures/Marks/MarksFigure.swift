import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs

/// Marks put together by the author: points, lines, curves of a law, bands, bars, histograms, heat maps, rules, zones
/// and notes, on axes of their own, in one panel or one for each level of a column.
struct MarksFigure {
  static let keys = ["data", "where", "x", "y", "facet", "facet-label", "marks"]

  private let settings: FigureSettings
  private let marks: [MarkSettings]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    settings = try FigureSettings(inputs, kind: "marks", keys: Self.keys)
    let outer = settings
    var marks: [MarkSettings] = []
    for (index, entry) in try settings.required("marks").list("marks").enumerated() {
      marks.append(try MarkSettings(entry, index: index, in: outer))
    }
    guard !marks.isEmpty else {
      throw DiagnosticError("E0105", "a figure without marks shows nothing", at: settings.node.location)
    }
    self.marks = marks
  }

  func figure() throws(DiagnosticError) -> Figure {
    var drawing = MarksDrawing(settings)
    let x = try AxisSettings.axis("x", settings, fallback: try label("x"))
    let y = try AxisSettings.axis("y", settings, fallback: try label("y"))
    var panels: [PanelSpec] = []
    let facets = try facets()
    let columns = facets.count <= 4 ? facets.count : (facets.count + 1) / 2
    for (index, facet) in facets.enumerated() {
      var drawn: [Mark] = []
      for mark in marks {
        drawn += try drawing.marks(mark, facet: facet.map { (name: $0.name, value: $0.value) })
      }
      panels.append(
        PanelSpec(
          row: index / columns, column: index % columns, heading: facet?.heading, x: x, y: y, marks: drawn))
    }
    let chart = ChartSpec(
      id: settings.inputs.id,
      title: "\(SymbolText.plain(markup: y.label)) against \(SymbolText.plain(markup: x.label))",
      panels: panels)
    return Figure(
      chart: chart, data: drawing.data, curves: drawing.curves, alt: drawing.alt(x, y),
      description: drawing.description(panels, x, y))
  }

  /// What an axis without a label shows: what the first mark puts on it.
  private func label(_ axis: String) throws(DiagnosticError) -> String {
    for mark in marks {
      if let expression = try? mark.settings.expression(axis), case .name(let name) = expression.kind {
        return "$\(SymbolText.tex(name))$"
      }
      for key in ["over", "of"] where axis == "x" {
        if let name = try mark.settings.text(key) { return "$\(SymbolText.tex(name))$" }
      }
      if axis == "y", mark.kind == "histogram" { return "Rows" }
    }
    return axis
  }

  private struct Facet {
    var name: String
    var value: Double
    var heading: String
  }

  /// The levels of `facet`, or one panel.
  private func facets() throws(DiagnosticError) -> [Facet?] {
    guard settings.node["facet"] != nil else { return [nil] }
    let table = try settings.rows(try settings.table("data"))
    let column = try settings.column("facet", of: table)
    let pattern = try settings.text("facet-label") ?? "$\(SymbolText.tex(column.name))$ = {}"
    let levels = Set(column.values.filter(\.isFinite)).sorted()
    guard (1...24).contains(levels.count) else {
      throw DiagnosticError(
        "E0726", "\"\(column.name)\" has \(levels.count) levels, expected 1 to 24 panels",
        at: settings.node["facet"]?.location, help: ["leave rows out with `where`"])
    }
    return levels.map {
      Facet(name: column.name, value: $0, heading: SymbolText.fill(pattern, SymbolText.count($0)))
    }
  }
}
