import Diagnostics
import Expressions

/// A cost as a function of a law's free variables.
struct CostFunction: Sendable {
  /// c · Πxᵢ^kᵢ when the cost has that form; the exponents in the order of the variables.
  let monomial: (coefficient: Double, exponents: [Double])?
  private let compiled: CompiledFormula

  init(_ expression: Expression, variables: [String]) throws(DiagnosticError) {
    let definition = Formula.Definition(name: "cost", location: expression.location, value: expression)
    compiled = try CompiledFormula(Formula(definitions: [definition]), parameters: variables)
    monomial = CostFunction.monomial(expression, variables)
  }

  func value(_ point: [Double]) -> Double { compiled.value(parameters: point, variables: []) }

  /// The derivatives of the cost by the variables, written into `slopes`, which has one place for each.
  func gradient(_ point: [Double], into slopes: inout [Double]) {
    if let monomial {
      var value = monomial.coefficient
      for (x, k) in zip(point, monomial.exponents) where k != 0 { value *= k == 1 ? x : power(x, k) }
      for index in point.indices { slopes[index] = monomial.exponents[index] * value / point[index] }
      return
    }
    _ = compiled.value(parameters: point, variables: [], slopes: &slopes)
  }

  /// Whether the variable occurs at all, judged by the derivative where it is asked.
  func depends(on index: Int, at point: [Double]) -> Bool {
    if let monomial { return monomial.exponents[index] != 0 }
    var slopes = Array(repeating: 0.0, count: point.count)
    gradient(point, into: &slopes)
    return slopes[index].isFinite && slopes[index] != 0
  }

  /// The values of one variable at which the cost meets the budget in rows of the others, whose columns are given; not a
  /// number where none in the range does.
  func solve(
    for index: Int, columns: [[Double]], rows: Int, budget: Double, in range: ClosedRange<Double>
  ) -> [Double] {
    if let monomial {
      var rests = Array(repeating: monomial.coefficient, count: rows)
      for (other, k) in monomial.exponents.enumerated() where k != 0 && other != index {
        let column = columns[other]
        for row in rests.indices { rests[row] *= k == 1 ? column[row] : power(column[row], k) }
      }
      return rests.map { Self.solve(monomial.exponents[index], rest: $0, budget: budget, in: range) ?? .nan }
    }
    var point = columns.map { _ in 1.0 }
    return (0..<rows).map { row in
      for variable in point.indices where variable != index { point[variable] = columns[variable][row] }
      return solve(for: index, point: point, budget: budget, in: range) ?? .nan
    }
  }

  /// The value of one variable at which the cost meets the budget, the others given; nil when none in the range does.
  func solve(for index: Int, point: [Double], budget: Double, in range: ClosedRange<Double>) -> Double? {
    if let monomial {
      var rest = monomial.coefficient
      for (other, k) in monomial.exponents.enumerated() where k != 0 && other != index {
        rest *= k == 1 ? point[other] : power(point[other], k)
      }
      return Self.solve(monomial.exponents[index], rest: rest, budget: budget, in: range)
    }
    var point = point
    var low = naturalLogarithm(range.lowerBound)
    var high = naturalLogarithm(range.upperBound)
    func excess(_ t: Double) -> Double {
      point[index] = exponential(t)
      return value(point) - budget
    }
    let atLow = excess(low)
    let atHigh = excess(high)
    guard !atLow.isNaN, !atHigh.isNaN, (atLow <= 0) != (atHigh <= 0) else { return nil }
    for _ in 0..<80 where high - low > 1e-15 * abs(high) {
      let middle = 0.5 * (low + high)
      if (excess(middle) <= 0) == (atLow <= 0) { low = middle } else { high = middle }
    }
    return exponential(0.5 * (low + high))
  }

  /// The x of rest · x^exponent = budget, where it lies in the range.
  private static func solve(
    _ exponent: Double, rest: Double, budget: Double, in range: ClosedRange<Double>
  ) -> Double? {
    guard exponent != 0, rest > 0, budget > 0 else { return nil }
    let ratio = budget / rest
    let value = exponent == 1 ? ratio : power(ratio, 1 / exponent)
    return value >= range.lowerBound && value <= range.upperBound ? value : nil
  }

  private static func monomial(
    _ expression: Expression, _ variables: [String]
  ) -> (coefficient: Double, exponents: [Double])? {
    switch expression.kind {
    case .number(let value, _): return (value, variables.map { _ in 0 })
    case .name(let name):
      guard let index = variables.firstIndex(of: name) else { return nil }
      return (1, variables.indices.map { $0 == index ? 1 : 0 })
    case .binary(.multiply, let left, let right), .binary(.divide, let left, let right):
      guard let a = monomial(left, variables), let b = monomial(right, variables) else { return nil }
      if case .binary(.divide, _, _) = expression.kind {
        return (a.coefficient / b.coefficient, zip(a.exponents, b.exponents).map { $0 - $1 })
      }
      return (a.coefficient * b.coefficient, zip(a.exponents, b.exponents).map { $0 + $1 })
    case .binary(.power, let base, let exponent):
      guard let a = monomial(base, variables), let k = monomial(exponent, variables),
        k.exponents.allSatisfy({ $0 == 0 }), a.coefficient > 0
      else { return nil }
      return (power(a.coefficient, k.coefficient), a.exponents.map { $0 * k.coefficient })
    case .unary(.negate, let value):
      return monomial(value, variables).map { (-$0.coefficient, $0.exponents) }
    default: return nil
    }
  }
}
