import Drawing

/// A chart as plain data: panels of marks on scales. Nothing is measured or placed yet.
///
/// Labels are plain text in which `$…$` is math in TeX (`Training tokens $D$`).
public struct ChartSpec: Sendable, Hashable, Codable {
  /// A file-safe identifier.
  public var id: String
  /// At most 80 characters.
  public var title: String
  /// The long description.
  public var summary: String
  /// Panels with their places in a grid; panels of one row share their y scale and of one column their x scale only if their axes say so.
  public var panels: [PanelSpec]
  /// A line under the panels in small type: what is not identified, what was left out.
  public var footnotes: [String]
  /// Height of one panel divided by its width; nil lets the layout choose.
  public var aspect: Double?
  /// The height of each row of panels as a part of that height; rows that are not named have all of it.
  public var rowShares: [Double]
  /// The width of each column of panels as a part of the widest; columns that are not named have all of it. In a stack
  /// all panels are equally wide.
  public var columnShares: [Double]
  /// The height of each panel in a stack, in reading order, as a part of the common height; empty where rows keep theirs.
  public var stackShares: [Double]
  /// The least height of a panel in lines of tick labels, for panels whose rows are named on the right.
  public var leastLines: Double
  /// The most that panels may be wide together with their labels, in CSS pixels of the page; nil for all that there is.
  public var widest: Double?
  /// Words beside the panels.
  public var asides: [Aside]

  /// Makes a chart.
  public init(
    id: String, title: String = "", summary: String = "", panels: [PanelSpec], footnotes: [String] = [],
    aspect: Double? = nil, rowShares: [Double] = [], columnShares: [Double] = [], stackShares: [Double] = [],
    leastLines: Double = 0,
    widest: Double? = nil, asides: [Aside] = []
  ) {
    self.leastLines = leastLines
    (self.rowShares, self.columnShares, self.stackShares) = (rowShares, columnShares, stackShares)
    (self.widest, self.asides) = (widest, asides)
    self.id = id
    self.title = title
    self.summary = summary
    self.panels = panels
    self.footnotes = footnotes
    self.aspect = aspect
  }
}

/// One plotting area.
public struct PanelSpec: Sendable, Hashable, Codable {
  /// Place in the grid, from 0.
  public var row, column: Int
  /// Words over the panel, left-aligned: `$N$ = 14k`.
  public var heading: String?
  /// The horizontal axis.
  public var x: AxisSpec
  /// The vertical axis.
  public var y: AxisSpec
  /// A second guide of the horizontal axis, over the panel.
  public var top: SecondAxis?
  /// A second guide of the vertical axis, right of the panel.
  public var right: SecondAxis?
  /// Back to front.
  public var marks: [Mark]

  /// Makes a panel.
  public init(
    row: Int = 0, column: Int = 0, heading: String? = nil, x: AxisSpec, y: AxisSpec, top: SecondAxis? = nil,
    right: SecondAxis? = nil, marks: [Mark]
  ) {
    (self.top, self.right) = (top, right)
    self.row = row
    self.column = column
    self.heading = heading
    self.x = x
    self.y = y
    self.marks = marks
  }
}

/// A scale with its guide.
public struct AxisSpec: Sendable, Hashable, Codable {
  /// The title; the unit is added in parentheses.
  public var label: String
  /// The unit, or nil for none.
  public var unit: String?
  /// The kind of scale.
  public var scale: ScaleKind
  /// The ends in data; nil takes them from the marks, with 4 % on each side.
  public var domain: ClosedRange<Double>?
  /// Which values are labelled.
  public var ticks: TickPolicy
  /// How they are written.
  public var format: TickFormat

  /// Makes an axis.
  public init(
    label: String, unit: String? = nil, scale: ScaleKind = .linear, domain: ClosedRange<Double>? = nil,
    ticks: TickPolicy = .automatic, format: TickFormat = .automatic
  ) {
    self.label = label
    self.unit = unit
    self.scale = scale
    self.domain = domain
    self.ticks = ticks
    self.format = format
  }
}

/// Kinds of scale.
public enum ScaleKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Equal steps are equal differences.
  case linear
  /// Equal steps are equal ratios; values above 0 only.
  case log
}

/// Which values are labelled.
public enum TickPolicy: Sendable, Hashable, Codable {
  /// Round numbers.
  case automatic
  /// Whole numbers only: bits.
  case integers
  /// The levels of the experiment; thinned where they would touch.
  case at([Double])
  /// Names at places: rows of a forest, columns of a heat map. None is dropped.
  case named([NamedTick])
}

/// A name at a place on an axis.
public struct NamedTick: Sendable, Hashable, Codable {
  /// The place in data.
  public var value: Double
  /// The name; `$…$` is math.
  public var name: String
  /// Whether it stands over a group of names and names no place of its own: it has no tick and no line.
  public var isHeading: Bool

  /// Makes a tick.
  public init(_ value: Double, _ name: String, isHeading: Bool = false) {
    (self.value, self.name, self.isHeading) = (value, name, isHeading)
  }
}

/// How tick labels are written.
public enum TickFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// By the range.
  case automatic
  /// Equal decimals, U+2212.
  case decimal
  /// 14k, 1.5B.
  case si
  /// 10¹⁴ with a real superscript.
  case power
}
