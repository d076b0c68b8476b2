import Drawing

/// The colours of figures: chrome, the ladder of bit-widths, and categories.
///
/// A bit-width has the same colour and marker in every figure. On light paper the ladder's lightness falls with the
/// number of bits from 3 upwards, also under the three dichromacies, and each colour has a contrast of at least 3:1;
/// because neighbours stay close for colour-blind readers, every series differs by its marker or dash as well.
/// Categories are the four colours of Okabe and Ito that pass 3:1 on both light and dark paper.
public enum Palette {
  /// Text and data without a series: 17:1 on paper.
  public static let ink = Paint(0x1A1C1F, token: "ink")
  /// Tick labels, footnotes: 6:1 on paper.
  public static let muted = Paint(0x5B6169, token: "muted")
  /// Grid lines.
  public static let hair = Paint(0xE3E6EA, token: "hair")
  /// Axis lines and ticks.
  public static let edge = Paint(0x868D96, token: "edge")
  /// The background.
  public static let paper = Paint(0xFFFFFF, token: "paper")
  /// Shaded regions.
  public static let zone = Paint(0xF5F2EC, token: "zone")

  /// A colour by name with its values on light and on dark paper.
  public struct ThemeColor: Sendable, Hashable {
    /// The CSS variable without its dashes.
    public let token: String
    /// 0xRRGGBB on light paper.
    public let light: UInt32
    /// 0xRRGGBB on dark paper.
    public let dark: UInt32
  }

  /// The style of a bit-width: `3 bits` in the ladder's colour with its own marker.
  ///
  /// Widths between two steps of the ladder take a colour between theirs; below 3 bits the hue goes on at the same
  /// lightness. Only whole widths from 1 to 16 have a token.
  public static func bits(_ bits: Double) -> SeriesStyle {
    let isWhole = bits == bits.rounded() && bits >= 1 && bits <= 16
    let number = bits == bits.rounded() ? String(Int(bits)) : "\(bits)"
    let name = bits == 1 ? "1 bit" : "\(number) bits"
    let paint = Paint(ladderColor(bits, \.light), token: isWhole ? "bits-\(Int(bits))" : nil)
    let nearest = ladder.min { abs($0.bits - bits) < abs($1.bits - bits) } ?? ladder[0]
    let step = ladder.first { $0.bits == bits }
    // A width between two steps has its own dash, because its marker is its neighbour's.
    return SeriesStyle(
      name: name, paint: paint, shape: nearest.shape, dash: step == nil ? [7, 2, 1.5, 2] : nearest.dash)
  }

  /// The style of the `index`-th category, counted from 0; after four the colours come again with dashes.
  public static func category(_ index: Int, name: String) -> SeriesStyle {
    let i = max(0, index)
    let color = categories[i % categories.count]
    let shapes: [MarkerShape] = [
      .circle, .square, .triangleUp, .diamond, .triangleDown, .plus, .cross, .star,
    ]
    let dashes: [[Double]] = [[], [6, 2.5], [1.5, 2.5], [7, 2, 1.5, 2]]
    return SeriesStyle(
      name: name, paint: Paint(color.light, token: color.token), shape: shapes[i % shapes.count],
      dash: dashes[(i / categories.count) % dashes.count])
  }

  /// Every token that figures use, for the page's style sheet.
  public static let themeColors: [ThemeColor] =
    [
      ThemeColor(token: "ink", light: 0x1A1C1F, dark: 0xE4E2DC),
      ThemeColor(token: "muted", light: 0x5B6169, dark: 0xA2A8B1),
      ThemeColor(token: "hair", light: 0xE3E6EA, dark: 0x2B3038),
      ThemeColor(token: "edge", light: 0x868D96, dark: 0x737B87),
      ThemeColor(token: "paper", light: 0xFFFFFF, dark: 0x15181D),
      ThemeColor(token: "zone", light: 0xF5F2EC, dark: 0x1E2127),
    ]
    + (1...16).map { bits in
      ThemeColor(
        token: "bits-\(bits)", light: ladderColor(Double(bits), \.light),
        dark: ladderColor(Double(bits), \.dark))
    } + categories

  private struct Step {
    let bits: Double
    let light, dark: UInt32
    let shape: MarkerShape
    var dash: [Double] = []
  }

  private static let ladder: [Step] = [
    Step(bits: 1, light: 0x9C8484, dark: 0x7D7468, shape: .cross, dash: [2, 2]),
    Step(bits: 2, light: 0x9C8A00, dark: 0x8448C0, shape: .star),
    Step(bits: 3, light: 0xDD785C, dark: 0xB46202, shape: .circle),
    Step(bits: 4, light: 0xC66AA5, dark: 0xDA5A4A, shape: .square),
    Step(bits: 5, light: 0x5479C4, dark: 0xE76790, shape: .triangleUp),
    Step(bits: 6, light: 0x07738C, dark: 0xCE8AD6, shape: .diamond),
    Step(bits: 7, light: 0x0A625B, dark: 0x8AB5FF, shape: .triangleDown),
    Step(bits: 8, light: 0x0F4F27, dark: 0x59D6F2, shape: .plus),
    Step(bits: 12, light: 0x293700, dark: 0xA2E8C7, shape: .cross),
    Step(bits: 16, light: 0x281F00, dark: 0xF9EEBE, shape: .circle, dash: [5, 3]),
  ]

  private static let categories: [ThemeColor] = [
    ThemeColor(token: "part-w", light: 0x0072B2, dark: 0x3F9FE0),
    ThemeColor(token: "part-a", light: 0xD55E00, dark: 0xE8783A),
    ThemeColor(token: "part-kv", light: 0x009E73, dark: 0x22B48A),
    ThemeColor(token: "part-all", light: 0xCC79A7, dark: 0xD992BA),
  ]

  private static func ladderColor(_ bits: Double, _ side: KeyPath<Step, UInt32>) -> UInt32 {
    guard let first = ladder.first, let last = ladder.last, bits > first.bits else {
      return ladder[0][keyPath: side]
    }
    guard bits < last.bits else { return last[keyPath: side] }
    let upper = ladder.firstIndex { $0.bits >= bits } ?? 1
    let (a, b) = (ladder[upper - 1], ladder[upper])
    if b.bits == bits { return b[keyPath: side] }
    return blend(a[keyPath: side], b[keyPath: side], (bits - a.bits) / (b.bits - a.bits))
  }

  private static func blend(_ a: UInt32, _ b: UInt32, _ t: Double) -> UInt32 {
    var result: UInt32 = 0
    for shift in [UInt32(16), 8, 0] {
      let from = Double((a >> shift) & 0xFF)
      let to = Double((b >> shift) & 0xFF)
      result |= UInt32((from + (to - from) * t).rounded()) << shift
    }
    return result
  }
}
