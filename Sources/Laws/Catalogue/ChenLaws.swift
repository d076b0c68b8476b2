/// Chen et al.: quantisation-aware training with groups that share a scale.
enum ChenLaws {
  static let sources = [training]

  private static let training = LawSource(
    name: "chen-qat", title: "Loss of quantisation-aware training, by the size of groups", group: .inTraining,
    text: """
      L = A/N^alpha + B/D^beta + E + delta
      delta = k*D^gamma_D*log2(G)^gamma_G/N^gamma_N
      """,
    parameters: Symbols.tiedBase + [
      LawParameter(name: "k", meaning: "weight of the damage", range: 1e-6...1e4),
      Symbols.exponent("gamma_D", of: "data in the damage"),
      LawParameter(name: "gamma_G", meaning: "exponent of the group's logarithm", range: 0.01...5),
      Symbols.exponent("gamma_N", of: "size in the damage"),
    ],
    variables: [
      Symbols.size, Symbols.tokens, LawVariable(name: "G", meaning: "numbers that share a scale"),
    ],
    citation: "chen2025", domain: [("G > 1", "with one number a scale the damage is zero")],
    caveats: [
      "One fit a format: the law has no bits in it.",
      "Damages of weights and activations add up: that of W4A4 is 0.906 of the sum of those of W4A16 and W16A4. Kumar et al. multiply.",
      "The damage grows without limit in D.", UnitRemark.loss,
    ],
    constants: [
      set("w4a4", "weights and activations of 4 bits", 0.1582, n: 0.2186, d: 0.0745, g: 0.7779),
      set("w4a16", "weights of 4 bits", 0.2522, n: 0.3589, d: 0.1610, g: 0.3533),
      set("w16a4", "activations of 4 bits", 0.1004, n: 0.1816, d: 0.0331, g: 0.9812, text: ".9821"),
      set(
        "w4a4-fc2", "weights and activations of 4 bits, inputs of the second linear layer of 8", 0.3519,
        n: 0.2637, d: 0.0964, g: 0.3407),
      set(
        "w16a4-fc2", "activations of 4 bits, inputs of the second linear layer of 8", 0.1273, n: 0.2347,
        d: 0.0827, g: 0.4491, text: ".4471"),
    ])

  private static func set(
    _ name: String, _ what: String, _ k: Double, n: Double, d: Double, g: Double, text: String? = nil
  ) -> LawSource.Constants {
    LawSource.Constants(
      name: "chen-qat-\(name)", title: "Chen et al., \(what)",
      values: [
        PublishedConstant("A", 237.7042), PublishedConstant("alpha", 0.3022),
        PublishedConstant("B", 596.2490), PublishedConstant("beta", 0.3022), PublishedConstant("E", 1.9279),
        PublishedConstant("k", k), PublishedConstant("gamma_D", d),
        PublishedConstant("gamma_G", g, note: text.map { "the text once has \($0)" }),
        PublishedConstant("gamma_N", n),
      ], runs: ["N >= 7.4e7 and N <= 5.95e8", "D >= 1e10 and D <= 1e11", "G >= 32"],
      caveats: ["268 runs; checked on models of 973 million parameters at 100 and 200 billion tokens."],
      obstacle: "the units of N and D that go with k are not restated in print")
  }
}
