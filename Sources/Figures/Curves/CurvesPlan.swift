import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting

/// What a figure of curves draws, as its cell says it: panels of compiled curves, before a value is computed.
///
/// The settings of a panel stand at the top of the cell or, for several panels, in the list `panels`, where each
/// entry goes before what stands at the top. A facet repeats every panel for the values of one variable.
struct CurvesPlan {
  static let panelKeys = [
    "heading", "x", "x-range", "x-scale", "x-ticks", "x-label", "x-unit", "y", "y-range", "y-scale",
    "y-ticks",
    "y-label", "y-unit", "where", "series", "series-label", "at", "mark", "rules",
    "reach", "ends", "reciprocal-label", "data",
  ]
  static let keys = panelKeys + ["panels", "facet", "facet-label"]
  /// More facets than this are broken into rows.
  private static let widest = 4

  /// One panel.
  struct Panel {
    var row = 0
    var column = 0
    var heading: String?
    /// The variable along the horizontal axis.
    var xName: String
    var x, y: AxisSpec
    var range: ClosedRange<Double>
    var curves: [PlannedCurve]
    var rules: [RuleMark]
    /// Values for which the figure says where each curve first reaches them.
    var reach: [Double] = []
    /// What is said where a curve begins inside the range, or nil.
    var ends: String?
    /// The title of an axis of reciprocals right of the panel, or nil.
    var reciprocal: String?
  }

  let panels: [Panel]
  /// Labels of the fits that the curves use, in order of first use.
  let fitLabels: [String]

  init(_ inputs: FigureInputs) throws(DiagnosticError) {
    let settings = try FigureSettings(inputs, kind: "curves", keys: Self.keys)
    let facet = try settings.node["facet"].map { (node) throws(DiagnosticError) in
      try Variation(node, key: "facet")
    }
    let facetLabel = try settings.text("facet-label")
    let list =
      try settings.node["panels"]?.list("panels") ?? [ConfigNode(.map([]), at: settings.node.location)]
    var panels: [Panel] = []
    for (index, node) in list.enumerated() {
      let inner = try settings.overridden(by: node, keys: Self.panelKeys, in: "a panel")
      guard let facet else {
        var panel = try Self.panel(inner, facet: nil)
        panel.column = index
        panels.append(panel)
        continue
      }
      let rows = list.count > 1 ? 1 : (facet.values.count + Self.widest - 1) / Self.widest
      let columns = (facet.values.count + rows - 1) / rows
      for (place, value) in facet.values.enumerated() {
        var panel = try Self.panel(inner, facet: (facet.name, value))
        let words = SymbolText.fill(
          facetLabel ?? "$\(SymbolText.tex(facet.name))$ = {}", SymbolText.count(value))
        panel.heading = panel.heading.map { "\($0), \(words)" } ?? words
        (panel.row, panel.column) = list.count > 1 ? (index, place) : (place / columns, place % columns)
        panels.append(panel)
      }
    }
    self.panels = panels
    var labels: [String] = []
    for label in panels.flatMap(\.curves).flatMap(\.expression.fitLabels) where !labels.contains(label) {
      labels.append(label)
    }
    fitLabels = labels
  }

