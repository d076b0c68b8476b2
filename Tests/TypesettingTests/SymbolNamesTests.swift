import Testing
import Typesetting

@Suite struct SymbolNamesTests {
  @Test(
    arguments: [
      ("N", "N"), ("alpha", #"\alpha"#), ("gamma_w", #"\gamma_{w}"#), ("N_eff", #"N_{\mathrm{eff}}"#),
      ("P_post", #"P_{\mathrm{post}}"#), ("delta", #"\delta"#), ("C_T", "C_{T}"),
      ("n_kv", #"n_{\mathrm{kv}}"#),
      ("val_loss", #"\mathrm{val}_{\mathrm{loss}}"#), ("Delta", #"\Delta"#), ("epsilon", #"\varepsilon"#),
      ("gamma_D", #"\gamma_{D}"#), ("x1", "x_{1}"), ("R2_adj", #"R_{2,\mathrm{adj}}"#),
      ("gamma_w_0", #"\gamma_{w,0}"#),
      ("loss", #"\mathrm{loss}"#), ("_x", #"\mathrm{\_x}"#), ("γ_w", #"\gamma_{w}"#),
      ("w4a8", #"\mathrm{w4a8}"#),
    ])
  func setsTheName(name: String, tex: String) {
    #expect(SymbolNames.node(for: name).tex == tex)
  }
}
