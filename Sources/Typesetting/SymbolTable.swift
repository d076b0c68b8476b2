/// The commands of TeX math that stand for one character or name, and the way back.
///
/// Where several commands mean the same (`\le`, `\leq`), the first is the one that is written.
struct SymbolTable: Sendable {
  struct Symbol: Sendable {
    var text: String
    var mathClass: MathClass
  }

  static let shared = SymbolTable()

  /// Command without backslash → letter.
  let letters: [String: MathNode]
  /// Command without backslash → symbol.
  let symbols: [String: Symbol]
  /// Names of functions → whether scripts go under and over in display.
  let functions: [String: Bool]
  /// Delimiters by command, after `\left`, `\right` and the `\big` family.
  let delimiters: [String: String]
  /// Character → the class it has when typed as itself.
  let typed: [Character: MathClass]
  private let letterCommands: [MathNode: String]
  private let symbolCommands: [String: String]

  func command(letter: MathNode) -> String? { letterCommands[letter] }

  func command(symbol: String, _ mathClass: MathClass) -> String? {
    symbolCommands["\(mathClass.rawValue) \(symbol)"]
  }

  /// Commands that stand for themselves, for suggestions.
  var names: [String] {
    Array(letters.keys) + Array(symbols.keys) + Array(functions.keys)
  }

  private init() {
    var letters: [String: MathNode] = [:]
    var letterCommands: [MathNode: String] = [:]
    func letter(_ command: String, _ text: String, _ style: MathStyle = .automatic) {
      let node = MathNode.identifier(text, style: style)
      letters[command] = node
      if letterCommands[node] == nil { letterCommands[node] = command }
    }
    for (command, text) in Self.lowerGreek { letter(command, text) }
    for (command, text) in Self.upperGreek { letter(command, text, .upright) }
    letter("ell", "ℓ")
    letter("imath", "ı")
    letter("jmath", "ȷ")

    var symbols: [String: Symbol] = [:]
    var symbolCommands: [String: String] = [:]
    var typed: [Character: MathClass] = [:]
    for (mathClass, entries) in Self.classes {
      for entry in entries.split(separator: " ") {
        let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { continue }
        symbols[parts[0]] = Symbol(text: parts[1], mathClass: mathClass)
        let key = "\(mathClass.rawValue) \(parts[1])"
        if symbolCommands[key] == nil { symbolCommands[key] = parts[0] }
        if let character = parts[1].first, parts[1].count == 1, typed[character] == nil,
          !Self.reserved.contains(character)
        {
          typed[character] = mathClass
        }
      }
    }
    for (mathClass, characters) in Self.typedAsThemselves {
      for character in characters {
        typed[character] = mathClass
        symbolCommands["\(mathClass.rawValue) \(character)"] = nil
      }
    }
    self.letters = letters
    self.letterCommands = letterCommands
    self.symbols = symbols
    self.symbolCommands = symbolCommands
    self.typed = typed
    functions = Dictionary(
      uniqueKeysWithValues: Self.plainFunctions.map { ($0, false) } + Self.limitFunctions.map { ($0, true) })
    delimiters = Self.delimiterCommands
  }

  /// Characters that mean something else in TeX when typed without a backslash.
  private static let reserved = "\\{}%&#$_"

  static let lowerGreek = [
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("varepsilon", "ε"), ("epsilon", "ϵ"),
    ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("vartheta", "ϑ"), ("iota", "ι"), ("kappa", "κ"),
    ("varkappa", "ϰ"),
    ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("omicron", "ο"), ("pi", "π"), ("varpi", "ϖ"),
    ("rho", "ρ"), ("varrho", "ϱ"), ("sigma", "σ"), ("varsigma", "ς"), ("tau", "τ"), ("upsilon", "υ"),
    ("varphi", "φ"), ("phi", "ϕ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"),
  ]

