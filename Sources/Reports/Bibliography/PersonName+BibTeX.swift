import Laws

extension PersonName {
  /// Reads `Kumar, Tanishq and Jean de la Fontaine and {OpenAI} and others`, still in LaTeX.
  static func list(bibTeX text: String) -> (names: [PersonName], more: Bool) {
    var names: [[String]] = [[]]
    for word in words(text) {
      if word.lowercased() == "and" { names.append([]) } else { names[names.count - 1].append(word) }
    }
    var more = false
    var result: [PersonName] = []
    for name in names where !name.isEmpty {
      if name == ["others"] { more = true } else { result.append(one(name)) }
    }
    return (result, more)
  }

  /// The words at brace depth 0; a comma ends a word and stays on it.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    for character in text {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      let isSpace = character.isWhitespace || (character == "~" && !word.hasSuffix("\\"))
      if depth == 0, isSpace {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
        if depth == 0, character == "," {
          words.append(word)
          word = ""
        }
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func one(_ words: [String]) -> PersonName {
    var parts: [[String]] = [[]]
    for word in words {
      if word.hasSuffix(",") {
        if word.count > 1 { parts[parts.count - 1].append(String(word.dropLast())) }
        parts.append([])
      } else {
        parts[parts.count - 1].append(word)
      }
    }
    func text(_ words: some Collection<String>) -> String {
      words.map { LaTeXText.decoded($0) }.joined(separator: " ")
    }
    switch parts.count {
    case 1:
      // The family name is the last word, and any words in lower case before it.
      let start = parts[0].dropLast().firstIndex(where: isParticle) ?? (parts[0].count - 1)
      return PersonName(family: text(parts[0][start...]), given: text(parts[0][..<start]))
    case 2: return PersonName(family: text(parts[0]), given: text(parts[1]))
    default: return PersonName(family: text(parts[0]), given: text(parts[2]), suffix: text(parts[1]))
    }
  }

  private static func isParticle(_ word: String) -> Bool {
    if word.hasPrefix("{"), !word.hasPrefix("{\\") { return false }
    return LaTeXText.decoded(word).first { $0.isLetter }?.isLowercase ?? false
  }
}
