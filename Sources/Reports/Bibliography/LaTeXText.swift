import Foundation

/// The LaTeX of bibliographies as plain text.
enum LaTeXText {
  /// Decodes accents, escaped characters, dashes and quotes; drops braces, font commands and dollar signs. A command
  /// that is not known stays as it is written, so that it is seen.
  static func decoded(_ text: String) -> String {
    var decoder = Decoder(characters: Array(text))
    return decoder.decode().precomposedStringWithCanonicalMapping
  }

  private struct Decoder {
    let characters: [Character]
    var index = 0
    var output = ""

    mutating func decode() -> String {
      while index < characters.count {
        let character = characters[index]
        switch character {
        case "\\": command()
        case "{", "}", "$": index += 1
        case "~":
          output += "\u{A0}"
          index += 1
        case "-" where run("-") >= 2:
          output += run("-") == 2 ? "–" : "—"
          index += run("-")
        case "`" where run("`") == 2:
          output += "“"
          index += 2
        case "'" where run("'") == 2:
          output += "”"
          index += 2
        default:
          output.append(character.isNewline ? " " : character)
          index += 1
        }
      }
      return output
    }

    private func run(_ character: Character) -> Int {
      characters[index...].prefix { $0 == character }.count
    }

    private mutating func command() {
      index += 1
      guard index < characters.count else {
        output += "\\"
        return
      }
      let first = characters[index]
      guard first.isASCII, first.isLetter else {
        index += 1
        if let accent = accents[first] { accented(accent) } else { output.append(first) }
        return
      }
      let name = String(characters[index...].prefix { $0.isASCII && $0.isLetter })
      index += name.count
      if let accent = letterAccents[name], next() != nil {
        skipSpaces()
        accented(accent)
      } else if let letter = letters[name] {
        output += letter
        skipSpaces()
      } else if transparent.contains(name) {
        skipSpaces()
      } else {
        output += "\\\(name)"
      }
    }

    private func next() -> Character? { index < characters.count ? characters[index] : nil }

    private mutating func skipSpaces() {
      while next()?.isWhitespace == true { index += 1 }
    }

    /// Puts an accent on the next letter: `o`, `{o}`, `\i`, `{\i}`.
    private mutating func accented(_ accent: String) {
      while let character = next(), character == "{" || character.isWhitespace { index += 1 }
      guard let base = next() else { return }
      index += 1
      if base == "\\", let letter = next() {
        index += 1
        output += "\(letter)\(accent)"
        skipSpaces()
      } else {
        output += "\(base)\(accent)"
      }
    }
  }

  /// Combining characters.
  private static let accents: [Character: String] = [
    "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}",
    ".": "\u{307}",
  ]
  private static let letterAccents: [String: String] = [
    "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "k": "\u{328}", "r": "\u{30A}",
    "d": "\u{323}",
    "b": "\u{331}",
  ]
  private static let letters: [String: String] = [
    "o": "ø", "O": "Ø", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "textendash": "–", "textemdash": "—",
    "textquoteright": "’",
    "textquoteleft": "‘", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε",
    "lambda": "λ",
    "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω",
    "times": "×",
    "textasciitilde": "~", "textbackslash": "\\", "ldots": "…", "dots": "…",
  ]
  /// Commands whose argument is set in another font, or that set nothing.
  private static let transparent: Set<String> = [
    "emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "mathrm", "mathbf", "mathit", "text",
    "url",
    "it", "bf", "em", "sc", "tt", "rm", "noopsort", "relax", "mbox", "ensuremath",
  ]
}