  static let upperGreek = [
    ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"),
    ("Upsilon", "Υ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
  ]

  private static let plainFunctions = [
    "log", "exp", "ln", "lg", "arg", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth",
    "arcsin", "arccos", "arctan", "deg", "dim", "hom", "ker",
  ]

  private static let limitFunctions = ["min", "max", "sup", "inf", "lim", "det", "gcd", "Pr"]

  private static let classes: [(MathClass, String)] = [
    (
      .ordinary,
      """
      infty=∞ partial=∂ nabla=∇ forall=∀ exists=∃ neg=¬ lnot=¬ emptyset=∅ varnothing=∅ hbar=ℏ Re=ℜ Im=ℑ aleph=ℵ \
      prime=′ ldots=… dots=… dotsc=… cdots=⋯ dotsb=⋯ vdots=⋮ ddots=⋱ angle=∠ triangle=△ square=□ top=⊤ bot=⊥ \
      dagger=† ddagger=‡ checkmark=✓ degree=° vert=| Vert=‖ |=‖ backslash=\\ S=§ %=% &=& #=# $=$ _=_
      """
    ),
    (
      .binary,
      """
      pm=± mp=∓ times=× div=÷ cdot=⋅ ast=∗ star=⋆ circ=∘ bullet=∙ cap=∩ cup=∪ wedge=∧ land=∧ vee=∨ lor=∨ oplus=⊕ \
      ominus=⊖ otimes=⊗ odot=⊙ setminus=∖ bmod=mod
      """
    ),
    (
      .relation,
      """
      le=≤ leq=≤ ge=≥ geq=≥ ll=≪ gg=≫ ne=≠ neq=≠ approx=≈ propto=∝ sim=∼ simeq=≃ cong=≅ equiv=≡ asymp=≍ doteq=≐ \
      lesssim=≲ gtrsim=≳ leqslant=⩽ geqslant=⩾ prec=≺ succ=≻ preceq=⪯ succeq=⪰ in=∈ ni=∋ notin=∉ subset=⊂ \
      subseteq=⊆ supset=⊃ supseteq=⊇ mid=∣ parallel=∥ perp=⟂ vdash=⊢ models=⊨ coloneqq=≔ triangleq=≜ to=→ \
      rightarrow=→ leftarrow=← gets=← leftrightarrow=↔ Rightarrow=⇒ Leftarrow=⇐ Leftrightarrow=⇔ mapsto=↦ \
      longrightarrow=⟶ longleftarrow=⟵ Longrightarrow=⟹ implies=⟹ iff=⟺ longmapsto=⟼ hookrightarrow=↪ nearrow=↗ \
      searrow=↘ uparrow=↑ downarrow=↓ updownarrow=↕ lt=< gt=>
      """
    ),
    (.punctuation, "colon=:"),
    (.large, "sum=∑ prod=∏ coprod=∐ int=∫ iint=∬ oint=∮ bigcup=⋃ bigcap=⋂ bigoplus=⨁ bigotimes=⨂"),
    (.open, "lbrace={ {={ langle=⟨ lfloor=⌊ lceil=⌈ lvert=| lVert=‖ lbrack=["),
    (.close, "rbrace=} }=} rangle=⟩ rfloor=⌋ rceil=⌉ rvert=| rVert=‖ rbrack=]"),
  ]

  /// What is typed without a backslash; a hyphen is read as minus before this is asked.
  private static let typedAsThemselves: [(MathClass, String)] = [
    (.ordinary, "/|.!?@°″‴⏞⏟"), (.binary, "+\u{2212}"), (.relation, "=<>:"), (.punctuation, ",;"),
    (.open, "(["),
    (.close, ")]"),
  ]

  private static let delimiterCommands = [
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖",
    "vert": "|",
    "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈",
    "rceil": "⌉", "lbrack": "[", "rbrack": "]", "uparrow": "↑", "downarrow": "↓", "backslash": "\\",
  ]

  /// Delimiter → what is written after `\left` or `\right`.
  static func delimiterTeX(_ text: String) -> String {
    switch text {
    case "": "."
    case "{": "\\{"
    case "}": "\\}"
    case "‖": "\\Vert "
    case "⟨": "\\langle "
    case "⟩": "\\rangle "
    case "⌊": "\\lfloor "
    case "⌋": "\\rfloor "
    case "⌈": "\\lceil "
    case "⌉": "\\rceil "
    case "↑": "\\uparrow "
    case "↓": "\\downarrow "
    case "\\": "\\backslash "
    default: text
    }
  }

  static let accents = [
    ("hat", "^"), ("bar", "¯"), ("tilde", "~"), ("vec", "→"), ("dot", "˙"), ("ddot", "¨"), ("check", "ˇ"),
    ("breve", "˘"), ("overline", "‾"), ("widehat", "ˆ"), ("widetilde", "˜"),
  ]

  static let styles: [(String, MathStyle)] = [
    ("mathrm", .upright), ("mathit", .italic), ("mathbf", .bold), ("boldsymbol", .boldItalic),
    ("mathcal", .calligraphic),
    ("mathbb", .blackboard),
    ("mathsf", .sans), ("mathtt", .monospace),
  ]

  static let spaces: [(String, Double)] = [
    (",", 1.0 / 6), (":", 2.0 / 9), (";", 5.0 / 18), ("!", -1.0 / 6), (" ", 1.0 / 3), ("quad", 1),
    ("qquad", 2),
    (">", 2.0 / 9), ("thinspace", 1.0 / 6), ("enspace", 0.5),
  ]
}
