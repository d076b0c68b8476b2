extension BinaryOperator {
  /// How tightly the operator binds; higher is tighter.
  var power: Int {
    switch self {
    case .or: 2
    case .and: 3
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 5
    case .add, .subtract: 6
    case .multiply, .divide: 7
    case .power: 9
    }
  }
}

extension Expression {
  /// The canonical text; it parses back to the same tree (without places).
  public var source: String { text(0) }

  /// Free names in order of first use: columns, parameters, variables, labels; not the names of functions.
  public var names: [String] {
    var found: [String] = []
    visitNames { name in if !found.contains(name) { found.append(name) } }
    return found
  }

  /// The numbers that are written in it, in order.
  public var numbers: [Double] {
    switch kind {
    case .number(let value, _): [value]
    case .string, .boolean, .name: []
    case .member(let base, _): base.numbers
    case .call(let callee, let arguments): callee.numbers + arguments.flatMap { $0.value.numbers }
    case .unary(_, let operand): operand.numbers
    case .binary(_, let left, let right), .selection(let left, where: let right): left.numbers + right.numbers
    }
  }

  private func visitNames(_ body: (String) -> Void) {
    switch kind {
    case .number, .string, .boolean: break
    case .name(let name): body(name)
    case .member(let base, _): base.visitNames(body)
    case .call(let callee, let arguments):
      if case .member(let base, _) = callee.kind { base.visitNames(body) }
      for argument in arguments { argument.value.visitNames(body) }
    case .unary(_, let operand): operand.visitNames(body)
    case .binary(_, let left, let right):
      left.visitNames(body)
      right.visitNames(body)
    case .selection(let rows, let condition):
      rows.visitNames(body)
      condition.visitNames(body)
    }
  }

  private func text(_ minimum: Int) -> String {
    func wrap(_ text: String, _ power: Int) -> String { power < minimum ? "(\(text))" : text }
    switch kind {
    case .number(_, let text):
      // A constant that was put in for a name may be negative, which no written number is.
      return text.hasPrefix("-") ? wrap(text, 8) : text
    case .string(let value):
      return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .boolean(let value): return value ? "true" : "false"
    case .name(let name): return name
    case .member(let base, let member): return base.text(10) + "." + member
    case .call(let callee, let arguments):
      let list = arguments.map { ($0.label.map { "\($0)=" } ?? "") + $0.value.text(0) }
      return callee.text(10) + "(" + list.joined(separator: ", ") + ")"
    case .unary(.negate, let operand): return wrap("-" + operand.text(8), 8)
    case .unary(.not, let operand): return wrap("not " + operand.text(5), 4)
    case .binary(.power, let left, let right): return wrap("\(left.text(10))^\(right.text(8))", 9)
    case .binary(let op, let left, let right):
      let tight = op == .multiply || op == .divide
      let sign = tight ? op.rawValue : " \(op.rawValue) "
      // Comparisons do not chain, so one inside another stands in brackets.
      return wrap(left.text(op.power == 5 ? 6 : op.power) + sign + right.text(op.power + 1), op.power)
    case .selection(let rows, let condition): return wrap("\(rows.text(1)) where \(condition.text(2))", 1)
    }
  }
}
