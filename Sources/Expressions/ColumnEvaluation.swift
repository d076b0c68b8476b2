import Diagnostics

/// A column of values of one kind.
public enum ExpressionColumn: Sendable, Hashable {
  /// Numbers; NaN where missing.
  case numbers([Double])
  /// Texts; nil where missing.
  case texts([String?])
  /// Truths; never missing.
  case booleans([Bool])

  var isTexts: Bool {
    if case .texts = self { return true }
    return false
  }

  var kind: String {
    switch self {
    case .numbers: "a number"
    case .texts: "a text"
    case .booleans: "a truth"
    }
  }
}

extension Expression {
  /// Evaluates over `rows` rows of named columns.
  ///
  /// Arithmetic with a missing number is missing; a comparison with a missing value is false. `sibling(value, key,
  /// condition)` gives each row the value in the one row with an equal key for which the condition holds, and
  /// `missing(x)` tells where a value is missing. Throws `E0320`–`E034x` with the place.
  public func evaluate(rows: Int, columns: [String: ExpressionColumn]) throws(DiagnosticError)
    -> ExpressionColumn
  {
    try ColumnEvaluator(rows: rows, columns: columns).evaluate(self)
  }
}

private struct ColumnEvaluator {
  let rows: Int
  let columns: [String: ExpressionColumn]

