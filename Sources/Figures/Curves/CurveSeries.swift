import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Laws

/// Decodes the curves of a panel: one expression, a family over the values of a variable, or a list of both.
struct CurveSeries {
  private let settings: FigureSettings
  private let x: String
  private let held: [(name: String, value: Double)]
  /// Categories in use, so that every curve of the panel without a colour of its own has another one.
  private var categories = 0

  init(_ settings: FigureSettings, x: String, held: [(name: String, value: Double)]) {
    (self.settings, self.x, self.held) = (settings, x, held)
  }

  /// The curves in the cell's order.
  consuming func curves() throws(DiagnosticError) -> [PlannedCurve] {
    let label = try settings.text("series-label")
    guard let node = settings.node["series"] else {
      return try curves(nil, over: nil, label: label, at: settings.node.location)
    }
    if case .map = node.content {
      return try curves(nil, over: try Variation(node, key: "series"), label: label, at: node.location)
    }
    var curves: [PlannedCurve] = []
    for item in try node.list("series") {
      try item.expectKeys(FigureShapes.series, in: "a series")
      let over = try item["over"].map { (node) throws(DiagnosticError) in try Variation(node, key: "over") }
      let own = try item["label"]?.string("label")
      if own == nil, over == nil {
        throw DiagnosticError("E0105", "a series needs a label", at: item.location)
      }
      curves += try self.curves(item, over: over, label: own ?? label, at: item.location)
    }
    return curves
  }

  private mutating func curves(
    _ item: ConfigNode?, over: Variation?, label: String?, at location: SourceLocation
  ) throws(DiagnosticError) -> [PlannedCurve] {
    guard let node = item?["y"] ?? settings.node["y"] else {
      throw DiagnosticError("E0105", "this curve has no y", at: location, help: ["add y: with an expression"])
    }
    let expression = try node.expression("y")
    var constants = held
    for entry in try item?["at"]?.entries("at") ?? [] {
      constants.removeAll { $0.name == entry.key }
      constants.append((entry.key, try entry.value.number(entry.key)))
    }
    let markNode = item?["mark"] ?? settings.node["mark"]
    let mark = try markNode.map { (node) throws(DiagnosticError) in try ExtremumMark(node) }
    let names = expression.names
    if let over, !names.contains(over.name) {
      throw DiagnosticError(
        "E0731", "the curve does not use \"\(over.name)\"", at: location,
        help: Spelling.didYouMean(over.name, among: names))
    }
    for name in constants.map(\.name) + (over.map { [$0.name] } ?? []) where name == x {
      throw DiagnosticError("E0730", "\"\(x)\" is the horizontal axis and held at a value", at: location)
    }
    let variables = [x] + constants.map(\.name) + (over.map { [$0.name] } ?? [])
    let compiled = try FittedExpression(expression, fits: settings.inputs.fits, variables: variables)
    let measured = try MeasuredArguments(
      expression, fits: settings.inputs.fits, x: x, variables: variables)
    let domain = try CurveDomain(
      expression, fits: settings.inputs.fits, x: x, variables: variables)
    let margin = try (item?["where"] ?? settings.node["where"]).map { (node) throws(DiagnosticError) in
      try self.margin(node, variables)
    }
    let shown = try shown(item, constants.map(\.name))
    let points = try points(item)
    if over != nil, let node = item?["points"] ?? item?["show"] {
      throw node.mismatch("a family of curves has neither points nor numbers of its own")
    }
    var curves: [PlannedCurve] = []
    for value in over?.values.map(Optional.some) ?? [nil] {
      var curve = PlannedCurve(
        style: SeriesStyle(name: "", paint: Palette.ink), expression: compiled,
        held: constants.map(\.value) + (value.map { [$0] } ?? []), names: names, mark: mark,
        definition: Self.definition(expression), measured: measured, domain: domain,
        margin: margin, shown: shown, points: points)
      if try item?["style"]?.string("style") == "strong" { curve.width = 2.6 }
      curve.style = try style(curve, item?["style"], over: over?.name, value, label)
      curves.append(curve)
    }
    return curves
  }

  /// The numbers beside the panel: expressions over fits, each under its own symbol.
  private func shown(
    _ item: ConfigNode?, _ names: [String]
  ) throws(DiagnosticError) -> [(label: String, value: FittedExpression)] {
    try item?["show"]?.list("show").map { (node) throws(DiagnosticError) in
      let expression = try node.expression("show")
      let value = try FittedExpression(expression, fits: settings.inputs.fits, variables: names)
      guard case .member(_, let name) = expression.kind else {
        return ("$\(expression.math().tex)$", value)
      }
      return ("$\(SymbolText.tex(name))$", value)
    } ?? []
  }

  private func points(_ item: ConfigNode?) throws(DiagnosticError) -> CurvePoints? {
    guard let node = item?["points"] else { return nil }
    guard settings.node["facet"] == nil else {
      throw node.mismatch("points are drawn in figures without a facet")
    }
    return try CurvePoints(node, settings)
  }

  /// The side of a comparison that is greater, minus the other.
  private func margin(_ node: ConfigNode, _ variables: [String]) throws(DiagnosticError) -> FittedExpression {
    let expression = try node.expression("where")
    guard case .binary(let operation, let left, let right) = expression.kind,
      [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(operation)
    else {
      throw DiagnosticError(
        "E0735", "\"where\" of a curve is one comparison, found \"\(expression.source)\"", at: node.location,
        help: ["for example: where: main.f(P=P) > 0"])
    }
    let isRising = operation == .greater || operation == .greaterOrEqual
    let difference = Expression(
      .binary(.subtract, isRising ? left : right, isRising ? right : left), at: expression.location)
    return try FittedExpression(difference, fits: settings.inputs.fits, variables: variables)
  }

  private static func definition(_ expression: Expression) -> String? {
    guard case .call(let callee, _) = expression.kind, case .member(_, let name) = callee.kind else {
      return nil
    }
    return name
  }

  /// A width has the same colour in every figure; other series take the categories in turn.
  private mutating func style(
    _ curve: PlannedCurve, _ node: ConfigNode?, over name: String?, _ value: Double?, _ label: String?
  ) throws(DiagnosticError) -> SeriesStyle {
    var words = label ?? ""
    if let name, let value {
      words = SymbolText.fill(label ?? "$\(SymbolText.tex(name))$ = {}", SymbolText.count(value))
    }
    let isWidth = name.flatMap { curve.variable($0, settings.inputs.fits)?.unit } == "bits"
    switch try node?.string("style") {
    case nil where isWidth, "bits"?:
      guard let value else { throw DiagnosticError("E0733", "only a family has a width", at: node?.location) }
      var style = Palette.bits(value)
      if label != nil { style.name = words }
      return style
    case nil:
      guard name != nil || !words.isEmpty else { return SeriesStyle(name: "", paint: Palette.ink) }
      categories += 1
      return Palette.category(categories - 1, name: words)
    case "strong"?: return SeriesStyle(name: words, paint: Palette.ink, shape: .diamond)
    case "ink"?: return SeriesStyle(name: words, paint: Palette.ink, dash: [5, 3])
    case "muted"?: return SeriesStyle(name: words, paint: Palette.muted, dash: [2, 2.5])
    case let text?:
      guard let number = Int(text), (1...16).contains(number) else {
        throw DiagnosticError(
          "E0733", "no style \"\(text)\"", at: node?.location,
          notes: ["styles: ink, strong, muted, bits, or a category from 1 to 16"],
          help: Spelling.didYouMean(text, among: ["ink", "strong", "muted", "bits"]))
      }
      return Palette.category(number - 1, name: words)
    }
  }
}
