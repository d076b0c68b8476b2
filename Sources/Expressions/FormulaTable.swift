/// A formula compiled for the rows of a table.
///
/// What depends on the rows alone (log N) is computed once, when the table is made; what depends on the parameters alone
/// is one number a run; the rest runs over blocks of rows. Beside the value it can give first and second derivatives and
/// the formula's split into terms that are linear in some of the parameters.
public struct FormulaTable: Sendable {
  /// The rows.
  public let rowCount: Int
  /// What the lists give.
  public let layout: DerivativeLayout
  /// What the programs read: columns one after the other, `stride` apart, the last row repeated to fill four.
  private let storage: [Double]
  private let stride: Int
  private let tape: Tape
  private let programs: [OutputList: RowProgram]

  /// The most rows of one block.
  public static var blockRows: Int { RowProgram.blockRows }

  /// What a run computes.
  public enum OutputList: Hashable, Sendable {
    /// The value; its logarithm and reciprocal where the layout has them.
    case value
    /// Those and the first derivatives.
    case slopes
    /// Those and the second derivatives.
    case curvature
    /// The terms and their derivatives, without the linear parameters.
    case terms
  }

  /// Compiles for rows.
  ///
  /// - Parameters:
  ///   - formula: the formula.
  ///   - columns: one column a variable, in the formula's order, all of `rows` rows.
  ///   - rows: how many rows there are.
  ///   - withLogarithm: whether runs give the value's logarithm and reciprocal too.
  public init(_ formula: CompiledFormula, columns: [[Double]], rows: Int, withLogarithm: Bool) {
    var derivatives = DerivativeTape(formula, withLogarithm: withLogarithm)
    let wanted = derivatives.lists()
    let tape = derivatives.tape
    layout = derivatives.layout
    rowCount = rows
    let stride = (rows + Lanes.width - 1) / Lanes.width * Lanes.width
    self.stride = stride
    self.tape = tape
    let frontier = FormulaTable.frontier(tape, wanted.values.flatMap { $0 })
    let places = Dictionary(uniqueKeysWithValues: frontier.enumerated().map { ($1, $0) })
    let storage = FormulaTable.tabulate(tape, frontier, columns, rows: rows, stride: stride)
    self.storage = storage
    func every(_ test: (Double) -> Bool) -> [Bool] {
      frontier.indices.map { column in
        rows > 0 && storage[(column * stride)..<(column * stride + rows)].allSatisfy(test)
      }
    }
    let (isPositive, isFinite) = (every { $0 > 0 }, every { $0.isFinite })
    var programs: [OutputList: RowProgram] = [:]
    for (list, outputs) in wanted {
      var program = RowProgram(
        tape, outputs: outputs, factors: derivatives.factors(of: list), columns: places)
      program.simplify(isPositive: { isPositive[$0] }, isFinite: { isFinite[$0] })
      programs[list] = program
    }
    self.programs = programs
  }

  private init(_ table: FormulaTable, rows: [Int]) {
    rowCount = rows.count
    let wide = (rows.count + Lanes.width - 1) / Lanes.width * Lanes.width
    stride = wide
    tape = table.tape
    layout = table.layout
    programs = table.programs
    let columns = table.stride > 0 ? table.storage.count / table.stride : 0
    storage = Array(unsafeUninitializedCapacity: columns * wide) { target, count in
      for column in 0..<columns {
        for (row, source) in rows.enumerated() {
          target[column * wide + row] = table.storage[column * table.stride + source]
        }
        for row in rows.count..<max(wide, rows.count) {
          target[column * wide + row] = target[column * wide + rows.count - 1]
        }
      }
      count = columns * wide
    }
  }

  /// The same formula for some of the rows, in the given order.
  public func selecting(_ rows: [Int]) -> FormulaTable { FormulaTable(self, rows: rows) }

  /// Runs one list of outputs over all rows.
  ///
  /// - Parameters:
  ///   - list: which list.
  ///   - parameters: the parameters' values.
  ///   - workspace: this thread's buffers.
  ///   - body: told the first row of each block, its number of rows, the outputs' rows, readable up to the next
  ///     multiple of four, and the scalars that entries of the layout name; returns whether to go on.
  public func run(
    _ list: OutputList, parameters: [Double], workspace: inout RowWorkspace,
    body: (_ start: Int, _ n: Int, _ outputs: [UnsafePointer<Double>], _ scalars: UnsafePointer<Double>) ->
      Bool
  ) {
    guard let program = programs[list] else { return }
    workspace.reserve(program, steps: tape.steps.count)
    storage.withUnsafeBufferPointer { storage in
      program.runInBlocks(
        tape, rows: rowCount, parameters: parameters, &workspace, columns: storage.baseAddress,
        stride: stride,
        load: { _, _, _, _ in }, body: body)
    }
  }

  /// The steps that depend on rows alone and are read by one that depends on parameters too, or asked for.
  private static func frontier(_ tape: Tape, _ outputs: [Int]) -> [Int] {
    var result: Set<Int> = []
    var seen: Set<Int> = []
    var open = outputs
    while let index = open.popLast() {
      guard seen.insert(index).inserted else { continue }
      if tape.dependences[index] == .rows {
        result.insert(index)
      } else {
        open += tape.steps[index].operands
      }
    }
    return result.sorted()
  }

  private static func tabulate(
    _ tape: Tape, _ frontier: [Int], _ columns: [[Double]], rows: Int, stride: Int
  ) -> [Double] {
    guard rows > 0, !frontier.isEmpty else { return [] }
    let program = RowProgram(tape, outputs: frontier)
    var workspace = RowWorkspace()
    workspace.reserve(program, steps: tape.steps.count)
    return Array(unsafeUninitializedCapacity: frontier.count * stride) { target, count in
      program.runInBlocks(tape, rows: rows, parameters: [], &workspace, columns: nil, stride: 0) {
        variable, start, n, buffer in
        let padded = (n + Lanes.width - 1) / Lanes.width * Lanes.width
        columns[variable].withUnsafeBufferPointer { column in
          for row in 0..<n { buffer[row] = column[start + row] }
          for row in n..<max(n, padded) { buffer[row] = column[start + n - 1] }
        }
      } body: { start, n, outputs, _ in
        let padded = (n + Lanes.width - 1) / Lanes.width * Lanes.width
        for (column, output) in outputs.enumerated() {
          for row in 0..<padded { target[column * stride + start + row] = output[row] }
        }
        return true
      }
      count = frontier.count * stride
    }
  }
}
