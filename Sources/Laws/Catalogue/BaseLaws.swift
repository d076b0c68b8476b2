import Foundation

/// Loss by parameters and tokens: the laws that others add precision to.
enum BaseLaws {
  static let sources = [chinchilla, muennighoff, kumarBase, kaplan]

  private static let chinchilla = LawSource(
    name: "chinchilla", title: "Loss by parameters and tokens", group: .base,
    text: "L = A*N^(-alpha) + B*D^(-beta) + E", parameters: Symbols.base,
    variables: [Symbols.size, Symbols.tokens], citation: "hoffmann2022",
    caveats: [
      "Refits of the same points disagree with the first fit, whose printed intervals are narrower than its runs allow."
    ],
    constants: [
      LawSource.Constants(
        name: "chinchilla-hoffmann", title: "Hoffmann et al., rounded as in the text",
        values: constants(406.4, 0.34, 410.7, 0.28, 1.69),
        caveats: ["The exponents are rounded to two digits: at large N and D that alone moves the loss."]),
      LawSource.Constants(
        name: "chinchilla-hoffmann-unrounded", title: "Hoffmann et al., with four digits",
        values: constants(406.4, 0.3392, 410.7, 0.2849, 1.6934)),
      LawSource.Constants(
        name: "chinchilla-besiroglu", title: "Besiroglu et al., refit of 240 of Hoffmann's points",
        values: [
          PublishedConstant("A", 482.01, error: 124.58), PublishedConstant("alpha", 0.3478, error: 0.02),
          PublishedConstant("B", 2085.43, error: 1293.23), PublishedConstant("beta", 0.3658, error: 0.02),
          PublishedConstant("E", 1.8172, error: 0.03),
        ], citation: "besiroglu2024", caveats: ["240 points, after five were left out."]),
    ])

  /// Model size and tokens both fall short of what they would do fresh once tokens are repeated.
  private static let muennighoff = LawSource(
    name: "muennighoff", title: "Loss when tokens are repeated", group: .base,
    text: """
      L = E + A/N_u^alpha + B/D_u^beta
      N_u = U_N + U_N*R_N0*(1 - exp(-R_N/R_N0))
      D_u = U_D + U_D*R_D0*(1 - exp(-R_D/R_D0))
      """,
    parameters: Symbols.tiedBase + [
      LawParameter(name: "R_N0", symbol: "R_N^*", meaning: "decay of excess parameters", range: 0.1...1000),
      LawParameter(name: "R_D0", symbol: "R_D^*", meaning: "decay of repeated tokens", range: 0.1...1000),
    ],
    variables: [
      LawVariable(name: "U_D", meaning: "unique tokens"),
      LawVariable(name: "R_D", meaning: "passes over the unique tokens after the first"),
      LawVariable(name: "U_N", meaning: "parameters that the unique tokens can use"),
      LawVariable(name: "R_N", meaning: "parameters beyond those, in multiples of them"),
    ],
    citation: "muennighoff2023",
    domain: [("R_D >= 0 and R_N >= 0", "fewer tokens or parameters than the unique ones")],
    caveats: ["With R_D = R_N = 0 it is Chinchilla's form with equal exponents."],
    constants: [
      LawSource.Constants(
        title: "Muennighoff et al.",
        values: [
          PublishedConstant("A", exp(6.255414), note: "ln A = 6.255414, A = 521"),
          PublishedConstant("alpha", 0.3526596),
          PublishedConstant("B", exp(7.3049974), note: "ln B = 7.3049974, B = 1488"),
          PublishedConstant("beta", 0.3526596),
          PublishedConstant("E", exp(0.6254804), note: "ln E = 0.6254804, E = 1.87"),
          PublishedConstant("R_N0", 5.309743), PublishedConstant("R_D0", 15.387756),
        ])
    ])

  private static let kumarBase = LawSource(
    name: "kumar-base", title: "Loss without quantisation, exponents tied", group: .base,
    text: "L = A*N^(-alpha) + B*D^(-beta) + E", parameters: Symbols.tiedBase,
    variables: [Symbols.size, Symbols.tokens], citation: "kumar2024",
    caveats: ["Fitted with β = α, which the paper calls a matter of fewer constants, not of the fit."],
    constants: [
      LawSource.Constants(title: KumarConstants.title, values: KumarConstants.base, runs: KumarConstants.runs)
    ])

  private static let kaplan = LawSource(
    name: "qid-base", title: "Loss of the 16-bit checkpoints behind the QiD law", group: .base,
    text: "L = ((N_c/N)^(alpha_N/alpha_D) + D_c/D)^alpha_D",
    parameters: [
      LawParameter(name: "N_c", meaning: "size scale", range: 1e6...1e25),
      LawParameter(name: "alpha_N", meaning: "exponent of size", range: 0.001...2),
      LawParameter(name: "alpha_D", meaning: "exponent of data", range: 0.001...2),
      LawParameter(name: "D_c", meaning: "data scale", range: 1e3...1e20),
    ],
    variables: [Symbols.size, Symbols.tokens], citation: "ouyang2024",
    caveats: [
      "No irreducible loss: it falls to zero with more parameters and tokens.", OuyangLaws.checkpoints,
    ],
    constants: [
      LawSource.Constants(
        title: "Ouyang et al., Pythia",
        values: [
          PublishedConstant("N_c", 4.74e19), PublishedConstant("alpha_N", 0.045),
          PublishedConstant("alpha_D", 0.399), PublishedConstant("D_c", 7.63e10),
        ], runs: OuyangLaws.runs)
    ])

  private static func constants(
    _ a: Double, _ alpha: Double, _ b: Double, _ beta: Double, _ e: Double
  ) -> [PublishedConstant] {
    [
      PublishedConstant("A", a), PublishedConstant("alpha", alpha), PublishedConstant("B", b),
      PublishedConstant("beta", beta), PublishedConstant("E", e),
    ]
  }
}
