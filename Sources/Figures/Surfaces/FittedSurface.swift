import Diagnostics
import Expressions
import Fitting
import Typesetting

/// A quantity of a fitted law over two of its variables, the others held.
struct FittedSurface {
  let fit: (label: String, result: FitResult)
  let x, y: String
  let fixed: [(name: String, value: Double)]
  /// The quantity: a definition of the law.
  let name: String
  private let expression: FittedExpression

  init(_ settings: FigureSettings) throws(DiagnosticError) {
    fit = try settings.fit("fit")
    x = try settings.variable("x", of: fit.result)
    y = try settings.variable("y", of: fit.result)
    guard x != y else {
      throw DiagnosticError("E0720", "x and y are both \"\(x)\"", at: try settings.required("y").location)
    }
    fixed = try Self.held(settings, fit.result, besides: [x, y])
    name = try settings.text("value") ?? fit.result.law.target
    expression = try Self.expression(settings, fit, value: name, x: x, y: y, fixed: fixed)
  }

  private static func held(
    _ settings: FigureSettings, _ fit: FitResult, besides free: [String]
  ) throws(DiagnosticError) -> [(name: String, value: Double)] {
    let others = fit.law.variables.map(\.name).filter { !free.contains($0) }
    try settings.node["at"]?.expectKeys(others, in: "at")
    let held = try settings.numbers("at")
    for name in others where !held.contains(where: { $0.name == name }) {
      throw DiagnosticError(
        "E0722", "\"\(name)\" needs a value for a picture over two variables", at: settings.node.location,
        help: ["add a line: at: {\(name): …}"])
    }
    return held
  }

  private static func expression(
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

  /// How many draws of the parameters there are.
  var drawCount: Int { expression.drawCount }

  /// The value at a place; NaN outside the law's domain.
  func value(_ x: Double, _ y: Double) -> Double { value(x, y, draw: nil) }

  /// The same by the parameters of a draw; nil for the estimates.
  func value(_ x: Double, _ y: Double, draw: Int?) -> Double {
    let value = expression.value([x, y], draw: draw)
    return value.isFinite ? value : .nan
  }

  /// The values along a row of places, to the last bit what `value` gives one by one.
  func row(_ xs: [Double], _ y: Double) -> [Double] {
    expression.values([xs, Array(repeating: y, count: xs.count)]).map { $0.isFinite ? $0 : .nan }
  }

  /// The measured range of a variable, or the one that its key gives; E0724 without either.
  func range(of name: String, _ key: String, _ settings: FigureSettings) throws(DiagnosticError)
    -> ClosedRange<Double>
  {
    if let range = fit.result.ranges[name], range.lowerBound < range.upperBound { return range }
    if let range = try settings.range("\(key)-range") { return range }
    let seen = fit.result.ranges[name] == nil ? "no value of \"\(name)\"" : "one value of \"\(name)\" only"
    throw DiagnosticError(
      "E0724", "the fit \"\(fit.label)\" has seen \(seen)", at: settings.node.location,
      help: ["add a line: \(key)-range: low..high"])
  }
}
