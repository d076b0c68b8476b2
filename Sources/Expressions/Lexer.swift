import Diagnostics

/// One word of an expression and where it begins.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case number(Double)
    case string(String)
    case name
    case symbol
    case end
  }

  var kind: Kind
  var text: String
  var location: SourceLocation
}

/// Cuts an expression's text into tokens.
struct Lexer {
  private let characters: [Character]
  private let start: SourceLocation
  private var position = 0

  init(_ text: String, at location: SourceLocation) {
    characters = Array(text)
    start = location
  }

  static func tokens(of text: String, at location: SourceLocation) throws(DiagnosticError) -> [Token] {
    var lexer = Lexer(text, at: location)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, text: "", location: location.advanced(by: lexer.characters.count)))
    return tokens
  }

  private func peek(_ offset: Int = 0) -> Character? {
    characters.indices.contains(position + offset) ? characters[position + offset] : nil
  }

  private mutating func next() throws(DiagnosticError) -> Token? {
    while let character = peek(), character.isWhitespace { position += 1 }
    guard let first = peek() else { return nil }
    let place = start.advanced(by: position)
    if first.isASCIIDigit || (first == "." && peek(1)?.isASCIIDigit == true) { return try number(at: place) }
    if first == "'" || first == "\"" { return try string(quote: first, at: place) }
    if first.isLetter || first == "_" {
      let begin = position
      while let character = peek(), character.isLetter || character.isASCIIDigit || character == "_" {
        position += 1
      }
      return Token(kind: .name, text: String(characters[begin..<position]), location: place)
    }
    for symbol in ["==", "!=", "<=", ">="] where first == symbol.first && peek(1) == symbol.last {
      position += 2
      return Token(kind: .symbol, text: symbol, location: place)
    }
    let plain: [Character: String] = ["−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "·": "*"]
    if let symbol = plain[first] ?? ("+-*/^()=,.<>".contains(first) ? String(first) : nil) {
      position += 1
      return Token(kind: .symbol, text: symbol, location: place)
    }
    throw DiagnosticError(
      "E0301", "unexpected character \"\(first)\" in an expression", at: place,
      help: first == "&" || first == "|" ? ["write `and` or `or`"] : [])
  }

  private mutating func number(at place: SourceLocation) throws(DiagnosticError) -> Token {
    let begin = position
    func digits(_ lexer: inout Lexer) {
      while let character = lexer.peek(), character.isASCIIDigit || character == "_" { lexer.position += 1 }
    }
    digits(&self)
    if peek() == ".", peek(1)?.isASCIIDigit == true || !(peek(1)?.isLetter ?? false) {
      position += 1
      digits(&self)
    }
    if peek() == "e" || peek() == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 1 : 0
      if peek(1 + sign)?.isASCIIDigit == true {
        position += 1 + sign
        digits(&self)
      }
    }
    let text = String(characters[begin..<position])
    guard let value = Double(text.replacing("_", with: "")), value.isFinite else {
      throw DiagnosticError("E0302", "\"\(text)\" is not a number", at: place)
    }
    if let after = peek(), after.isLetter || after == "_" {
      throw DiagnosticError(
        "E0302", "a number runs into \"\(after)\"", at: start.advanced(by: position),
        help: ["write * between them"])
    }
    if peek() == "%" {
      position += 1
      return Token(kind: .number(value / 100), text: text + "%", location: place)
    }
    return Token(kind: .number(value), text: text, location: place)
  }

  private mutating func string(quote: Character, at place: SourceLocation) throws(DiagnosticError) -> Token {
    position += 1
    var value = ""
    while let character = peek() {
      position += 1
      if character == quote { return Token(kind: .string(value), text: value, location: place) }
      if character == "\\", let escaped = peek(), escaped == quote || escaped == "\\" {
        position += 1
        value.append(escaped)
      } else {
        value.append(character)
      }
    }
    throw DiagnosticError("E0303", "a quoted text is not closed", at: place)
  }
}

extension Character {
  var isASCIIDigit: Bool { isASCII && isNumber }
}
