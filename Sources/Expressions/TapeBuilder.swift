import Diagnostics

/// Turns the definitions of a formula into steps.
struct TapeBuilder {
  let formula: Formula
  let parameters: [String: Int]
  var variables: [String] = []
  var tape = Tape()
  /// The expression that a step was first made for, for messages.
  private(set) var sources: [Int: Expression] = [:]
  private var definitions: [String: Int] = [:]
  private var open: Set<String> = []

  init(formula: Formula, parameters: [String]) {
    self.formula = formula
    self.parameters = Dictionary(
      parameters.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func name(_ name: String, at location: SourceLocation) throws(DiagnosticError) -> Int {
    if let index = definitions[name] { return index }
    if let definition = formula.definitions.first(where: { $0.name == name }) {
      guard open.insert(name).inserted else {
        throw DiagnosticError("E0313", "\"\(name)\" is defined by itself", at: definition.location)
      }
      defer { open.remove(name) }
      let index = try expression(definition.value)
      definitions[name] = index
      return index
    }
    if let index = parameters[name] { return tape.add(.parameter(index)) }
    if name == "pi" { return tape.add(.constant(.pi)) }
    if !variables.contains(name) { variables.append(name) }
    return tape.add(.variable(variables.firstIndex(of: name) ?? 0))
  }

  mutating func expression(_ node: Expression) throws(DiagnosticError) -> Int {
    let index = try step(node)
    if sources[index] == nil { sources[index] = node }
    return index
  }

  private mutating func step(_ node: Expression) throws(DiagnosticError) -> Int {
    switch node.kind {
    case .number(let value, _): return tape.add(.constant(value))
    case .name(let name): return try self.name(name, at: node.location)
    case .unary(.negate, let operand): return tape.add(.negate(try expression(operand)))
    case .binary(let op, let left, let right):
      guard [.add, .subtract, .multiply, .divide, .power].contains(op) else {
        throw DiagnosticError(
          "E0330", "a formula gives a number; \"\(op.rawValue)\" gives a truth", at: node.location)
      }
      let (a, b) = (try expression(left), try expression(right))
      switch op {
      case .add: return tape.add(.add(a, b))
      case .subtract: return tape.add(.subtract(a, b))
      case .multiply: return tape.add(.multiply(a, b))
      case .divide: return tape.add(.divide(a, b))
      default:
        guard tape.constant(b) == nil, tape.constant(a) == nil else { return tape.add(.power(a, b)) }
        return tape.add(.powerFromLog(a, b, log: tape.add(.call(.log, a))))
      }
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind else {
        throw DiagnosticError(
          "E0331", "\"\(callee.source)\" cannot be called in a formula", at: node.location)
      }
      if let labelled = arguments.first(where: { $0.label != nil }) {
        throw DiagnosticError("E0322", "\(name) takes no named arguments", at: labelled.value.location)
      }
      let function = try NumberFunction.named(name, arguments: arguments.count, at: callee.location)
      var values: [Int] = []
      for argument in arguments { values.append(try expression(argument.value)) }
      guard function == .min || function == .max else { return tape.add(.call(function, values[0])) }
      return values.dropFirst().reduce(values[0]) {
        tape.add(function == .min ? .minimum($0, $1) : .maximum($0, $1))
      }
    case .string, .boolean, .member, .unary, .selection:
      throw DiagnosticError("E0331", "\"\(node.source)\" cannot stand in a formula", at: node.location)
    }
  }
}
