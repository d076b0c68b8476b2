/// Sun et al., "Capybara": training in floating point, with exponent, mantissa and block of the format.
enum SunLaws {
  static let sources = [capybara]

  private static let capybara = LawSource(
    name: "capybara", title: "Loss of training in floating point, by exponent, mantissa and block",
    group: .inTraining,
    text: "L = n/N^alpha + d/D^beta + epsilon + D^beta/N^alpha*log2(B)/(gamma*(E + 0.5)^delta*(M + 0.5)^nu)",
    parameters: [
      Symbols.weight("n", "weight of the size term"), Symbols.exponent("alpha", of: "size"),
      Symbols.weight("d", "weight of the data term"), Symbols.exponent("beta", of: "data"),
      LawParameter(name: "epsilon", meaning: "irreducible loss", unit: "nats per token", range: 1e-3...20),
      Symbols.weight("gamma", "what divides the loss by the format"),
      LawParameter(name: "delta", meaning: "exponent of exponent bits", range: 0.01...20),
      LawParameter(name: "nu", meaning: "exponent of mantissa bits", range: 0.01...20),
    ],
    variables: [
      Symbols.size, Symbols.tokens, LawVariable(name: "B", meaning: "numbers that share a scale"),
      LawVariable(name: "E", meaning: "exponent bits", unit: "bits"),
      LawVariable(name: "M", meaning: "mantissa bits", unit: "bits"),
    ],
    citation: "sun2025",
    domain: [
      ("B > 1", "with one number a scale the loss by the format is zero"),
      ("E >= 0 and M >= 0", "bits below zero"),
    ],
    caveats: [
      "The loss by the format grows with D: beyond some number of tokens more of them make the model worse.",
      "One retelling has gamma as a power of the logarithm; its size, and the critical number of tokens, say that it divides.",
      UnitRemark.loss,
    ],
    constants: [
      LawSource.Constants(
        title: "Sun et al., 366 runs",
        values: [
          PublishedConstant("n", 69.2343), PublishedConstant("alpha", 0.2368),
          PublishedConstant("d", 68973.0621), PublishedConstant("beta", 0.5162),
          PublishedConstant("epsilon", 1.9061), PublishedConstant("gamma", 11334.5197),
          PublishedConstant("delta", 3.1926), PublishedConstant("nu", 2.9543),
        ], runs: ["N >= 4.1e7 and N <= 6.79e8"], caveats: ["Checked on models of 1.2 billion parameters."])
    ])
}
