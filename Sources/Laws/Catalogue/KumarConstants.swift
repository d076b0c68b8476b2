/// What "Scaling Laws for Precision" prints in appendix K, table 2, and what has to be said about it.
enum KumarConstants {
  static let title = "Kumar et al., table 2"

  static let base = [
    PublishedConstant("A", 4299), PublishedConstant("alpha", 0.4965),
    PublishedConstant("B", 18060),
    PublishedConstant("beta", 0.4965, note: "not listed; tied to α"), PublishedConstant("E", 2.7648),
  ]
  static let weights = [PublishedConstant("gamma_w", 2.6745), PublishedConstant("n_w", 0.3037)]
  static let activations = [
    PublishedConstant("gamma_a", 2.2102, note: "printed with index i"),
    PublishedConstant("n_a", 1.4072, note: "printed with index i"),
  ]
  static let cache = [PublishedConstant("gamma_kv", 0.9578), PublishedConstant("n_kv", 2.4185)]
  static let damage = [
    PublishedConstant("C_T", 0.0598), PublishedConstant("gamma_D", 0.5068),
    PublishedConstant("gamma_N", 0.3439),
    PublishedConstant("gamma_post", 0.5907, note: "printed as γ, the last of the table"),
    PublishedConstant("b", 1.1277, note: "unexplained in print"),
  ]

  /// The sizes and tokens of the 465 runs.
  static let runs = ["N >= 3e7 and N <= 2.2e8", "D >= 1.5e9 and D <= 2.62e10"]

  static let shift = """
    Every exponential carries a shift n, which stands in appendix K only and without its sign on P; here \
    f = 1 − exp(n − P/γ). Without it the printed constants put the best width near 3.5 bits instead of 7.
    """
  static let empty = "nothing is left of the parameters: the loss is infinite"
  static let tiedExponents = "The paper ties β to α: tie them in a fit that is to be compared with it."
  static let transfer = "The authors expect the trends to transfer to other models, not the numbers."
  static let onlyProduct = """
    From the damage alone only C_T·exp(b) is determined: hold b, and read C_T as the product.
    """
  static let meaningOfB = """
    The table's b is read as a shift inside the exponential, with a plus: so the damage reaches what the paper's heat map \
    shows, which without it the constants cannot.
    """
  static let schedule = """
    Every D has a cosine schedule of its own; others find that the learning rate's decay, not the tokens, drives the \
    damage.
    """
}
