/// The alphabets of Unicode's mathematical block, since MathML Core has no other way to ask for bold or script.
enum MathAlphabets {
  /// A letter or digit in an alphabet; itself where the alphabet has none.
  static func character(_ character: Character, _ style: MathStyle) -> Character {
    guard let offsets = offsets(style), let scalar = character.unicodeScalars.first,
      character.unicodeScalars.count == 1
    else { return character }
    if let exception = exceptions[style]?[character] { return exception }
    let value: UInt32
    switch scalar {
    case "A"..."Z": value = offsets.letters + (scalar.value - 65)
    case "a"..."z": value = offsets.letters + 26 + (scalar.value - 97)
    case "0"..."9":
      guard let digits = offsets.digits else { return character }
      value = digits + (scalar.value - 48)
    case "Α"..."Ω":
      let upright = style == .boldItalic ? self.offsets(.bold) : offsets
      guard let greek = upright?.greek else { return character }
      value = greek + (scalar.value - 0x391)
    case "α"..."ω":
      guard let greek = offsets.greek else { return character }
      value = greek + 26 + (scalar.value - 0x3B1)
    default: return character
    }
    return Unicode.Scalar(value).map(Character.init) ?? character
  }

  private static func offsets(_ style: MathStyle) -> (letters: UInt32, digits: UInt32?, greek: UInt32?)? {
    switch style {
    case .automatic, .upright: nil
    case .italic: (0x1D434, nil, 0x1D6E2)
    case .bold: (0x1D400, 0x1D7CE, 0x1D6A8)
    case .boldItalic: (0x1D468, 0x1D7CE, 0x1D71C)
    case .calligraphic: (0x1D49C, nil, nil)
    case .blackboard: (0x1D538, 0x1D7D8, nil)
    case .sans: (0x1D5A0, 0x1D7E2, nil)
    case .monospace: (0x1D670, 0x1D7F6, nil)
    }
  }

  /// Letters that had a place in Unicode before the block was made.
  private static let exceptions: [MathStyle: [Character: Character]] = [
    .italic: ["h": "ℎ"],
    .bold: ["ϵ": "𝛜", "ϑ": "𝛝", "ϰ": "𝛞", "ϕ": "𝛟", "ϱ": "𝛠", "ϖ": "𝛡"],
    .boldItalic: ["ϵ": "𝝐", "ϑ": "𝝑", "ϰ": "𝝒", "ϕ": "𝝓", "ϱ": "𝝔", "ϖ": "𝝕"],
    .calligraphic: [
      "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ",
      "o": "ℴ",
    ],
    .blackboard: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"],
  ]
}
