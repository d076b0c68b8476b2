/// Derivatives as steps of the same tape.
///
/// Going backwards through the steps and writing the adjoints down as further steps, rather than computing them row by
/// row, lets everything that the rest of the tape offers apply to derivatives too: what they share with the value (the
/// power N^−α is a factor of three of them) is computed once, what no row changes is a scalar, what no parameter changes
/// is computed once a table, what is 0 is never computed. Second derivatives are derivatives of these steps.
extension Tape {
  /// The derivative of a step by each parameter; nil where it is 0 everywhere.
  mutating func gradient(of output: Int, parameters: Int) -> [Int?] {
    var adjoints: [Int: Int] = [output: add(.constant(1))]
    var result: [Int?] = Array(repeating: nil, count: parameters)
    for index in stride(from: output, through: 0, by: -1) where dependences[index].contains(.parameters) {
      guard let d = adjoints[index] else { continue }
      if case .parameter(let parameter) = steps[index] {
        result[parameter] = d
        continue
      }
      for (operand, slope) in contributions(of: steps[index], value: index, adjoint: d) {
        adjoints[operand] = adjoints[operand].map { sum($0, slope) } ?? slope
      }
    }
    return result.map { $0.flatMap { constant($0) == 0 ? nil : $0 } }
  }

  /// A step with some of the parameters set to 0.
  mutating func atZero(of parameters: Set<Int>, _ output: Int) -> Int {
    var place: [Int] = []
    for index in 0...output {
      let step = steps[index]
      switch step {
      case .parameter(let parameter):
        place.append(parameters.contains(parameter) ? add(.constant(0)) : index)
      case .constant, .variable: place.append(index)
      case .add(let a, let b): place.append(sum(place[a], place[b]))
      case .subtract(let a, let b): place.append(sum(place[a], negative(place[b])))
      case .multiply(let a, let b): place.append(product(place[a], place[b]))
      case .divide(let a, let b): place.append(quotient(place[a], place[b]))
      case .negate(let a): place.append(negative(place[a]))
      case .power(let a, let b): place.append(add(.power(place[a], place[b])))
      case .powerFromLog(let a, let b, let log):
        place.append(add(.powerFromLog(place[a], place[b], log: place[log])))
      case .call(let function, let a): place.append(add(.call(function, place[a])))
      case .minimum(let a, let b): place.append(add(.minimum(place[a], place[b])))
      case .maximum(let a, let b): place.append(add(.maximum(place[a], place[b])))
      case .sign(let a): place.append(add(.sign(place[a])))
      case .isEqual(let a, let b): place.append(add(.isEqual(place[a], place[b])))
      case .guardedProduct(let a, let b): place.append(add(.guardedProduct(place[a], place[b])))
      case .guardedQuotient(let a, let b): place.append(add(.guardedQuotient(place[a], place[b])))
      }
    }
    return place[output]
  }

  private mutating func contributions(of step: Step, value v: Int, adjoint d: Int) -> [(Int, Int)] {
    func varies(_ index: Int) -> Bool { dependences[index].contains(.parameters) }
    var result: [(Int, Int)] = []
    switch step {
    case .constant, .parameter, .variable, .sign, .isEqual: break
    case .add(let a, let b):
      if varies(a) { result.append((a, d)) }
      if varies(b) { result.append((b, d)) }
    case .subtract(let a, let b):
      if varies(a) { result.append((a, d)) }
      if varies(b) { result.append((b, negative(d))) }
    case .multiply(let a, let b), .guardedProduct(let a, let b):
      if varies(a) { result.append((a, product(d, b))) }
      if varies(b) { result.append((b, product(d, a))) }
    case .divide(let a, let b), .guardedQuotient(let a, let b):
      let share = quotient(d, b)
      if varies(a) { result.append((a, share)) }
      if varies(b) { result.append((b, negative(product(share, v)))) }
    case .power(let a, let b):
      if varies(a), let exponent = constant(b) {
        result.append((a, product(d, powerSlope(a, exponent, value: v))))
      } else if varies(b), let base = constant(a) {
        result.append((b, product(d, product(v, add(.constant(base.naturalLogarithm))))))
      }
    case .powerFromLog(let a, let b, let log):
      if varies(a) { result.append((a, add(.guardedQuotient(product(d, product(b, v)), a)))) }
      if varies(b) {
        result.append((b, guarded(add(.guardedProduct(v, log)), d)))
      }
    case .negate(let a): result.append((a, negative(d)))
    case .call(let function, let a):
      if let slope = slope(of: function, at: a, value: v) { result.append((a, product(d, slope))) }
    case .minimum(let a, let b), .maximum(let a, let b):
      let isFirst = add(.isEqual(a, v))
      if varies(a) { result.append((a, product(d, isFirst))) }
      if varies(b) { result.append((b, product(d, add(.subtract(add(.constant(1)), isFirst))))) }
    }
    return result
  }

