/// Ouyang et al.: quantisation-induced degradation as a power law in size, data and bits.
enum OuyangLaws {
  static let sources = [degradation]

  static let checkpoints = "Fitted to intermediate checkpoints, whose learning rate had not decayed."
  /// Pythia, 160 million to 12 billion parameters, 1 to 206 billion tokens.
  static let runs = ["N >= 1.6e8 and N <= 1.2e10", "D >= 1e9 and D <= 2.06e11"]

  private static let degradation = LawSource(
    name: "qid", title: "Loss added by quantising after training, a power of the bits", group: .afterTraining,
    text: "delta = k*D^beta/(N^alpha*P_post^gamma)",
    parameters: [
      LawParameter(name: "k", meaning: "weight of the damage", range: 1e-8...1e4),
      Symbols.exponent("beta", of: "data"), Symbols.exponent("alpha", of: "size"),
      LawParameter(name: "gamma", meaning: "exponent of bits", range: 0.1...20),
    ],
    variables: [
      Symbols.tokens, Symbols.size, Symbols.bits("P_post", of: "the weights after quantisation"),
    ],
    citation: "ouyang2024",
    caveats: [
      checkpoints, "A power of P where Kumar et al. have an exponential.",
      "The damage grows without limit in D.", UnitRemark.loss,
    ],
    constants: [
      LawSource.Constants(
        title: "Ouyang et al., all bits together, GPTQ on Pythia",
        values: [
          PublishedConstant("k", 0.017), PublishedConstant("beta", 0.5251),
          PublishedConstant("alpha", 0.2261), PublishedConstant("gamma", 5.4967),
        ], runs: runs + ["P_post >= 2 and P_post <= 4"]),
      LawSource.Constants(
        name: "qid-single-factor", title: "Ouyang et al., each exponent from a fit of its own",
        values: [
          PublishedConstant("beta", 0.5316), PublishedConstant("alpha", 0.2276),
          PublishedConstant("gamma", 5.4812),
        ], runs: runs + ["P_post >= 2 and P_post <= 4"],
        caveats: ["The weights of the three fits are not on record here."]),
    ])
}

/// What has to be said where a source leaves out units.
enum UnitRemark {
  static let loss = "The unit of the loss is not restated in print; cross-entropy in nats per token is meant."
}
