/// "Scaling Laws for Precision": training in low precision and quantising afterwards in one law.
enum KumarUnified {
  static let sources = [all, weights]

  private static let order =
    "the model is quantised to more bits than it was trained in, where the law is not given"
  private static let unpublished = """
    Training in few bits makes a model robust to quantisation at the rates C; the paper prints no values of them, so its \
    predictions cannot be computed. All other constants stand in table 2.
    """
  private static let clamp = """
    A part trained in fewer bits than P_post would have a negative factor; the paper does not say what then holds. Each \
    factor is kept between 0 and 1 here.
    """
  private static let caveats = [
    clamp, KumarConstants.shift, KumarConstants.meaningOfB, KumarConstants.onlyProduct,
    KumarConstants.tiedExponents, KumarConstants.schedule,
  ]

  private static let all = LawSource(
    name: "kumar-unified", title: "Loss of training in low precision and quantising afterwards",
    group: .unified,
    text: """
      L = A*N_eff^(-alpha) + B*D^(-beta) + E + delta
      delta = C_T * D^gamma_D / N_eff^gamma_N * exp(-P_post/gamma_post + b) * r_w*r_a*r_kv
      r_w = max(0, 1 - exp(-C_w*(P_w - P_post)))
      r_a = max(0, 1 - exp(-C_a*(P_a - P_post)))
      r_kv = max(0, 1 - exp(-C_kv*(P_kv - P_post)))
      """ + "\n" + KumarTraining.factors,
    parameters: Symbols.base + KumarTraining.parts + KumarQuantisation.parameters + [
      robustness("C_w", "weights"), robustness("C_a", "activations"),
      robustness("C_kv", "keys and values"),
    ],
    variables: [
      Symbols.size, Symbols.bits("P_w", of: "weights in training"),
      Symbols.bits("P_a", of: "activations in training"),
      Symbols.bits("P_kv", of: "keys and values in training"), Symbols.tokens,
      Symbols.bits("P_post", of: "the weights after quantisation"),
    ],
    citation: "kumar2024",
    domain: [
      ("P_w >= P_post and P_a >= P_post and P_kv >= P_post", order),
      ("P_w > n_w*gamma_w", KumarConstants.empty), ("P_a > n_a*gamma_a", KumarConstants.empty),
      ("P_kv > n_kv*gamma_kv", KumarConstants.empty),
    ],
    caveats: caveats,
    constants: [
      LawSource.Constants(
        title: "Kumar et al., table 2, without the three robustness constants",
        values: KumarConstants.base + KumarConstants.weights + KumarConstants.activations
          + KumarConstants.cache + KumarConstants.damage,
        runs: KumarConstants.runs, caveats: [unpublished])
    ])

  private static let weights = LawSource(
    name: "kumar-unified-weights",
    title: "Loss of training weights in low precision and quantising them afterwards", group: .unified,
    text: """
      L = A*N_eff^(-alpha) + B*D^(-beta) + E + delta
      delta = C_T * D^gamma_D / N_eff^gamma_N * exp(-P_post/gamma_post + b) * max(0, 1 - exp(-C_w*(P_w - P_post)))
      N_eff = N*max(0, 1 - exp(n_w - P_w/gamma_w))
      """,
    parameters: Symbols.base + KumarTraining.weightParameters + KumarQuantisation.parameters + [
      robustness("C_w", "weights")
    ],
    variables: [
      Symbols.size, Symbols.bits("P_w", of: "weights in training"), Symbols.tokens,
      Symbols.bits("P_post", of: "the weights after quantisation"),
    ],
    citation: "kumar2024",
    domain: [("P_w >= P_post", order), ("P_w > n_w*gamma_w", KumarConstants.empty)],
    caveats: caveats + [
      "One print of the equation has N below D where the other has N_eff; N_eff fits clearly better and stands here."
    ],
    constants: [
      LawSource.Constants(
        title: "Kumar et al., table 2, without the robustness constant",
        values: KumarConstants.base + KumarConstants.weights + KumarConstants.damage,
        runs: KumarConstants.runs, caveats: [unpublished])
    ])

  private static func robustness(_ name: String, _ what: String) -> LawParameter {
    LawParameter(
      name: name, meaning: "robustness per bit of \(what)", unit: "1/bits", range: 1e-3...20)
  }
}
