/// Which output of a `FormulaTable` is what.
///
/// The lists `value`, `slopes` and `curvature` begin alike, so that an index holds in each that is long enough. A
/// derivative is a column times a factor that no row changes; derivatives may share a column.
public struct DerivativeLayout: Sendable {
  /// Where a derivative is.
  public struct Entry: Sendable, Hashable {
    /// The output with its column.
    public var output: Int
    /// The factor of the column: an index of the scalars that a run computes; nil for 1.
    public var factor: Int?

    /// The factor's value in a run.
    public func factor(_ scalars: UnsafePointer<Double>) -> Double { factor.map { scalars[$0] } ?? 1 }
  }

  /// Where the value's logarithm is, if it was asked for; the value itself is output 0.
  public internal(set) var logarithm: Int?
  /// Where 1 / value is, if the logarithm was asked for.
  public internal(set) var reciprocal: Int?
  /// The first derivatives that are not 0 everywhere.
  public internal(set) var first: [(parameter: Int, entry: Entry)] = []
  /// The second derivatives that are not 0 everywhere, each pair once, the larger index first.
  public internal(set) var second: [(Int, Int, entry: Entry)] = []
  /// The outputs of `slopes` and of `curvature`.
  public internal(set) var outputCounts = (slopes: 0, curvature: 0)
  /// The parameters in which the formula is linear together: value = offset + Σ parameter · term.
  public internal(set) var linear: [Int] = []
  /// In the list `terms`: the terms of `linear`.
  public internal(set) var terms: [Entry] = []
  /// Their derivatives that are not 0 everywhere.
  public internal(set) var termSlopes: [(term: Int, parameter: Int, entry: Entry)] = []
  /// What is left where all linear parameters are 0; nil when nothing is.
  public internal(set) var offset: Entry?
  /// The derivatives of the offset.
  public internal(set) var offsetSlopes: [(parameter: Int, entry: Entry)] = []
  /// The outputs of `terms`.
  public internal(set) var termCount = 0
}

/// A formula's tape with everything that a fit asks of it.
struct DerivativeTape {
  var tape: Tape
  private(set) var layout = DerivativeLayout()
  private let result: Int
  private let gradient: [Int?]
  private let withLogarithm: Bool

  init(_ formula: CompiledFormula, withLogarithm: Bool) {
    tape = formula.tape
    result = formula.result
    gradient = formula.gradient
    self.withLogarithm = withLogarithm
  }

  /// The steps of each list, and the scalars that entries name; fills the layout.
  mutating func lists() -> [FormulaTable.OutputList: [Int]] {
    var value = [result]
    if withLogarithm {
      layout.logarithm = 1
      layout.reciprocal = 2
      value.append(tape.add(.call(.log, result)))
      value.append(tape.add(.divide(tape.add(.constant(1)), result)))
    }
    var outputs = value
    for (parameter, step) in gradient.enumerated() {
      guard let step else { continue }
      layout.first.append((parameter, entry(step, after: value.count, in: &outputs)))
    }
    let slopes = outputs
    var second: [[Int?]] = []
    for step in gradient {
      second.append(
        step.map { tape.gradient(of: $0, parameters: gradient.count) } ?? gradient.map { _ in nil })
    }
    for i in gradient.indices {
      for j in 0...i {
        guard let step = second[i][j] else { continue }
        layout.second.append((i, j, entry(step, after: value.count, in: &outputs)))
      }
    }
    layout.outputCounts = (slopes.count, outputs.count)
    return [.value: value, .slopes: slopes, .curvature: outputs, .terms: terms(second)]
  }

  /// Takes a step apart into factor and column, which becomes an output unless it is one.
  private mutating func entry(
    _ step: Int, after first: Int, in outputs: inout [Int]
  ) -> DerivativeLayout.Entry {
    let (scalar, column) = tape.factors(step)
    // What no row changes is a column of ones times itself.
    let output = column ?? tape.add(.constant(1))
    if let known = outputs[first...].firstIndex(of: output) {
      return DerivativeLayout.Entry(output: known, factor: scalar)
    }
    outputs.append(output)
    return DerivativeLayout.Entry(output: outputs.count - 1, factor: scalar)
  }

  /// Takes parameters into the linear set while no second derivative joins them.
  private mutating func terms(_ second: [[Int?]]) -> [Int] {
    for i in gradient.indices where gradient[i] != nil {
      if (layout.linear + [i]).allSatisfy({ second[i][$0] == nil && second[$0][i] == nil }) {
        layout.linear.append(i)
      }
    }
    var outputs: [Int] = []
    for parameter in layout.linear {
      guard let step = gradient[parameter] else { continue }
      layout.terms.append(entry(step, after: 0, in: &outputs))
    }
    for (term, parameter) in layout.linear.enumerated() {
      for other in gradient.indices where !layout.linear.contains(other) {
        guard let step = second[parameter][other] else { continue }
        layout.termSlopes.append((term, other, entry(step, after: 0, in: &outputs)))
      }
    }
    let offset = tape.atZero(of: Set(layout.linear), result)
    if tape.constant(offset) != 0 {
      layout.offset = entry(offset, after: 0, in: &outputs)
      for (parameter, step) in tape.gradient(of: offset, parameters: gradient.count).enumerated() {
        guard let step else { continue }
        layout.offsetSlopes.append((parameter, entry(step, after: 0, in: &outputs)))
      }
    }
    layout.termCount = outputs.count
    return outputs
  }

  /// The scalars that the entries of a list name, which a run must compute.
  func factors(of list: FormulaTable.OutputList) -> [Int] {
    let first = layout.first.map { $0.entry.factor }
    switch list {
    case .value: return []
    case .slopes: return first.compactMap { $0 }
    case .curvature: return (first + layout.second.map { $0.entry.factor }).compactMap { $0 }
    case .terms:
      return
        (layout.terms.map { $0.factor } + layout.termSlopes.map { $0.entry.factor } + [layout.offset?.factor]
        + layout.offsetSlopes.map { $0.entry.factor }).compactMap { $0 }
    }
  }
}
