import Drawing
import Foundation

/// A run of colours for numbers: heat maps and points coloured by a value.
///
/// Colours are mixed in OKLab (Ottosson 2020), in which equal steps look equal, so no hue makes an edge that the data
/// do not have. Both maps are the same in light and dark: the number in a cell or the rim of a point carries the
/// contrast.
public enum ColorMap: String, Sendable, Hashable, Codable, CaseIterable {
  /// From pale to deep: amounts. Lightness falls all the way, so a grey print keeps the order.
  case sequential
  /// Blue below the middle, red-brown above, pale at it: signed values.
  case diverging

  /// The colour at a place from 0 to 1.
  public func paint(at place: Double) -> Paint {
    let stops = self == .sequential ? Self.sequentialStops : Self.divergingStops
    let t = min(max(place.isNaN ? 0 : place, 0), 1) * Double(stops.count - 1)
    let index = min(Int(t), stops.count - 2)
    let (a, b) = (OKLab(stops[index]), OKLab(stops[index + 1]))
    return Paint(a.mixed(with: b, t - Double(index)).rgb)
  }

  private static let sequentialStops: [UInt32] = [0xF6F0DC, 0xBFD9B5, 0x69B3A8, 0x2E7F9B, 0x2B4C80, 0x241C4D]
  private static let divergingStops: [UInt32] = [0x123A6B, 0x4E8CBF, 0xF1EEE8, 0xC9764F, 0x6B1F14]
}

/// How numbers become colours: a map over a domain.
public struct ColorScale: Sendable, Hashable, Codable {
  /// The colours.
  public var map: ColorMap
  /// The kind of scale.
  public var scale: ScaleKind
  /// The values at the ends; a diverging domain lies symmetrically about 0.
  public var domain: ClosedRange<Double>
  /// The title of the key: label and unit.
  public var label: String

  /// A scale over the given values: sequential from the least to the greatest, diverging symmetrical about 0.
  ///
  /// Values that the scale cannot show (not finite; 0 and less on a log scale) do not count. Without two different
  /// values the domain is widened, so that it is never empty.
  public init(_ map: ColorMap, scale: ScaleKind = .linear, over values: [Double], label: String) {
    self.map = map
    self.scale = map == .diverging ? .linear : scale
    self.label = label
    let shown = values.filter { Scale.transform($0, scale).isFinite }
    if map == .diverging {
      let most = shown.map(abs).max() ?? 1
      domain = most > 0 ? -most...most : -1...1
    } else {
      let (low, high) = (shown.min() ?? 1, shown.max() ?? 1)
      if low < high {
        domain = low...high
      } else {
        domain = scale == .log ? low / 2...low * 2 : low - max(abs(low) / 2, 1)...low + max(abs(low) / 2, 1)
      }
    }
  }

  /// The place of a value from 0 to 1; nil for what the scale cannot show.
  public func place(_ value: Double) -> Double? {
    let (low, high) = (Scale.transform(domain.lowerBound, scale), Scale.transform(domain.upperBound, scale))
    let place = (Scale.transform(value, scale) - low) / (high - low)
    return place.isFinite ? min(max(place, 0), 1) : nil
  }

  /// The colour of a value; nil for what the scale cannot show.
  public func paint(_ value: Double) -> Paint? { place(value).map(map.paint(at:)) }

  /// Black or white, whichever reads better on the colour of a value: one of them has a contrast of 4.5:1 on any colour.
  public func textPaint(on value: Double) -> Paint {
    guard let paint = paint(value) else { return Paint(0x000000) }
    let luminance = Self.luminance(paint.rgb)
    return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? Paint(0xFFFFFF) : Paint(0x000000)
  }

  /// The relative luminance of a colour as WCAG defines it.
  private static func luminance(_ rgb: UInt32) -> Double {
    0.2126 * OKLab.linear(rgb >> 16) + 0.7152 * OKLab.linear(rgb >> 8) + 0.0722 * OKLab.linear(rgb)
  }
}

/// A colour in OKLab.
struct OKLab {
  var lightness, a, b: Double

  /// The light of a colour's lowest byte, from 0 to 1.
  static func linear(_ byte: UInt32) -> Double {
    let c = Double(byte & 0xFF) / 255
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }

  init(_ rgb: UInt32) {
    let (r, g, blue) = (Self.linear(rgb >> 16), Self.linear(rgb >> 8), Self.linear(rgb))
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * blue)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * blue)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  func mixed(with other: OKLab, _ t: Double) -> OKLab {
    var result = self
    result.lightness += (other.lightness - lightness) * t
    result.a += (other.a - a) * t
    result.b += (other.b - b) * t
    return result
  }

  /// 0xRRGGBB, cut to what a screen shows.
  var rgb: UInt32 {
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    let linear = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
    return linear.reduce(0) { result, value in
      let c = min(max(value, 0), 1)
      let coded = c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055
      return result << 8 | UInt32((coded * 255).rounded())
    }
  }
}
