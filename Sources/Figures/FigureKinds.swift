import Diagnostics

/// The kinds of figure that a cell may name.
///
/// A kind is a composition of marks, fits and tables. It has no default names: columns, fits and variables come from the
/// cell's settings.
public enum FigureKinds {
  private struct Kind: Sendable {
    var name: String
    /// Whether its figures read a table under `data`.
    var readsTable = true
    /// Whether its pictures name rows by their lines in the file.
    var namesLines = false
    /// The keys that no cell of the kind can do without.
    var needs: [String]
    /// The keys that its settings are decoded by.
    var keys: [String]
    var make: @Sendable (FigureInputs) throws(DiagnosticError) -> Figure
  }

  private static let kinds: [Kind] = [
    Kind(name: "curves", readsTable: false, needs: ["x", "x-range"], keys: CurvesPlan.keys) {
      (inputs) throws(DiagnosticError) in
      try CurvesFigure(inputs).figure()
    },
    Kind(name: "draws", readsTable: false, needs: ["fit", "pairs"], keys: DrawsFigure.keys) {
      (inputs) throws(DiagnosticError) in
      try DrawsFigure(inputs).figure()
    },
    Kind(name: "forest", readsTable: false, needs: ["fits", "reference"], keys: ForestFigure.keys) {
      (inputs) throws(DiagnosticError) in
      try ForestFigure(inputs).figure()
    },
    Kind(name: "forms", needs: ["data", "observed", "predicted"], keys: FormsFigure.keys) {
      (inputs) throws(DiagnosticError) in
      try FormsFigure(inputs).figure()
    },
    Kind(name: "heat-map", needs: ["data", "x", "y", "value"], keys: HeatMapFigure.keys) {
      (inputs) throws(DiagnosticError) in
      try HeatMapFigure(inputs).figure()
    },
    Kind(name: "isoloss", needs: ["fit", "x", "y"], keys: IsolossFigure.keys) {
      (inputs) throws(DiagnosticError) in
      try IsolossFigure(inputs).figure()
    },
    Kind(name: "marks", needs: ["marks"], keys: MarksFigure.keys) { (inputs) throws(DiagnosticError) in
      try MarksFigure(inputs).figure()
    },
    Kind(
      name: "matched-compute", needs: ["fit", "precision", "solve", "cost", "budget"],
      keys: MatchedComputePlan.keys
    ) {
      (inputs) throws(DiagnosticError) in
      try MatchedComputeFigure(inputs).figure()
    },
    Kind(
      name: "optimal-precision", readsTable: false,
      needs: ["fit", "precision", "size", "cost", "sizes", "compute"], keys: OptimalPrecisionPlan.keys
    ) { (inputs) throws(DiagnosticError) in
      try OptimalPrecisionFigure(inputs).figure()
    },
    Kind(
      name: "predicted-observed", namesLines: true, needs: ["data", "observed", "predicted"],
      keys: PredictedFigure.keys
    ) { (inputs) throws(DiagnosticError) in
      try PredictedFigure(inputs).figure()
    },
    Kind(name: "ptq-tokens", needs: ["data", "x", "y", "series", "facet"], keys: TokensFigure.keys) {
      (inputs) throws(DiagnosticError) in try TokensFigure(inputs).figure()
    },
    Kind(
      name: "residuals", namesLines: true, needs: ["data", "observed", "predicted", "against"],
      keys: ResidualsFigure.keys
    ) { (inputs) throws(DiagnosticError) in
      try ResidualsFigure(inputs).figure()
    },
    Kind(name: "sweeps", needs: ["data", "y", "sweeps"], keys: SweepsPlan.keys) {
      (inputs) throws(DiagnosticError) in
      try SweepsFigure(inputs).figure()
    },
  ]

  /// The names, in alphabetical order.
  public static let names: [String] = kinds.map(\.name)

  /// The keys of a kind beside those that every figure has, for editors; empty for a kind that does not exist.
  public static func keys(of kind: String) -> [SettingKey] {
    guard let kind = kinds.first(where: { $0.name == kind }) else { return [] }
    return kind.keys.map { name in
      var key = FigureKeys.key(name, of: kind.name)
      key.isRequired = kind.needs.contains(name)
      return key
    }
  }

  /// Whether figures of a kind read a table under `data`.
  public static func readsTable(_ kind: String) -> Bool {
    kinds.first { $0.name == kind }?.readsTable ?? false
  }

  /// Whether pictures of a kind name rows by their lines in the data's file. Tables behind figures may do so in any kind.
  public static func namesLines(_ kind: String) -> Bool {
    kinds.first { $0.name == kind }?.namesLines ?? false
  }

  /// Throws `E0701` for a kind that does not exist.
  public static func check(_ kind: String, at location: SourceLocation) throws(DiagnosticError) {
    _ = try self.kind(kind, at: location)
  }

  /// Refuses keys that a kind does not know, all at once, and names those that it needs: before anything is computed.
  ///
  /// Throws `E0110` for unknown keys and `E0105` for missing ones.
  public static func checkKeys(of kind: String, _ settings: ConfigNode) throws(DiagnosticError) {
    guard let kind = kinds.first(where: { $0.name == kind }) else { return }
    try settings.expectKeys(kind.keys, in: "a figure of kind \(kind.name)")
    guard let first = kind.needs.first(where: { settings[$0] == nil }) else { return }
    throw naming(missing: kind, settings, .missing(first, kind: kind.name, at: settings.location))
  }

  private static func kind(_ name: String, at location: SourceLocation) throws(DiagnosticError) -> Kind {
    guard let kind = kinds.first(where: { $0.name == name }) else {
      throw DiagnosticError(
        "E0701", "no kind of figure \"\(name)\"", at: location,
        notes: ["kinds: \(names.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: names))
    }
    return kind
  }

  /// An error about a missing key names all that are missing, so that they need not be found one by one.
  private static func naming(
    missing kind: Kind, _ settings: ConfigNode, _ error: DiagnosticError
  ) -> DiagnosticError {
    let missing = kind.needs.filter { settings[$0] == nil }
    guard missing.count > 1, var first = error.diagnostics.first, first.code == "E0105" else { return error }
    first.notes.append("it needs: \(missing.joined(separator: ", "))")
    return DiagnosticError([first] + error.diagnostics.dropFirst())
  }

  /// Makes the figure of a kind.
  ///
  /// Throws `E0701` for a kind that does not exist and whatever the kind finds wrong in its settings: `E0110` unknown
  /// keys, `E0105` missing ones, `E07xx` tables, fits and columns that do not exist or cannot support the figure.
  public static func make(
    kind: String, at location: SourceLocation, inputs: FigureInputs
  ) throws(DiagnosticError) -> Figure {
    let found = try self.kind(kind, at: location)
    var figure: Figure
    do {
      figure = try found.make(inputs)
    } catch {
      throw Self.naming(missing: found, inputs.settings, error)
    }
    figure.kind = kind
    return figure
  }
}
