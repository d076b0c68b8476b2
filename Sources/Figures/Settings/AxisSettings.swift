import Charts
import Diagnostics

/// An axis of free marks as its author writes it: a label, or a map with scale, range, ticks and format.
enum AxisSettings {
  /// Reads the axis under a key; `fallback` is the label of a cell without one.
  static func axis(
    _ key: String, _ settings: FigureSettings, fallback: String
  ) throws(DiagnosticError) -> AxisSpec {
    guard let node = settings.node[key] else { return AxisSpec(label: fallback) }
    if case .scalar = node.content { return AxisSpec(label: try node.string(key)) }
    guard let inner = try settings.nested(key, keys: FigureShapes.axis) else {
      return AxisSpec(label: fallback)
    }
    let scale = try inner.choice("scale", ScaleKind.self) ?? .linear
    var axis = AxisSpec(
      label: try inner.text("label") ?? fallback, unit: try inner.text("unit"),
      scale: scale, domain: try inner.range("range"))
    if let range = axis.domain,
      range.lowerBound == range.upperBound || (scale == .log && range.lowerBound <= 0)
    {
      throw DiagnosticError(
        "E0702",
        "the axis cannot run from \(SymbolText.number(range.lowerBound)) to "
          + "\(SymbolText.number(range.upperBound)) on a \(scale.rawValue) scale",
        at: inner.node["range"]?.location)
    }
    axis.format = try inner.choice("format", TickFormat.self) ?? .automatic
    if let ticks = inner.node["ticks"] {
      if case .scalar("integers", _) = ticks.content {
        axis.ticks = .integers
      } else {
        axis.ticks = .at(
          try ticks.list("ticks").map { (item) throws(DiagnosticError) in try item.number("ticks") })
      }
    }
    return axis
  }
}
