import Expressions
import Foundation
import Laws
import Testing

/// The catalogue with the published constants against values that were worked out independently from the paper.
@Suite struct PublishedLawTests {
  @Test(
    arguments: [
      (3, "0.5587", "0", "0.5102", "0"), (4, "0.6964", "0.3314", "0.8276", "0.1910"),
      (5, "0.7911", "0.5747", "0.9393", "0.4271"), (6, "0.8563", "0.7295", "0.9786", "0.6113"),
      (7, "0.9011", "0.8279", "0.9925", "0.7404"), (8, "0.9320", "0.8906", "0.9974", "0.8278"),
      (12, "0.9847", "0.9821", "1.0000", "0.9671"), (16, "0.9966", "0.9971", "1.0000", "0.9937"),
    ] as [(Double, String, String, String, String)])
  func factorsOfEffectiveParameters(bits: Double, w: String, a: String, kv: String, product: String) throws {
    let law = try entry("kumar-effective")
    for (definition, printed) in [("f_w", w), ("f_a", a), ("f_kv", kv)] {
      let value = try law.value(of: definition, parameters: published(law), variables: precision(bits))
      #expect(value.rounds(to: printed), "\(definition) at \(bits) bits is \(value)")
    }
    let effective = try law.value(of: "N_eff", parameters: published(law), variables: precision(bits))
    #expect((effective / 30e6).rounds(to: product))
  }

  @Test(
    arguments: [
      (30e6, "3.76963", "4.04903", "3.93372", "3.99421", "4.00039"),
      (220e6, "3.24599", "3.34989", "3.30701", "3.32950", "3.33180"),
    ])
  func losses(size: Double, base: String, w3: String, w4: String, mixed: String, six: String) throws {
    let (plain, weights, all) = try (
      entry("kumar-base"), entry("kumar-effective-weights"), entry("kumar-effective")
    )
    var values = ["N": size, "D": 13.1e9]
    #expect(try plain.value(parameters: published(plain), variables: values).rounds(to: base))
    for (bits, printed) in [(3.0, w3), (4, w4)] {
      values["P_w"] = bits
      #expect(try weights.value(parameters: published(weights), variables: values).rounds(to: printed))
    }
    for ((w, a, kv), printed) in [((4.0, 8.0, 8.0), mixed), ((6, 6, 6), six)] {
      let values = ["N": size, "D": 13.1e9, "P_w": w, "P_a": a, "P_kv": kv]
      #expect(try all.value(parameters: published(all), variables: values).rounds(to: printed))
    }
  }

  @Test(
    arguments: [
      (30e6, [".41385", ".07614", ".01401", ".00258"]), (220e6, [".20858", ".03838", ".00706", ".00130"]),
    ])
  func damageAfterTraining(size: Double, printed: [String]) throws {
    let law = try entry("kumar-ptq")
    for (bits, text) in zip(3.0..., printed, step: 1) {
      let value = try law.value(
        parameters: published(law), variables: ["N": size, "D": 13.1e9, "P_post": bits])
      #expect(value.rounds(to: text))
    }
  }

  /// More data than this makes the quantised model worse: the minimum of base loss plus damage over D.
  @Test(
    arguments: [
      (30e6, ["5.32e9", "2.88e10", "1.56e11", "8.41e11"]),
      (220e6, ["1.05e10", "5.70e10", "3.08e11", "1.66e12"]),
      (8e9, ["3.6e10", "1.95e11", "1.06e12", "5.7e12"]),
    ])
  func criticalData(size: Double, printed: [String]) throws {
    let (base, damage) = try (function("kumar-base"), function("kumar-ptq"))
    for (bits, text) in zip(3.0..., printed, step: 1) {
      let logTokens = minimum(over: 18...32) { logTokens in
        let values = ["N": size, "D": exp(logTokens), "P_post": bits]
        return base(values) + damage(values)
      }
      #expect(exp(logTokens).rounds(to: text), "\(exp(logTokens)) at \(bits) bits")
    }
  }

  /// With cost in proportion to N·D·P the best width is where N_eff/P is greatest, whatever the budget.
  @Test func bestPrecision() throws {
    let separate = try entry("kumar-effective")
    let tied = try entry("kumar-effective-tied")
    func best(_ law: Law, _ constants: [String: Double]) throws -> Double {
      let formula = try CompiledFormula(law.formula, target: "N_eff", parameters: law.parameters.map(\.name))
      let parameters = law.parameters.map { constants[$0.name] ?? .nan }
      return minimum(over: 1...16) { bits in
        let values = formula.variables.map { $0 == "N" ? 1 : bits }
        return -formula.value(parameters: parameters, variables: values) / bits
      }
    }
    func unshifted(_ law: Law) -> [String: Double] {
      published(law).merging(["n": 0, "n_w": 0, "n_a": 0, "n_kv": 0]) { $1 }
    }
    #expect(try best(separate, published(separate)).rounds(to: "7.00"))
    #expect(try best(tied, published(tied)).rounds(to: "7.64"))
    #expect(try best(separate, unshifted(separate)).rounds(to: "3.47"))
    #expect(try best(tied, unshifted(tied)).rounds(to: "3.71"))
  }

  /// The tied law's constants are the means of the three parts'.
  @Test func meansOfTheParts() throws {
    let tied = try published(entry("kumar-effective-tied"))
    #expect((tied["gamma"] ?? .nan).rounds(to: "1.9475"))
    #expect((tied["n"] ?? .nan).rounds(to: "1.3765"))
  }

  /// Compute-optimal tokens per parameter at 16 bits: (B/A)^(1/α).
  @Test func tokensPerParameter() throws {
    let base = try published(entry("kumar-base"))
    let (a, b, alpha) = (base["A"] ?? .nan, base["B"] ?? .nan, base["alpha"] ?? .nan)
    #expect(exp(log(b / a) / alpha).rounds(to: "18.0"))
  }

  @Test func hoffmannAtChinchillaScale() throws {
    let law = try LawCatalogue.published("chinchilla-hoffmann")
    let loss = try law.value(parameters: published(law), variables: ["N": 70e9, "D": 1.4e12])
    #expect(loss.rounds(to: "1.94"))
    #expect(law.lossUnit == "nats per token")
  }

  /// Where a factor falls to zero nothing is left of the parameters: infinite, never a number from a negative base.
  @Test(arguments: [1.0, 2, 3]) func isInfiniteBelowTheDomain(bits: Double) throws {
    let law = try entry("kumar-effective")
    #expect(try law.value(parameters: published(law), variables: precision(bits)) == .infinity)
    let tied = try entry("kumar-effective-tied")
    let loss = try tied.value(parameters: published(tied), variables: ["N": 1e8, "D": 1e9, "P": bits - 0.5])
    #expect(loss == .infinity)
  }

  private func precision(_ bits: Double) -> [String: Double] {
    ["N": 30e6, "D": 13.1e9, "P_w": bits, "P_a": bits, "P_kv": bits]
  }
}

private func zip(_ from: PartialRangeFrom<Double>, _ texts: [String], step: Double) -> [(Double, String)] {
  texts.enumerated().map { (from.lowerBound + Double($0.offset) * step, $0.element) }
}
