import Diagnostics
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

@Suite struct FormatGoldenTests {
  /// Of all layouts of so many bits the one with the least loss: exponent and mantissa bits besides the sign.
  @Test(arguments: [(4, 2, 1), (8, 4, 3), (16, 8, 7)])
  func bestLayoutsOfCapybara(bits: Int, exponent: Int, mantissa: Int) throws {
    let loss = try function("capybara")
    let best = try #require(
      (0..<bits).min { left, right in
        func value(_ e: Int) -> Double {
          loss(["N": 6e8, "D": 1e11, "B": 128, "E": Double(e), "M": Double(bits - 1 - e)])
        }
        return value(left) < value(right)
      })
    #expect(best == exponent && bits - 1 - best == mantissa)
  }

  /// dL/dD = 0 at [d·γ·N^α (E+½)^δ (M+½)^ν / log₂B]^(1/2β).
  @Test func criticalTokensOfCapybara() throws {
    let loss = try function("capybara")
    let at = ["N": 1e8, "B": 32.0, "E": 2, "M": 1]
    let logTokens = minimum(over: 18...40) { loss(at.merging(["D": exp($0)]) { $1 }) }
    let closed = pow(
      68973.0621 * 11334.5197 * pow(1e8, 0.2368) * pow(2.5, 3.1926) * pow(1.5, 2.9543) / 5, 1 / (2 * 0.5162))
    #expect(abs(exp(logTokens) / closed - 1) < 1e-4)
  }

  /// Printed whole, and still refused: the units that go with k are not known.
  @Test(arguments: ["w4a4", "w4a16", "w16a4", "w4a4-fc2", "w16a4-fc2"])
  func chenIsNotComputedWith(format: String) throws {
    let entry = try entry("chen-qat")
    let set = try #require(entry.constants.first { $0.name == "chen-qat-\(format)" })
    #expect(entry.unpublished(in: set).isEmpty)
    #expect(entry.parameters.contains { $0.published == nil })
    let error = #expect(throws: DiagnosticError.self) { try LawCatalogue.published(set.name) }
    #expect(error?.diagnostics.map(\.code) == ["E0551"])
    #expect(error?.diagnostics.first?.message.contains("units of N and D") == true)
  }

  @Test func everyPrintedDigitOfChen() throws {
    let sets = try entry("chen-qat").constants
    #expect(
      sets.allSatisfy { $0.values.prefix(5).map(\.value) == [237.7042, 0.3022, 596.2490, 0.3022, 1.9279] })
    // k, γD, γG, γN
    #expect(
      sets.map { $0.values.dropFirst(5).map(\.value) } == [
        [0.1582, 0.0745, 0.7779, 0.2186], [0.2522, 0.1610, 0.3533, 0.3589], [0.1004, 0.0331, 0.9812, 0.1816],
        [0.3519, 0.0964, 0.3407, 0.2637], [0.1273, 0.0827, 0.4491, 0.2347],
      ])
  }

  /// ρ = R·tanh(F·log_¼ GMSE)^C, against the library's hyperbolic tangent.
  @Test(arguments: [0.5, 0.1, 1e-3])
  func capacityIsATangent(error: Double) throws {
    let law = try entry("capacity")
    #expect(law.constants.isEmpty)
    let constants = ["A": 1.0, "alpha": 1, "B": 1, "beta": 1, "E": 1, "R": 0.9, "F": 0.7, "C": 1.3]
    let value = try law.value(of: "rho", parameters: constants, variables: ["GMSE": error])
    #expect(abs(value - 0.9 * pow(tanh(0.7 * log(error) / log(0.25)), 1.3)) < 1e-12)
  }
}
