/// One instruction over the rows of a block, four at a time; `rows` is a multiple of four.
struct RowKernel {
  let scalars: UnsafeMutablePointer<Double>
  let buffers: UnsafeMutablePointer<Double>
  /// The first row of the block in a table's column 0, and the distance to the next column.
  let columns: UnsafePointer<Double>?
  let stride: Int
  let rows: Int
  /// The table of the exponential.
  let powers: UnsafePointer<Double>

  @inline(__always) func pointer(_ place: Place) -> UnsafePointer<Double> {
    switch place {
    case .scalar(let index): UnsafePointer(scalars + index)
    case .buffer(let index): UnsafePointer(buffers + index * RowProgram.blockRows)
    case .column(let index): (columns ?? UnsafePointer(buffers)) + index * stride
    }
  }

  /// Everything but `load`, which only the caller can do.
  func run(_ instruction: Instruction) {
    let result = buffers + instruction.result * RowProgram.blockRows
    switch instruction.operation {
    case .load: break
    case .fill:
      let value = Lanes(repeating: pointer(instruction.a).pointee)
      each { store(value, result + $0) }
    case .add: binary(instruction, result) { $0 + $1 }
    case .subtract: binary(instruction, result) { $0 - $1 }
    case .multiply: binary(instruction, result) { $0 * $1 }
    case .divide: binary(instruction, result) { $0 / $1 }
    case .exponentialOfProduct: binary(instruction, result) { VectorFunctions.exp($0 * $1, powers) }
    case .isEqual:
      binary(instruction, result) {
        Lanes(repeating: 0).replacing(with: Lanes(repeating: 1), where: $0 .== $1)
      }
    case .guardedProduct:
      binary(instruction, result) {
        ($0 * $1).replacing(with: Lanes(repeating: 0), where: $0 .== Lanes(repeating: 0))
      }
    case .guardedQuotient:
      binary(instruction, result) {
        ($0 / $1).replacing(with: Lanes(repeating: 0), where: $0 .== Lanes(repeating: 0))
      }
    case .minimum: binary(instruction, result) { chosen($0, $1, where: $0 .< $1) }
    case .maximum: binary(instruction, result) { chosen($0, $1, where: $0 .> $1) }
    case .negate: unary(instruction, result) { -$0 }
    case .sign:
      unary(instruction, result) {
        Lanes(repeating: 1).replacing(with: Lanes(repeating: -1), where: $0 .< Lanes(repeating: 0))
      }
    case .call(.exp): unary(instruction, result) { VectorFunctions.exp($0, powers) }
    case .call(.log): unary(instruction, result) { VectorFunctions.log($0) }
    case .call(.log2): unary(instruction, result) { VectorFunctions.log2($0) }
    case .call(.sqrt): unary(instruction, result) { $0.squareRoot() }
    case .call(let function):
      let x = pointer(instruction.a)
      for row in 0..<rows { result[row] = function(x[row]) }
    case .power: power(instruction, result)
    case .powerFromLog:
      let (a, b, log) = (pointer(instruction.a), pointer(instruction.b), pointer(instruction.c))
      let (aStep, bStep, logStep) = (step(instruction.a), step(instruction.b), step(instruction.c))
      for row in 0..<rows where !(a[row * aStep] > 0) {
        // The general case, row by row, in blocks that have a base of 0 or less.
        for row in 0..<rows {
          let (base, exponent) = (a[row * aStep], b[row * bStep])
          result[row] =
            base > 0 ? VectorFunctions.exp(exponent * log[row * logStep]) : raise(base, exponent)
        }
        return
      }
      var product = instruction
      (product.a, product.b) = (instruction.b, instruction.c)
      binary(product, result) { VectorFunctions.exp($0 * $1, powers) }
    }
  }

  /// One of base and exponent is the same for all rows.
  private func power(_ instruction: Instruction, _ result: UnsafeMutablePointer<Double>) {
    let (a, b) = (pointer(instruction.a), pointer(instruction.b))
    if case .scalar = instruction.b {
      switch b.pointee {
      case 1: return unary(instruction, result) { $0 }
      case 2: return unary(instruction, result) { $0 * $0 }
      case 3: return unary(instruction, result) { $0 * $0 * $0 }
      case 0.5: return unary(instruction, result) { $0.squareRoot() }
      case -1: return unary(instruction, result) { 1 / $0 }
      default: break
      }
    }
    let (aStep, bStep) = (step(instruction.a), step(instruction.b))
    for row in 0..<rows where !(a[row * aStep] > 0) {
      for row in 0..<rows { result[row] = raise(a[row * aStep], b[row * bStep]) }
      return
    }
    if case .scalar = instruction.b {
      let exponent = b.pointee
      unary(instruction, result) { VectorFunctions.exp(exponent * VectorFunctions.log($0), powers) }
    } else {
      for row in 0..<rows { result[row] = raise(a[row * aStep], b[row * bStep]) }
    }
  }

  private func step(_ place: Place) -> Int {
    if case .scalar = place { return 0 }
    return 1
  }

  @inline(__always) private func chosen(_ a: Lanes, _ b: Lanes, where isFirst: SIMDMask<SIMD4<Int64>>)
    -> Lanes
  {
    var result = b.replacing(with: a, where: isFirst)
    result.replace(with: Lanes(repeating: .nan), where: a .!= a)
    result.replace(with: Lanes(repeating: .nan), where: b .!= b)
    return result
  }

  @inline(__always) private func load(_ pointer: UnsafePointer<Double>) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }

  @inline(__always) private func store(_ value: Lanes, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
  }

  @inline(__always) private func each(_ body: (Int) -> Void) {
    var row = 0
    while row < rows {
      body(row)
      row += Lanes.width
    }
  }

  @inline(__always) private func unary(
    _ instruction: Instruction, _ result: UnsafeMutablePointer<Double>, _ f: (Lanes) -> Lanes
  ) {
    let a = pointer(instruction.a)
    each { store(f(load(a + $0)), result + $0) }
  }

  @inline(__always) private func binary(
    _ instruction: Instruction, _ result: UnsafeMutablePointer<Double>, _ f: (Lanes, Lanes) -> Lanes
  ) {
    let (a, b) = (pointer(instruction.a), pointer(instruction.b))
    switch (instruction.a, instruction.b) {
    case (.scalar, _):
      let value = Lanes(repeating: a.pointee)
      each { store(f(value, load(b + $0)), result + $0) }
    case (_, .scalar):
      let value = Lanes(repeating: b.pointee)
      each { store(f(load(a + $0), value), result + $0) }
    default: each { store(f(load(a + $0), load(b + $0)), result + $0) }
    }
  }
}
