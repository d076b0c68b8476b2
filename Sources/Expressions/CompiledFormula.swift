import Diagnostics

/// A formula compiled once: common subexpressions shared, steps that depend on no row computed once a call, the rest in
/// blocks of rows, with exact derivatives.
///
/// Outside the formula's domain (a root or power of a negative number) values are NaN. Results are the same on every
/// processor. `FormulaTable` compiles further for given rows.
public struct CompiledFormula: Sendable {
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
  private let gradientProgram: RowProgram
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
    let zero = builder.tape.add(.constant(0))
    tape = builder.tape
    self.result = result
    self.gradient = gradient
    sources = builder.sources
    valueProgram = RowProgram(builder.tape, outputs: [result])
    gradientProgram = RowProgram(builder.tape, outputs: [result] + gradient.map { $0 ?? zero })
    variables = builder.variables
    self.parameters = parameters
  }

  /// The value for one row.
  public func value(parameters: [Double], variables: [Double]) -> Double {
    withSteps(parameters, variables) { $0[result] }
  }

  /// Values for all rows; `columns` are in the order of `variables`.
  public func values(parameters: [Double], columns: [[Double]]) -> [Double] {
    let rows = columns.first?.count ?? 1
    return Array(unsafeUninitializedCapacity: rows) { values, count in
      run(valueProgram, parameters, columns) { start, n, outputs in
        for row in 0..<n { values[start + row] = outputs[0][row] }
      }
      count = rows
    }
  }

  /// Values, and row by row the derivatives by each parameter.
  public func valuesAndGradients(
    parameters: [Double], columns: [[Double]], into values: inout [Double], gradients: inout [Double]
  ) {
    let rows = columns.first?.count ?? 1
    let count = self.parameters.count
    if values.count != rows { values = Array(repeating: 0, count: rows) }
    if gradients.count != rows * count { gradients = Array(repeating: 0, count: rows * count) }
    values.withUnsafeMutableBufferPointer { values in
      gradients.withUnsafeMutableBufferPointer { gradients in
        run(gradientProgram, parameters, columns) { start, n, outputs in
          for row in 0..<n { values[start + row] = outputs[0][row] }
          for j in 0..<count {
            let slope = outputs[j + 1]
            for row in 0..<n { gradients[(start + row) * count + j] = slope[row] }
          }
        }
      }
    }
  }

  /// Calls `body` with the values of the formula's own steps at one row.
  func withSteps<Value>(
    _ parameters: [Double], _ variables: [Double], _ body: (UnsafeMutableBufferPointer<Double>) -> Value
  ) -> Value {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: valueSteps + 1) { values in
      if let base = values.baseAddress {
        for index in 0..<valueSteps {
          values[index] = tape.value(tape.steps[index], base, parameters: parameters) { variables[$0] }
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

  private func run(
    _ program: RowProgram, _ parameters: [Double], _ columns: [[Double]],
    _ body: (_ start: Int, _ rows: Int, _ outputs: [UnsafePointer<Double>]) -> Void
  ) {
    let rows = columns.first?.count ?? 1
    var workspace = RowWorkspace()
    workspace.reserve(program, steps: tape.steps.count)
    program.runInBlocks(tape, rows: rows, parameters: parameters, &workspace, columns: nil, stride: 0) {
      variable, start, n, target in
      let column = columns[variable]
      let padded = (n + Lanes.width - 1) / Lanes.width * Lanes.width
      column.withUnsafeBufferPointer { column in
        for row in 0..<n { target[row] = column[start + row] }
        for row in n..<max(n, padded) { target[row] = column[start + n - 1] }
      }
    } body: { start, n, outputs, _ in
      body(start, n, outputs)
      return true
    }
  }
}

extension RowProgram {
  /// Runs block by block, until `body` returns false.
  ///
  /// - Parameters:
  ///   - columns: a table's columns, one after the other, `stride` apart.
  ///   - load: copies rows `start..<start+n` of a variable into a buffer, and fills it up to a multiple of four.
  ///   - body: told the first row of the block, its number of rows, the outputs' rows, and the scalars by step.
  func runInBlocks(
    _ tape: Tape, rows: Int, parameters: [Double], _ workspace: inout RowWorkspace,
    columns: UnsafePointer<Double>?, stride: Int,
    load: (_ variable: Int, _ start: Int, _ n: Int, _ target: UnsafeMutablePointer<Double>) -> Void,
    body: (_ start: Int, _ n: Int, _ outputs: [UnsafePointer<Double>], _ scalars: UnsafePointer<Double>) ->
      Bool
  ) {
    VectorFunctions.powers.withUnsafeBufferPointer { powers in
      workspace.scalars.withUnsafeMutableBufferPointer { scalars in
        workspace.buffers.withUnsafeMutableBufferPointer { buffers in
          // An empty buffer has no address; nothing is read through the other one's then.
          guard let scalars = scalars.baseAddress, let powers = powers.baseAddress else { return }
          let buffers = buffers.baseAddress ?? scalars
          for index in self.scalars {
            scalars[index] = tape.value(tape.steps[index], scalars, parameters: parameters) { _ in .nan }
          }
          var start = 0
          var pointers: [UnsafePointer<Double>] = []
          pointers.reserveCapacity(outputs.count)
          while start < rows {
            let n = Swift.min(RowProgram.blockRows, rows - start)
            let kernel = RowKernel(
              scalars: scalars, buffers: buffers, columns: columns.map { $0 + start }, stride: stride,
              rows: (n + Lanes.width - 1) / Lanes.width * Lanes.width, powers: powers)
            for instruction in instructions {
              if case .load(let variable) = instruction.operation {
                load(variable, start, n, buffers + instruction.result * RowProgram.blockRows)
              } else {
                kernel.run(instruction)
              }
            }
            pointers.removeAll(keepingCapacity: true)
            for output in outputs { pointers.append(kernel.pointer(output)) }
            guard body(start, n, pointers, UnsafePointer(scalars)) else { return }
            start += n
          }
        }
      }
    }
  }
}
