import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@inline(__always) func raise(_ base: Double, _ exponent: Double) -> Double {
  if exponent == 2 { return base * base }
  if exponent == 3 { return base * base * base }
  if exponent == 1 { return base }
  return pow(base, exponent)
}

/// A power by the logarithm of its base: about half the time of `pow`, and within |y log x| units in the last place.
@inline(__always) private func raise(_ base: Double, _ exponent: Double, log: Double) -> Double {
  base > 0 ? exp(exponent * log) : raise(base, exponent)
}

/// The smaller of two numbers; missing if one is.
@inline(__always) private func smaller(_ a: Double, _ b: Double) -> Double {
  a.isNaN || b.isNaN ? .nan : Swift.min(a, b)
}

/// The larger of two numbers; missing if one is.
@inline(__always) private func larger(_ a: Double, _ b: Double) -> Double {
  a.isNaN || b.isNaN ? .nan : Swift.max(a, b)
}

/// A formula compiled once: common subexpressions shared, steps that depend on no row computed once a call, the rest in
/// blocks of rows, with exact derivatives by going backwards through the steps.
///
/// Outside the formula's domain (a root or power of a negative number) values are NaN.
public struct CompiledFormula: Sendable {
  /// The names that gradients are taken by.
  public let parameters: [String]
  /// The other inputs, in order of first use.
  public let variables: [String]

  private let steps: [Step]
  private let dependences: [Dependence]
  private let result: Int
  private static let block = 128

  /// Compiles the definition of `target` (the first one by default). Throws `E032x` and `E033x` for what a formula
  /// cannot hold.
  public init(_ formula: Formula, target: String? = nil, parameters: [String]) throws(DiagnosticError) {
    var builder = TapeBuilder(formula: formula, parameters: parameters)
    let name = target ?? formula.definitions.first?.name ?? ""
    guard let definition = formula.definitions.first(where: { $0.name == name }) else {
      throw DiagnosticError(
        "E0332", "the formula does not define \"\(name)\"", at: formula.definitions.first?.location,
        help: Spelling.didYouMean(name, among: formula.definitions.map(\.name)))
    }
    result = try builder.name(name, at: definition.location)
    steps = builder.steps
    dependences = builder.dependences()
    variables = builder.variables
    self.parameters = parameters
  }

