import Drawing
import Foundation

/// A map from data to CSS pixels along one axis.
public struct Scale: Sendable, Hashable {
  /// The kind of scale.
  public let kind: ScaleKind
  /// The ends in data; both above 0 on a log scale.
  public let domain: ClosedRange<Double>
  /// Where the lower end of the domain is drawn.
  public let start: Double
  /// Where the upper end of the domain is drawn; above `start` on screen for a vertical axis, so less than it.
  public let end: Double
  /// The ends of the domain in even coordinates.
  private let low, high: Double

  /// Makes a scale.
  public init(_ kind: ScaleKind, domain: ClosedRange<Double>, from start: Double, to end: Double) {
    self.kind = kind
    self.domain = domain
    self.start = start
    self.end = end
    low = Scale.transform(domain.lowerBound, kind)
    high = Scale.transform(domain.upperBound, kind)
  }

  /// The position of a value; NaN for what the scale cannot show (NaN; 0 and less on a log scale).
  public func position(_ value: Double) -> Double {
    start + (end - start) * (Scale.transform(value, kind) - low) / (high - low)
  }

  /// The value at a position: the inverse of `position`.
  public func value(at position: Double) -> Double {
    Scale.inverse(low + (high - low) * (position - start) / (end - start), kind)
  }

  /// The coordinate in which the scale is even: the value or its common logarithm; NaN where there is none.
  public static func transform(_ value: Double, _ kind: ScaleKind) -> Double {
    switch kind {
    case .linear: value
    case .log: value > 0 ? log10(value) : .nan
    }
  }

  /// The value at an even coordinate.
  public static func inverse(_ coordinate: Double, _ kind: ScaleKind) -> Double {
    switch kind {
    case .linear: coordinate
    case .log: pow(10, coordinate)
    }
  }

  /// The length in pixels.
  public var length: Double { abs(end - start) }
}
