/// Where a step's value is while rows are computed.
enum Place: Hashable, Sendable {
  /// The same for every row.
  case scalar(Int)
  /// One of the buffers of a block of rows.
  case buffer(Int)
  /// A column that a table holds.
  case column(Int)
}

/// One step over a block of rows.
struct Instruction: Sendable {
  enum Operation: Sendable {
    /// Copies a variable of the caller's, the number being its index.
    case load(Int)
    /// Copies what every row shares.
    case fill
    case add, subtract, multiply, divide
    case power, powerFromLog
    /// e^(a·b): a power whose base was found to be positive in every row.
    case exponentialOfProduct
    case negate
    case call(NumberFunction)
    case minimum, maximum, sign, isEqual, guardedProduct, guardedQuotient
  }
  var operation: Operation
  /// The buffer that receives the result.
  var result: Int
  var a: Place
  var b: Place
  var c: Place
}

/// What has to be done for some steps of a tape: scalars once a call, the rest in blocks of rows.
///
/// Steps that nothing asks for are left out, and a buffer is used again after its last reader, so that a block stays in
/// the first-level cache.
struct RowProgram: Sendable {
  /// Steps that no row changes, in order.
  private(set) var scalars: [Int] = []
  private(set) var instructions: [Instruction] = []
  private(set) var bufferCount = 0
  /// Where each asked-for step is after a block; never a scalar.
  private(set) var outputs: [Place] = []
  /// The rows of a block: enough to hide the cost of choosing an instruction, few enough for the cache.
  static let blockRows = 128

  /// - Parameters:
  ///   - tape: the steps.
  ///   - outputs: the steps asked for.
  ///   - factors: further steps asked for, which no row changes.
  ///   - columns: for steps that a table holds, the column.
  init(_ tape: Tape, outputs: [Int], factors: [Int] = [], columns: [Int: Int] = [:]) {
    var lastReader: [Int: Int] = [:]
    var needed: Set<Int> = []
    var open = outputs + factors
    while let index = open.popLast() {
      guard columns[index] == nil, needed.insert(index).inserted else { continue }
      open += tape.steps[index].operands
    }
    let order = needed.sorted()
    for index in order { for operand in tape.steps[index].operands { lastReader[operand] = index } }
    let kept = Set(outputs)
    var places: [Int: Place] = columns.mapValues { .column($0) }
    var idle: [Int] = []
    func buffer(_ count: inout Int) -> Int {
      if let index = idle.popLast() { return index }
      count += 1
      return count - 1
    }
    for index in order {
      guard tape.dependences[index].contains(.rows) else {
        scalars.append(index)
        places[index] = .scalar(index)
        continue
      }
      let step = tape.steps[index]
      let operands = step.operands.compactMap { places[$0] }
      // An instruction reads a row before it writes it, so the result may take an operand's buffer.
      for operand in Set(step.operands).sorted() where lastReader[operand] == index && !kept.contains(operand)
      {
        if case .buffer(let free) = places[operand] { idle.append(free) }
      }
      let result = buffer(&bufferCount)
      let first = operands.first ?? .scalar(0)
      instructions.append(
        Instruction(
          operation: RowProgram.operation(step), result: result, a: first,
          b: operands.count > 1 ? operands[1] : first, c: operands.count > 2 ? operands[2] : first))
      places[index] = .buffer(result)
    }
    for output in outputs {
      if case .scalar = places[output] ?? .scalar(output) {
        let result = buffer(&bufferCount)
        let from = Place.scalar(output)
        instructions.append(Instruction(operation: .fill, result: result, a: from, b: from, c: from))
        self.outputs.append(.buffer(result))
      } else if let place = places[output] {
        self.outputs.append(place)
      }
    }
  }

  /// Drops checks that a table's columns make needless: of powers whose base is positive in every row, and of products
  /// whose second factor is finite in every row.
  mutating func simplify(isPositive: (Int) -> Bool, isFinite: (Int) -> Bool) {
    for index in instructions.indices {
      switch (instructions[index].operation, instructions[index].a, instructions[index].b) {
      case (.powerFromLog, .column(let base), _) where isPositive(base):
        instructions[index].operation = .exponentialOfProduct
        instructions[index].a = instructions[index].b
        instructions[index].b = instructions[index].c
      case (.guardedProduct, _, .column(let factor)) where isFinite(factor):
        instructions[index].operation = .multiply
      default: break
      }
    }
  }

  private static func operation(_ step: Step) -> Instruction.Operation {
    switch step {
    case .constant, .parameter: .fill
    case .variable(let index): .load(index)
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .power: .power
    case .powerFromLog: .powerFromLog
    case .negate: .negate
    case .call(let function, _): .call(function)
    case .minimum: .minimum
    case .maximum: .maximum
    case .sign: .sign
    case .isEqual: .isEqual
    case .guardedProduct: .guardedProduct
    case .guardedQuotient: .guardedQuotient
    }
  }
}

/// The buffers of one thread; any number of runs may use them one after the other.
public struct RowWorkspace: Sendable {
  var scalars: [Double] = []
  var buffers: [Double] = []

  /// Makes a workspace, which grows to what its first run needs.
  public init() {}

  mutating func reserve(_ program: RowProgram, steps: Int) {
    if scalars.count < steps { scalars = Array(repeating: 0, count: steps) }
    let size = program.bufferCount * RowProgram.blockRows
    if buffers.count < size { buffers = Array(repeating: 0, count: size) }
  }
}
