/// "Scaling Laws for Precision": what quantising a trained model's weights adds to its loss.
enum KumarQuantisation {
  static let sources = [damage]

  /// Shared by the law of the damage alone and by the unified law.
  static let parameters = [
    LawParameter(name: "C_T", meaning: "weight of the damage", range: 1e-8...1e6),
    LawParameter(name: "gamma_D", meaning: "exponent of data in the damage", range: 0.01...3),
    LawParameter(name: "gamma_N", meaning: "exponent of size in the damage", range: 0.01...3),
    LawParameter(
      name: "gamma_post", meaning: "bits that divide the damage by e", unit: "bits", range: 0.05...8),
    LawParameter(name: "b", meaning: "shift of the exponent", range: -5...5),
  ]

  private static let damage = LawSource(
    name: "kumar-ptq", title: "Loss added by quantising weights after training", group: .afterTraining,
    text: "delta = C_T * D^gamma_D / N^gamma_N * exp(-P_post/gamma_post + b)", parameters: parameters,
    variables: [
      Symbols.tokens, Symbols.size, Symbols.bits("P_post", of: "the weights after quantisation"),
    ],
    citation: "kumar2024",
    caveats: [
      KumarConstants.onlyProduct, KumarConstants.meaningOfB, KumarConstants.schedule,
      "The exponents of data and size are read as one power of D/N by the authors; 0.507 and 0.344 differ: test it.",
      "The damage grows without limit in D.",
    ],
    constants: [
      LawSource.Constants(
        title: "Kumar et al., table 2, GPTQ of models trained in BF16", values: KumarConstants.damage,
        runs: KumarConstants.runs + ["P_post >= 2 and P_post <= 8"],
        caveats: ["Refits for AWQ and for rounding were made, without constants in print."])
    ])
}
