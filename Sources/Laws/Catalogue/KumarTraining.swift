/// "Scaling Laws for Precision": training in low precision as fewer effective parameters.
///
/// A factor is held at zero where it would be negative: two negative factors would make a positive product. The loss is
/// infinite there, so that a fit stays away.
enum KumarTraining {
  static let sources = [all, weights, activations, cache, tied, floating]

  private static let loss = "L = A*N_eff^(-alpha) + B*D^(-beta) + E"

  static let factors = """
    N_eff = N*f_w*f_a*f_kv
    f_w = max(0, 1 - exp(n_w - P_w/gamma_w))
    f_a = max(0, 1 - exp(n_a - P_a/gamma_a))
    f_kv = max(0, 1 - exp(n_kv - P_kv/gamma_kv))
    """
  static let weightParameters = part("w", "weights")
  static let parts = weightParameters + part("a", "activations") + part("kv", "keys and values")

  private static let caveats = [KumarConstants.shift, KumarConstants.tiedExponents, KumarConstants.transfer]
  private static let quantiser =
    "Integers, weights by channel, activations by tensor, forward pass only: other quantisers have other constants."

  private static let all = LawSource(
    name: "kumar-effective", title: "Loss of training in low precision, three parts", group: .inTraining,
    text: loss + "\n" + factors, parameters: Symbols.base + parts,
    variables: [
      Symbols.size, Symbols.bits("P_w", of: "weights"), Symbols.bits("P_a", of: "activations"),
      Symbols.bits("P_kv", of: "keys and values"), Symbols.tokens,
    ], citation: "kumar2024",
    domain: [
      ("P_w > n_w*gamma_w", KumarConstants.empty), ("P_a > n_a*gamma_a", KumarConstants.empty),
      ("P_kv > n_kv*gamma_kv", KumarConstants.empty),
    ],
    caveats: caveats + [quantiser],
    constants: [
      LawSource.Constants(
        title: KumarConstants.title,
        values: KumarConstants.base + KumarConstants.weights + KumarConstants.activations
          + KumarConstants.cache,
        runs: KumarConstants.runs + [
          "P_w >= 3 and P_w <= 16", "P_a > 3 and P_a <= 16", "P_kv > 3 and P_kv <= 16",
        ],
        caveats: [
          "The index i of the table is read as inputs, that is activations: it is the only part left.",
          "Runs with activations or keys and values of 3 bits were left out of the fit.",
        ])
    ])

  private static let weights = onePart(
    "kumar-effective-weights", "w", "weights", KumarConstants.weights, runs: "P_w >= 3 and P_w <= 16")
  private static let activations = onePart(
    "kumar-effective-activations", "a", "activations", KumarConstants.activations,
    runs: "P_a > 3 and P_a <= 16")
  private static let cache = onePart(
    "kumar-effective-kv", "kv", "keys and values", KumarConstants.cache, runs: "P_kv > 3 and P_kv <= 16")

  private static let tied = LawSource(
    name: "kumar-effective-tied", title: "Loss of training in one low precision for all parts",
    group: .inTraining, text: loss + "\nN_eff = N*max(0, 1 - exp(n - P/gamma))^3",
    parameters: Symbols.base + [
      Symbols.scale("gamma", of: "all parts"), Symbols.shift("n", of: "all parts"),
    ],
    variables: [
      Symbols.size, Symbols.bits("P", of: "weights, activations, keys and values"), Symbols.tokens,
    ],
    citation: "kumar2024", domain: [("P > n*gamma", KumarConstants.empty)],
    caveats: caveats + [
      "One scale and one shift stand for three: the best width is 7.64 bits with them and 7.00 with the three parts."
    ],
    constants: [
      LawSource.Constants(
        title: "means of table 2 over the parts",
        values: KumarConstants.base + [
          PublishedConstant("gamma", mean(KumarConstants.scales), note: "mean of the three parts"),
          PublishedConstant("n", mean(KumarConstants.shifts), note: "mean of the three parts"),
        ], runs: KumarConstants.runs + ["P > 3 and P <= 16"],
        caveats: ["The paper prints the mean scale as the rule; the mean shift goes with it."])
    ])

  private static let floating = LawSource(
    name: "kumar-effective-float", title: "Loss of training with weights in floating point",
    group: .inTraining, text: loss + "\nN_eff = N*max(0, 1 - exp(n_w - P_w/gamma_w))",
    parameters: Symbols.base + weightParameters,
    variables: [Symbols.size, Symbols.bits("P_w", of: "weights"), Symbols.tokens], citation: "kumar2024",
    domain: [("P_w > n_w*gamma_w", KumarConstants.empty)],
    caveats: [
      KumarConstants.shift, KumarConstants.transfer,
      "Bits count sign, exponent and mantissa together. Sweeps of one of them alone saturate at different rates, and no law for them was printed.",
    ],
    constants: [
      LawSource.Constants(
        title: "Kumar et al., appendix N, 140 runs with the other constants held",
        values: KumarConstants.base + [
          PublishedConstant("gamma_w", 2.8111), PublishedConstant("n_w", 0.1240, note: "printed as bias b"),
        ], runs: KumarConstants.runs + ["P_w >= 3 and P_w <= 12"])
    ])

  private static func onePart(
    _ name: String, _ index: String, _ what: String, _ constants: [PublishedConstant], runs: String
  ) -> LawSource {
    LawSource(
      name: name, title: "Loss of training with \(what) in low precision", group: .inTraining,
      text: loss + "\nN_eff = N*max(0, 1 - exp(n_\(index) - P_\(index)/gamma_\(index)))",
      parameters: Symbols.base + part(index, what),
      variables: [Symbols.size, Symbols.bits("P_\(index)", of: what), Symbols.tokens], citation: "kumar2024",
      domain: [("P_\(index) > n_\(index)*gamma_\(index)", KumarConstants.empty)],
      caveats: caveats + [quantiser],
      constants: [
        LawSource.Constants(
          title: KumarConstants.title, values: KumarConstants.base + constants,
          runs: KumarConstants.runs + [runs],
          caveats: [
            "The values are those of the joint table; constants of one part's sweep alone are not printed."
          ])
      ])
  }

  private static func part(_ index: String, _ what: String) -> [LawParameter] {
    [Symbols.scale("gamma_\(index)", of: what), Symbols.shift("n_\(index)", of: what)]
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

extension KumarConstants {
  fileprivate static var scales: [Double] { [weights, activations, cache].map { $0[0].value } }
  fileprivate static var shifts: [Double] { [weights, activations, cache].map { $0[1].value } }
}