  private static func panel(
    _ settings: FigureSettings, facet: (name: String, value: Double)?
  ) throws(DiagnosticError) -> Panel {
    let xName = try settings.required("x").string("x")
    let rangeNode = try settings.required("x-range")
    let range = try rangeNode.range("x-range")
    let xScale = try settings.scale("x-scale")
    guard range.lowerBound < range.upperBound, xScale == .linear || range.lowerBound > 0 else {
      throw rangeNode.mismatch(
        xScale == .log ? "x-range must be a range above 0" : "x-range must have two different ends")
    }
    var held = try settings.numbers("at")
    if let facet { held.append(facet) }
    let curves = try CurveSeries(settings, x: xName, held: held).curves()
    if let at = try settings.node["at"]?.entries("at") {
      for entry in at where !curves.contains(where: { $0.names.contains(entry.key) }) {
        throw DiagnosticError(
          "E0731", "no curve uses \"\(entry.key)\"", at: entry.keyLocation,
          help: Spelling.didYouMean(entry.key, among: curves.flatMap(\.names)))
      }
    }
    let variable = curves.compactMap { $0.variable(xName, settings.inputs.fits) }.first
    let xLabel = try settings.axisLabel("x", name: xName)
    let isBits = variable?.unit == "bits"
    let x = AxisSpec(
      label: xLabel.label, unit: xLabel.unit ?? (settings.node["x-label"] == nil ? variable?.unit : nil),
      scale: xScale, domain: range,
      ticks: try settings.ticks("x-ticks") ?? (isBits && xScale == .linear ? .integers : .automatic),
      format: format(range))
    let yRange = try settings.range("y-range")
    let y = AxisSpec(
      label: try yLabel(settings, curves), unit: try settings.text("y-unit"),
      scale: try settings.scale("y-scale"), domain: yRange, ticks: try settings.ticks("y-ticks") ?? .automatic
    )
    return Panel(
      heading: try settings.text("heading"), xName: xName, x: x, y: y, range: range, curves: curves,
      rules: try rules(settings, held: held),
      reach: try settings.node["reach"]?.list("reach").map { (item) throws(DiagnosticError) in
        try item.number("reach")
      } ?? [], ends: try settings.text("ends"), reciprocal: try reciprocal(settings, y))
  }

  /// The title of the axis of reciprocals, which a linear axis with two ends above or at 0 can have.
  private static func reciprocal(
    _ settings: FigureSettings, _ y: AxisSpec
  ) throws(DiagnosticError) -> String? {
    guard let node = settings.node["reciprocal-label"] else { return nil }
    guard y.scale == .linear, let domain = y.domain, domain.lowerBound >= 0 else {
      throw node.mismatch("an axis of reciprocals needs a linear y-range that begins at 0 or above")
    }
    return try node.string("reciprocal-label")
  }

  /// The author's words, or the symbol of the definition that all curves draw.
  private static func yLabel(
    _ settings: FigureSettings, _ curves: [PlannedCurve]
  ) throws(DiagnosticError) -> String {
    if let label = try settings.text("y-label") { return label }
    let definitions = Set(curves.map(\.definition))
    guard definitions.count == 1, let name = definitions.first ?? nil else {
      throw DiagnosticError(
        "E0105", "these curves need a y-label: nothing says what their values are", at: settings.node.location
      )
    }
    return "$\(SymbolText.tex(name))$"
  }

  private static func format(_ range: ClosedRange<Double>) -> TickFormat {
    range.upperBound >= 1e17 ? .power : range.upperBound >= 1e4 ? .si : .automatic
  }

  /// Reference lines at values that are computed.
  private static func rules(
    _ settings: FigureSettings, held: [(name: String, value: Double)]
  ) throws(DiagnosticError) -> [RuleMark] {
    var rules: [RuleMark] = []
    for item in try settings.node["rules"]?.list("rules") ?? [] {
      try item.expectKeys(FigureShapes.rule, in: "a rule")
      guard let node = item["x"] ?? item["y"], item["x"] == nil || item["y"] == nil else {
        throw DiagnosticError("E0105", "a rule needs x or y, not both", at: item.location)
      }
      let expression = try node.expression("a rule's place")
      let compiled = try FittedExpression(
        expression, fits: settings.inputs.fits, variables: held.map(\.name))
      let value = compiled.value(held.map(\.value))
      guard value.isFinite else {
        throw DiagnosticError("E0732", "\"\(expression.source)\" has no value", at: node.location)
      }
      rules.append(
        RuleMark(
          item["x"] == nil ? .horizontal : .vertical, at: value, paint: Palette.muted, dash: [4, 3],
          label: try item["label"]?.string("label")))
    }
    return rules
  }
}

/// One variable with its values: `{P: [3, 4, 5]}`.
struct Variation {
  let name: String
  let values: [Double]

  init(_ node: ConfigNode, key: String) throws(DiagnosticError) {
    let entries = try node.entries(key)
    guard entries.count == 1, let entry = entries.first else {
      throw node.mismatch("\(key) must name one variable with its values, like {P: [3, 4, 5]}")
    }
    name = entry.key
    values = try entry.value.list(key).map { (item) throws(DiagnosticError) in try item.number(key) }
    guard !values.isEmpty else { throw entry.value.mismatch("\(key) must have values") }
  }
}
