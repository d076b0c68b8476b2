import Expressions
import Foundation
import TestSupport
import Testing

/// Exponential and logarithm as formulas compute them.
struct VectorFunctionTests {
  private func unitsApart(_ found: Double, _ expected: Double) -> Double {
    abs(found - expected) / expected.ulp
  }

  @Test func exponentialsAreRightToTheLastPlace() {
    var random = SeededRandom(3)
    for _ in 0..<20000 {
      let x = random.uniform(-700, 700) * random.uniform(0, 1)
      // The C library's result is within half a unit, give or take a hundredth.
      #expect(unitsApart(x.naturalExponential, exp(x)) <= 1, "\(x)")
    }
  }

  @Test func logarithmsAreRightToTheLastPlace() {
    var random = SeededRandom(4)
    for _ in 0..<20000 {
      let x = random.below(2) == 0 ? random.uniform(0.3, 3) : exp(random.uniform(-700, 700))
      #expect(unitsApart(x.naturalLogarithm, log(x)) <= 1, "\(x)")
    }
  }

  @Test func theEndsOfTheRange() {
    #expect((0.0).naturalExponential == 1)
    #expect((1000.0).naturalExponential == .infinity)
    #expect((-1000.0).naturalExponential == 0)
    #expect(Double.infinity.naturalExponential == .infinity)
    #expect((-Double.infinity).naturalExponential == 0)
    #expect(Double.nan.naturalExponential.isNaN)
    #expect((-708.5).naturalExponential == 0)
    #expect((709.7).naturalExponential.isFinite)
    #expect((1.0).naturalLogarithm == 0)
    #expect((0.0).naturalLogarithm == -.infinity)
    #expect((-1.0).naturalLogarithm.isNaN)
    #expect(Double.infinity.naturalLogarithm == .infinity)
    #expect(Double.nan.naturalLogarithm.isNaN)
    #expect(unitsApart(Double.leastNonzeroMagnitude.naturalLogarithm, log(Double.leastNonzeroMagnitude)) <= 1)
  }

  /// The bits of some results: they may not depend on the processor, nor change with a compiler.
  @Test(arguments: [
    (0.1, 0x3FF1_AEC7_B35A_00D3, 0xC002_6BB1_BBB5_5515),
    (-3.7, 0x3F99_511F_C687_1044, 0x7FF8_0000_0000_0000),
    (17.25, 0x417D_9429_5464_477B, 0x4006_C851_BBAB_187E),
  ])
  func resultsHaveTheseBits(x: Double, exponential: UInt64, logarithm: UInt64) {
    #expect(x.naturalExponential.bitPattern == exponential)
    #expect(x < 0 || x.naturalLogarithm.bitPattern == logarithm)
  }
}
