import Diagnostics

/// The laws that a report may use by name, each as text with what was printed about it.
///
/// Published constants are those of "Scaling Laws for Precision", appendix K, table 2, and of Hoffmann et al. A factor
/// of effective parameters falls to zero at few bits: it is held at zero there, or two negative factors would make a
/// positive product, so that the loss is infinite and a fit stays away.
public enum LawCatalogue {
  /// All laws, in the order in which `isoloss laws` lists them.
  public static let laws: [Law] = sources.compactMap { try? $0.law() }

  /// The texts that `laws` is parsed from; a test parses each and shows what is wrong.
  static let sources: [LawSource] = [
    chinchilla, kumarBase, kumarPTQ, kumarEffective, kumarWeights, kumarTied,
  ]

  /// The law of a name, or nil.
  public static func law(named name: String) -> Law? { laws.first { $0.name == name } }

  /// The number of texts in the catalogue; a test compares it with the number that parse.
  public static var sourceCount: Int { sources.count }
}

/// A law of the catalogue as text.
struct LawSource: Sendable {
  var name: String
  var title: String
  var text: String
  var parameters: [LawParameter]
  var variables: [LawVariable]
  var citation: String
  var remarks: String

  func law() throws(DiagnosticError) -> Law {
    try Law(
      name: name, title: title, text: text, at: SourceLocation(file: "catalogue:\(name)", line: 1, column: 1),
      parameters: parameters, variables: variables, lossUnit: "nats per token", citation: citation,
      remarks: remarks)
  }
}

private let size = LawVariable(name: "N", meaning: "parameters without embeddings")
private let tokens = LawVariable(name: "D", meaning: "training tokens")

private func bits(_ name: String, _ meaning: String) -> LawVariable {
  LawVariable(name: name, meaning: meaning, unit: "bits")
}

/// A, α, B, β, E with the constants of one paper.
private func baseParameters(_ a: Double, _ alpha: Double, _ b: Double, _ beta: Double, _ e: Double)
  -> [LawParameter]
{
  [
    LawParameter(name: "A", meaning: "weight of the size term", range: 1e-3...1e8, published: a),
    LawParameter(name: "alpha", meaning: "exponent of size", range: 0.01...3, published: alpha),
    LawParameter(name: "B", meaning: "weight of the data term", range: 1e-3...1e10, published: b),
    LawParameter(name: "beta", meaning: "exponent of data", range: 0.01...3, published: beta),
    LawParameter(
      name: "E", meaning: "irreducible loss", unit: "nats per token", range: 1e-3...20, published: e),
  ]
}

private func scale(_ name: String, _ meaning: String, _ published: Double) -> LawParameter {
  LawParameter(name: name, meaning: meaning, unit: "bits", range: 0.1...8, published: published)
}

private func shift(_ name: String, _ meaning: String, _ published: Double) -> LawParameter {
  LawParameter(name: name, meaning: meaning, range: -3...10, published: published)
}

private let shiftRemark = """
  The shift n stands in the appendix of the paper only; without it the published constants put the best width near 3.5 \
  bits instead of 7. Below n·γ bits nothing is left of the parameters and the loss is infinite. The paper ties beta to \
  alpha: tie them in a fit that is to be compared with it.
  """

private let chinchilla = LawSource(
  name: "chinchilla", title: "Loss by parameters and tokens", text: "L = A*N^(-alpha) + B*D^(-beta) + E",
  parameters: baseParameters(406.4, 0.34, 410.7, 0.28, 1.69), variables: [size, tokens],
  citation: "hoffmann2022",
  remarks: "Printed for models of 70 million to 16 billion parameters; refits of the same points disagree.")

private let kumarBase = LawSource(
  name: "kumar-base", title: "Loss without quantisation, exponents tied",
  text: "L = A*N^(-alpha) + B*D^(-beta) + E",
  parameters: tied(baseParameters(4299, 0.4965, 18060, 0.4965, 2.7648)), variables: [size, tokens],
  citation: "kumar2024", remarks: "Fitted with α = β on models of 30 to 220 million parameters.")

