import Figures
import Fitting
import Typesetting

/// A figure with its place in the text.
public struct ExecutedFigure: Sendable {
  /// `fig-isoloss`
  public var id: String
  /// From `1`, in order of appearance.
  public var number: String
  /// The caption, without the word and the number.
  public var caption: [Run]
  /// What is drawn, and the data behind it.
  public var figure: Figure
  /// The key of the step that made the figure, which names its content; nil in a build without a cache.
  public var key: String?

  /// Makes a numbered figure.
  public init(id: String, number: String, caption: [Run], figure: Figure) {
    (self.id, self.number, self.caption, self.figure) = (id, number, caption, figure)
  }
}

/// A fit with what its card says about it.
public struct ExecutedFit: Sendable {
  /// The cell's label.
  public var label: String
  /// The table that it was fitted to or evaluated on; empty for a fit made elsewhere that no rows were given for.
  public var data: String
  /// The filter, as written, or nil.
  public var filter: String?
  /// The fitted law, its estimates and draws.
  public var result: FitResult
  /// Rows that the fit left out, with reasons and counts, in order of reason.
  public var excluded: [(reason: String, count: Int)]
  /// The symbol of each parameter of `result.law`, typeset.
  public var symbols: [String: MathNode]
  /// The objective that came with a fit made elsewhere, beside that on these rows; nil without either.
  public var reproduction: FitReproduction?

  /// Makes a fit's record.
  public init(
    label: String, data: String, filter: String?, result: FitResult, excluded: [(reason: String, count: Int)],
    symbols: [String: MathNode]
  ) {
    self.label = label
    self.data = data
    self.filter = filter
    self.result = result
    self.excluded = excluded
    self.symbols = symbols
  }
}

/// Where a table of runs came from; its rows are not kept.
public struct ExecutedRuns: Sendable {
  /// The cell's label.
  public var label: String
  /// As the author named it.
  public var source: String
  /// Hex SHA-256 of the file.
  public var hash: String
  /// Rows left after filters.
  public var rows: Int
  /// Rows of the file that are not in the table: the line of each, counted from 1, and why.
  public var dropped: [(line: Int, reason: String)]

  /// Makes the record of a table.
  public init(label: String, source: String, hash: String, rows: Int, dropped: [(line: Int, reason: String)])
  {
    (self.label, self.source, self.hash, self.rows, self.dropped) = (label, source, hash, rows, dropped)
  }
}
