import Drawing

/// A chart as plain data: panels of marks on scales. Nothing is measured or placed yet.
///
/// Labels are plain text in which `$…$` is math in TeX (`Training tokens $D$`).
public struct ChartSpec: Sendable, Hashable {
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

  /// Makes a chart.
  public init(
    id: String, title: String = "", summary: String = "", panels: [PanelSpec], footnotes: [String] = [],
    aspect: Double? = nil
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.panels = panels
    self.footnotes = footnotes
    self.aspect = aspect
  }
}

/// One plotting area.
public struct PanelSpec: Sendable, Hashable {
  /// Place in the grid, from 0.
  public var row, column: Int
  /// Words over the panel, left-aligned: `$N$ = 14k`.
  public var heading: String?
  /// The horizontal axis.
  public var x: AxisSpec
  /// The vertical axis.
  public var y: AxisSpec
  /// Back to front.
  public var marks: [Mark]

  /// Makes a panel.
  public init(row: Int = 0, column: Int = 0, heading: String? = nil, x: AxisSpec, y: AxisSpec, marks: [Mark])
  {
    self.row = row
    self.column = column
    self.heading = heading
    self.x = x
    self.y = y
    self.marks = marks
  }
}

/// A scale with its guide.
public struct AxisSpec: Sendable, Hashable {
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
public enum ScaleKind: String, Sendable, Hashable {
  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  case linear, log
}

/// Which values are labelled.
public enum TickPolicy: Sendable, Hashable {
  /// Round numbers.
  case automatic
  /// Whole numbers only: bits.
  case integers
  /// The levels of the experiment; thinned where they would touch.
  case at([Double])
}

/// How tick labels are written.
public enum TickFormat: Sendable, Hashable {
  /// By the range.
  case automatic
  /// Equal decimals, U+2212.
  case decimal
  /// 14k, 1.5B.
  case si
  /// 10¹⁴ with a real superscript.
  case power
}

/// One layer of a panel; coordinates are data.
public enum Mark: Sendable, Hashable {
  /// A polyline. NaN splits it.
  case line(LineMark)
  /// Markers.
  case points(PointsMark)
  /// The area between two curves.
  case band(BandMark)
  /// Level lines with labels in gaps.
  case contours(ContourMark)
  /// A straight line across the panel.
  case rule(RuleMark)
  /// A shaded rectangle; an infinite end reaches the frame.
  case zone(ZoneMark)
  /// Words at a point.
  case note(NoteMark)
  /// Error bars or whiskers.
  case interval(IntervalMark)
}

/// What ties marks of one series together and to the same series in other figures.
public struct SeriesStyle: Sendable, Hashable {
  /// The name, as it is labelled: `3 bits`.
  public var name: String
  /// The colour.
  public var paint: Paint
  /// The marker.
  public var shape: MarkerShape
  /// The dash of lines; empty is solid.
  public var dash: [Double]

  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public init(name: String, paint: Paint, shape: MarkerShape = .circle, dash: [Double] = []) {
    self.name = name
    self.paint = paint
    self.shape = shape
    self.dash = dash
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct LineMark: Sendable, Hashable {
  public var series: SeriesStyle
  public var points: [Point]
  /// Outside the measured range: dashed and lighter.
  public var isExtrapolated: Bool
  /// Whether the series' name may be set at the end of this line.
  public var isLabelled: Bool
  public var width: Double?

  public init(
    series: SeriesStyle, points: [Point], isExtrapolated: Bool = false, isLabelled: Bool = false,
    width: Double? = nil
  ) {
    self.series = series
    self.points = points
    self.isExtrapolated = isExtrapolated
    self.isLabelled = isLabelled
    self.width = width
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct PointsMark: Sendable, Hashable {
  public var series: SeriesStyle
  public var points: [Point]
  /// One per point, or empty.
  public var tooltips: [String]
  /// Held out or excluded: drawn hollow.
  public var isHollow: Bool
  /// Rows of the figure's data table, one per point, or empty.
  public var data: [Int]
  public var size: Double

  public init(
    series: SeriesStyle, points: [Point], tooltips: [String] = [], isHollow: Bool = false, data: [Int] = [],
    size: Double = 7
  ) {
    self.series = series
    self.points = points
    self.tooltips = tooltips
    self.isHollow = isHollow
    self.data = data
    self.size = size
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct BandMark: Sendable, Hashable {
  public var series: SeriesStyle
  public var x, lower, upper: [Double]

  public init(series: SeriesStyle, x: [Double], lower: [Double], upper: [Double]) {
    (self.series, self.x, self.lower, self.upper) = (series, x, lower, upper)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ContourMark: Sendable, Hashable {
  /// One connected level line, in data coordinates.
  public struct Line: Sendable, Hashable {
    public var level: Double
    public var points: [Point]
    public var isMajor: Bool
    public var isClosed: Bool
    public var isExtrapolated: Bool

    public init(
      level: Double, points: [Point], isMajor: Bool, isClosed: Bool = false, isExtrapolated: Bool = false
    ) {
      self.level = level
      self.points = points
      self.isMajor = isMajor
      self.isClosed = isClosed
      self.isExtrapolated = isExtrapolated
    }
  }
  public var paint: Paint
  public var lines: [Line]
  /// Decimals of the labels on major lines.
  public var decimals: Int

  public init(paint: Paint, lines: [Line], decimals: Int) {
    (self.paint, self.lines, self.decimals) = (paint, lines, decimals)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct RuleMark: Sendable, Hashable {
  public enum Direction: String, Sendable, Hashable { case horizontal, vertical }
  public var direction: Direction
  public var value: Double
  public var paint: Paint
  public var dash: [Double]
  public var label: String?

  public init(
    _ direction: Direction, at value: Double, paint: Paint, dash: [Double] = [], label: String? = nil
  ) {
    self.direction = direction
    self.value = value
    self.paint = paint
    self.dash = dash
    self.label = label
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct ZoneMark: Sendable, Hashable {
  public var x, y: ClosedRange<Double>
  public var paint: Paint
  /// Small words in the zone's upper corner.
  public var label: String?

  public init(x: ClosedRange<Double>, y: ClosedRange<Double>, paint: Paint, label: String? = nil) {
    (self.x, self.y, self.paint, self.label) = (x, y, paint, label)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct NoteMark: Sendable, Hashable {
  public var text: String
  public var at: Point
  /// A marker at the point itself, or nil for words alone.
  public var marker: MarkerShape?
  public var paint: Paint

  public init(_ text: String, at: Point, marker: MarkerShape? = nil, paint: Paint) {
    (self.text, self.at, self.marker, self.paint) = (text, at, marker, paint)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public struct IntervalMark: Sendable, Hashable {
  public var series: SeriesStyle
  public var isHorizontal: Bool
  /// Across the interval.
  public var at: [Double]
  public var lower, upper: [Double]

  public init(series: SeriesStyle, isHorizontal: Bool, at: [Double], lower: [Double], upper: [Double]) {
    self.series = series
    self.isHorizontal = isHorizontal
    self.at = at
    self.lower = lower
    self.upper = upper
  }
}

/// The medium that a chart is laid out for. A chart is laid out again for each, never scaled.
public struct Profile: Sendable, Hashable {
  /// Width in CSS pixels.
  public var width: Double
  /// Sizes of tick labels, axis titles and contour labels in CSS pixels.
  public var tickSize, titleSize, contourSize: Double

  // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
  public init(width: Double, tickSize: Double, titleSize: Double, contourSize: Double) {
    (self.width, self.tickSize, self.titleSize, self.contourSize) = (width, tickSize, titleSize, contourSize)
  }

  /// The page's wide column.
  public static let web = Profile(width: 816, tickSize: 11.5, titleSize: 12.5, contourSize: 11)
  /// A phone.
  public static let narrow = Profile(width: 320, tickSize: 11.5, titleSize: 12.5, contourSize: 11)
}
