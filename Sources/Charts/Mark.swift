import Drawing

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
  /// Bars from zero.
  case bars(BarsMark)
  /// Rectangles coloured by a value.
  case cells(CellsMark)
}

/// What ties marks of one series together and to the same series in other figures.
public struct SeriesStyle: Sendable, Hashable, Codable {
  /// The name, as it is labelled: `3 bits`.
  public var name: String
  /// The colour.
  public var paint: Paint
  /// The marker.
  public var shape: MarkerShape
  /// The dash of lines; empty is solid.
  public var dash: [Double]

  /// Makes a style.
  public init(name: String, paint: Paint, shape: MarkerShape = .circle, dash: [Double] = []) {
    self.name = name
    self.paint = paint
    self.shape = shape
    self.dash = dash
  }
}

/// A polyline through points of one series.
public struct LineMark: Sendable, Hashable, Codable {
  /// The series that the line belongs to.
  public var series: SeriesStyle
  /// The vertices, in order; one that is not finite splits the line.
  public var points: [Point]
  /// Outside the measured range: dashed and lighter.
  public var isExtrapolated: Bool
  /// Whether the series' name may be set at the end of this line.
  public var isLabelled: Bool
  /// The stroke's width in CSS pixels; nil is that of all data lines.
  public var width: Double?

  /// Makes a line.
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

/// Measured points of one series.
public struct PointsMark: Sendable, Hashable, Codable {
  /// The series that the points belong to.
  public var series: SeriesStyle
  /// The centres of the markers.
  public var points: [Point]
  /// One per point, or empty.
  public var tooltips: [String]
  /// Held out or excluded: drawn hollow.
  public var isHollow: Bool
  /// Rows of the figure's data table, one per point, or empty.
  public var data: [Int]
  /// The diameter of the circle of equal area, in CSS pixels.
  public var size: Double
  /// Values that colour the points, one per point, or empty: then all have the series' colour.
  public var values: [Double]
  /// How `values` become colours.
  public var colors: ColorScale?

  /// Of a mark with up to so many points each is drawn, with its words; of one with more, those that can be told apart
  /// at the size of the picture, and a note says how many they are.
  public static let crowd = 4000

  /// Makes points.
  public init(
    series: SeriesStyle, points: [Point], tooltips: [String] = [], isHollow: Bool = false, data: [Int] = [],
    size: Double = 7, values: [Double] = [], colors: ColorScale? = nil
  ) {
    (self.values, self.colors) = (values, colors)
    self.series = series
    self.points = points
    self.tooltips = tooltips
    self.isHollow = isHollow
    self.data = data
    self.size = size
  }
}

/// The area between two curves over the same places: an interval along a line.
public struct BandMark: Sendable, Hashable, Codable {
  /// The series that the band belongs to.
  public var series: SeriesStyle
  /// The places, and the curves there; all of one length. NaN splits the band, an infinite end reaches the frame.
  public var x, lower, upper: [Double]

  /// Makes a band.
  public init(series: SeriesStyle, x: [Double], lower: [Double], upper: [Double]) {
    (self.series, self.x, self.lower, self.upper) = (series, x, lower, upper)
  }
}

/// Level lines of one function.
public struct ContourMark: Sendable, Hashable, Codable {
  /// One connected level line, in data coordinates.
  public struct Line: Sendable, Hashable, Codable {
    /// The function's value on the line.
    public var level: Double
    /// The vertices, in order.
    public var points: [Point]
    /// Whether the line is drawn stronger and wants a label.
    public var isMajor: Bool
    /// Whether the last vertex joins the first.
    public var isClosed: Bool
    /// Outside the measured range: dashed and lighter.
    public var isExtrapolated: Bool

    /// Makes a line.
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
  /// The colours between the lines, from the lowest level up: each area lies on those before it, so that no seam shows
  /// between two.
  public struct Fill: Sendable, Hashable, Codable {
    /// What lies above a level, in data coordinates.
    public struct Area: Sendable, Hashable, Codable {
      /// The value whose colour it has.
      public var value: Double
      /// Outlines, filled by winding.
      public var rings: [[Point]]