  /// The value for one row.
  public func value(parameters: [Double], variables: [Double]) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: steps.count) { values in
      for index in steps.indices {
        values[index] = scalar(steps[index], values, parameters) { variables[$0] }
      }
      return values[result]
    }
  }

  /// Values for all rows; `columns` are in the order of `variables`.
  public func values(parameters: [Double], columns: [[Double]]) -> [Double] {
    var values: [Double] = []
    var gradients: [Double] = []
    run(parameters, columns, into: &values, gradients: &gradients, differentiate: false)
    return values
  }

  /// Values, and row by row the derivatives by each parameter.
  public func valuesAndGradients(
    parameters: [Double], columns: [[Double]], into values: inout [Double], gradients: inout [Double]
  ) {
    run(parameters, columns, into: &values, gradients: &gradients, differentiate: true)
  }

  private func scalar(
    _ step: Step, _ v: UnsafeMutableBufferPointer<Double>, _ parameters: [Double], _ variable: (Int) -> Double
  ) -> Double {
    switch step {
    case .constant(let value): value
    case .parameter(let index): parameters[index]
    case .variable(let index): variable(index)
    case .add(let a, let b): v[a] + v[b]
    case .subtract(let a, let b): v[a] - v[b]
    case .multiply(let a, let b): v[a] * v[b]
    case .divide(let a, let b): v[a] / v[b]
    case .power(let a, let b): raise(v[a], v[b])
    case .powerFromLog(let a, let b, let log): raise(v[a], v[b], log: v[log])
    case .negate(let a): -v[a]
    case .call(let function, let a): function(v[a])
    case .minimum(let a, let b): smaller(v[a], v[b])
    case .maximum(let a, let b): larger(v[a], v[b])
    }
  }

  private func run(
    _ parameters: [Double], _ columns: [[Double]], into values: inout [Double], gradients: inout [Double],
    differentiate: Bool
  ) {
    let rows = columns.first?.count ?? 1
    let width = Self.block
    if values.count != rows { values = Array(repeating: 0, count: rows) }
    let gradientCount = differentiate ? rows * parameters.count : 0
    if gradients.count != gradientCount { gradients = Array(repeating: 0, count: gradientCount) }
    let count = steps.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * width * 2) { memory in
      guard let base = memory.baseAddress else { return }
      let adjoints = base + count * width
      // Steps that no row changes are filled once; later blocks find them unchanged.
      for index in 0..<count where !dependences[index].contains(.rows) {
        let v = base + index * width
        let value = uniform(steps[index], base, width, parameters)
        for row in 0..<width { v[row] = value }
      }
      var start = 0
      while start < rows {
        let n = Swift.min(width, rows - start)
        for index in 0..<count where dependences[index].contains(.rows) {
          forward(steps[index], into: base + index * width, base, width, n, columns, start)
        }
        let out = base + result * width
        for row in 0..<n { values[start + row] = out[row] }
        if differentiate {
          backward(base, adjoints, width, n)
          gradients.withUnsafeMutableBufferPointer { gradients in
            collect(adjoints, width, n, start, gradients, parameters.count)
          }
        }
        start += n
      }
    }
  }

  private func uniform(
    _ step: Step, _ base: UnsafeMutablePointer<Double>, _ width: Int, _ parameters: [Double]
  ) -> Double {
    switch step {
    case .constant(let value): value
    case .parameter(let index): parameters[index]
    case .variable: .nan
    case .add(let a, let b): base[a * width] + base[b * width]
    case .subtract(let a, let b): base[a * width] - base[b * width]
    case .multiply(let a, let b): base[a * width] * base[b * width]
    case .divide(let a, let b): base[a * width] / base[b * width]
    case .power(let a, let b): raise(base[a * width], base[b * width])
    case .powerFromLog(let a, let b, let log): raise(base[a * width], base[b * width], log: base[log * width])
    case .negate(let a): -base[a * width]
    case .call(let function, let a): function(base[a * width])
    case .minimum(let a, let b): smaller(base[a * width], base[b * width])
    case .maximum(let a, let b): larger(base[a * width], base[b * width])
    }
  }

  private func forward(
    _ step: Step, into v: UnsafeMutablePointer<Double>, _ base: UnsafeMutablePointer<Double>, _ width: Int,
    _ n: Int,
    _ columns: [[Double]], _ start: Int
  ) {
    switch step {
    case .constant, .parameter: break
    case .variable(let index):
      columns[index].withUnsafeBufferPointer { column in for row in 0..<n { v[row] = column[start + row] } }
    case .add(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = x[row] + y[row] }
    case .subtract(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = x[row] - y[row] }
    case .multiply(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = x[row] * y[row] }
    case .divide(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = x[row] / y[row] }
    case .power(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = raise(x[row], y[row]) }
    case .powerFromLog(let a, let b, let log):
      let (x, y, l) = (base + a * width, base + b * width, base + log * width)
      for row in 0..<n { v[row] = raise(x[row], y[row], log: l[row]) }
    case .negate(let a):
      let x = base + a * width
      for row in 0..<n { v[row] = -x[row] }
    case .call(.exp, let a):
      let x = base + a * width
      for row in 0..<n { v[row] = exp(x[row]) }
    case .call(let function, let a):
      let x = base + a * width
      for row in 0..<n { v[row] = function(x[row]) }
    case .minimum(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = smaller(x[row], y[row]) }
    case .maximum(let a, let b):
      let (x, y) = (base + a * width, base + b * width)
      for row in 0..<n { v[row] = larger(x[row], y[row]) }
    }
  }

  private func collect(
    _ adjoints: UnsafeMutablePointer<Double>, _ width: Int, _ n: Int, _ start: Int,
    _ gradients: UnsafeMutableBufferPointer<Double>, _ count: Int
  ) {
    for parameter in 0..<count { for row in 0..<n { gradients[(start + row) * count + parameter] = 0 } }
    for index in steps.indices {
      guard case .parameter(let parameter) = steps[index] else { continue }
      let d = adjoints + index * width
      for row in 0..<n { gradients[(start + row) * count + parameter] = d[row] }
    }
  }

  /// What a power adds to the adjoint of its base.
  private func addSlopeOfBase(
    _ a: Int, _ b: Int, _ base: UnsafeMutablePointer<Double>, _ adjoints: UnsafeMutablePointer<Double>,
    _ width: Int,
    _ n: Int, _ v: UnsafeMutablePointer<Double>, _ d: UnsafeMutablePointer<Double>
  ) {
    guard dependences[a].contains(.parameters) else { return }
    let (x, y, s) = (base + a * width, base + b * width, adjoints + a * width)
    for row in 0..<n {
      s[row] += d[row] * y[row] * (x[row] != 0 ? v[row] / x[row] : raise(x[row], y[row] - 1))
    }
  }

  /// Adjoints of every step that a parameter reaches, last step first.
  private func backward(
    _ base: UnsafeMutablePointer<Double>, _ adjoints: UnsafeMutablePointer<Double>, _ width: Int, _ n: Int
  ) {
    for i in 0..<(steps.count * width) { adjoints[i] = 0 }
    for row in 0..<n { adjoints[result * width + row] = 1 }
    let needs: (Int) -> Bool = { dependences[$0].contains(.parameters) }
    for index in steps.indices.reversed() where needs(index) {
      let d = adjoints + index * width
      let v = base + index * width
      switch steps[index] {
      case .constant, .parameter, .variable: break
      case .add(let a, let b):
        if needs(a) { let s = adjoints + a * width; for row in 0..<n { s[row] += d[row] } }
        if needs(b) { let s = adjoints + b * width; for row in 0..<n { s[row] += d[row] } }
      case .subtract(let a, let b):
        if needs(a) { let s = adjoints + a * width; for row in 0..<n { s[row] += d[row] } }
        if needs(b) { let s = adjoints + b * width; for row in 0..<n { s[row] -= d[row] } }
      case .multiply(let a, let b):
        let (x, y) = (base + a * width, base + b * width)
        if needs(a) { let s = adjoints + a * width; for row in 0..<n { s[row] += d[row] * y[row] } }
        if needs(b) { let s = adjoints + b * width; for row in 0..<n { s[row] += d[row] * x[row] } }
      case .divide(let a, let b):
        let y = base + b * width
        if needs(a) { let s = adjoints + a * width; for row in 0..<n { s[row] += d[row] / y[row] } }
        if needs(b) { let s = adjoints + b * width; for row in 0..<n { s[row] -= d[row] * v[row] / y[row] } }
      case .power(let a, let b):
        addSlopeOfBase(a, b, base, adjoints, width, n, v, d)
        if needs(b) {
          let (x, s) = (base + a * width, adjoints + b * width)
          // 0^y is flat in y for positive y: log 0 must not turn that into NaN.
          for row in 0..<n where !(v[row] == 0 && x[row] == 0) { s[row] += d[row] * v[row] * log(x[row]) }
        }
      case .powerFromLog(let a, let b, let log):
        addSlopeOfBase(a, b, base, adjoints, width, n, v, d)
        if needs(b) {
          let (l, s) = (base + log * width, adjoints + b * width)
          for row in 0..<n { s[row] += v[row] == 0 ? 0 : d[row] * v[row] * l[row] }
        }
      case .negate(let a):
        let s = adjoints + a * width
        for row in 0..<n { s[row] -= d[row] }
      case .call(let function, let a):
        let (x, s) = (base + a * width, adjoints + a * width)
        for row in 0..<n { s[row] += d[row] * function.derivative(at: x[row], value: v[row]) }
      case .minimum(let a, let b), .maximum(let a, let b):
        let x = base + a * width
        for row in 0..<n { adjoints[(x[row] == v[row] ? a : b) * width + row] += d[row] }
      }
    }
  }
}

extension NumberFunction {
  /// The derivative where the argument is `x` and the value `v`; 0 where a step function jumps.
  func derivative(at x: Double, value v: Double) -> Double {
    switch self {
    case .exp: v
    case .log: 1 / x
    case .log2: 1 / (x * 0.693_147_180_559_945_3)
    case .log10: 1 / (x * 2.302_585_092_994_046)
    case .sqrt: 0.5 / v
    case .abs: x < 0 ? -1 : 1
    case .round, .floor, .ceil: 0
    case .min, .max: 1
    }
  }
}
