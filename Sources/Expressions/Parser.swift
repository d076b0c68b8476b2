import Diagnostics

extension Expression {
  /// Parses an expression whose first character stands at `location`.
  ///
  /// Throws `E03xx` at the exact column for anything that is not an expression.
  public static func parse(_ text: String, at location: SourceLocation) throws(DiagnosticError) -> Expression
  {
    var parser = Parser(tokens: try Lexer.tokens(of: text, at: location))
    let expression = try parser.expression(0)
    guard parser.current.kind == .end else { throw parser.unexpected("the end or an operator") }
    return expression
  }
}

/// A Pratt parser over tokens.
private struct Parser {
  var tokens: [Token]
  var position = 0
  var depth = 0

  /// Deeper nesting than this is a mistake, and would exhaust the stack.
  static let deepest = 200
  /// Operators, members and calls: a chain of them is as deep a tree as it is long, and whoever walks it recurses.
  var operations = 0
  static let mostOperations = 500

  var current: Token { tokens[position] }

  mutating func advance() -> Token {
    defer { if position < tokens.count - 1 { position += 1 } }
    return tokens[position]
  }

  func isSymbol(_ text: String) -> Bool { current.kind == .symbol && current.text == text }
  func isWord(_ text: String) -> Bool { current.kind == .name && current.text == text }

  func unexpected(_ expected: String) -> DiagnosticError {
    let found = current.kind == .end ? "the end" : "\"\(current.text)\""
    return DiagnosticError(
      "E0304", "expected \(expected), found \(found)", at: current.location,
      help: isSymbol("=") ? ["a comparison is written =="] : [])
  }

  private mutating func count() throws(DiagnosticError) {
    operations += 1
    guard operations <= Self.mostOperations else {
      throw DiagnosticError(
        "E0307", "the expression has more than \(Self.mostOperations) operations", at: current.location)
    }
  }

  static let comparisons = ["==", "!=", "<", "<=", ">", ">="]

  /// Binding powers: where 1, or 2, and 3, not 4, comparison 5, + - 6, * / 7, unary minus 8, ^ 9.
  func infix() -> (operator: BinaryOperator, power: Int)? {
    switch current.kind {
    case .name:
      if current.text == "or" { return (.or, 2) }
      if current.text == "and" { return (.and, 3) }
      return nil
    case .symbol:
      guard let op = BinaryOperator(rawValue: current.text) else { return nil }
      if Self.comparisons.contains(current.text) { return (op, 5) }
      switch op {
      case .add, .subtract: return (op, 6)
      case .multiply, .divide: return (op, 7)
      case .power: return (op, 9)
      default: return nil
      }
    default: return nil
    }
  }

  mutating func expression(_ minimum: Int) throws(DiagnosticError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw DiagnosticError(
        "E0307", "the expression is nested more than \(Self.deepest) deep", at: current.location)
    }
    var left = try prefix()
    while true {
      if isWord("where"), minimum <= 1 {
        _ = advance()
        let condition = try expression(2)
        left = Expression(.selection(left, where: condition), at: left.location)
        continue
      }
      guard let (op, power) = infix(), power >= max(minimum, 1) else { return left }
      try count()
      let token = advance()
      let right = try expression(op == .power ? 8 : power + 1)
      left = Expression(.binary(op, left, right), at: left.location)
      if power == 5, let next = infix(), next.power == 5 {
        throw DiagnosticError(
          "E0305", "comparisons do not chain", at: current.location,
          help: ["write a \(token.text) b and b \(current.text) c"])
      }
    }
  }

  mutating func prefix() throws(DiagnosticError) -> Expression {
    let token = current
    switch token.kind {
    case .number(let value):
      _ = advance()
      return Expression(.number(value, text: token.text), at: token.location)
    case .string(let value):
      _ = advance()
      return try postfix(Expression(.string(value), at: token.location))
    case .symbol where token.text == "-":
      _ = advance()
      return Expression(.unary(.negate, try expression(8)), at: token.location)
    case .symbol where token.text == "+":
      _ = advance()
      return try expression(8)
    case .symbol where token.text == "(":
      _ = advance()
      let inner = try expression(0)
      guard isSymbol(")") else { throw unexpected("\")\"") }
      _ = advance()
      // `(a)(b)` is no call: a product is written with *.
      return isSymbol(".") ? try postfix(inner) : inner
    case .name where token.text == "not":
      _ = advance()
      return Expression(.unary(.not, try expression(5)), at: token.location)
    case .name where ["and", "or", "where"].contains(token.text):
      throw unexpected("a value")
    case .name:
      _ = advance()
      if token.text == "true" || token.text == "false" {
        return Expression(.boolean(token.text == "true"), at: token.location)
      }
      return try postfix(Expression(.name(token.text), at: token.location))
    default: throw unexpected("a value")
    }
  }

  mutating func postfix(_ base: Expression) throws(DiagnosticError) -> Expression {
    var result = base
    while true {
      if isSymbol(".") {
        try count()
        _ = advance()
        guard current.kind == .name else { throw unexpected("a name after the dot") }
        result = Expression(.member(result, advance().text), at: base.location)
      } else if isSymbol("(") {
        switch result.kind {
        case .name, .member: break
        default: return result
        }
        _ = advance()
        result = Expression(.call(result, try arguments()), at: base.location)
      } else {
        return result
      }
    }
  }

  mutating func arguments() throws(DiagnosticError) -> [Expression.Argument] {
    var arguments: [Expression.Argument] = []
    if isSymbol(")") {
      _ = advance()
      return arguments
    }
    while true {
      var label: String?
      if current.kind == .name, tokens[position + 1].kind == .symbol, tokens[position + 1].text == "=" {
        label = advance().text
        _ = advance()
      }
      if let label, arguments.contains(where: { $0.label == label }) {
        throw DiagnosticError(
          "E0306", "argument \"\(label)\" is given twice", at: tokens[position - 2].location)
      }
      arguments.append(.init(label: label, try expression(0)))
      if isSymbol(",") {
        _ = advance()
        continue
      }
      guard isSymbol(")") else { throw unexpected("\",\" or \")\"") }
      _ = advance()
      return arguments
    }
  }
}
