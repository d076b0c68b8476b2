/// "Scaling Laws for Precision", table 1: forms that were tried and named without a formula, as they are read here.
///
/// The table's row for effective parameters is the law of weights in `KumarTraining`.
enum KumarReadings {
  static let sources = [additive, data, both, bothUntied, multiplicative]

  private static let additive = reading(
    "kumar-table1-additive", "an added power of the bits", 0.71, 2,
    text: "L = A*N^(-alpha) + B*D^(-beta) + E + C_w*P_w^(-alpha_w)", parameters: power)

  private static let data = reading(
    "kumar-table1-data", "fewer effective tokens", 0.74, 3,
    text: """
      L = A*N^(-alpha) + B*D_eff^(-beta) + E
      D_eff = D*max(0, 1 - exp(n_w - P_w/gamma_w))
      """, parameters: KumarTraining.weightParameters, domain: "P_w > n_w*gamma_w")

  private static let both = reading(
    "kumar-table1-both-tied", "fewer effective parameters and tokens, by the same factor", 0.79, 3,
    text: """
      L = A*(N*f)^(-alpha) + B*(D*f)^(-beta) + E
      f = max(0, 1 - exp(n_w - P_w/gamma_w))
      """, parameters: KumarTraining.weightParameters, domain: "P_w > n_w*gamma_w")

  private static let bothUntied = reading(
    "kumar-table1-both", "fewer effective parameters and tokens, each by its own factor", 0.84, 4,
    text: """
      L = A*N_eff^(-alpha) + B*D_eff^(-beta) + E
      N_eff = N*max(0, 1 - exp(n_N - P_w/gamma_N))
      D_eff = D*max(0, 1 - exp(n_D - P_w/gamma_D))
      """,
    parameters: [
      Symbols.scale("gamma_N", of: "the loss of parameters"),
      Symbols.shift("n_N", of: "the loss of parameters"),
      Symbols.scale("gamma_D", of: "the loss of tokens"), Symbols.shift("n_D", of: "the loss of tokens"),
    ], domain: "P_w > n_N*gamma_N and P_w > n_D*gamma_D")

  private static let multiplicative = reading(
    "kumar-table1-multiplicative", "a power of the bits times the size term", 0.75, 2,
    text: "L = A*N^(-alpha)*C_w*P_w^(-alpha_w) + B*D^(-beta) + E", parameters: power,
    caveat: "Only the product A·C_w is determined: hold A, or C_w at 1.")

  private static let power = [
    LawParameter(name: "C_w", meaning: "weight of the bits", range: 1e-6...1e6),
    LawParameter(name: "alpha_w", meaning: "exponent of the bits", range: 0.01...10),
  ]

  private static func reading(
    _ name: String, _ what: String, _ rSquared: Double, _ count: Int, text: String,
    parameters: [LawParameter], domain: String? = nil, caveat: String? = nil
  ) -> LawSource {
    LawSource(
      name: name, title: "Training in low precision as \(what)", group: .inTraining, text: text,
      parameters: Symbols.base + parameters,
      variables: [Symbols.size, Symbols.bits("P_w", of: "weights"), Symbols.tokens], citation: "kumar2024",
      origin: .reading, domain: domain.map { [($0, "nothing is left: the loss is infinite")] } ?? [],
      caveats: [
        "Our reading of a row of table 1, which names the form and prints neither a formula nor constants. There it has \(count) parameters and R² \(rSquared) on held-out runs.",
        caveat ?? KumarConstants.tiedExponents,
      ])
  }
}
