import Foundation
import Laws
import Testing

/// Laws of other papers against what is on record for them.
@Suite struct RivalGoldenTests {
  @Test func everyPrintedDigitOfChinchilla() throws {
    let sets = try entry("chinchilla").constants
    #expect(
      sets.map { $0.values.map(\.value) } == [
        [406.4, 0.34, 410.7, 0.28, 1.69], [406.4, 0.3392, 410.7, 0.2849, 1.6934],
        [482.01, 0.3478, 2085.43, 0.3658, 1.8172],
      ])
  }

  @Test func muennighoffPrintsLogarithms() throws {
    let constants = try #require(try entry("muennighoff").constants.first)
    for (name, text) in [("A", "521"), ("B", "1488"), ("E", "1.87"), ("alpha", "0.3526596")] {
      #expect(constants[name]?.value.rounds(to: text) == true, "\(name)")
    }
    // Fresh tokens only: the plain law. Each pass adds less; no number of passes adds more than R* passes' worth.
    let fresh = try function("muennighoff", of: "D_u")
    #expect(fresh(["U_D": 1e9, "R_D": 0]) == 1e9)
    #expect(abs(fresh(["U_D": 1e9, "R_D": 1e6]) / 1e9 - (1 + 15.387756)) < 1e-9)
    let loss = try function("muennighoff")
    let (a, b, e) = (exp(6.255414), exp(7.3049974), exp(0.6254804))
    let expected = e + a / pow(1e8, 0.3526596) + b / pow(2e9, 0.3526596)
    #expect(abs(loss(["U_N": 1e8, "R_N": 0, "U_D": 2e9, "R_D": 0]) - expected) < 1e-9)
  }

  @Test func degradationOfOuyang() throws {
    let loss = try function("qid")
    let expected = 0.017 * pow(2.06e11, 0.5251) / (pow(1.2e10, 0.2261) * pow(4, 5.4967))
    #expect(abs(loss(["N": 1.2e10, "D": 2.06e11, "P_post": 4]) / expected - 1) < 1e-12)
    let base = try function("qid-base")
    let plain = pow(pow(4.74e19 / 1e9, 0.045 / 0.399) + 7.63e10 / 1e11, 0.399)
    #expect(abs(base(["N": 1e9, "D": 1e11]) - plain) < 1e-12)
    let single = try #require(try entry("qid").constants.first { $0.name == "qid-single-factor" })
    #expect(single.values.map(\.value) == [0.5316, 0.2276, 5.4812])
  }
}
