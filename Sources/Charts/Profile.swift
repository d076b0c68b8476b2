/// The medium that a chart is laid out for. A chart is laid out again for each, never scaled.
public struct Profile: Sendable, Hashable, Codable {
  /// Width in CSS pixels, 96 to the inch.
  public var width: Double
  /// Sizes of tick labels, axis titles and contour labels in CSS pixels.
  public var tickSize, titleSize, contourSize: Double
  /// What the widths of data lines and the sizes of markers are multiplied by: 1 on a page, more on a wall.
  public var weight: Double

  /// Makes a profile.
  public init(width: Double, tickSize: Double, titleSize: Double, contourSize: Double, weight: Double = 1) {
    (self.width, self.tickSize, self.titleSize, self.contourSize) = (width, tickSize, titleSize, contourSize)
    self.weight = weight
  }

  /// The page's wide column.
  public static let web = Profile(width: 816, tickSize: 11.5, titleSize: 12.5, contourSize: 11)
  /// A phone.
  public static let narrow = Profile(width: 320, tickSize: 11.5, titleSize: 12.5, contourSize: 11)
  /// One column of a journal, 3.25 in: ticks of 7 pt, titles of 8 pt.
  public static let single = print(inches: 3.25)
  /// Two columns of a journal, 6.75 in.
  public static let double = print(inches: 6.75)
  /// A slide of 1280 pixels, read from the last row.
  public static let slide = Profile(width: 1280, tickSize: 20, titleSize: 22, contourSize: 19, weight: 1.7)

  /// The profiles by the names that people use.
  public static let all: [(name: String, profile: Profile)] = [
    ("web", web), ("narrow", narrow), ("single", single), ("double", double), ("slide", slide),
  ]

  /// A journal's column: text in points, lines of 1.25 pt.
  private static func print(inches: Double) -> Profile {
    let pixels = 96.0 / 72
    return Profile(
      width: (inches * 96).rounded(), tickSize: 7 * pixels, titleSize: 8 * pixels, contourSize: 6.5 * pixels,
      weight: 0.85)
  }
}
