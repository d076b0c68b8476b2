import CKernels
import Diagnostics

/// A formula compiled once: common subexpressions shared, steps that depend on no row computed once a call, the rest in
/// blocks of rows, with exact derivatives.
///
/// Outside the formula's domain (a root or power of a negative number) values are NaN. Results are the same on every
/// processor. `FormulaTable` compiles further for given rows. It never changes, and is shared rather than copied.
public final class CompiledFormula: Sendable {
  /// The names that gradients are taken by.
  public let parameters: [String]
  /// The other inputs, in order of first use.
  public let variables: [String]

  /// The value, then its derivatives.
  let tape: Tape
  let result: Int
  let gradient: [Int?]
  /// The expression of each step that was written as one.
  let sources: [Int: Expression]
  private let valueProgram: RowProgram
  /// The steps of the value alone.
  private let valueSteps: Int

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
    let result = try builder.name(name, at: definition.location)
    valueSteps = builder.tape.steps.count
    let gradient = builder.tape.gradient(of: result, parameters: parameters.count)
    tape = builder.tape
    self.result = result
    self.gradient = gradient
    sources = builder.sources
    valueProgram = RowProgram(builder.tape, outputs: [result])
    variables = builder.variables
    self.parameters = parameters
  }

  /// The value for one row.
  public func value(parameters: [Double], variables: [Double]) -> Double {
    withSteps(parameters, variables) { $0[result] }
  }

  /// The value for one row, and its derivatives by the parameters, written into `slopes`, which has one place for each.
  public func value(parameters: [Double], variables: [Double], slopes: inout [Double]) -> Double {
    withSteps(tape.steps.count, parameters, variables) { steps in
      for index in gradient.indices { slopes[index] = gradient[index].map { steps[$0] } ?? 0 }
      return steps[result]
    }
  }

  /// Values for all rows; `columns` are in the order of `variables`.
  public func values(parameters: [Double], columns: [[Double]]) -> [Double] {
    var workspace = RowWorkspace()
    return values(parameters: parameters, columns: columns, &workspace)
  }

  /// The same with buffers that serve one call after the other.
  public func values(
    parameters: [Double], columns: [[Double]], _ workspace: inout RowWorkspace
  ) -> [Double] {
    let rows = columns.first?.count ?? 1
    return Array(unsafeUninitializedCapacity: rows) { values, count in
      valueProgram.run(
        rows: rows, parameters: parameters, &workspace, RowInstructionSet.fastest.kernels, columns: nil,
        stride: 0, load: { columns[$0].copyBlock(from: $1, $2, to: $3) }
      ) { start, n, outputs, _ in
        for row in 0..<n { values[start + row] = outputs[0][row] }
        return true
      }
      count = rows
    }
  }

  /// Calls `body` with the values of the formula's own steps at one row.
  func withSteps<Value>(
    _ parameters: [Double], _ variables: [Double], _ body: (UnsafeMutableBufferPointer<Double>) -> Value
  ) -> Value {
    withSteps(valueSteps, parameters, variables, body)
  }

  private func withSteps<Value>(
    _ count: Int, _ parameters: [Double], _ variables: [Double],
    _ body: (UnsafeMutableBufferPointer<Double>) -> Value
  ) -> Value {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count + 1) { values in
      if let base = values.baseAddress {
        tape.steps.withUnsafeBufferPointer { steps in
          parameters.withUnsafeBufferPointer { parameters in
            variables.withUnsafeBufferPointer { variables in
              for index in 0..<count {
                base[index] = steps[index].value(base, parameters: parameters, variables: variables)
              }
            }
          }
        }
      }
      return body(values)
    }
  }

  /// The parameters, by index, whose derivative no parameter changes: those of terms of their own, such as a floor.
  public var separateParameters: [Int] {
    gradient.indices.filter { gradient[$0].map { !tape.dependences[$0].contains(.parameters) } ?? false }
  }

  /// The indices of the formula's own steps.
  var ownSteps: Range<Int> { 0..<valueSteps }
}

extension [Double] {
  /// Copies a block of rows, and repeats its last one to fill up the lanes.
  func copyBlock(from start: Int, _ n: Int, to target: UnsafeMutablePointer<Double>) {
    withUnsafeBufferPointer { column in
      for row in 0..<n { target[row] = column[start + row] }
      for row in n..<n.paddedToLanes { target[row] = column[start + n - 1] }
    }
  }
}
