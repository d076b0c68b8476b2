/// Finds the numbers of a line of prose that could be computed values.
///
/// A number is a word of its own, with or without brackets and punctuation: `8-bit`, `INT4`, `2026-09-01` and
/// `arXiv:2411.04330` are none. Numbers behind a word that counts parts of a document are none either.
struct ProseNumbers {
  /// Characters that stand for what is no text: values, code, math, references.
  static let placeholder: Character = "\u{FFFC}"

  private static let parts: Set<String> = [
    "section", "sections", "sec.", "§", "figure", "figures", "fig.", "figs.", "table", "tables", "tab.",
    "equation",
    "equations", "eq.", "eqs.", "appendix", "appendices", "chapter", "chapters", "page", "pages", "p.", "pp.",
    "version", "seed", "line", "lines", "layer", "layers", "note", "notes", "theorem", "footnote",
    "algorithm",
    "listing", "volume", "vol.", "no.", "nr.", "number", "step", "item", "part", "release", "issue",
  ]
  private static let levels: Set<String> = [
    "interval", "intervals", "confidence", "credible", "percentile", "percentiles", "bootstrap", "level",
  ]
  private static let letters: [Character: Double] = [
    "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12,
  ]
  private static let words: [String: Double] = [
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
  ]

  private let line: [Character]
  /// The words of the line, as ranges of characters.
  private let tokens: [Range<Int>]

  /// The numbers of a line in which placeholders stand for what is no text.
  static func find(in line: String) -> [ProseNumber] { ProseNumbers(Array(line)).find() }

