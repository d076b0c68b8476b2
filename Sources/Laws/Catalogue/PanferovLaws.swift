/// Panferov et al.: the capacity of a compressed representation from its error on normal numbers.
enum PanferovLaws {
  static let sources = [capacity]

  private static let capacity = LawSource(
    name: "capacity", title: "Loss by the capacity of a representation, from its error on normal numbers",
    group: .inTraining,
    text: """
      L = A/(N*rho)^alpha + B/D^beta + E
      rho = R*((1 - exp(-2*x))/(1 + exp(-2*x)))^C
      x = F*log(1/GMSE)/log(4)
      """,
    parameters: Symbols.base + [
      LawParameter(name: "R", meaning: "greatest capacity, the paper's L", range: 0.1...10),
      LawParameter(name: "F", meaning: "rate in bits", unit: "1/bits", range: 1e-3...20),
      LawParameter(name: "C", meaning: "exponent of the hyperbolic tangent", range: 0.01...20),
    ],
    variables: [
      Symbols.size, Symbols.tokens,
      LawVariable(
        name: "GMSE", symbol: "\\mathrm{GMSE}",
        meaning: "mean squared error of the format on standard normal numbers"),
    ],
    citation: "panferov2025",
    domain: [("GMSE > 0 and GMSE < 1", "an error of nothing, or greater than that of dropping the number")],
    caveats: [
      "No constants were printed.",
      "Print leaves open whether C is the exponent of the logarithm or of the hyperbolic tangent; here it is that of the tangent.",
      "Capacities of weights, activations and sparsity multiply: for several, fit one rho each.",
      "A and R are determined together only: hold R at 1, or give full precision an error near 0.",
      UnitRemark.loss,
    ])
}
