/// A second guide of a panel's axis on the other side of the frame: the same places in another unit, or names for some
/// of them. It has no scale of its own, so it cannot make two quantities look alike that are not.
public struct SecondAxis: Sendable, Hashable, Codable {
  /// The title, or empty where the tick labels say enough.
  public var label: String
  /// What values of the axis are multiplied by.
  public var factor: Double
  /// Which values are labelled, after the multiplication.
  public var ticks: TickPolicy
  /// How they are written.
  public var format: TickFormat
  /// What follows each number: `%`.
  public var unit: String
  /// More names in a column of their own, right of the labels; under them where the medium is narrow.
  public var column: Column?

  /// Names that are of another kind than the axis' labels.
  public struct Column: Sendable, Hashable, Codable {
    /// The title.
    public var label: String
    /// The names at their places; they have no ticks.
    public var names: [NamedTick]

    /// Makes a column.
    public init(label: String, names: [NamedTick]) { (self.label, self.names) = (label, names) }
  }

  /// Makes a second guide.
  public init(
    label: String = "", factor: Double = 1, ticks: TickPolicy = .automatic, format: TickFormat = .automatic,
    unit: String = "", column: Column? = nil
  ) {
    (self.label, self.factor, self.ticks) = (label, factor, ticks)
    (self.format, self.unit, self.column) = (format, unit, column)
  }
}
