/// What TeX's commands stand for. Tables are data: a new symbol is one line here.
enum Commands {
  static let symbols: [String: (String, MathClass)] = [
    "times": ("×", .binary), "cdot": ("⋅", .binary), "pm": ("±", .binary), "mp": ("∓", .binary), "div": ("÷", .binary),
    "ast": ("∗", .binary), "circ": ("∘", .binary), "oplus": ("⊕", .binary), "otimes": ("⊗", .binary),
    "cap": ("∩", .binary), "cup": ("∪", .binary), "setminus": ("∖", .binary), "wedge": ("∧", .binary),
    "vee": ("∨", .binary), "le": ("≤", .relation), "leq": ("≤", .relation), "ge": ("≥", .relation),
    "geq": ("≥", .relation), "ne": ("≠", .relation), "neq": ("≠", .relation), "approx": ("≈", .relation),
    "sim": ("∼", .relation), "simeq": ("≃", .relation), "equiv": ("≡", .relation), "propto": ("∝", .relation),
    "ll": ("≪", .relation), "gg": ("≫", .relation), "in": ("∈", .relation), "notin": ("∉", .relation),
    "subset": ("⊂", .relation), "subseteq": ("⊆", .relation), "to": ("→", .relation), "rightarrow": ("→", .relation),
    "leftarrow": ("←", .relation), "gets": ("←", .relation), "mapsto": ("↦", .relation),
    "Rightarrow": ("⇒", .relation), "Leftarrow": ("⇐", .relation), "Leftrightarrow": ("⇔", .relation),
    "iff": ("⟺", .relation), "implies": ("⟹", .relation), "mid": ("∣", .relation), "parallel": ("∥", .relation),
    "perp": ("⊥", .relation), "infty": ("∞", .ordinary), "partial": ("∂", .ordinary), "nabla": ("∇", .ordinary),
    "forall": ("∀", .ordinary), "exists": ("∃", .ordinary), "neg": ("¬", .ordinary), "ell": ("ℓ", .ordinary),
    "hbar": ("ℏ", .ordinary), "emptyset": ("∅", .ordinary), "prime": ("′", .ordinary), "ldots": ("…", .ordinary),
    "dots": ("…", .ordinary), "cdots": ("⋯", .ordinary), "vdots": ("⋮", .ordinary), "ddots": ("⋱", .ordinary),
    "star": ("⋆", .binary), "bullet": ("•", .binary), "colon": (":", .punctuation), "lbrace": ("{", .open),
    "rbrace": ("}", .close), "langle": ("⟨", .open), "rangle": ("⟩", .close), "lfloor": ("⌊", .open),
    "rfloor": ("⌋", .close), "lceil": ("⌈", .open), "rceil": ("⌉", .close), "lvert": ("|", .open),
    "rvert": ("|", .close), "lVert": ("‖", .open), "rVert": ("‖", .close), "vert": ("|", .ordinary),
    "Vert": ("‖", .ordinary), "backslash": ("\\", .ordinary), "sum": ("∑", .large), "prod": ("∏", .large),
    "int": ("∫", .large), "bigcup": ("⋃", .large), "bigcap": ("⋂", .large), "degree": ("°", .ordinary),
    "{": ("{", .open), "}": ("}", .close), "%": ("%", .ordinary), "$": ("$", .ordinary), "&": ("&", .ordinary),
    "#": ("#", .ordinary), "_": ("_", .ordinary), "|": ("‖", .ordinary),
  ]

  static let functions: Set<String> = [
    "log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max", "arg", "sup", "inf", "lim", "det",
    "dim", "ker", "Pr", "gcd", "deg",
  ]
  /// Functions whose subscript stands below them in display.
  static let limits: Set<String> = ["min", "max", "sup", "inf", "lim", "det", "Pr", "gcd"]

  static let spaces: [String: Double] = [
    ",": 3.0 / 18, ":": 4.0 / 18, ">": 4.0 / 18, ";": 5.0 / 18, "!": -3.0 / 18, " ": 0.25, "quad": 1, "qquad": 2,
  ]

  static let styles: [String: MathStyle] = [
    "mathrm": .upright, "mathit": .italic, "mathbf": .bold, "boldsymbol": .bold, "mathcal": .calligraphic,
    "mathbb": .blackboard, "mathsf": .sans, "mathtt": .monospace,
  ]

  static let accents: [String: String] = [
    "hat": "^", "widehat": "^", "bar": "¯", "overline": "‾", "tilde": "~", "widetilde": "~", "vec": "→", "dot": "˙",
    "ddot": "¨",
  ]

  static let fractions: Set<String> = ["frac", "dfrac", "tfrac"]
  static let sizes: Set<String> = [
    "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr",
  ]
  static let environments: [String: (TableKind, String, String)] = [
    "aligned": (.aligned, "", ""), "align": (.aligned, "", ""), "split": (.aligned, "", ""),
    "gathered": (.matrix, "", ""), "cases": (.cases, "{", ""), "matrix": (.matrix, "", ""),
    "pmatrix": (.matrix, "(", ")"), "bmatrix": (.matrix, "[", "]"), "vmatrix": (.matrix, "|", "|"),
  ]
  static let others = ["sqrt", "text", "operatorname", "left", "right", "begin", "end", "val", "law", "limits"]

}

extension SymbolNames {
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
  ]
}