  /// The derivative of x^c by x.
  private mutating func powerSlope(_ x: Int, _ c: Double, value v: Int) -> Int {
    if c == 0.5 { return quotient(add(.constant(0.5)), v) }
    if c == 1 { return add(.constant(1)) }
    let lower = c == 2 ? x : add(.power(x, add(.constant(c - 1))))
    return product(add(.constant(c)), lower)
  }

  private mutating func slope(of function: NumberFunction, at x: Int, value v: Int) -> Int? {
    let one = add(.constant(1))
    switch function {
    case .exp: return v
    case .log: return quotient(one, x)
    case .log2: return quotient(add(.constant(1 / 0.693_147_180_559_945_3)), x)
    case .log10: return quotient(add(.constant(1 / 2.302_585_092_994_046)), x)
    case .sqrt: return quotient(add(.constant(0.5)), v)
    case .abs: return add(.sign(x))
    case .round, .floor, .ceil, .min, .max: return nil
    }
  }

  // MARK: Arithmetic that drops zeros and ones, which derivatives are full of

  private mutating func sum(_ a: Int, _ b: Int) -> Int {
    if constant(a) == 0 { return b }
    if constant(b) == 0 { return a }
    if let inner = negated(b) { return add(.subtract(a, inner)) }
    if let inner = negated(a) { return add(.subtract(b, inner)) }
    return add(.add(a, b))
  }

  /// What a step is the negative of.
  private func negated(_ index: Int) -> Int? {
    if case .negate(let inner) = steps[index] { return inner }
    if case .multiply(let a, let b) = steps[index] {
      if constant(a) == -1 { return b }
      if constant(b) == -1 { return a }
    }
    return nil
  }

  private mutating func negative(_ a: Int) -> Int {
    if case .negate(let inner) = steps[a] { return inner }
    let (scalar, column) = factors(a)
    guard let column else { return add(.negate(a)) }
    return scaled(column, by: [scalar.map { add(.negate($0)) } ?? add(.constant(-1))])
  }

  /// The product with what no row changes on the outside, so that columns of different derivatives differ by factors
  /// and are computed once.
  private mutating func product(_ a: Int, _ b: Int) -> Int {
    if constant(a) == 0 || constant(b) == 0 { return add(.constant(0)) }
    if constant(a) == 1 { return b }
    if constant(b) == 1 { return a }
    let (left, right) = (factors(a), factors(b))
    guard let x = left.column, let y = right.column else {
      guard let column = left.column ?? right.column else { return add(.multiply(a, b)) }
      return scaled(column, by: [left.scalar, right.scalar].compactMap { $0 })
    }
    return scaled(add(.multiply(x, y)), by: [left.scalar, right.scalar].compactMap { $0 })
  }

  /// A step as a factor that no row changes times a column; nil for what is 1.
  func factors(_ index: Int) -> (scalar: Int?, column: Int?) {
    guard dependences[index].contains(.rows) else { return (index, nil) }
    if case .multiply(let a, let b) = steps[index] {
      if !dependences[a].contains(.rows) { return (a, b) }
      if !dependences[b].contains(.rows) { return (b, a) }
    }
    return (nil, index)
  }

  private mutating func scaled(_ column: Int, by scalars: [Int]) -> Int {
    guard let first = scalars.first else { return column }
    let scalar = scalars.dropFirst().reduce(first) { product($0, $1) }
    if constant(scalar) == 1 { return column }
    return add(.multiply(scalar, column))
  }

  private mutating func quotient(_ a: Int, _ b: Int) -> Int {
    if constant(a) == 0 { return add(.constant(0)) }
    let (scalar, column) = factors(a)
    if let scalar, let column { return scaled(add(.divide(column, b)), by: [scalar]) }
    return add(.divide(a, b))
  }

  /// The guarded product of a column and an adjoint.
  private mutating func guarded(_ column: Int, _ adjoint: Int) -> Int {
    let (scalar, rest) = factors(adjoint)
    return scaled(rest.map { add(.guardedProduct(column, $0)) } ?? column, by: [scalar].compactMap { $0 })
  }
}
