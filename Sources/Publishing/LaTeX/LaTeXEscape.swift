import Diagnostics

/// Text from outside, made safe to stand in LaTeX: nothing of it is a command, opens a group or ends a line.
enum LaTeXEscape {
  /// Words of a sentence.
  static func text(_ text: String) -> String {
    var result = ""
    var last: Unicode.Scalar?
    var raised = ""
    for scalar in text.unicodeScalars {
      if let digit = Self.raised[scalar] {
        raised += digit
        last = nil
        continue
      }
      if !raised.isEmpty { result += "$^{\(raised)}$" }
      raised = ""
      // Two in a row would become a dash or a quotation mark.
      if scalar == last, "-'`,<>!?".unicodeScalars.contains(scalar) { result += "{}" }
      result += escaped(scalar)
      last = scalar
    }
    return raised.isEmpty ? result : result + "$^{\(raised)}$"
  }

  /// What text may need beyond the packages of a preamble: characters that pdfTeX may have no letter for.
  static let otherCharacters = "\\providecommand{\\othercharacter}[2]{\\texttt{U+#1}}"

  /// Whether a source uses it.
  static func needsOtherCharacters(_ source: String) -> Bool { source.contains("\\othercharacter{") }

  /// Words in the face of code, which may break behind punctuation.
  static func code(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "-": result += "-{}"
      case "'": result += "\\textquotesingle{}"
      case ".", ",", "(", ")", "/", "=", "<", ">", "*", "+", "_", ":":
        result += escaped(scalar) + "\\allowbreak{}"
      default: result += escaped(scalar)
      }
    }
    return "\\texttt{\(result)}"
  }

  /// The lines of a block of code. No environment of LaTeX's own: a text could end it.
  static func block(_ code: String) -> String {
    let lines = (code.hasSuffix("\n") ? String(code.dropLast()) : code)
      .split(omittingEmptySubsequences: false) { $0.isNewline }
    let written = lines.map { line -> String in
      let words = line.replacing("\t", with: "    ").unicodeScalars.map { scalar in
        switch scalar {
        case " ": "~"
        case "-": "-{}"
        case "'": "\\textquotesingle{}"
        default: escaped(scalar)
        }
      }.joined()
      return "\\mbox{}" + words
    }
    return "\\begin{flushleft}\\small\\ttfamily\n" + written.joined(separator: "\\\\\n")
      + "\n\\end{flushleft}"
  }

  /// An address for `\href`.
  static func address(_ address: String) -> String {
    let plain = Set(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/@+=,:;?!()*'&".utf8)
    let hexadecimal = Array("0123456789ABCDEF")
    var result = ""
    for byte in address.utf8 {
      switch byte {
      case UInt8(ascii: "#"): result += "\\#"
      case UInt8(ascii: "%"): result += "\\%"
      case UInt8(ascii: "&"): result += "\\&"
      case UInt8(ascii: "_"): result += "\\_"
      case _ where plain.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "\\%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
      }
    }
    return result
  }

  /// A name for `\label` and `\bibitem`: letters, digits and hyphens; what is neither is written as its number.
  static func label(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || scalar == "-" || scalar == ":" || scalar == "." {
        result.unicodeScalars.append(scalar)
      } else {
        result += "+\(String(scalar.value, radix: 16))"
      }
    }
    return result
  }

  // MARK: Characters

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if let command = commands[scalar] { return command }
    if scalar.isASCII {
      return XMLText.isAllowed(scalar) ? String(scalar) : missing(scalar)
    }
    if let math = mathematics[scalar] { return "$\(math)$" }
    // What the T1 encoding has: Western and Central European letters.
    if (0xC0...0x17F).contains(scalar.value), scalar != "\u{13F}", scalar != "\u{149}", scalar != "\u{17F}" {
      return unusual.contains(scalar) ? missing(scalar) : String(scalar)
    }
    if let raised = raised[scalar] { return "$^{\(raised)}$" }
    if let lowered = lowered[scalar] { return "$_{\(lowered)}$" }
    return missing(scalar)
  }

  /// A character that pdfTeX may have no letter for; other engines set it if their font has it.
  private static func missing(_ scalar: Unicode.Scalar) -> String {
    guard XMLText.isAllowed(scalar) else { return "?" }
    return "\\othercharacter{\(String(scalar.value, radix: 16, uppercase: true))}{\(scalar)}"
  }

  private static let commands: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%",
    "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}",
    ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "\\textquotedbl{}", "`": "\\textasciigrave{}",
    // A bracket after \\ or \item would be an option.
    "[": "{[}", "]": "{]}", "\n": " ", "\r": " ", "\t": " ", "\u{A0}": "~", "\u{202F}": "\\,",
    "\u{2009}": "\\,",
    "\u{200B}": "", "\u{AD}": "\\-", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
    "…": "\\ldots{}",
    "•": "\\textbullet{}", "·": "\\textperiodcentered{}", "°": "\\textdegree{}", "§": "\\S{}",
    "©": "\\textcopyright{}",
    "™": "\\texttrademark{}", "€": "\\texteuro{}", "£": "\\pounds{}", "†": "\\dag{}", "‡": "\\ddag{}",
    "«": "<<",
    "»": ">>", "¿": "?`", "¡": "!`", "\u{2010}": "-", "\u{2011}": "-", "‰": "\\textperthousand{}",
  ]

  private static let unusual: Set<Unicode.Scalar> = ["ĸ", "Ŧ", "ŧ", "Ħ", "ħ"]

  private static let mathematics: [Unicode.Scalar: String] = [
    "−": "-", "×": "\\times", "÷": "\\div", "±": "\\pm", "∓": "\\mp", "≤": "\\le", "≥": "\\ge", "≠": "\\ne",
    "≈": "\\approx", "≪": "\\ll", "≫": "\\gg", "∼": "\\sim", "∝": "\\propto", "≡": "\\equiv", "∞": "\\infty",
    "→": "\\to", "←": "\\leftarrow", "↔": "\\leftrightarrow", "↑": "\\uparrow", "↓": "\\downarrow",
    "⇒": "\\Rightarrow", "∂": "\\partial", "∇": "\\nabla", "√": "\\surd", "∑": "\\sum", "∏": "\\prod",
    "∫": "\\int",
    "∈": "\\in", "∉": "\\notin", "⊂": "\\subset", "∪": "\\cup", "∩": "\\cap", "∀": "\\forall",
    "∃": "\\exists",
    "∅": "\\emptyset", "∗": "*", "⋅": "\\cdot", "⋯": "\\cdots", "¬": "\\neg", "∧": "\\wedge", "∨": "\\vee",
    "⟨": "\\langle", "⟩": "\\rangle", "‖": "\\|", "′": "'", "″": "''", "ℓ": "\\ell", "✓": "\\checkmark",
    "µ": "\\mu", "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon",
    "ϵ": "\\epsilon",
    "ζ": "\\zeta", "η": "\\eta", "θ": "\\theta", "ι": "\\iota", "κ": "\\kappa", "λ": "\\lambda", "μ": "\\mu",
    "ν": "\\nu", "ξ": "\\xi", "ο": "o", "π": "\\pi", "ρ": "\\rho", "σ": "\\sigma", "ς": "\\varsigma",
    "τ": "\\tau",
    "υ": "\\upsilon", "φ": "\\varphi", "ϕ": "\\phi", "χ": "\\chi", "ψ": "\\psi", "ω": "\\omega",
    "Γ": "\\Gamma",
    "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda", "Ξ": "\\Xi", "Π": "\\Pi", "Σ": "\\Sigma", "Φ": "\\Phi",
    "Ψ": "\\Psi", "Ω": "\\Omega",
  ]

  private static let raised: [Unicode.Scalar: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "⁻": "-", "⁺": "+", "ⁿ": "n",
  ]

  private static let lowered: [Unicode.Scalar: String] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
  ]
}
