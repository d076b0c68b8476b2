import CKernels
import Foundation
import TestSupport
import Testing

/// Exponential, logarithms and powers against the C library's.
struct ElementaryTests {
  private func unitsApart(_ found: Double, _ expected: Double) -> Double {
    abs(found - expected) / expected.ulp
  }

  /// Numbers near 1 and of every size that has all digits.
  private func positive(_ random: inout SeededRandom) -> Double {
    random.below(2) == 0 ? random.uniform(0.3, 3) : exp(random.uniform(-700, 700))
  }

  @Test func exponentialsAreRightToTheLastPlace() {
    var random = SeededRandom(3)
    for _ in 0..<40000 {
      let x = random.uniform(-708, 709) * random.uniform(0, 1)
      // The C library's result is within half a unit, give or take a hundredth.
      #expect(unitsApart(isoloss_exp(x), exp(x)) <= 1, "\(x)")
    }
  }

  @Test func logarithmsAreRightToTheLastPlace() {
    var random = SeededRandom(4)
    for _ in 0..<40000 {
      let x = positive(&random)
      #expect(unitsApart(isoloss_log(x), log(x)) <= 1, "\(x)")
      #expect(unitsApart(isoloss_log2(x), log2(x)) <= 2, "\(x)")
      #expect(unitsApart(isoloss_log10(x), log10(x)) <= 2, "\(x)")
    }
  }

  @Test func logarithmsOfPowersOfTheBaseAreWhole() {
    for power in -1074...1023 { #expect(isoloss_log2(scalbn(1, power)) == Double(power)) }
    for power in -300...308 { #expect(isoloss_log10(Double("1e\(power)") ?? 0) == Double(power)) }
  }

  @Test func powersFollowTheLogarithm() {
    var random = SeededRandom(5)
    for _ in 0..<20000 {
      let (base, exponent) = (positive(&random), random.uniform(-3, 3))
      let expected = pow(base, exponent)
      guard expected.isNormal else { continue }
      #expect(unitsApart(isoloss_power(base, exponent), expected) <= 3 + abs(log(expected)))
    }
  }

  @Test(arguments: [
    (-2.0, 2.0, 4.0), (-2, 3, -8), (-2, -1, -0.5), (-1.5, 5, -7.59375), (-1.5, 4, 5.0625), (0, 3, 0),
    (0, -1, .infinity), (0, 0, 1), (-2, 0.5, .nan), (-8, 1.0 / 3, .nan), (.nan, 2, .nan), (9, 0.5, 3),
    (-.infinity, 3, -.infinity), (.infinity, -2, 0),
  ])
  func powersOfOtherBases(base: Double, exponent: Double, expected: Double) {
    let found = isoloss_power(base, exponent)
    #expect(expected.isNaN ? found.isNaN : abs(found - expected) <= 4 * expected.ulp || found == expected)
  }

  @Test func theEndsOfTheRange() {
    #expect(isoloss_exp(0) == 1)
    #expect(isoloss_exp(1000) == .infinity)
    #expect(isoloss_exp(-1000) == 0)
    #expect(isoloss_exp(.infinity) == .infinity)
    #expect(isoloss_exp(-.infinity) == 0)
    #expect(isoloss_exp(.nan).isNaN)
    #expect(isoloss_exp(-708.5) == 0)
    #expect(isoloss_exp(709.7).isFinite)
    for logarithm in [isoloss_log, isoloss_log2, isoloss_log10] {
      #expect(logarithm(1) == 0)
      #expect(logarithm(0) == -.infinity)
      #expect(logarithm(-1).isNaN)
      #expect(logarithm(.infinity) == .infinity)
      #expect(logarithm(.nan).isNaN)
    }
    let least = Double.leastNonzeroMagnitude
    #expect(unitsApart(isoloss_log(least), log(least)) <= 1)
  }

  /// The bits of some results: they may not depend on the processor, nor change with a compiler.
  @Test(arguments: [
    (0.1, 0x3FF1_AEC7_B35A_00D4, 0xC002_6BB1_BBB5_5515),
    (-3.7, 0x3F99_511F_C687_1044, 0x7FF8_0000_0000_0000),
    (17.25, 0x417D_9429_5464_477B, 0x4006_C851_BBAB_187E),
  ])
  func resultsHaveTheseBits(x: Double, exponential: UInt64, logarithm: UInt64) {
    #expect(isoloss_exp(x).bitPattern == exponential)
    #expect(x < 0 || isoloss_log(x).bitPattern == logarithm)
  }
}
