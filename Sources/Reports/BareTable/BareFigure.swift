import Cache
import Diagnostics
import Expressions
import Figures
import Fitting
import Laws
import Runs

/// A figure of a CSV file that no report describes.
///
/// The table has its columns by their own names and, for every fit that is made here, the quantities of its law under
/// the law's names.
public struct BareFigure: Sendable {
  /// The fits that are to be made, with what their columns were taken from.
  public let tables: [(name: String, table: BareTable)]
  /// The kind of figure.
  public let kind: String
  /// Hex SHA-256 of the kind and the settings.
  public let settingsHash: String
  /// The file of rows.
  public let file: File
  private let settings: PlotSettings
  private let table: RunTable
  private let given: [String: FitResult]

  /// The file that rows come from.
  public struct File: Sendable {
    /// Its name, as the user gave it, and its hex SHA-256.
    public let name, sha256: String
    /// Rows of the file, and those left after the condition.
    public let rowsRead, rows: Int
  }

  /// A figure with the fits behind it, in order of their names.
  public struct Drawn: Sendable {
    /// The figure.
    public var figure: Figure
    /// The fits by the names that expressions use; those made here have the table's label as their data.
    public let fits: [(name: String, isMadeHere: Bool, result: FitResult)]
  }

  /// The label of the table, which figures read unless `data` says otherwise.
  public static let label = "runs"

  /// A fit that a figure names.
  public struct Fit: Sendable {
    /// The name that expressions use.
    public var name: String
    /// A law of the catalogue, a formula, or a file with a fit.
    public var source: Source

    /// Where the values come from.
    public enum Source: Sendable {
      /// Fitted to the table: a name of the catalogue or a formula.
      case law(String)
      /// Read from JSON: the file's name and text.
      case file(String, text: String)
    }

    /// Reads `NAME=LAW` or `NAME=FILE.json`; `read` gives the text of a file.
    ///
    /// Throws `E0444` at the option for a text of another form or a name that no expression could use.
    public init(
      _ text: String, line: Int, read: (String) throws(DiagnosticError) -> String
    ) throws(DiagnosticError) {
      let place = SourceLocation(file: "--fit", line: line, column: 1)
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String($0).trimmingSpaces() }
      guard parts.count == 2, Identifier.isName(parts[0]), !parts[1].isEmpty else {
        throw DiagnosticError(
          "E0444", "expected NAME=LAW or NAME=FILE.json, found \"\(text)\"", at: place,
          help: ["`isoloss laws` lists the laws; a formula is one, too: --fit 'main=L = A*N^(-alpha) + E'"])
      }
      name = parts[0]
      source = parts[1].hasSuffix(".json") ? .file(parts[1], text: try read(parts[1])) : .law(parts[1])
    }
  }

  /// Reads the table and the given fits, and chooses columns.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - source: its name in messages.
  ///   - kind: the kind of figure.
  ///   - settings: as in a figure cell.
  ///   - fits: the fits that the settings name.
  ///   - columns: the user's `NAME=COLUMN` for the quantities of laws.
  ///   - condition: a filter over columns, by their names in the file or in a law.
  /// - Throws: what the CSV reader, the guess of columns and the reader of fits find; `E0444` for a name that two fits have,
  ///   `E0701` for no such kind, `E0206` when no row is left.
  public init(
    csv bytes: [UInt8], source: String, kind: String, settings: PlotSettings, fits: [Fit], columns: [String],
    condition: String?
  ) throws(DiagnosticError) {
    try FigureKinds.check(kind, at: SourceLocation(file: "--kind", line: 1, column: 1))
    var table = try RunTable.read(csv: bytes, name: Self.label, source: source)
    let rowsRead = table.rowCount
    var tables: [(name: String, table: BareTable)] = []
    var given: [String: FitResult] = [:]
    for (index, fit) in fits.enumerated() {
      let place = SourceLocation(file: "--fit", line: index + 1, column: 1)
      guard given[fit.name] == nil, !tables.contains(where: { $0.name == fit.name }) else {
        throw DiagnosticError("E0444", "two fits are called \"\(fit.name)\"", at: place)
      }
      switch fit.source {
      case .law(let law):
        let whole = try BareTable(csv: bytes, source: source, law: law, columns: columns, condition: nil)
        for column in whole.table.columns where table.column(column.name) == nil {
          table.columns.append(column)
        }
        let rows =
          condition == nil
          ? whole
          : try BareTable(csv: bytes, source: source, law: law, columns: columns, condition: condition)
        tables.append((fit.name, rows))
      case .file(let name, let text):
        var laws = LawResolver(cells: [:])
        let file = try FitFileReader(name: name, label: fit.name).read(text, file: name, laws: &laws)
        given[fit.name] = try file.result(seed: 0, label: fit.name)
      }
    }
    if let condition {
      let place = SourceLocation(file: "--where", line: 1, column: 1)
      table = try table.filtered(where: try Expression.parse(condition, at: place))
      guard table.rowCount > 0 else {
        throw DiagnosticError("E0206", "no row of \(source) is left", at: place)
      }
    }
    settingsHash = Hashing.sha256("kind: \(kind)\n\(settings.text)")
    file = File(name: source, sha256: Hashing.sha256(bytes), rowsRead: rowsRead, rows: table.rowCount)
    (self.kind, self.settings, self.table, self.tables, self.given) = (kind, settings, table, tables, given)
  }

  /// Fits what is to be fitted and makes the figure. Its warnings tell what the fits warn of, too.
  ///
  /// `progress` is told the name of a fit and how much of it is done.
  public func figure(
    _ options: FitOptions, progress: (@Sendable (String, Double?) -> Void)? = nil
  ) throws(DiagnosticError) -> Drawn {
    var fits = given
    var warnings: [Diagnostic] = []
    for (index, entry) in tables.enumerated() {
      let name = entry.name
      let fit = try entry.table.fit(options) { progress?("fit \(name)", $0) }
      fits[name] = fit.result
      let place = SourceLocation(file: "--fit", line: index + 1, column: 1)
      warnings += fit.result.warnings.map {
        Diagnostic(.warning, "W0501", "fit \"\(name)\": \($0)", at: place)
      }
    }
    let inputs = FigureInputs(
      id: "fig-\(kind)",
      settings: FigureKinds.readsTable(kind) ? settings.reading(Self.label) : settings.node,
      tables: [Self.label: table], fits: fits)
    var figure: Figure
    do throws(DiagnosticError) {
      figure = try FigureKinds.make(
        kind: kind, at: SourceLocation(file: "--kind", line: 1, column: 1), inputs: inputs)
    } catch {
      throw settings.naming(error)
    }
    if let title = settings.title { figure.chart.title = title }
    if let alt = settings.alt { figure.alt = alt }
    figure.warnings += warnings
    return Drawn(
      figure: figure,
      fits: fits.keys.sorted().compactMap { name in
        fits[name].map { (name, given[name] == nil, $0) }
      })
  }
}
