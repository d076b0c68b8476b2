import Fitting
import Testing

@Suite struct StudentDistributionTests {
  // From tables of the distribution: t of a two-sided probability.
  @Test(
    "probabilities are those of the tables",
    arguments: [
      (1, 12.706204736, 0.05), (2, 4.302652730, 0.05), (3, 3.182446305, 0.05), (4, 2.776445105, 0.05),
      (5, 4.032142984, 0.01), (9, 2.262157163, 0.05), (10, 3.169272673, 0.01), (29, 2.045229642, 0.05),
      (30, 2.042272456, 0.05), (120, 2.617421145, 0.01),
    ])
  func tables(degrees: Int, t: Double, probability: Double) {
    for side in [t, -t] {
      let found = StudentDistribution.probability(beyond: side, degrees: degrees)
      #expect(abs(found / probability - 1) < 1e-6)
    }
    #expect(StudentDistribution.probability(beyond: 0, degrees: degrees) == 1)
    #expect(StudentDistribution.probability(beyond: 1e9, degrees: degrees) < 1e-6)
  }

  @Test("what is no distribution has no probability")
  func nothing() {
    #expect(StudentDistribution.probability(beyond: 1, degrees: 0).isNaN)
    #expect(StudentDistribution.probability(beyond: .nan, degrees: 3).isNaN)
  }

  @Test("Holm multiplies the least by the number of tests, and never falls")
  func holm() {
    #expect(MultipleTests.holm([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(MultipleTests.holm([0.9, 0.8]) == [1, 1])
    #expect(MultipleTests.holm([]).isEmpty)
  }
}
