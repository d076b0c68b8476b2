import Diagnostics

/// Reads TeX math, the part of it that papers of the field use, into a `MathNode`.
///
/// Letters, Greek, numbers, operators, relations, arrows, scripts and primes, fractions, roots, accents, alphabets,
/// functions, big operators with limits, delimiters with `\left … \right` and the `\big` family, spaces, and the tables
/// `aligned`, `cases` and `matrix` with kin. There are no macros and no silent leniency: whatever is unknown, missing or
/// unbalanced is an error `E06xx` at its column. `\dfrac` and `\tfrac` read as `\frac`, and the `\big` family as
/// delimiters that grow with their content: sizes follow from where a formula stands.
public enum TeXMath {
  /// The commands that stand for something computed; each takes exactly one `{…}`, handed over as it is written.
  public static let insertCommands = ["val", "law"]

  /// Parses a formula without its dollar signs.
  ///
  /// - Parameters:
  ///   - tex: The formula. Lines after the first start in column 1.
  ///   - location: Where its first character stands.
  ///   - insert: Asked for `\val`, `\law` and every command that this parser does not know, by name without backslash,
  ///     with the text of the brace group behind it and where that text begins (for a command without a group, an
  ///     empty text and the command's place). Nil means that it is not known there either.
  public static func parse(
    _ tex: String, at location: SourceLocation,
    insert: (_ command: String, _ argument: String, _ location: SourceLocation) throws(DiagnosticError) ->
      MathNode? = {
        _, _, _ in nil
      }
  ) throws(DiagnosticError) -> MathNode {
    try withoutActuallyEscaping(insert) { (escaping) throws(DiagnosticError) -> MathNode in
      var parser = TeXParser(source: TeXSource(tex, at: location), insert: escaping)
      return try parser.formula()
    }
  }
}

/// The characters of a formula and where they stand.
struct TeXSource {
  let characters: [Character]
  let start: SourceLocation
  var index = 0

  init(_ text: String, at start: SourceLocation) {
    characters = Array(text)
    self.start = start
  }

  var next: Character? { index < characters.count ? characters[index] : nil }

  func peek(_ offset: Int) -> Character? {
    index + offset < characters.count ? characters[index + offset] : nil
  }

  mutating func skipSpace() {
    while let next, next.isWhitespace { index += 1 }
  }

  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text)
    guard index + wanted.count <= characters.count,
      Array(characters[index..<(index + wanted.count)]) == wanted
    else { return false }
    index += wanted.count
    return true
  }

  /// The name behind a backslash at `index`: letters, or one other character; nil at the end of the text.
  func commandName(at index: Int) -> String? {
    guard index + 1 < characters.count else { return nil }
    let first = characters[index + 1]
    guard first.isASCIILetter else { return String(first) }
    var end = index + 2
    while end < characters.count, characters[end].isASCIILetter { end += 1 }
    return String(characters[(index + 1)..<end])
  }

  /// The place of a character of the text.
  func location(_ index: Int) -> SourceLocation {
    guard let newline = characters[..<index].lastIndex(where: \.isNewline) else {
      return start.advanced(by: index)
    }
    let line = start.line + characters[..<index].lazy.filter(\.isNewline).count
    return SourceLocation(file: start.file, line: line, column: index - newline)
  }
}

extension Character {
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
