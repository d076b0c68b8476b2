/// `isoloss laws kumar-unified` on 80 columns.
enum LawPageGolden {
  static let unified = """
    kumar-unified
    Loss of training in low precision and quantising afterwards

                       −α     −β
            L = A N_eff  + B D  + E + δ

                     γ_D
                C_T D     −P_post/γ_post + b
            δ = ──────── e                   r_w r_a r_kv
                     γ_N
                N_eff

                            −C_w (P_w − P_post)
          r_w = max(0, 1 − e                   )

                            −C_a (P_a − P_post)
          r_a = max(0, 1 − e                   )

                            −C_kv (P_kv − P_post)
         r_kv = max(0, 1 − e                     )
        N_eff = N f_w f_a f_kv
                            n_w − P_w/γ_w
          f_w = max(0, 1 − e             )

                            n_a − P_a/γ_a
          f_a = max(0, 1 − e             )

                            n_kv − P_kv/γ_kv
         f_kv = max(0, 1 − e                )

    As text
      L = A*N_eff^-alpha + B*D^-beta + E + delta
      delta = C_T*D^gamma_D/N_eff^gamma_N*exp(-P_post/gamma_post + b)*r_w*r_a*r_kv
      r_w = max(0, 1 - exp(-C_w*(P_w - P_post)))
      r_a = max(0, 1 - exp(-C_a*(P_a - P_post)))
      r_kv = max(0, 1 - exp(-C_kv*(P_kv - P_post)))
      N_eff = N*f_w*f_a*f_kv
      f_w = max(0, 1 - exp(n_w - P_w/gamma_w))
      f_a = max(0, 1 - exp(n_a - P_a/gamma_a))
      f_kv = max(0, 1 - exp(n_kv - P_kv/gamma_kv))

    Parameters
      A       A           0.001 to 1e10  weight of the size term
      α       alpha       0.01 to 3      exponent of size
      B       B           0.001 to 1e10  weight of the data term
      β       beta        0.01 to 3      exponent of data
      E       E           0.001 to 20    irreducible loss, nats per token
      γ_w     gamma_w     0.1 to 8       scale of weights, bits
      n_w     n_w         -3 to 10       shift of weights
      γ_a     gamma_a     0.1 to 8       scale of activations, bits
      n_a     n_a         -3 to 10       shift of activations
      γ_kv    gamma_kv    0.1 to 8       scale of keys and values, bits
      n_kv    n_kv        -3 to 10       shift of keys and values
      C_T     C_T         1e-8 to 1e6    weight of the damage
      γ_D     gamma_D     0.01 to 3      exponent of data in the damage
      γ_N     gamma_N     0.01 to 3      exponent of size in the damage
      γ_post  gamma_post  0.05 to 8      bits that divide the damage by e
      b       b           -5 to 5        shift of the exponent
      C_w     C_w         0.001 to 20    robustness per bit of weights, 1/bits
      C_a     C_a         0.001 to 20    robustness per bit of activations, 1/bits
      C_kv    C_kv        0.001 to 20    robustness per bit of keys and values,
                                         1/bits

    Variables
      N       N       parameters without embeddings
      P_w     P_w     bits of weights in training
      P_a     P_a     bits of activations in training
      P_kv    P_kv    bits of keys and values in training
      D       D       training tokens
      P_post  P_post  bits of the weights after quantisation

    Loss
      L  L  nats per token

    Holds where
      - P_w ≥ P_post and P_a ≥ P_post and P_kv ≥ P_post (otherwise the model is
        quantised to more bits than it was trained in, where the law is not given)
      - P_w > n_w γ_w (otherwise nothing is left of the parameters: the loss is
        infinite)
      - P_a > n_a γ_a (otherwise nothing is left of the parameters: the loss is
        infinite)
      - P_kv > n_kv γ_kv (otherwise nothing is left of the parameters: the loss is
        infinite)

    Constants
      kumar-unified: Kumar et al., table 2, without the three robustness constants
        A       4299
        α       0.4965
        B       18060
        β       0.4965  not listed; tied to α
        E       2.7648
        γ_w     2.6745
        n_w     0.3037
        γ_a     2.2102  printed with index i
        n_a     1.4072  printed with index i
        γ_kv    0.9578
        n_kv    2.4185
        C_T     0.0598
        γ_D     0.5068
        γ_N     0.3439
        γ_post  0.5907  printed as γ, the last of the table
        b       1.1277  unexplained in print
        Not published: C_w, C_a, C_kv. The law can be fitted, and not computed with
        before.
        Runs: N ≥ 3 × 10^7 and N ≤ 2.2 × 10^8; D ≥ 1.5 × 10^9 and D ≤ 2.62 × 10^10
        Training in few bits makes a model robust to quantisation at the rates C;
        the paper prints no values of them, so its predictions cannot be computed.
        All other constants stand in table 2.

    Caveats
      - A part trained in fewer bits than P_post would have a negative factor; the
        paper does not say what then holds. Each factor is kept between 0 and 1
        here.
      - Every exponential carries a shift n, which stands in appendix K only and
        without its sign on P; here f = 1 − exp(n − P/γ). Without it the printed
        constants put the best width near 3.5 bits instead of 7.
      - The table's b is read as a shift inside the exponential, with a plus: so the
        damage reaches what the paper's heat map shows, which without it the
        constants cannot.
      - From the damage alone only C_T·exp(b) is determined: hold b, and read C_T as
        the product.
      - The paper ties β to α: tie them in a fit that is to be compared with it.
      - Every D has a cosine schedule of its own; others find that the learning
        rate's decay, not the tokens, drives the damage.

    Source
      Kumar et al. (2024). Scaling Laws for Precision. ICLR 2025, arXiv:2411.04330.
      https://arxiv.org/abs/2411.04330

    """
}
