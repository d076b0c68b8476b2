/// One step of a compiled formula; operands are indices of earlier steps.
enum Step: Hashable, Sendable {
  case constant(Double)
  case parameter(Int)
  case variable(Int)
  case add(Int, Int)
  case subtract(Int, Int)
  case multiply(Int, Int)
  case divide(Int, Int)
  /// A power with a constant base or exponent.
  case power(Int, Int)
  /// A power whose exponent varies, from the logarithm of its base: both the value and the derivative by the exponent
  /// need only that, and many powers share a base.
  case powerFromLog(Int, Int, log: Int)
  case negate(Int)
  case call(NumberFunction, Int)
  case minimum(Int, Int)
  case maximum(Int, Int)
  /// −1 below 0, else 1.
  case sign(Int)
  /// 1 where both are equal, else 0.
  case isEqual(Int, Int)
  /// A product that is 0 where its first factor is: 0 · log 0 in the derivative of 0^y.
  case guardedProduct(Int, Int)
  /// A quotient that is 0 where its numerator is.
  case guardedQuotient(Int, Int)

  /// The steps that this one reads.
  var operands: [Int] {
    switch self {
    case .constant, .parameter, .variable: []
    case .negate(let a), .call(_, let a), .sign(let a): [a]
    case .powerFromLog(let a, let b, let log): [a, b, log]
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
      .power(let a, let b), .minimum(let a, let b), .maximum(let a, let b), .isEqual(let a, let b),
      .guardedProduct(let a, let b), .guardedQuotient(let a, let b):
      [a, b]
    }
  }
}

/// Where a step's value changes: never, with the parameters, with the rows, or with both.
struct Dependence: OptionSet, Sendable {
  let rawValue: UInt8
  static let parameters = Dependence(rawValue: 1)
  static let rows = Dependence(rawValue: 2)
}

/// A list of steps in which equal subexpressions are one step and constants are folded.
struct Tape: Sendable {
  private(set) var steps: [Step] = []
  private(set) var dependences: [Dependence] = []
  private var known: [Step: Int] = [:]

  /// The index of a step, which is appended unless it is there already.
  mutating func add(_ given: Step) -> Int {
    let step = ordered(given)
    if let index = known[step] { return index }
    let folded = fold(step)
    if folded != step { return add(folded) }
    steps.append(step)
    switch step {
    case .constant: dependences.append([])
    case .parameter: dependences.append(.parameters)
    case .variable: dependences.append(.rows)
    default: dependences.append(step.operands.reduce(Dependence()) { $0.union(dependences[$1]) })
    }
    known[step] = steps.count - 1
    return steps.count - 1
  }

  /// The value of a step that is constant.
  func constant(_ index: Int) -> Double? {
    if case .constant(let value) = steps[index] { return value }
    return nil
  }

  /// Sums and products round the same in either order: one of them stands for both.
  private func ordered(_ step: Step) -> Step {
    switch step {
    case .add(let a, let b) where a > b: .add(b, a)
    case .multiply(let a, let b) where a > b: .multiply(b, a)
    default: step
    }
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
}

extension Step {
  /// The value, given those of the steps before it. Plain addresses: a contour asks a hundred thousand times, and arrays
  /// would be retained for every step.
  @inline(__always)
  func value(
    _ v: UnsafeMutablePointer<Double>, parameters: UnsafeBufferPointer<Double>,
    variables: UnsafeBufferPointer<Double>
  ) -> Double {
    switch self {
    case .constant(let value): value
    case .parameter(let index): parameters[index]
    case .variable(let index): variables[index]
    case .add(let a, let b): v[a] + v[b]
    case .subtract(let a, let b): v[a] - v[b]
    case .multiply(let a, let b): v[a] * v[b]
    case .divide(let a, let b): v[a] / v[b]
    case .power(let a, let b): raise(v[a], v[b])
    case .powerFromLog(let a, let b, let log):
      v[a] > 0 ? (v[b] * v[log]).naturalExponential : raise(v[a], v[b])
    case .negate(let a): -v[a]
    case .call(let function, let a): function(v[a])
    case .minimum(let a, let b): smaller(v[a], v[b])
    case .maximum(let a, let b): larger(v[a], v[b])
    case .sign(let a): v[a] < 0 ? -1 : 1
    case .isEqual(let a, let b): v[a] == v[b] ? 1 : 0
    case .guardedProduct(let a, let b): v[a] == 0 ? 0 : v[a] * v[b]
    case .guardedQuotient(let a, let b): v[a] == 0 ? 0 : v[a] / v[b]
    }
  }
}

/// The smaller of two numbers; missing if one is.
@inline(__always) func smaller(_ a: Double, _ b: Double) -> Double {
  a.isNaN || b.isNaN ? .nan : Swift.min(a, b)
}

/// The larger of two numbers; missing if one is.
@inline(__always) func larger(_ a: Double, _ b: Double) -> Double {
  a.isNaN || b.isNaN ? .nan : Swift.max(a, b)
}
