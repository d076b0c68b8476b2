import Diagnostics

/// A size whose optimal precision is drawn: a number, or a map that names it and the budget that was spent on it.
struct FixedSize {
  let value: Double
  /// The name at the line's end, or nil for the number itself.
  var label: String?
  /// The budget at which the line carries a marker, with its place in the cell.
  var budget: (value: Double, location: SourceLocation)?

  init(_ node: ConfigNode) throws(DiagnosticError) {
    var number = node
    if case .map = node.content {
      try node.expectKeys(FigureShapes.size, in: "a size")
      guard let size = node["size"] else {
        throw DiagnosticError("E0105", "this needs a size", at: node.location)
      }
      number = size
      label = try node["label"]?.string("label")
      if let spent = node["budget"] { budget = (try spent.number("budget"), spent.location) }
    }
    value = try number.number("sizes")
    guard value > 0 else { throw number.mismatch("sizes must be above 0") }
  }
}
