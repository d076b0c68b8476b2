import CKernels
import Expressions
import Foundation
import TestSupport
import Testing

/// Every version of the loops does the same operations in the same order: the bits of all results are equal.
struct InstructionSetTests {
  private static let rows = Int(ROW_BLOCK)
  private static let newer = RowInstructionSet.available.filter { $0 != .baseline }

  /// Every operation; the last one closes the list.
  private static let operations = (0...RowOperation.ceil.rawValue).compactMap { RowOperation(rawValue: $0) }

  /// Numbers of all sizes, and all that are special.
  private static func numbers(_ random: inout SeededRandom) -> [Double] {
    let special: [Double] = [
      0, -0.0, 1, -1, 2, 3, 0.5, -2, -3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
      -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      0x1p-1030, 708.39, -708.39, -708.4, 709.78, 709.79, 745, -745, 1e15, 0x1p52, 0x1.8p52, 0.1, 1e-300,
    ]
    return (0..<rows).map { _ in
      switch random.below(4) {
      case 0: special[random.below(special.count)]
      case 1: random.uniform(-4, 4)
      case 2: random.uniform(-750, 750)
      default: (random.below(2) == 0 ? 1 : -1) * exp(random.uniform(-700, 700))
      }
    }
  }

  /// A missing number is missing, whichever of the operands it comes from.
  private static func bits(_ values: [Double]) -> [UInt64] {
    values.map { $0.isNaN ? UInt64.max : $0.bitPattern }
  }

  /// The result of an operation on three columns, or on scalars where the operands say so.
  private static func run(
    _ set: RowInstructionSet, _ operation: RowOperation, _ columns: [[Double]], scalars: [Double],
    _ sources: [RowSource]
  ) -> [UInt64] {
    var buffers = Array(repeating: 0.0, count: rows)
    let operands = sources.enumerated().map { RowOperand(source: $1, index: Int32($0)) }
    let instruction = RowInstruction(
      operation: operation, result: 0, a: operands[0], b: operands[1], c: operands[2])
    let table = columns.flatMap { $0 }
    buffers.withUnsafeMutableBufferPointer { buffers in
      table.withUnsafeBufferPointer { table in
        scalars.withUnsafeBufferPointer { scalars in
          guard let scalars = scalars.baseAddress, let buffers = buffers.baseAddress else { return }
          var block = RowBlock(
            scalars: scalars, buffers: buffers, columns: table.baseAddress, stride: rows, rows: rows)
          withUnsafePointer(to: instruction) { set.kernels.pointee.run($0, 1, &block) }
        }
      }
    }
    return bits(buffers)
  }

  @Test(arguments: operations) func everyOperationHasTheSameBits(_ operation: RowOperation) {
    var random = SeededRandom(UInt64(operation.rawValue) + 1)
    for _ in 0..<40 {
      let columns = (0..<3).map { _ in Self.numbers(&random) }
      // An operation of one operand reads a row of it, wherever that lies.
      let scalars = (0..<2).flatMap { _ in Self.numbers(&random) }
      for sources: [RowSource] in [
        [.column, .column, .column], [.scalar, .column, .column], [.column, .scalar, .column],
        [.column, .scalar, .scalar],
      ] {
        let expected = Self.run(.baseline, operation, columns, scalars: scalars, sources)
        for set in Self.newer {
          #expect(Self.run(set, operation, columns, scalars: scalars, sources) == expected, "\(operation)")
        }
      }
    }
  }

  @Test func oneNumberHasTheBitsOfARow() {
    var random = SeededRandom(9)
    let functions: [(RowOperation, (Double) -> Double)] = [
      (.exp, isoloss_exp), (.log, isoloss_log), (.log2, isoloss_log2), (.log10, isoloss_log10),
    ]
    for _ in 0..<40 {
      let column = Self.numbers(&random)
      let exponents = Self.numbers(&random)
      for set in RowInstructionSet.available {
        for (operation, function) in functions {
          #expect(
            Self.run(set, operation, [column, exponents, column], scalars: [], [.column, .column, .column])
              == Self.bits(column.map(function)))
        }
        #expect(
          Self.run(set, .power, [column, exponents, column], scalars: [], [.column, .column, .column])
            == Self.bits(zip(column, exponents).map { isoloss_power($0, $1) }))
      }
    }
  }

  /// The losses of a block and all its sums, one after the other.
  private static func sums(
    _ set: RowInstructionSet, _ loss: RowLoss, _ columns: [[Double]], rows: Int, isLog: Bool
  ) -> [UInt64] {
    let kernels = set.kernels.pointee
    let table = columns.flatMap { $0 }
    let count = columns.count
    var terms = Array(repeating: 0.0, count: 3 * Self.rows)
    var result: [Double] = []
    table.withUnsafeBufferPointer { table in
      terms.withUnsafeMutableBufferPointer { terms in
        guard let table = table.baseAddress, let slope = terms.baseAddress else { return }
        let places = (0..<count).map { table + $0 * Self.rows }
        var residuals = RowResiduals(
          value: places[0], target: places[1], weights: places[2], reciprocal: isLog ? places[3] : nil)
        result.append(kernels.loss(loss, &residuals, rows))
        let (bend, unit) = (slope + Self.rows, slope + 2 * Self.rows)
        for bend in [bend, nil] {
          var terms = RowLossTerms(slope: slope, bend: bend, unit: unit)
          result.append(kernels.terms(loss, &residuals, rows, &terms))
          var dots = Array(repeating: 0.0, count: count)
          kernels.addDots(slope, places, count, rows, &dots)
          result += dots
          kernels.addSquares(unit, places, count, rows, &dots)
          var products = Array(repeating: 0.0, count: count * count)
          kernels.addProducts(bend ?? unit, places, count, rows, &products)
          result += dots + products
        }
      }
    }
    return bits(result)
  }

  @Test(arguments: [RowLossShape.huber, .cauchy], [true, false])
  func lossesAndSumsHaveTheSameBits(_ shape: RowLossShape, isLog: Bool) {
    var random = SeededRandom(5)
    for delta in [1e-3, 0.5, .infinity] {
      for rows in [8, 40, 256] {
        for count in 4...11 {
          let loss = RowLoss(shape: shape, delta: delta, scale: 1.25)
          let columns = (0..<count).map { _ in (0..<Self.rows).map { _ in random.uniform(-2, 2) } }
          let expected = Self.sums(.baseline, loss, columns, rows: rows, isLog: isLog)
          for set in Self.newer {
            #expect(Self.sums(set, loss, columns, rows: rows, isLog: isLog) == expected)
          }
        }
      }
    }
  }

  /// A sum has the order that it says: eight lanes, then these by halves.
  @Test(arguments: RowInstructionSet.available) func sumsHaveEightLanes(_ set: RowInstructionSet) {
    var random = SeededRandom(6)
    let (a, b) = (
      (0..<Self.rows).map { _ in random.uniform(-2, 2) }, (0..<Self.rows).map { _ in random.uniform(-2, 2) }
    )
    var lanes = Array(repeating: 0.0, count: 8)
    for row in 0..<Self.rows { lanes[row % 8] += a[row] * b[row] }
    let expected =
      ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
    var sum = 0.0
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        set.kernels.pointee.addDots(a, [b], 1, Self.rows, &sum)
      }
    }
    #expect(sum == expected)
  }
}
