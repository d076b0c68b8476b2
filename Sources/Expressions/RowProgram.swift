import CKernels

/// What has to be done for some steps of a tape: scalars once a call, the rest in blocks of rows.
///
/// Steps that nothing asks for are left out, and a buffer is used again after its last reader, so that a block stays in
/// the first-level cache.
final class RowProgram: Sendable {
  /// Steps that no row changes, in order.
  private let scalars: [(index: Int, step: Step)]
  /// Variables of the caller's, and the buffers that receive a block of each before the instructions run.
  private let loads: [(variable: Int, buffer: Int)]
  private let instructions: [RowInstruction]
  private let bufferCount: Int
  /// Where each asked-for step is after a block; never a scalar.
  private let outputs: [RowOperand]
  /// The steps of the tape: as many scalars are kept.
  private let stepCount: Int
  /// The most rows of a block.
  static let blockRows = Int(ROW_BLOCK)

  /// - Parameters:
  ///   - tape: the steps.
  ///   - outputs: the steps asked for.
  ///   - factors: further steps asked for, which no row changes.
  ///   - columns: for steps that a table holds, the column.
  ///   - isPositive: whether a column is in every row, so that powers of it need no check.
  ///   - isFinite: whether a column is in every row, so that products with it need no check.
  init(
    _ tape: Tape, outputs wanted: [Int], factors: [Int] = [], columns: [Int: Int] = [:],
    isPositive: (Int) -> Bool = { _ in false }, isFinite: (Int) -> Bool = { _ in false }
  ) {
    var (scalars, loads): ([(index: Int, step: Step)], [(variable: Int, buffer: Int)]) = ([], [])
    var (instructions, outputs): ([RowInstruction], [RowOperand]) = ([], [])
    var bufferCount = 0
    stepCount = tape.steps.count
    var lastReader: [Int: Int] = [:]
    var needed: Set<Int> = []
    var open = wanted + factors
    while let index = open.popLast() {
      guard columns[index] == nil, needed.insert(index).inserted else { continue }
      open += tape.steps[index].operands
    }
    let order = needed.sorted()
    for index in order { for operand in tape.steps[index].operands { lastReader[operand] = index } }
    let kept = Set(wanted)
    var places = columns.mapValues { RowOperand(source: .column, index: Int32($0)) }
    for index in order {
      guard case .variable(let variable) = tape.steps[index] else { continue }
      loads.append((variable, bufferCount))
      places[index] = RowOperand(source: .buffer, index: Int32(bufferCount))
      bufferCount += 1
    }
    var idle: [Int32] = []
    func buffer(_ count: inout Int) -> Int32 {
      if let index = idle.popLast() { return index }
      count += 1
      return Int32(count - 1)
    }
    for index in order where places[index] == nil {
      let step = tape.steps[index]
      guard tape.dependences[index].contains(.rows) else {
        scalars.append((index, step))
        places[index] = RowOperand(source: .scalar, index: Int32(index))
        continue
      }
      let operands = step.operands.compactMap { places[$0] }
      // An instruction reads a row before it writes it, so the result may take an operand's buffer.
      for operand in Set(step.operands).sorted() where lastReader[operand] == index && !kept.contains(operand)
      {
        if let place = places[operand], place.source == .buffer { idle.append(place.index) }
      }
      let result = buffer(&bufferCount)
      let first = operands.first ?? RowOperand(source: .scalar, index: 0)
      instructions.append(
        RowInstruction(
          operation: RowProgram.operation(step), result: result, a: first,
          b: operands.count > 1 ? operands[1] : first, c: operands.count > 2 ? operands[2] : first))
      places[index] = RowOperand(source: .buffer, index: result)
    }
    for output in wanted {
      guard let place = places[output] else { continue }
      guard place.source == .scalar else {
        outputs.append(place)
        continue
      }
      let result = buffer(&bufferCount)
      instructions.append(RowInstruction(operation: .fill, result: result, a: place, b: place, c: place))
      outputs.append(RowOperand(source: .buffer, index: result))
    }
    self.scalars = scalars
    self.loads = loads
    self.instructions = instructions.map { RowProgram.simplified($0, isPositive, isFinite) }
    self.outputs = outputs
    self.bufferCount = bufferCount
  }

