/// Finds the numbers of a formula that could be computed values: factors and summands, not exponents or indices.
enum MathNumbers {
  static func find(in tex: String) -> [ProseNumber] {
    let characters = Array(tex)
    var found: [ProseNumber] = []
    var index = 0
    var last: Character = " "
    while index < characters.count {
      let character = characters[index]
      if character == "\\" {
        index = afterCommand(index, characters)
        last = "\\"
        continue
      }
      if character == "^" || character == "_" {
        index = afterArgument(index + 1, characters)
        last = character
        continue
      }
      guard character.isDigit, !last.isLetter else {
        if !character.isWhitespace { last = character }
        index += 1
        continue
      }
      let start = index
      while index < characters.count, characters[index].isDigit || characters[index] == "." { index += 1 }
      var text = String(characters[start..<index])
      if text.last == "." { text.removeLast() }
      last = "0"
      // Not 1{,}000, whose groups are apart.
      guard let number = ProseNumbers.find(in: text).first,
        index >= characters.count || characters[index] != "{"
      else { continue }
      var placed = number
      placed.offset = start
      found.append(placed)
    }
    return found
  }

  /// The index after a command; the arguments of those that hold no formula are skipped.
  private static func afterCommand(_ index: Int, _ tex: [Character]) -> Int {
    var end = index + 1
    while end < tex.count, tex[end].isLetter { end += 1 }
    guard end > index + 1 else { return min(index + 2, tex.count) }
    let name = String(tex[(index + 1)..<end])
    let isOpaque = ["val", "law", "text", "label", "mathrm", "operatorname", "ref", "tag"].contains(name)
    return isOpaque ? afterArgument(end, tex) : end
  }

  /// The index after a group in braces, or after one character.
  private static func afterArgument(_ index: Int, _ tex: [Character]) -> Int {
    guard index < tex.count else { return index }
    guard tex[index] == "{" else { return index + 1 }
    var depth = 0
    for end in index..<tex.count {
      if tex[end] == "{" { depth += 1 }
      if tex[end] == "}" {
        depth -= 1
        if depth == 0 { return end + 1 }
      }
    }
    return tex.count
  }
}