private let kumarPTQ = LawSource(
  name: "kumar-ptq", title: "Loss added by quantising weights after training",
  text: "delta = C_T * D^gamma_D / N^gamma_N * exp(-P_post/gamma_post + b)",
  parameters: [
    LawParameter(name: "C_T", meaning: "weight of the damage", range: 1e-8...1e6, published: 0.0598),
    LawParameter(name: "gamma_D", meaning: "exponent of data", range: 0.01...3, published: 0.5068),
    LawParameter(name: "gamma_N", meaning: "exponent of size", range: 0.01...3, published: 0.3439),
    LawParameter(
      name: "gamma_post", symbol: "\\gamma_\\text{post}", meaning: "bits that divide the damage by e",
      unit: "bits",
      range: 0.05...8, published: 0.5907),
    LawParameter(name: "b", meaning: "shift of the exponent", range: -5...5, published: 1.1277),
  ],
  variables: [tokens, size, bits("P_post", "bits of the weights after quantisation")], citation: "kumar2024",
  remarks: "From the damage alone only C_T·exp(b) is determined: hold b, and read C_T as the product.")

private let kumarEffective = LawSource(
  name: "kumar-effective", title: "Loss of training in low precision, three parts",
  text: """
    L = A*N_eff^(-alpha) + B*D^(-beta) + E
    N_eff = N*f_w*f_a*f_kv
    f_w = max(0, 1 - exp(n_w - P_w/gamma_w))
    f_a = max(0, 1 - exp(n_a - P_a/gamma_a))
    f_kv = max(0, 1 - exp(n_kv - P_kv/gamma_kv))
    """,
  parameters: baseParameters(4299, 0.4965, 18060, 0.4965, 2.7648) + [
    scale("gamma_w", "scale of weights", 2.6745), shift("n_w", "shift of weights", 0.3037),
    scale("gamma_a", "scale of activations", 2.2102), shift("n_a", "shift of activations", 1.4072),
    scale("gamma_kv", "scale of keys and values", 0.9578), shift("n_kv", "shift of keys and values", 2.4185),
  ],
  variables: [
    size, bits("P_w", "bits of weights"), bits("P_a", "bits of activations"),
    bits("P_kv", "bits of keys and values"),
    tokens,
  ], citation: "kumar2024", remarks: shiftRemark)

private let kumarWeights = LawSource(
  name: "kumar-effective-weights", title: "Loss of training with weights in low precision",
  text: """
    L = A*N_eff^(-alpha) + B*D^(-beta) + E
    N_eff = N*max(0, 1 - exp(n_w - P_w/gamma_w))
    """,
  parameters: baseParameters(4299, 0.4965, 18060, 0.4965, 2.7648) + [
    scale("gamma_w", "scale of weights", 2.6745), shift("n_w", "shift of weights", 0.3037),
  ],
  variables: [size, bits("P_w", "bits of weights"), tokens], citation: "kumar2024", remarks: shiftRemark)

private let kumarTied = LawSource(
  name: "kumar-effective-tied", title: "Loss of training in one low precision for all parts",
  text: """
    L = A*N_eff^(-alpha) + B*D^(-beta) + E
    N_eff = N*max(0, 1 - exp(n - P/gamma))^3
    """,
  parameters: baseParameters(4299, 0.4965, 18060, 0.4965, 2.7648) + [
    scale("gamma", "mean scale", (2.6745 + 2.2102 + 0.9578) / 3),
    shift("n", "mean shift", (0.3037 + 1.4072 + 2.4185) / 3),
  ],
  variables: [size, bits("P", "bits of weights, activations, keys and values"), tokens],
  citation: "kumar2024",
  remarks: "Scale and shift are the means of the three parts. " + shiftRemark)

private func tied(_ parameters: [LawParameter]) -> [LawParameter] {
  parameters.map { parameter in
    var parameter = parameter
    if parameter.name == "beta" { parameter.tiedTo = "alpha" }
    return parameter
  }
}