  /// Drops the checks that columns make needless.
  private static func simplified(
    _ given: RowInstruction, _ isPositive: (Int) -> Bool, _ isFinite: (Int) -> Bool
  ) -> RowInstruction {
    var instruction = given
    if given.operation == .powerFromLog, given.a.source == .column, isPositive(Int(given.a.index)) {
      instruction.operation = .exponentialOfProduct
      (instruction.a, instruction.b) = (given.b, given.c)
    } else if given.operation == .guardedProduct, given.b.source == .column, isFinite(Int(given.b.index)) {
      instruction.operation = .multiply
    }
    return instruction
  }

  private static func operation(_ step: Step) -> RowOperation {
    switch step {
    case .constant, .parameter, .variable: .fill
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .power: .power
    case .powerFromLog: .powerFromLog
    case .negate: .negate
    case .call(let function, _): function.operation
    case .minimum: .minimum
    case .maximum: .maximum
    case .sign: .sign
    case .isEqual: .isEqual
    case .guardedProduct: .guardedProduct
    case .guardedQuotient: .guardedQuotient
    }
  }

  /// Runs block by block, until `body` returns false.
  ///
  /// - Parameters:
  ///   - rows: how many rows there are.
  ///   - parameters: the parameters' values.
  ///   - workspace: this thread's buffers.
  ///   - kernels: the version of the loops.
  ///   - columns: a table's columns, one after the other, `stride` apart.
  ///   - load: copies rows `start..<start+n` of a variable into a buffer, and fills it up to a multiple of the lanes.
  ///   - body: told the first row of the block, its number of rows, the outputs' rows, and the scalars by step.
  func run(
    rows: Int, parameters: [Double], _ workspace: inout RowWorkspace, _ kernels: UnsafePointer<RowKernels>,
    columns: UnsafePointer<Double>?, stride: Int,
    load: (_ variable: Int, _ start: Int, _ n: Int, _ target: UnsafeMutablePointer<Double>) -> Void,
    body: (_ start: Int, _ n: Int, _ outputs: RowOutputs, _ scalars: UnsafePointer<Double>) -> Bool
  ) {
    workspace.withRoom(scalars: stepCount, buffers: bufferCount) { scalars, buffers in
      let noVariables = UnsafeBufferPointer<Double>(start: nil, count: 0)
      parameters.withUnsafeBufferPointer { parameters in
        for (index, step) in self.scalars {
          scalars[index] = step.value(scalars, parameters: parameters, variables: noVariables)
        }
      }
      withUnsafeTemporaryAllocation(of: UnsafePointer<Double>.self, capacity: outputs.count + 1) { pointers in
        guard let base = pointers.baseAddress else { return }
        var start = 0
        while start < rows {
          let n = Swift.min(RowProgram.blockRows, rows - start)
          for (variable, buffer) in loads {
            load(variable, start, n, buffers + buffer * RowProgram.blockRows)
          }
          var block = RowBlock(
            scalars: scalars, buffers: buffers, columns: columns.map { $0 + start }, stride: stride,
            rows: n.paddedToLanes)
          instructions.withUnsafeBufferPointer { instructions in
            if let first = instructions.baseAddress { kernels.pointee.run(first, instructions.count, &block) }
          }
          for (index, output) in outputs.enumerated() {
            let rows =
              output.source == .column
              ? (columns.map { $0 + start } ?? UnsafePointer(buffers)) + Int(output.index) * stride
              : UnsafePointer(buffers) + Int(output.index) * RowProgram.blockRows
            (base + index).initialize(to: rows)
          }
          guard body(start, n, RowOutputs(start: base, count: outputs.count), UnsafePointer(scalars)) else {
            return
          }
          start += n
        }
      }
    }
  }
}

/// The rows of one block of each output, readable up to the next multiple of the lanes.
public typealias RowOutputs = UnsafeBufferPointer<UnsafePointer<Double>>

/// The buffers of one thread; any number of runs may use them one after the other.
public struct RowWorkspace: Sendable {
  private var storage = LaneStorage(count: 0)

  /// Makes a workspace, which grows to what its first run needs.
  public init() {}

  /// Gives `body` the addresses of scalars and of buffers.
  mutating func withRoom(
    scalars: Int, buffers: Int,
    _ body: (_ scalars: UnsafeMutablePointer<Double>, _ buffers: UnsafeMutablePointer<Double>) -> Void
  ) {
    let size = scalars.paddedToLanes + buffers * RowProgram.blockRows
    if storage.count < size { storage = LaneStorage(count: size) }
    storage.change { body($0, $0 + scalars.paddedToLanes) }
  }
}
