import Expressions
import Foundation
import Laws
import Testing

/// Consequences of the constants of "Scaling Laws for Precision", worked out independently of this program.
@Suite struct KumarGoldenTests {
  /// Where each factor reaches zero, in bits: the shift times the scale.
  @Test(arguments: [("weights", "w", "0.81"), ("activations", "a", "3.11"), ("kv", "kv", "2.32")])
  func emptyBelow(part: String, index: String, printed: String) throws {
    let constants = published(try entry("kumar-effective-\(part)"))
    let bits = (constants["n_\(index)"] ?? .nan) * (constants["gamma_\(index)"] ?? .nan)
    #expect(bits.rounds(to: printed))
    let loss = try function("kumar-effective-\(part)")
    #expect(loss(["N": 3e7, "D": 13.1e9, "P_\(index)": bits - 0.01]) == .infinity)
    #expect(loss(["N": 3e7, "D": 13.1e9, "P_\(index)": bits + 0.01]).isFinite)
  }

  /// Three parts of 4 bits need so many times the parameters; without the shift it would be 1.57.
  @Test func parametersThatFourBitsCost() throws {
    let law = try entry("kumar-effective")
    let four = ["N": 1.0, "D": 1, "P_w": 4, "P_a": 4, "P_kv": 4]
    let shifted = try law.value(of: "N_eff", parameters: published(law), variables: four)
    #expect((1 / shifted).rounds(to: "5.24"))
    let none = published(law).merging(["n_w": 0, "n_a": 0, "n_kv": 0]) { $1 }
    #expect((1 / (try law.value(of: "N_eff", parameters: none, variables: four))).rounds(to: "1.57"))
  }

  /// Size times bits held, 16 billion tokens.
  @Test(
    arguments: [
      (1.76e9, 4, "3.171"), (1.17e9, 6, "3.092"), (880e6, 8, "3.091"), (440e6, 16, "3.140"),
      (220e6, 32, "3.230"),
    ] as [(Double, Double, String)])
  func sizeTimesBitsHeld(size: Double, bits: Double, printed: String) throws {
    let loss = try function("kumar-effective")
    #expect(loss(["N": size, "D": 16e9, "P_w": bits, "P_a": bits, "P_kv": bits]).rounds(to: printed))
  }

  /// Compute-optimal parameters and tokens relative to 16 bits, and how much further the same compute goes.
  @Test(
    arguments: [
      (4, "4.56", "0.88", "0.77"), (5, "2.73", "1.17", "1.38"), (6, "2.08", "1.28", "1.64"),
      (7, "1.75", "1.31", "1.70"), (8, "1.55", "1.29", "1.67"), (12, "1.17", "1.14", "1.30"),
    ] as [(Double, String, String, String)])
  func allocation(bits: Double, size: String, tokens: String, compute: String) throws {
    let here = try best(bits: bits, compute: 1e20)
    let full = try best(bits: 16, compute: 1e20)
    #expect((here.size / full.size).rounds(to: size))
    #expect((here.tokens / full.tokens).rounds(to: tokens))
    let share = try function("kumar-effective", of: "N_eff")
    func worth(_ bits: Double) -> Double {
      share(["N": 1, "D": 1, "P_w": bits, "P_a": bits, "P_kv": bits]) / bits
    }
    #expect((worth(bits) / worth(16)).rounds(to: compute))
  }

  /// The best width costs little to miss: within 1 % of the best effective parameters a bit.
  @Test func theOptimumIsFlat() throws {
    let share = try function("kumar-effective", of: "N_eff")
    func worth(_ bits: Double) -> Double {
      share(["N": 1, "D": 1, "P_w": bits, "P_a": bits, "P_kv": bits]) / bits
    }
    let top = worth(minimum(over: 4...16) { -worth($0) })
    let near = stride(from: 4.0, to: 12, by: 0.01).filter { worth($0) >= 0.99 * top }
    let (low, high) = (try #require(near.first), try #require(near.last))
    #expect(abs(low - 6.45) < 0.011 && abs(high - 7.65) < 0.011)
  }

  /// The best width of a model of a given size at the compute of 15 trillion tokens in 16 bits.
  @Test(arguments: [(8e9, "13.8"), (70e9, "11.0"), (405e9, "8.9")])
  func bestWidthAtFixedSize(size: Double, printed: String) throws {
    let loss = try function("kumar-effective")
    let compute = 6 * size * 15e12
    let bits = minimum(over: 4...30) { bits in
      loss(["N": size, "D": compute * 16 / 6 / size / bits, "P_w": bits, "P_a": bits, "P_kv": bits])
    }
    #expect(bits.rounds(to: printed))
  }

  /// Bits for each ten times the compute at a fixed size, by the slowest exponential.
  @Test(arguments: [("gamma_a", "2.53"), ("gamma_w", "3.06")])
  func bitsPerDecade(scale: String, printed: String) throws {
    let constants = published(try entry("kumar-effective"))
    let slope = (constants["beta"] ?? .nan) * (constants[scale] ?? .nan) * log(10)
    #expect(slope.rounds(to: printed))
  }

  /// Critical tokens per parameter in 3, 4, 5 bits.
  @Test(arguments: [(30e6, ["177", "959", "5185"]), (220e6, ["48", "259", "1400"])])
  func criticalTokensPerParameter(size: Double, printed: [String]) throws {
    let (base, damage) = try (function("kumar-base"), function("kumar-ptq"))
    for (bits, text) in zip([3.0, 4, 5], printed) {
      let logTokens = minimum(over: 18...32) { logTokens in
        let values = ["N": size, "D": exp(logTokens), "P_post": bits]
        return base(values) + damage(values)
      }
      #expect((exp(logTokens) / size).rounds(to: text), "\(bits) bits")
    }
  }

  /// Trained in 16 bits and with rates so high that nothing protects, the unified law adds the damage as it stands.
  @Test func theUnifiedLawJoinsTheOthers() throws {
    let law = try entry("kumar-unified")
    let high = published(law).merging(["C_w": 20, "C_a": 20, "C_kv": 20]) { $1 }
    let trained = ["N": 220e6, "D": 13.1e9, "P_w": 16, "P_a": 16, "P_kv": 16, "P_post": 3]
    let (training, damage) = try (function("kumar-effective"), function("kumar-ptq"))
    let effective = try law.value(of: "N_eff", parameters: high, variables: trained)
    let expected = training(trained) + damage(["N": effective, "D": 13.1e9, "P_post": 3])
    #expect(abs(try law.value(parameters: high, variables: trained) - expected) < 1e-12)
    // Nothing is lost when a model is quantised to what it was trained in, or to more.
    for bits in [6.0, 5, 4] {
      let same = trained.merging(["P_w": 5, "P_a": 5, "P_kv": 5, "P_post": bits]) { $1 }
      let added = try law.value(of: "delta", parameters: high, variables: same)
      #expect(bits >= 5 ? added == 0 : added > 0)
    }
  }

  private func best(bits: Double, compute: Double) throws -> (size: Double, tokens: Double) {
    let loss = try function("kumar-effective")
    func tokens(_ size: Double) -> Double { compute * 16 / 6 / size / bits }
    let size = exp(
      minimum(over: 12...28) { logSize in
        let size = exp(logSize)
        return loss(["N": size, "D": tokens(size), "P_w": bits, "P_a": bits, "P_kv": bits])
      })
    return (size, tokens(size))
  }
}
