import Fitting
import Testing

/// Quantiles of the standard normal distribution.
@Suite struct NormalDistributionTests {
  /// Against an implementation of algorithm AS 241 (Wichura 1988).
  @Test(
    arguments: [
      (0.5, 0.0), (0.975, 1.959963984540054), (0.8413447460685429, 1), (1e-10, -6.361340902404056),
      (1 - 0.9986501019683699, -3),
    ] as [(Double, Double)])
  func quantiles(probability: Double, quantile: Double) {
    #expect(abs(NormalDistribution.quantile(probability) - quantile) < 1e-12)
  }

  @Test(arguments: [0.4, 0.1, 1e-3, 1e-6])
  func areSymmetric(probability: Double) {
    let sum = NormalDistribution.quantile(probability) + NormalDistribution.quantile(1 - probability)
    #expect(abs(sum) < 1e-9)
  }

  @Test func endsAndWhatIsNoProbability() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(1.5).isNaN)
  }
}
