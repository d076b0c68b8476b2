import Drawing

/// Bars from zero: counts and amounts. A histogram's bars touch.
public struct BarsMark: Sendable, Hashable, Codable {
  /// One bar.
  public struct Bar: Sendable, Hashable, Codable {
    /// Its sides on the axis that it stands on.
    public var sides: ClosedRange<Double>
    /// Its end on the other axis; it begins at 0, or at the frame on a log scale.
    public var value: Double
    /// Words for hovering.
    public var tooltip: String?

    /// Makes a bar.
    public init(_ sides: ClosedRange<Double>, value: Double, tooltip: String? = nil) {
      (self.sides, self.value, self.tooltip) = (sides, value, tooltip)
    }
  }
  /// The series that the bars belong to.
  public var series: SeriesStyle
  /// Whether the bars lie along the x axis and not up the y axis.
  public var isHorizontal: Bool
  /// The bars; one whose value is not finite is left out.
  public var bars: [Bar]

  /// Makes bars.
  public init(series: SeriesStyle, isHorizontal: Bool = false, bars: [Bar]) {
    (self.series, self.isHorizontal, self.bars) = (series, isHorizontal, bars)
  }
}

/// Rectangles coloured by a value: a heat map.
public struct CellsMark: Sendable, Hashable, Codable {
  /// One cell.
  public struct Cell: Sendable, Hashable, Codable {
    /// The region.
    public var x, y: ClosedRange<Double>
    /// What colours it; nothing is drawn for what the colours cannot show.
    public var value: Double
    /// The number written into it where there is room, or nil.
    public var text: String?
    /// Words for hovering.
    public var tooltip: String?

    /// Makes a cell.
    public init(
      x: ClosedRange<Double>, y: ClosedRange<Double>, value: Double, text: String? = nil,
      tooltip: String? = nil
    ) {
      (self.x, self.y, self.value, self.text, self.tooltip) = (x, y, value, text, tooltip)
    }
  }
  /// The colours.
  public var colors: ColorScale
  /// The cells.
  public var cells: [Cell]

  /// Makes a heat map.
  public init(colors: ColorScale, cells: [Cell]) {
    (self.colors, self.cells) = (colors, cells)
  }
}
