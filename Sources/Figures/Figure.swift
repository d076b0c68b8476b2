import Charts
import Diagnostics
import Drawing
import Expressions
import Fitting
import Runs

/// What a figure kind is given: its cell's settings and the report's tables and fits.
public struct FigureInputs: Sendable {
  /// The figure's label: `fig-isoloss`.
  public var id: String
  /// The cell's keys without those that every figure has (`label`, `kind`, `caption`, `title`, `alt`).
  public var settings: ConfigNode
  /// Tables by label.
  public var tables: [String: RunTable]
  /// Fits by label.
  public var fits: [String: FitResult]

  /// Makes inputs.
  public init(id: String, settings: ConfigNode, tables: [String: RunTable], fits: [String: FitResult]) {
    self.id = id
    self.settings = settings
    self.tables = tables
    self.fits = fits
  }
}

/// A figure ready to be laid out, with everything that is drawn as data.
public struct Figure: Sendable, Codable {
  /// The name of its kind.
  public internal(set) var kind = ""
  /// The chart.
  public var chart: ChartSpec
  /// Every drawn datum: one row a point, in drawing order.
  public var data: FigureTable
  /// The curves and level lines as drawn, or empty.
  public var curves: FigureTable
  /// At most 150 characters: the finding.
  public var alt: String
  /// The long description: construction, statistics, trends.
  public var description: String
  /// What the figure must tell its reader: a value that the data do not identify, curves outside the measured range.
  public var warnings: [Diagnostic]

  /// Makes a figure.
  public init(
    chart: ChartSpec, data: FigureTable, curves: FigureTable, alt: String, description: String,
    warnings: [Diagnostic] = []
  ) {
    self.chart = chart
    self.data = data
    self.curves = curves
    self.alt = alt
    self.description = description
    self.warnings = warnings
  }
}

/// A small table behind a figure: columns with names (`name_unit`) and cells.
public struct FigureTable: Sendable, Hashable {
  /// The header.
  public var columns: [String]
  /// The rows, each as long as `columns`.
  public var rows: [[Cell]]

  /// One cell.
  public enum Cell: Sendable, Hashable {
    /// A number; written so that it reads back as the same double.
    case number(Double)
    /// The line of the data's file that the row comes from, from 1.
    case line(Int)
    /// Words.
    case text(String)
    /// Nothing: the row has no value here.
    case empty
  }

  /// Makes a table.
  public init(columns: [String], rows: [[Cell]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The lines of the data's file that it names, in its order.
  public var lines: [Int] {
    rows.joined().compactMap { cell in if case .line(let line) = cell { line } else { nil } }
  }
}
