import Typesetting

/// The words at the ticks of one axis: one style for all of them.
///
/// Linear axes have the same number of decimals everywhere; SI prefixes are k, M, B, T; powers of ten have a real
/// superscript; the minus sign is U+2212 and nothing is ever written as `1e+19`.
public enum TickLabels {
  /// One label for each value.
  public static func labels(_ values: [Double], format: TickFormat, scale: ScaleKind) -> [RichText] {
    switch resolve(format, values, scale) {
    case .power: return values.map { power($0) }
    case .si: return si(values, scale).map { RichText(plain: $0) }
    default:
      let shared = decimals(values)
      // On a log axis 0.1, 0.3, 1 and 3 are read one by one; within a decade the labels are a ladder like any other.
      let isWide = scale == .log && (values.max() ?? 0) >= 10 * (values.min() ?? 0) * (1 - 1e-9)
      return values.map { value in
        RichText(plain: NumberText.decimal(value, places: isWide ? decimals([value]) : shared))
      }
    }
  }

  /// The format that `automatic` stands for: plain numbers from a thousandth up to ten thousand, SI prefixes up to
  /// 10¹⁵, powers of ten outside.
  public static func resolve(_ format: TickFormat, _ values: [Double], _ scale: ScaleKind) -> TickFormat {
    guard format == .automatic else { return format }
    let sizes = values.filter { $0 != 0 && $0.isFinite }.map(abs)
    guard let least = sizes.min(), let most = sizes.max() else { return .decimal }
    if scale == .log {
      if least < 1e-3 || most >= 1e15 { return .power }
      return most >= 1e4 && least >= 1 ? .si : most >= 1e4 ? .power : .decimal
    }
    if most >= 1e15 || most < 1e-4 { return .power }
    return most >= 1e4 ? .si : .decimal
  }

  /// The fewest decimals that write all values exactly (to a billionth of the largest), at most 12.
  public static func decimals(_ values: [Double]) -> Int {
    let finite = values.filter(\.isFinite)
    // Values far below the largest are still written: a tick at 0.001 beside one at 1 keeps three places.
    return finite.map { value in
      let tolerance = max(abs(value), 1e-300) * 1e-9
      return (0...12).first { places in
        let power = RoundStep.power(places)
        return abs((value * power).rounded() / power - value) <= tolerance
      } ?? 12
    }.max() ?? 0
  }

  /// The value of a level line.
  static func level(_ value: Double, decimals: Int) -> RichText {
    RichText(plain: NumberText.decimal(value, places: decimals))
  }

  /// How far a short label may lie from its tick: two thirds of a per cent are under half a pixel on these axes.
  private static let slack = 0.0067

  private static func si(_ values: [Double], _ scale: ScaleKind) -> [String] {
    let units: [(size: Double, name: String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
    func unit(_ value: Double) -> (size: Double, name: String) {
      units.first { abs(value) >= $0.size * (1 - 1e-9) } ?? (1, "")
    }
    if scale == .log {
      // The levels of an experiment are rarely round: 999 424 tokens are 1M to any reader, as long as no other tick
      // reads the same.
      let short = values.map { value in
        let unit = units.first { abs(value) >= $0.size * (1 - slack) } ?? (1, "")
        let scaled = value / unit.size
        let places = (0...3).first { places in
          let power = RoundStep.power(places)
          return abs((scaled * power).rounded() / power - scaled) <= slack * abs(scaled)
        }
        return NumberText.decimal(scaled, places: places ?? decimals([scaled])) + unit.name
      }
      if Set(short).count == Set(values).count { return short }
      return values.map { value in
        let unit = unit(value)
        let scaled = value / unit.size
        return NumberText.decimal(scaled, places: decimals([scaled])) + unit.name
      }
    }
    // A linear axis is read as a ladder: one unit and one number of decimals.
    let most = values.map(abs).max() ?? 0
    let shared = unit(most)
    let places = decimals(values.map { $0 / shared.size })
    return values.map { value in
      value == 0 ? "0" : NumberText.decimal(value / shared.size, places: places) + shared.name
    }
  }

  /// 10ⁿ, or m×10ⁿ for a value that is not a power of ten; 1 and 10 as they are.
  private static func power(_ value: Double) -> RichText {
    guard value != 0, value.isFinite else { return RichText(plain: NumberText.decimal(value, places: 0)) }
    if value == 1 || value == 10 { return RichText(plain: NumberText.decimal(value, places: 0)) }
    var exponent = RoundStep.decade(of: abs(value) * (1 + 1e-9))
    var mantissa = value / RoundStep.power(exponent)
    if abs(mantissa) >= 10 * (1 - 1e-9) {
      mantissa /= 10
      exponent += 1
    }
    let isPower = abs(mantissa - 1) < 1e-9
    let front = isPower ? "10" : NumberText.decimal(mantissa, places: min(3, decimals([mantissa]))) + "×10"
    let sup = NumberText.decimal(Double(exponent), places: 0)
    return RichText([.run(front, .regular), .scripts(sub: [], sup: [.run(sup, .regular)])])
  }
}
