import Diagnostics

/// The kinds of figure that a cell may name.
///
/// A kind is a composition of marks, fits and tables. It has no default names: columns, fits and variables come from the
/// cell's settings.
public enum FigureKinds {
  private typealias Maker = (name: String, make: @Sendable (FigureInputs) throws(DiagnosticError) -> Figure)

  private static let makers: [Maker] = [
    ("curves", { (inputs) throws(DiagnosticError) in try CurvesFigure(inputs).figure() }),
    ("draws", { (inputs) throws(DiagnosticError) in try DrawsFigure(inputs).figure() }),
    ("forest", { (inputs) throws(DiagnosticError) in try ForestFigure(inputs).figure() }),
    ("forms", { (inputs) throws(DiagnosticError) in try FormsFigure(inputs).figure() }),
    ("heat-map", { (inputs) throws(DiagnosticError) in try HeatMapFigure(inputs).figure() }),
    ("isoloss", { (inputs) throws(DiagnosticError) in try IsolossFigure(inputs).figure() }),
    ("marks", { (inputs) throws(DiagnosticError) in try MarksFigure(inputs).figure() }),
    (
      "matched-compute",
      { (inputs) throws(DiagnosticError) in try MatchedComputeFigure(inputs).figure() }
    ),
    (
      "optimal-precision",
      { (inputs) throws(DiagnosticError) in try OptimalPrecisionFigure(inputs).figure() }
    ),
    (
      "predicted-observed",
      { (inputs) throws(DiagnosticError) in try PredictedFigure(inputs).figure() }
    ),
    ("ptq-tokens", { (inputs) throws(DiagnosticError) in try TokensFigure(inputs).figure() }),
    ("residuals", { (inputs) throws(DiagnosticError) in try ResidualsFigure(inputs).figure() }),
    ("sweeps", { (inputs) throws(DiagnosticError) in try SweepsFigure(inputs).figure() }),
  ]

  /// The names, in alphabetical order.
  public static let names: [String] = makers.map(\.name)

  /// Whether figures of a kind read a table under `data`.
  public static func readsTable(_ kind: String) -> Bool {
    !["curves", "draws", "forest", "optimal-precision"].contains(kind)
  }

  /// Throws `E0701` for a kind that does not exist.
  public static func check(_ kind: String, at location: SourceLocation) throws(DiagnosticError) {
    _ = try maker(of: kind, at: location)
  }

  private static func maker(of kind: String, at location: SourceLocation) throws(DiagnosticError) -> Maker {
    guard let maker = makers.first(where: { $0.name == kind }) else {
      throw DiagnosticError(
        "E0701", "no kind of figure \"\(kind)\"", at: location,
        notes: ["kinds: \(names.joined(separator: ", "))"],
        help: Spelling.didYouMean(kind, among: names))
    }
    return maker
  }

  /// Makes the figure of a kind.
  ///
  /// Throws `E0701` for a kind that does not exist and whatever the kind finds wrong in its settings: `E0110` unknown
  /// keys, `E0105` missing ones, `E07xx` tables, fits and columns that do not exist or cannot support the figure.
  public static func make(
    kind: String, at location: SourceLocation, inputs: FigureInputs
  ) throws(DiagnosticError) -> Figure {
    try maker(of: kind, at: location).make(inputs)
  }
}