      /// Makes an area.
      public init(value: Double, rings: [[Point]]) { (self.value, self.rings) = (value, rings) }
    }
    /// The colours.
    public var colors: ColorScale
    /// The areas, each over those before it; the first may be the whole panel.
    public var areas: [Area]

    /// Makes a filled surface.
    public init(colors: ColorScale, areas: [Area]) { (self.colors, self.areas) = (colors, areas) }
  }
  /// The colour of all lines.
  public var paint: Paint
  /// The lines; one level may have several.
  public var lines: [Line]
  /// Decimals of the labels on major lines.
  public var decimals: Int
  /// What lies between the lines, or nil for paper.
  public var fill: Fill?

  /// Makes level lines.
  public init(paint: Paint, lines: [Line], decimals: Int, fill: Fill? = nil) {
    (self.paint, self.lines, self.decimals, self.fill) = (paint, lines, decimals, fill)
  }
}

/// A straight line across the whole panel: a reference value.
public struct RuleMark: Sendable, Hashable, Codable {
  /// How a rule runs.
  public enum Direction: String, Sendable, Hashable, Codable {
    /// Along the x axis, at a value of y.
    case horizontal
    /// Along the y axis, at a value of x.
    case vertical
  }
  /// How the rule runs.
  public var direction: Direction
  /// Where it crosses the other axis.
  public var value: Double
  /// The colour.
  public var paint: Paint
  /// On–off lengths in CSS pixels; empty is solid.
  public var dash: [Double]
  /// Words at the rule, or nil.
  public var label: String?

  /// Makes a rule.
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

/// A shaded rectangle: a region with a meaning.
public struct ZoneMark: Sendable, Hashable, Codable {
  /// The region; an infinite end reaches the frame.
  public var x, y: ClosedRange<Double>
  /// The shade.
  public var paint: Paint
  /// Small words in the zone's upper corner.
  public var label: String?
  /// Whether the words are left out where there is no clear place for them, being said elsewhere.
  public var isLabelOptional: Bool

  /// Makes a zone.
  public init(
    x: ClosedRange<Double>, y: ClosedRange<Double>, paint: Paint, label: String? = nil,
    isLabelOptional: Bool = false
  ) {
    (self.x, self.y, self.paint, self.label) = (x, y, paint, label)
    self.isLabelOptional = isLabelOptional
  }
}

/// Words at a point.
public struct NoteMark: Sendable, Hashable, Codable {
  /// The words.
  public var text: String
  /// The point that they are about; the layout finds free room near it.
  public var at: Point
  /// A marker at the point itself, or nil for words alone.
  public var marker: MarkerShape?
  /// The colour of the marker.
  public var paint: Paint
  /// Whether the words are left out where there is no clear place for them, being said elsewhere.
  public var isOptional: Bool

  /// Makes a note.
  public init(
    _ text: String, at: Point, marker: MarkerShape? = nil, paint: Paint, isOptional: Bool = false
  ) {
    (self.text, self.at, self.marker, self.paint) = (text, at, marker, paint)
    self.isOptional = isOptional
  }
}

/// Error bars with whiskers.
public struct IntervalMark: Sendable, Hashable, Codable {
  /// The series that the bars belong to.
  public var series: SeriesStyle
  /// Whether the bars run along the x axis.
  public var isHorizontal: Bool
  /// The place of each bar on the other axis.
  public var at: [Double]
  /// The ends of each bar, as many as `at`.
  public var lower, upper: [Double]
  /// Whether each end has a short line across.
  public var hasCaps: Bool

  /// Makes bars.
  public init(
    series: SeriesStyle, isHorizontal: Bool, at: [Double], lower: [Double], upper: [Double],
    hasCaps: Bool = true
  ) {
    self.series = series
    self.hasCaps = hasCaps
    self.isHorizontal = isHorizontal
    self.at = at
    self.lower = lower
    self.upper = upper
  }
}
