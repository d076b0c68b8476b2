import Diagnostics

/// One step of a compiled formula; operands are indices of earlier steps.
enum Step: Hashable, Sendable {
  case constant(Double)
  case parameter(Int)
  case variable(Int)
  case add(Int, Int)
  case subtract(Int, Int)
  case multiply(Int, Int)
  case divide(Int, Int)
  case power(Int, Int)
  /// A power whose exponent varies, from the logarithm of its base: both the value and the derivative by the exponent
  /// need only that, and many powers share a base.
  case powerFromLog(Int, Int, log: Int)
  case negate(Int)
  case call(NumberFunction, Int)
  case minimum(Int, Int)
  case maximum(Int, Int)
}

/// Where a step's value changes: never, with the parameters, with the rows, or with both.
struct Dependence: OptionSet, Sendable {
  let rawValue: UInt8
  static let parameters = Dependence(rawValue: 1)
  static let rows = Dependence(rawValue: 2)
}

/// Builds a list of steps in which equal subexpressions are one step.
struct TapeBuilder {
  let formula: Formula
  let parameters: [String: Int]
  var variables: [String] = []
  var steps: [Step] = []
  private var known: [Step: Int] = [:]
  private var definitions: [String: Int] = [:]
  private var open: Set<String> = []

  init(formula: Formula, parameters: [String]) {
    self.formula = formula
    self.parameters = Dictionary(
      parameters.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func add(_ step: Step) -> Int {
    if let index = known[step] { return index }
    let folded = fold(step)
    if folded != step { return add(folded) }
    steps.append(step)
    known[step] = steps.count - 1
    return steps.count - 1
  }

  private func constant(_ index: Int) -> Double? {
    if case .constant(let value) = steps[index] { return value }
    return nil
  }

  /// Constants among themselves are computed once.
  private func fold(_ step: Step) -> Step {
    switch step {
    case .add(let a, let b): if let a = constant(a), let b = constant(b) { return .constant(a + b) }
    case .subtract(let a, let b): if let a = constant(a), let b = constant(b) { return .constant(a - b) }
    case .multiply(let a, let b): if let a = constant(a), let b = constant(b) { return .constant(a * b) }
    case .divide(let a, let b): if let a = constant(a), let b = constant(b) { return .constant(a / b) }
    case .power(let a, let b): if let a = constant(a), let b = constant(b) { return .constant(raise(a, b)) }
    case .negate(let a): if let a = constant(a) { return .constant(-a) }
    case .call(let function, let a): if let a = constant(a) { return .constant(function(a)) }
    default: break
    }
    return step
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
    if let index = parameters[name] { return add(.parameter(index)) }
    if name == "pi" { return add(.constant(.pi)) }
    if !variables.contains(name) { variables.append(name) }
    return add(.variable(variables.firstIndex(of: name) ?? 0))
  }

  mutating func expression(_ node: Expression) throws(DiagnosticError) -> Int {
    switch node.kind {
    case .number(let value, _): return add(.constant(value))
    case .name(let name): return try self.name(name, at: node.location)
    case .unary(.negate, let operand): return add(.negate(try expression(operand)))
    case .binary(let op, let left, let right):
      guard [.add, .subtract, .multiply, .divide, .power].contains(op) else {
        throw DiagnosticError(
          "E0330", "a formula gives a number; \"\(op.rawValue)\" gives a truth", at: node.location)
      }
      let (a, b) = (try expression(left), try expression(right))
      switch op {
      case .add: return add(.add(a, b))
      case .subtract: return add(.subtract(a, b))
      case .multiply: return add(.multiply(a, b))
      case .divide: return add(.divide(a, b))
      default:
        guard constant(b) == nil, constant(a) == nil else { return add(.power(a, b)) }
        return add(.powerFromLog(a, b, log: add(.call(.log, a))))
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
      guard function == .min || function == .max else { return add(.call(function, values[0])) }
      return values.dropFirst().reduce(values[0]) {
        add(function == .min ? .minimum($0, $1) : .maximum($0, $1))
      }
    case .string, .boolean, .member, .unary, .selection:
      throw DiagnosticError("E0331", "\"\(node.source)\" cannot stand in a formula", at: node.location)
    }
  }

  /// How each step depends on what a caller supplies.
  func dependences() -> [Dependence] {
    var result: [Dependence] = []
    for step in steps {
      switch step {
      case .constant: result.append([])
      case .parameter: result.append(.parameters)
      case .variable: result.append(.rows)
      case .negate(let a), .call(_, let a): result.append(result[a])
      case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
        .power(let a, let b), .powerFromLog(let a, let b, _), .minimum(let a, let b), .maximum(let a, let b):
        result.append(result[a].union(result[b]))
      }
    }
    return result
  }
}