  func evaluate(_ node: Expression) throws(DiagnosticError) -> ExpressionColumn {
    switch node.kind {
    case .number(let value, _): return .numbers(Array(repeating: value, count: rows))
    case .string(let value): return .texts(Array(repeating: value, count: rows))
    case .boolean(let value): return .booleans(Array(repeating: value, count: rows))
    case .name(let name):
      if let column = columns[name] { return column }
      if name == "pi" { return .numbers(Array(repeating: .pi, count: rows)) }
      throw DiagnosticError(
        "E0340", "no column \"\(name)\"", at: node.location,
        notes: ["columns: \(columns.keys.sorted().joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: columns.keys), missing: .label(name))
    case .unary(.negate, let operand): return .numbers(try numbers(operand).map { -$0 })
    case .unary(.not, let operand): return .booleans(try truths(operand).map { !$0 })
    case .binary(let op, let left, let right): return try binary(op, left, right)
    case .call(let callee, let arguments): return try call(callee, arguments)
    case .member, .selection:
      throw DiagnosticError("E0341", "\"\(node.source)\" has no value for each row", at: node.location)
    }
  }

  private func numbers(_ node: Expression) throws(DiagnosticError) -> [Double] {
    let column = try evaluate(node)
    guard case .numbers(let values) = column else { throw mismatch(node, column, "a number") }
    return values
  }

  private func truths(_ node: Expression) throws(DiagnosticError) -> [Bool] {
    let column = try evaluate(node)
    guard case .booleans(let values) = column else {
      var error = mismatch(node, column, "a truth")
      error.diagnostics[0].help = ["compare it: \(node.source) == \(column.isTexts ? "true" : "1")"]
      throw error
    }
    return values
  }

  private func mismatch(_ node: Expression, _ column: ExpressionColumn, _ expected: String) -> DiagnosticError
  {
    DiagnosticError("E0342", "\"\(node.source)\" is \(column.kind), expected \(expected)", at: node.location)
  }

  private func binary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws(DiagnosticError) -> ExpressionColumn {
    switch op {
    case .and, .or:
      let (a, b) = (try truths(left), try truths(right))
      return .booleans(zip(a, b).map { op == .and ? $0 && $1 : $0 || $1 })
    case .add, .subtract, .multiply, .divide, .power:
      let (a, b) = (try numbers(left), try numbers(right))
      let apply: (Double, Double) -> Double =
        switch op {
        case .add: { $0 + $1 }
        case .subtract: { $0 - $1 }
        case .multiply: { $0 * $1 }
        case .divide: { $0 / $1 }
        default: { raise($0, $1) }
        }
      return .numbers(zip(a, b).map(apply))
    default:
      return .booleans(try compare(op, left, right))
    }
  }

  private func compare(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws(DiagnosticError) -> [Bool] {
    let (a, b) = (try evaluate(left), try evaluate(right))
    switch (a, b) {
    case (.numbers(let a), .numbers(let b)):
      return zip(a, b).map { x, y in
        if x.isNaN || y.isNaN { return false }
        switch op {
        case .equal: return x == y
        case .notEqual: return x != y
        case .less: return x < y
        case .lessOrEqual: return x <= y
        case .greater: return x > y
        default: return x >= y
        }
      }
    case (.texts(let a), .texts(let b)) where op == .equal || op == .notEqual:
      return zip(a, b).map { x, y in
        guard let x, let y else { return false }
        return (x == y) == (op == .equal)
      }
    case (.booleans(let a), .booleans(let b)) where op == .equal || op == .notEqual:
      return zip(a, b).map { ($0 == $1) == (op == .equal) }
    // A column can only hold truths as 1 and 0 or as the words; both compare with `true` and `false`.
    case (.numbers(let numbers), .booleans(let truths)) where op == .equal || op == .notEqual,
      (.booleans(let truths), .numbers(let numbers)) where op == .equal || op == .notEqual:
      return zip(numbers, truths).map { number, truth in
        !number.isNaN && (number == (truth ? 1 : 0)) == (op == .equal)
      }
    case (.texts(let texts), .booleans(let truths)) where op == .equal || op == .notEqual,
      (.booleans(let truths), .texts(let texts)) where op == .equal || op == .notEqual:
      return zip(texts, truths).map { text, truth in
        text.map { ($0.lowercased() == (truth ? "true" : "false")) == (op == .equal) } ?? false
      }
    default:
      throw DiagnosticError(
        "E0343",
        "\"\(left.source)\" is \(a.kind) and \"\(right.source)\" is \(b.kind); \(op.rawValue) cannot compare them",
        at: left.location)
    }
  }

  private func call(
    _ callee: Expression, _ arguments: [Expression.Argument]
  ) throws(DiagnosticError) -> ExpressionColumn {
    guard case .name(let name) = callee.kind else {
      throw DiagnosticError("E0341", "\"\(callee.source)\" has no value for each row", at: callee.location)
    }
    if let labelled = arguments.first(where: { $0.label != nil }) {
      throw DiagnosticError("E0322", "\(name) takes no named arguments", at: labelled.value.location)
    }
    if name == "missing" {
      guard arguments.count == 1 else {
        throw DiagnosticError(
          "E0321", "missing takes one argument, found \(arguments.count)", at: callee.location)
      }
      switch try evaluate(arguments[0].value) {
      case .numbers(let values): return .booleans(values.map(\.isNaN))
      case .texts(let values): return .booleans(values.map { $0 == nil })
      case .booleans(let values): return .booleans(values.map { _ in false })
      }
    }
    if name == "sibling" { return try sibling(callee, arguments.map(\.value)) }
    let function = try NumberFunction.named(
      name, arguments: arguments.count, at: callee.location, also: ["sibling", "missing"])
    var result = try numbers(arguments[0].value)
    if function == .min || function == .max {
      for argument in arguments.dropFirst() {
        result = zip(result, try numbers(argument.value)).map { x, y in
          x.isNaN || y.isNaN ? .nan : function == .min ? Swift.min(x, y) : Swift.max(x, y)
        }
      }
      return .numbers(result)
    }
    return .numbers(result.map { function($0) })
  }

  /// The value of another row of the same group, such as the loss of a run before it was quantised.
  private func sibling(_ callee: Expression, _ arguments: [Expression]) throws(DiagnosticError)
    -> ExpressionColumn
  {
    guard arguments.count == 3 else {
      throw DiagnosticError(
        "E0321", "sibling takes three arguments, found \(arguments.count)", at: callee.location,
        notes: [
          "sibling(value, key, condition): the value in the row with an equal key for which the condition holds"
        ])
    }
    let keys: [String?] =
      switch try evaluate(arguments[1]) {
      case .texts(let values): values
      case .numbers(let values): values.map { $0.isNaN ? nil : "\($0)" }
      case .booleans(let values): values.map { "\($0)" }
      }
    let holds = try truths(arguments[2])
    var found: [String: Int] = [:]
    for row in 0..<rows where holds[row] {
      guard let key = keys[row] else { continue }
      if let first = found[key] {
        throw DiagnosticError(
          "E0344", "two rows have the key \"\(key)\" and meet \"\(arguments[2].source)\"",
          at: callee.location,
          notes: ["rows \(first + 1) and \(row + 1) of the table"])
      }
      found[key] = row
    }
    let source = keys.map { $0.flatMap { found[$0] } }
    switch try evaluate(arguments[0]) {
    case .numbers(let values): return .numbers(source.map { $0.map { values[$0] } ?? .nan })
    case .texts(let values): return .texts(source.map { $0.flatMap { values[$0] } })
    case .booleans(let values): return .booleans(source.map { $0.map { values[$0] } ?? false })
    }
  }
}
