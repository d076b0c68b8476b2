#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Four rows at a time: two registers of the oldest x86-64, one of newer ones.
typealias Lanes = SIMD4<Double>

extension SIMD4<Double> {
  /// How many rows there are in one.
  static var width: Int { 4 }

  @inline(__always) fileprivate var bits: SIMD4<UInt64> { unsafeBitCast(self, to: SIMD4<UInt64>.self) }
  @inline(__always) fileprivate init(bits: SIMD4<UInt64>) {
    self = unsafeBitCast(bits, to: SIMD4<Double>.self)
  }
}

/// Exponential and logarithm of several numbers at once.
///
/// Only additions, multiplications, divisions and selections as IEEE 754 defines them, each rounded on its own: the
/// results are the same on every processor, whereas the C library picks another algorithm where it finds fused
/// multiply-add. The errors stay below one unit in the last place; the polynomials are those of FreeBSD's msun.
enum VectorFunctions {
  /// e^x: 0 below −745.2, ∞ above 709.8, missing where x is.
  @inline(__always) static func exp(_ argument: Lanes) -> Lanes {
    var x = argument
    x.replace(with: Lanes(repeating: 710), where: argument .> Lanes(repeating: 710))
    x.replace(with: Lanes(repeating: -746), where: argument .< Lanes(repeating: -746))
    // x = k ln 2 + r; adding 1.5·2⁵² rounds to a whole number.
    let shifter = Lanes(repeating: 0x1.8p52)
    let k = (x * 1.442_695_040_888_963_4 + shifter) - shifter
    let high = x - k * 6.931_471_803_691_238_164_90e-01
    let low = k * 1.908_214_929_270_587_700_02e-10
    let r = high - low
    let t = r * r
    var p = t * 4.138_136_797_057_238_460_39e-08 - 1.653_390_220_546_525_153_90e-06
    p = p * t + 6.613_756_321_437_934_361_17e-05
    p = p * t - 2.777_777_777_701_559_338_42e-03
    p = p * t + 1.666_666_666_666_660_190_37e-01
    let c = r - t * p
    let mantissa = 1 - ((low - (r * c) / (2 - c)) - high)
    // 2^k in two factors, so that neither leaves the range of exponents before the result does.
    let half = (k * 0.5 + shifter) - shifter
    let bias = Lanes(repeating: 0x1.8p52 + 1023)
    let first = Lanes(bits: (half + bias).bits &<< 52)
    let second = Lanes(bits: ((k - half) + bias).bits &<< 52)
    return (mantissa * first) * second
  }

  /// The natural logarithm: −∞ at 0, missing below.
  @inline(__always) static func log(_ argument: Lanes) -> Lanes {
    let (e, f) = split(argument)
    let (s, rest) = series(f)
    let halfSquare = f * f * 0.5
    let result =
      e * 6.931_471_803_691_238_164_90e-01
      - ((halfSquare - (s * (halfSquare + rest) + e * 1.908_214_929_270_587_700_02e-10)) - f)
    return edges(result, argument)
  }

  /// The logarithm to base 2: exact for powers of 2.
  @inline(__always) static func log2(_ argument: Lanes) -> Lanes {
    let (e, f) = split(argument)
    let (s, rest) = series(f)
    let halfSquare = f * f * 0.5
    let natural = f - (halfSquare - s * (halfSquare + rest))
    return edges(e + natural * 1.442_695_040_888_963_4, argument)
  }

  /// x = 2^e (1 + f) with 1 + f between √½ and √2.
  @inline(__always) private static func split(_ argument: Lanes) -> (e: Lanes, f: Lanes) {
    let isTiny = argument .< Lanes(repeating: 0x1p-1022)
    var x = argument
    x.replace(with: argument * 0x1p54, where: isTiny)
    let root = SIMD4<UInt64>(repeating: 0x3FE6_A09E_667F_3BCD)
    let shifted = x.bits &+ (SIMD4<UInt64>(repeating: 0x3FF0_0000_0000_0000) &- root)
    // The exponent's bits under those of 2⁵² are 2⁵² plus the exponent.
    let biased = (shifted &>> 52) | SIMD4<UInt64>(repeating: 0x4330_0000_0000_0000)
    var e = Lanes(bits: biased) - (0x1p52 + 1023)
    e.replace(with: e - 54, where: isTiny)
    return (e, Lanes(bits: (shifted & SIMD4<UInt64>(repeating: 0x000F_FFFF_FFFF_FFFF)) &+ root) - 1)
  }

  @inline(__always) private static func series(_ f: Lanes) -> (s: Lanes, rest: Lanes) {
    let s = f / (f + 2)
    let z = s * s
    let w = z * z
    let even =
      w * (w * (w * 1.531383769920937332e-01 + 2.222219843214978396e-01) + 3.999999999940941908e-01)
    var odd = w * 1.479819860511658591e-01 + 1.818357216161805012e-01
    odd = w * odd + 2.857142874366239149e-01
    odd = z * (w * odd + 6.666666666666735130e-01)
    return (s, even + odd)
  }

  @inline(__always) private static func edges(_ value: Lanes, _ argument: Lanes) -> Lanes {
    var result = value
    result.replace(with: argument, where: argument .== Lanes(repeating: .infinity))
    result.replace(with: Lanes(repeating: -.infinity), where: argument .== Lanes(repeating: 0))
    result.replace(with: Lanes(repeating: .nan), where: .!(argument .>= Lanes(repeating: 0)))
    return result
  }

  /// One number's exponential, to the last bit that of a row.
  static func exp(_ x: Double) -> Double { exp(Lanes(repeating: x))[0] }
  /// One number's logarithm, to the last bit that of a row.
  static func log(_ x: Double) -> Double { log(Lanes(repeating: x))[0] }
  /// One number's logarithm to base 2, to the last bit that of a row.
  static func log2(_ x: Double) -> Double { log2(Lanes(repeating: x))[0] }
}

/// A power; of a positive base by its logarithm, within |y log x| units in the last place.
func raise(_ base: Double, _ exponent: Double) -> Double {
  if exponent == 2 { return base * base }
  if exponent == 3 { return base * base * base }
  if exponent == 1 { return base }
  if exponent == 0.5 { return base.squareRoot() }
  if exponent == -1 { return 1 / base }
  return base > 0 ? VectorFunctions.exp(exponent * VectorFunctions.log(base)) : pow(base, exponent)
}

extension Double {
  /// e to this power, to the last bit what a formula computes.
  public var naturalExponential: Double { VectorFunctions.exp(self) }
  /// The natural logarithm, to the last bit what a formula computes; −∞ at 0, missing below.
  public var naturalLogarithm: Double { VectorFunctions.log(self) }
}
