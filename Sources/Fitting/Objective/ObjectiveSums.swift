import CKernels
import Expressions

/// The sums over rows that gradient and curvature are made of, and the way from them to derivatives by the parameters.
///
/// A derivative of the law is a column times a factor, so the sums are taken over columns: slope · column,
/// unit · column², bend · column · column.
final class ObjectiveSums: Sendable {
  private let first: [Entry]
  private let second: [(parameter: Int, other: Int, entry: Entry)]
  /// Where the value that residuals are taken of is among the outputs, and its reciprocal.
  private let value: Int
  private let reciprocal: Int?
  /// The first output that is a derivative's column, and how many are those of first and of all derivatives.
  private let start: Int
  private let firstCount: Int
  private let allCount: Int

  private struct Entry: Sendable {
    var parameter: Int
    var column: Int
    var factor: Int?
  }

  init(_ layout: DerivativeLayout) {
    let start = layout.logarithm == nil ? 1 : 3
    self.start = start
    value = layout.logarithm ?? 0
    reciprocal = layout.reciprocal
    firstCount = layout.outputCounts.slopes - start
    allCount = layout.outputCounts.curvature - start
    func entry(_ parameter: Int, _ entry: DerivativeLayout.Entry) -> Entry {
      Entry(parameter: parameter, column: entry.output - start, factor: entry.factor)
    }
    first = layout.first.map { entry($0.parameter, $0.entry) }
    second = layout.second.map { ($0.0, $0.1, entry($0.0, $0.entry)) }
  }

  /// The numbers that one thread needs: three blocks of rows, the sums, and the factors of the derivatives.
  var room: [Double] {
    Array(
      repeating: 0, count: 3 * width + allCount + firstCount * (1 + firstCount) + first.count + second.count)
  }

  private var width: Int { FormulaTable.blockRows }

  /// The parts of the room.
  private struct Parts {
    let slope, bend, unit: UnsafeMutablePointer<Double>
    let slopes, units, products, firstFactors, secondFactors: UnsafeMutablePointer<Double>
  }

  private func parts(_ room: UnsafeMutablePointer<Double>) -> Parts {
    let sums = room + 3 * width
    let factors = sums + allCount + firstCount * (1 + firstCount)
    return Parts(
      slope: room, bend: room + width, unit: room + 2 * width, slopes: sums,
      units: sums + allCount, products: sums + allCount + firstCount, firstFactors: factors,
      secondFactors: factors + first.count)
  }

  /// Takes the factors of a run and sets the sums to 0.
  func begin(_ room: UnsafeMutablePointer<Double>, _ scalars: UnsafePointer<Double>) {
    let parts = parts(room)
    for sum in 0..<(allCount + firstCount * (1 + firstCount)) { parts.slopes[sum] = 0 }
    for (index, entry) in first.enumerated() {
      parts.firstFactors[index] = entry.factor.map { scalars[$0] } ?? 1
    }
    for (index, second) in second.enumerated() {
      parts.secondFactors[index] = second.entry.factor.map { scalars[$0] } ?? 1
    }
  }

  /// The residuals of a block whose targets and weights begin at the given places.
  func residuals(_ outputs: RowOutputs, target: UnsafePointer<Double>, weights: UnsafePointer<Double>)
    -> RowResiduals
  {
    RowResiduals(
      value: outputs[value], target: target, weights: weights, reciprocal: reciprocal.map { outputs[$0] })
  }

  /// Adds a block, and returns its loss; sums are useless once that is not finite.
  func add(
    _ room: UnsafeMutablePointer<Double>, _ curvature: LocalModel.Curvature, _ loss: RowLoss,
    _ residuals: RowResiduals, _ outputs: RowOutputs, rows: Int, _ kernels: RowKernels
  ) -> Double {
    let parts = parts(room)
    var residuals = residuals
    let isNewton = curvature == .newton
    var terms = RowLossTerms(slope: parts.slope, bend: isNewton ? parts.bend : nil, unit: parts.unit)
    let value = kernels.terms(loss, &residuals, rows, &terms)
    guard value.isFinite, let outputs = outputs.baseAddress else { return value }
    let columns = outputs + start
    kernels.addDots(parts.slope, columns, isNewton ? allCount : firstCount, rows, parts.slopes)
    if isNewton { kernels.addSquares(parts.unit, columns, firstCount, rows, parts.units) }
    kernels.addProducts(
      isNewton ? parts.bend : parts.unit, columns, firstCount, rows, parts.products)
    return value
  }

  /// Writes the derivatives by the parameters; of the matrix the lower triangle.
  func finish(
    _ room: UnsafeMutablePointer<Double>, _ curvature: LocalModel.Curvature, into model: inout LocalModel
  ) {
    let parts = parts(room)
    model.clear()
    for (a, left) in first.enumerated() {
      let factor = parts.firstFactors[a]
      model.gradient[left.parameter] = factor * parts.slopes[left.column]
      model.diagonal[left.parameter] = factor * factor * parts.units[left.column]
      for b in 0...a {
        let right = first[b]
        let (high, low) = (max(left.column, right.column), min(left.column, right.column))
        model.matrix[left.parameter, right.parameter] =
          factor * parts.firstFactors[b] * parts.products[high * firstCount + low]
      }
    }
    guard curvature == .newton else { return }
    for (k, second) in second.enumerated() {
      model.matrix[second.parameter, second.other] +=
        parts.secondFactors[k] * parts.slopes[second.entry.column]
    }
  }
}
