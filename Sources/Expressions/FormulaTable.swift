import CKernels

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
  /// What the programs read: columns one after the other, `stride` apart, the last row repeated to fill the lanes.
  private let storage: LaneStorage
  private let stride: Int
  private let columnCount: Int
  private let programs: [RowProgram]
  /// The version of the loops that runs use.
  public let instructionSet: RowInstructionSet

  /// The most rows of one block.
  public static var blockRows: Int { RowProgram.blockRows }

  /// What a run computes.
  public enum OutputList: Int, CaseIterable, Sendable {
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
  ///   - instructionSet: the vector instructions to use, on which results do not depend.
  public init(
    _ formula: CompiledFormula, columns: [[Double]], rows: Int, withLogarithm: Bool,
    instructionSet: RowInstructionSet = .fastest
  ) {
    var derivatives = DerivativeTape(formula, withLogarithm: withLogarithm)
    let wanted = derivatives.lists()
    let tape = derivatives.tape
    layout = derivatives.layout
    rowCount = rows
    self.instructionSet = instructionSet
    let stride = rows.paddedToLanes
    self.stride = stride
    let frontier = FormulaTable.frontier(tape, wanted.values.flatMap { $0 })
    columnCount = frontier.count
    let places = Dictionary(uniqueKeysWithValues: frontier.enumerated().map { ($1, $0) })
    let storage = FormulaTable.tabulate(
      tape, frontier, columns, rows: rows, stride: stride, instructionSet.kernels)
    self.storage = storage
    func every(_ test: (Double) -> Bool) -> [Bool] {
      var result: [Bool] = []
      storage.read { numbers in
        result = frontier.indices.map { column in
          (0..<rows).allSatisfy { test(numbers[column * stride + $0]) }
        }
      }
      return result
    }
    let (isPositive, isFinite) = (every { $0 > 0 }, every { $0.isFinite })
    programs = OutputList.allCases.map { list in
      RowProgram(
        tape, outputs: wanted[list] ?? [], factors: derivatives.factors(of: list), columns: places,
        isPositive: { isPositive[$0] }, isFinite: { isFinite[$0] })
    }
  }

  private init(_ table: FormulaTable, rows: [Int]) {
    rowCount = rows.count
    let wide = rows.count.paddedToLanes
    stride = wide
    instructionSet = table.instructionSet
    layout = table.layout
    programs = table.programs
    columnCount = table.columnCount
    let columns = table.columnCount
    var storage = LaneStorage(count: columns * wide)
    table.storage.read { source in
      storage.change { target in
        for column in 0..<columns {
          let (from, to) = (source + column * table.stride, target + column * wide)
          for (row, place) in rows.enumerated() { to[row] = from[place] }
          for row in rows.count..<wide { to[row] = to[rows.count - 1] }
        }
      }
    }
    self.storage = storage
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
  ///     multiple of the lanes, and the scalars that entries of the layout name; returns whether to go on.
  public func run(
    _ list: OutputList, parameters: [Double], workspace: inout RowWorkspace,
    body: (_ start: Int, _ n: Int, _ outputs: RowOutputs, _ scalars: UnsafePointer<Double>) -> Bool
  ) {
    let program = programs[list.rawValue]
    storage.read { columns in
      program.run(
        rows: rowCount, parameters: parameters, &workspace, instructionSet.kernels, columns: columns,
        stride: stride, load: { _, _, _, _ in }, body: body)
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
    _ tape: Tape, _ frontier: [Int], _ columns: [[Double]], rows: Int, stride: Int,
    _ kernels: UnsafePointer<RowKernels>
  ) -> LaneStorage {
    var storage = LaneStorage(count: frontier.count * stride)
    let program = RowProgram(tape, outputs: frontier)
    var workspace = RowWorkspace()
    storage.change { target in
      program.run(
        rows: rows, parameters: [], &workspace, kernels, columns: nil, stride: 0,
        load: { columns[$0].copyBlock(from: $1, $2, to: $3) }
      ) { start, n, outputs, _ in
        for column in frontier.indices {
          for row in 0..<n.paddedToLanes { target[column * stride + start + row] = outputs[column][row] }
        }
        return true
      }
    }
    return storage
  }
}
