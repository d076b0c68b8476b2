/// How the names of formulas and columns are set: `gamma_w` as γ with subscript w, `N_eff` as N with an upright eff.
public enum SymbolNames {
  /// The symbol of a name.
  ///
  /// Parts between underscores nest as subscripts. A spelled Greek letter is that letter; one letter is italic; digits
  /// are a number; a letter followed by digits takes them as a subscript at the front (`x1`) and everything else is
  /// upright. A name that starts or ends with an underscore, or has two in a row, is set upright as it stands.
  public static func node(for name: String) -> MathNode {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard !name.isEmpty, !parts.contains("") else { return .identifier(name, style: .upright) }
    let subscripts = parts.dropFirst().map { part($0) }
    let base = part(parts[0])
    guard let first = subscripts.first else { return base }
    // `gamma_w_post` reads better as γ_{w, post} than as a subscript of a subscript.
    var inner: [MathNode] = [first]
    for next in subscripts.dropFirst() { inner += [.symbol(",", .punctuation), next] }
    let sub = inner.count == 1 ? first : MathNode.row(inner)
    if case .scripts(let letter, let digits?, nil) = base {
      return .scripts(letter, sub: .row([digits, .symbol(",", .punctuation)] + inner), sup: nil)
    }
    return .scripts(base, sub: sub, sup: nil)
  }

  private static func part(_ text: String) -> MathNode {
    if text.allSatisfy(\.isASCIIDigit) { return .number(text) }
    if let letter = SymbolTable.shared.letters[greekCommand(text)] { return letter }
    if text.count == 1 { return .identifier(text, style: .automatic) }
    let stem = text.prefix { !$0.isASCIIDigit }
    let digits = text[stem.endIndex...]
    if !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) {
      let base = part(String(stem))
      if case .identifier(let letter, _) = base, letter.count == 1 {
        return .scripts(base, sub: .number(String(digits)), sup: nil)
      }
    }
    return .identifier(text, style: .upright)
  }

  /// `epsilon` and `phi` in a formula mean the letters ε and φ, whatever shape plain TeX gives those commands.
  private static func greekCommand(_ text: String) -> String {
    switch text {
    case "epsilon": "varepsilon"
    case "phi": "varphi"
    default: text
    }
  }
}

extension Character {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