  private init(_ line: [Character]) {
    self.line = line
    var tokens: [Range<Int>] = []
    var start: Int?
    for index in line.indices {
      // A fixed space between digits sets thousands apart.
      let isBreak = line[index] == " " || line[index] == "\t" || line[index] == "\n"
      let isGap = line[index] == "\u{A0}" && !Self.isBetweenDigits(index, line)
      if isBreak || isGap {
        if let begun = start { tokens.append(begun..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let begun = start { tokens.append(begun..<line.count) }
    self.tokens = tokens
  }

  private static func isBetweenDigits(_ index: Int, _ line: [Character]) -> Bool {
    guard index > 0, index + 1 < line.count else { return false }
    return line[index - 1].isDigit && line[index + 1].isDigit
  }

  private func find() -> [ProseNumber] {
    var found: [ProseNumber] = []
    var index = 0
    while index < tokens.count {
      defer { index += 1 }
      let numbers = self.numbers(in: tokens[index])
      guard !numbers.isEmpty, !isPart(before: index) else { continue }
      for (position, number) in numbers.enumerated() {
        var number = number
        let isLast = position == numbers.count - 1
        if isLast, number.unit == .plain { index += extend(&number, token: index) }
        number.next = next(after: index)
        if Self.isLevel(number) { continue }
        found.append(number)
      }
    }
    return found
  }

  /// Takes what belongs to the number from the words behind it; how many words that were.
  private func extend(_ number: inout ProseNumber, token: Int) -> Int {
    guard token + 1 < tokens.count, tokens[token].upperBound == number.offset + number.text.count else {
      return 0
    }
    let next = String(line[tokens[token + 1]])
    let bare = next.trimmingPunctuation
    if bare == "%" {
      number.unit = .percent
      number.text = String(line[number.offset..<tokens[token + 1].lowerBound]) + "%"
      return 1
    }
    if bare == "percent" || bare == "per", bare != "per" || word(token + 2) == "cent" {
      number.unit = .percentWord
      return bare == "per" ? 2 : 1
    }
    if let factor = Self.words[bare] {
      number.unit = .word(factor)
      return 1
    }
    if next == "±", token + 2 < tokens.count {
      let errors = numbers(in: tokens[token + 2])
      guard errors.count == 1, let error = errors.first, error.unit == .plain else { return 0 }
      number.error = error.text
      number.text = String(line[number.offset..<(error.offset + error.text.count)])
      return 2
    }
    return 0
  }

  /// A word in lower case without punctuation.
  private func word(_ token: Int) -> String {
    tokens.indices.contains(token) ? String(line[tokens[token]]).lowercased().trimmingPunctuation : ""
  }

  private func next(after token: Int) -> [String] { (1...4).map { word(token + $0) }.filter { !$0.isEmpty } }

  private func isPart(before token: Int) -> Bool {
    guard token > 0 else { return false }
    let before = String(line[tokens[token - 1]]).lowercased()
    if Self.parts.contains(before.trimmingOpening) { return true }
    // Tables 2 and 3, sections 4 to 6.
    guard token > 2, ["and", "or", "to"].contains(before) else { return false }
    return Self.parts.contains(word(token - 3)) && !numbers(in: tokens[token - 2]).isEmpty
  }

  /// `95 % interval`: the level is the author's choice.
  private static func isLevel(_ number: ProseNumber) -> Bool {
    switch number.unit {
    case .percent, .percentWord: number.next.prefix(2).contains { levels.contains($0) }
    default: false
    }
  }

  // MARK: One word

  /// The numbers of a word: one, or the two of a range. Empty when anything else stands in it.
  private func numbers(in token: Range<Int>) -> [ProseNumber] {
    var start = token.lowerBound
    var end = token.upperBound
    while start < end, "([{“\"'‘~≈<>≤≥=±+".contains(line[start]) { start += 1 }
    while end > start, ")]},.;:!?”\"'’…".contains(line[end - 1]) { end -= 1 }
    guard start < end, line[start..<end].contains(where: \.isDigit) else { return [] }
    var found: [ProseNumber] = []
    var index = start
    while index < end {
      guard found.count < 2, let number = number(at: &index, end: end) else { return [] }
      found.append(number)
      guard index < end else { break }
      // A day is no range.
      guard "–-—/".contains(line[index]), index + 1 < end, number.unit == .plain || number.unit == .percent
      else { return [] }
      index += 1
    }
    return found
  }

  private func number(at index: inout Int, end: Int) -> ProseNumber? {
    let start = index
    let isNegative = line[index] == "−" || line[index] == "-"
    if isNegative { index += 1 }
    var digits = ""
    var groups = 0
    while index < end {
      if line[index].isDigit {
        digits.append(line[index])
      } else if isThousands(index, end), !digits.isEmpty, digits.count <= 3 || groups > 0 {
        groups += 1
      } else {
        break
      }
      index += 1
    }
    guard !digits.isEmpty else { return nil }
    var fraction = ""
    if index + 1 < end, line[index] == ".", line[index + 1].isDigit {
      index += 1
      while index < end, line[index].isDigit {
        fraction.append(line[index])
        index += 1
      }
    }
    guard digits.count + fraction.count <= 17, let magnitude = Double("\(digits).\(fraction)0") else {
      return nil
    }
    let significant = String((digits + fraction).drop { $0 == "0" })
    var count = significant.count
    if fraction.isEmpty { count -= significant.reversed().prefix { $0 == "0" }.count }
    let valueEnd = index
    var number = ProseNumber(
      text: "", offset: start, value: isNegative ? -magnitude : magnitude, places: fraction.count,
      digits: count)
    if let (unit, length, keeps) = suffix(at: index, end: end) {
      number.unit = unit
      index += length
      number.text = String(line[start..<(keeps ? valueEnd : index)])
    } else {
      number.text = String(line[start..<valueEnd])
    }
    return number
  }

  /// Whether a comma or a fixed space stands before exactly three digits.
  private func isThousands(_ index: Int, _ end: Int) -> Bool {
    guard line[index] == "," || line[index] == "\u{202F}" || line[index] == "\u{A0}", index + 3 < end,
      line[(index + 1)...(index + 3)].allSatisfy(\.isDigit)
    else { return false }
    return index + 4 >= end || !line[index + 4].isDigit
  }

  /// A unit written to the number: what it is, its length, and whether it stays when the digits are replaced.
  private func suffix(at index: Int, end: Int) -> (ProseNumber.Unit, length: Int, keeps: Bool)? {
    guard index < end else { return nil }
    let rest = line[index..<end]
    let isAlone = rest.count == 1 || !(rest[index + 1].isLetter || rest[index + 1].isNumber)
    if rest.first == "%" { return (.percent, 1, false) }
    if rest.count > 1, rest.first == "\u{202F}", rest[index + 1] == "%" { return (.percent, 2, false) }
    if let factor = Self.letters[rest[index]], isAlone { return (.letter(factor), 1, false) }
    if rest.first == "×" || rest.first == "x", isAlone, rest.count == 1 { return (.times, 1, true) }
    guard let (exponent, length) = Self.power(String(rest)) else { return nil }
    var factor = 1.0
    for _ in 0..<abs(exponent) { factor = exponent < 0 ? factor / 10 : factor * 10 }
    return (.power(factor), length, false)
  }

  /// `×10⁻⁵` or `e-5` at the beginning of a text.
  private static func power(_ text: String) -> (exponent: Int, length: Int)? {
    let raised: [Character: Character] = [
      "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
      "⁻": "-",
    ]
    for lead in ["×10", "e", "E"] where text.hasPrefix(lead) {
      let rest = text.dropFirst(lead.count)
      let written =
        lead == "×10" ? rest.prefix { raised[$0] != nil } : rest.prefix { $0.isDigit || $0 == "-" }
      let digits = String(written.map { raised[$0] ?? $0 })
      guard let exponent = Int(digits), abs(exponent) <= 300 else { return nil }
      return (exponent, lead.count + written.count)
    }
    return nil
  }
}

extension Character {
  /// An ASCII digit.
  var isDigit: Bool { isASCII && isNumber }
}

extension String {
  fileprivate var trimmingPunctuation: String {
    var view = self[...]
    while let last = view.last, ")]},.;:!?”\"'’…".contains(last) { view.removeLast() }
    return String(view).trimmingOpening
  }

  fileprivate var trimmingOpening: String {
    String(self[...].drop { "([{“\"'‘".contains($0) })
  }
}
