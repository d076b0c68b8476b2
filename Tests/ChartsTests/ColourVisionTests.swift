import Charts
import Drawing
import Foundation
import Testing

/// How far apart colours are to people: CIEDE2000 (Sharma, Wu and Dalal 2005), in normal vision and under the three
/// dichromacies as simulated by Machado, Oliveira and Fernandes (2009).
enum ColourVision: String, CaseIterable, Sendable {
  case normal, protan, deutan, tritan

  private var matrix: [Double] {
    switch self {
    case .normal: [1, 0, 0, 0, 1, 0, 0, 0, 1]
    case .protan:
      [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998]
    case .deutan:
      [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881]
    case .tritan:
      [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900]
    }
  }

  /// CIELAB under D65.
  func lab(_ rgb: UInt32) -> (l: Double, a: Double, b: Double) {
    let linear = [UInt32(16), 8, 0].map { shift -> Double in
      let c = Double((rgb >> shift) & 0xFF) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    func row(_ m: [Double], _ i: Int, _ v: [Double]) -> Double {
      m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2]
    }
    let seen = (0..<3).map { max(0, min(1, row(matrix, $0, linear))) }
    let toXYZ = [
      0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920, 0.9503041,
    ]
    let white = [0.95047, 1, 1.08883]
    let f = (0..<3).map { i -> Double in
      let t = row(toXYZ, i, seen) / white[i]
      return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116
    }
    return (116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]))
  }

  /// ΔE00.
  func difference(_ one: UInt32, _ two: UInt32) -> Double {
    let (p, q) = (lab(one), lab(two))
    let mean = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2
    let g = 0.5 * (1 - (pow(mean, 7) / (pow(mean, 7) + pow(25, 7))).squareRoot())
    let (a1, a2) = ((1 + g) * p.a, (1 + g) * q.a)
    let (c1, c2) = (hypot(a1, p.b), hypot(a2, q.b))
    func hue(_ b: Double, _ a: Double) -> Double {
      guard a != 0 || b != 0 else { return 0 }
      let h = atan2(b, a) * 180 / .pi
      return h < 0 ? h + 360 : h
    }
    let (h1, h2) = (hue(p.b, a1), hue(q.b, a2))
    var dh = h2 - h1
    if c1 * c2 == 0 { dh = 0 } else if dh > 180 { dh -= 360 } else if dh < -180 { dh += 360 }
    let dH = 2 * (c1 * c2).squareRoot() * sin(dh / 2 * .pi / 180)
    let (l, c) = ((p.l + q.l) / 2, (c1 + c2) / 2)
    var h = h1 + h2
    if c1 * c2 != 0 {
      if abs(h1 - h2) <= 180 { h /= 2 } else { h = h < 360 ? (h + 360) / 2 : (h - 360) / 2 }
    }
    func degrees(_ x: Double) -> Double { cos(x * .pi / 180) }
    let t =
      1 - 0.17 * degrees(h - 30) + 0.24 * degrees(2 * h) + 0.32 * degrees(3 * h + 6) - 0.20
      * degrees(4 * h - 63)
    let sl = 1 + 0.015 * (l - 50) * (l - 50) / (20 + (l - 50) * (l - 50)).squareRoot()
    let (sc, sh) = (1 + 0.045 * c, 1 + 0.015 * c * t)
    let rc = 2 * (pow(c, 7) / (pow(c, 7) + pow(25, 7))).squareRoot()
    let rt = -rc * sin(60 * exp(-pow((h - 275) / 25, 2)) * .pi / 180)
    let (x, y, z) = ((q.l - p.l) / sl, (c2 - c1) / sc, dH / sh)
    return (x * x + y * y + z * z + rt * y * z).squareRoot()
  }
}

@Suite struct ColourVisionTests {
  private static func theme(_ tokens: [String], isDark: Bool) -> [UInt32] {
    tokens.compactMap { token in
      Palette.themeColors.first { $0.token == token }.map { isDark ? $0.dark : $0.light }
    }
  }

  private static let ladder = [3, 4, 5, 6, 7, 8, 12, 16].map { "bits-\($0)" }

  @Test("the formula gives the differences of its authors' table")
  func formula() {
    // Red against blue, and two greys, by colour.js and by hand.
    #expect(abs(ColourVision.normal.difference(0xFF0000, 0x0000FF) - 52.88) < 0.05)
    #expect(abs(ColourVision.normal.difference(0x000000, 0xFFFFFF) - 100) < 1e-3)
    #expect(ColourVision.normal.difference(0x123456, 0x123456) == 0)
  }

  @Test(
    "point 23: the widths of one panel are 7 apart in every kind of vision, light and dark",
    arguments: ColourVision.allCases, [false, true])
  func ladderDistances(vision: ColourVision, isDark: Bool) {
    let colours = Self.theme(Self.ladder, isDark: isDark)
    #expect(colours.count == Self.ladder.count)
    for (index, one) in colours.enumerated() {
      for two in colours[(index + 1)...] {
        // The study of the ladder gives 7.0 to one decimal.
        #expect(
          vision.difference(one, two) >= 6.95, "\(String(one, radix: 16)) and \(String(two, radix: 16))")
      }
    }
  }

  @Test(
    "point 23: lightness is monotone along the ladder in every kind of vision",
    arguments: ColourVision.allCases, [false, true])
  func ladderLightness(vision: ColourVision, isDark: Bool) {
    let values = Self.theme(Self.ladder, isDark: isDark).map { vision.lab($0).l }
    // For protanopes 4 and 5 bits are equally light on light paper, to 0.1 of L*.
    for (one, two) in zip(values, values.dropFirst()) { #expect(isDark ? one < two : one > two - 0.2) }
  }

  @Test(
    "point 23: the categories of one panel are 7 apart", arguments: ColourVision.allCases, [false, true])
  func categories(vision: ColourVision, isDark: Bool) {
    let colours = Self.theme(["part-w", "part-a", "part-kv", "part-all", "ink"], isDark: isDark)
    #expect(colours.count == 5)
    for (index, one) in colours.enumerated() {
      for two in colours[(index + 1)...] {
        #expect(vision.difference(one, two) >= 7, "\(String(one, radix: 16)) and \(String(two, radix: 16))")
      }
    }
  }
}
