import CKernels
import Expressions

/// The sum over rows of a loss of the residual, and of priors, as a function of the search's coordinates.
struct RowObjective: Sendable {
  let space: ParameterSpace
  let isLog: Bool
  private(set) var table: FormulaTable
  /// The observed values, or their logarithms.
  private(set) var target: [Double]
  /// The observed values.
  private(set) var observed: [Double]
  /// How often each row counts; 0 for the rows that fill up the last lanes.
  private(set) var weights: [Double]
  /// How often the square of a residual counts that is relative to the observed value to first order; `weights` for
  /// plain residuals.
  private(set) var relativeWeights: [Double]
  var kernel: LossKernel
  /// What priors add; nil without them.
  var penalty: PriorPenalty?

  private var workspace = RowWorkspace()
  private var natural: [Double]
  private let sums: ObjectiveSums
  /// What `sums` works in.
  private var room: [Double]

  /// - Parameters:
  ///   - table: the law, compiled for the rows.
  ///   - observed: the observed value of each row; positive where `isLog`.
  ///   - weights: how often each row counts; nil for once.
  init(
    table: FormulaTable, space: ParameterSpace, observed: [Double], weights: [Double]?, isLog: Bool,
    kernel: LossKernel
  ) {
    self.table = table
    self.space = space
    self.isLog = isLog
    self.kernel = kernel
    let fill = observed.count.paddedToLanes - observed.count
    self.observed = fill == 0 ? observed : observed + Array(repeating: observed.last ?? 1, count: fill)
    target = isLog ? self.observed.map { naturalLogarithm($0) } : self.observed
    self.weights =
      (weights ?? Array(repeating: 1, count: observed.count)) + Array(repeating: 0, count: fill)
    relativeWeights = []
    natural = Array(repeating: 0, count: space.count)
    sums = ObjectiveSums(table.layout)
    room = sums.room
    relativeWeights = isLog ? zip(self.weights, self.observed).map { $0 / ($1 * $1) } : self.weights
  }

  /// The same objective on some of the rows, each counted so many times; rows counted 0 times are not evaluated.
  func weighted(_ multiplicity: [Double]) -> RowObjective {
    var kept: [Int] = []
    kept.reserveCapacity(multiplicity.count)
    for row in multiplicity.indices where multiplicity[row] > 0 { kept.append(row) }
    let fill = kept.count.paddedToLanes - kept.count
    let padded = kept + Array(repeating: kept.last ?? 0, count: fill)
    var copy = self
    copy.table = table.selecting(kept)
    copy.target = padded.map { target[$0] }
    copy.observed = padded.map { observed[$0] }
    copy.weights = kept.map { multiplicity[$0] * weights[$0] } + Array(repeating: 0, count: fill)
    copy.relativeWeights =
      kept.map { multiplicity[$0] * relativeWeights[$0] } + Array(repeating: 0, count: fill)
    return copy
  }

  /// The rows.
  var rowCount: Int { table.rowCount }

  /// The predictions at x, finite or not.
  mutating func predictions(_ x: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rowCount)
    run(.value, x) { _, n, outputs, _ in
      result.append(contentsOf: UnsafeBufferPointer(start: outputs[0], count: n))
      return true
    }
    return result
  }

  /// Predicted − observed on the scale of the objective at x.
  mutating func residuals(_ x: [Double]) -> [Double] {
    let predicted = predictions(x)
    return predicted.indices.map { (isLog ? naturalLogarithm(predicted[$0]) : predicted[$0]) - target[$0] }
  }

  /// The value at x; +∞ outside the law's domain.
  mutating func value(_ x: [Double]) -> Double {
    var sum = 0.0
    let (sums, target, weights) = (sums, target, weights)
    let (loss, kernels) = (kernel.rowLoss, table.instructionSet.kernels)
    run(.value, x) { start, n, outputs, _ in
      target.withUnsafeBufferPointer { target in
        weights.withUnsafeBufferPointer { weights in
          guard let target = target.baseAddress, let weights = weights.baseAddress else { return }
          var residuals = sums.residuals(outputs, target: target + start, weights: weights + start)
          sum += kernels.pointee.loss(loss, &residuals, n.paddedToLanes)
        }
      }
      return sum.isFinite
    }
    if let penalty { sum += penalty.value(natural) }
    return sum.isFinite ? sum : .infinity
  }

  /// The objective with its residuals replaced by their tangents at x; nil outside the law's domain.
  mutating func linearised(_ x: [Double]) -> LinearisedLoss? {
    let count = space.count
    let layout = table.layout
    let (isLog, target) = (isLog, target)
    var jacobian = Array(repeating: 0.0, count: rowCount * count)
    var residuals = Array(repeating: 0.0, count: rowCount)
    run(.slopes, x) { start, n, outputs, scalars in
      for row in 0..<n {
        residuals[start + row] = outputs[layout.logarithm ?? 0][row] - target[start + row]
        let factor = isLog ? outputs[layout.reciprocal ?? 0][row] : 1
        for (parameter, entry) in layout.first {
          jacobian[(start + row) * count + parameter] =
            factor * entry.factor(scalars) * outputs[entry.output][row]
        }
      }
      return true
    }
    for j in 0..<count where space.isLog[j] {
      for row in 0..<rowCount { jacobian[row * count + j] *= natural[j] }
    }
    guard residuals.allSatisfy(\.isFinite), jacobian.allSatisfy(\.isFinite) else { return nil }
    return LinearisedLoss(
      count: count, kernel: kernel, jacobian: jacobian, residuals: residuals,
      weights: Array(weights.prefix(rowCount)),
      priors: penalty.map { LinearisedPriors($0, natural, space) })
  }

  /// Value, gradient and curvature at x; false outside the law's domain.
  mutating func evaluate(_ x: [Double], _ curvature: LocalModel.Curvature, into model: inout LocalModel)
    -> Bool
  {
    let (sums, target, weights) = (sums, target, weights)
    let (loss, kernels) = (kernel.rowLoss, table.instructionSet.kernels)
    var room: [Double] = []
    swap(&room, &self.room)
    var value = 0.0
    run(curvature == .newton ? .curvature : .slopes, x) { start, n, outputs, scalars in
      room.withUnsafeMutableBufferPointer { room in
        target.withUnsafeBufferPointer { target in
          weights.withUnsafeBufferPointer { weights in
            guard let room = room.baseAddress, let target = target.baseAddress,
              let weights = weights.baseAddress
            else { return }
            if start == 0 { sums.begin(room, scalars) }
            value += sums.add(
              room, curvature, loss,
              sums.residuals(outputs, target: target + start, weights: weights + start), outputs,
              rows: n.paddedToLanes, kernels.pointee)
          }
        }
      }
      return value.isFinite
    }
    swap(&room, &self.room)
    model.value = value.isFinite ? value : .infinity
    guard value.isFinite else { return false }
    self.room.withUnsafeMutableBufferPointer { room in
      if let room = room.baseAddress { sums.finish(room, curvature, into: &model) }
    }
    penalty?.add(to: &model, natural, curvature)
    return scale(&model, curvature)
  }

  /// From derivatives by the parameters to derivatives by the coordinates; false if one is not finite.
  private func scale(_ model: inout LocalModel, _ curvature: LocalModel.Curvature) -> Bool {
    var isFinite = model.value.isFinite
    for i in 0..<space.count {
      let left = space.isLog[i] ? natural[i] : 1
      model.gradient[i] *= left
      for j in 0...i {
        model.matrix[i, j] *= left * (space.isLog[j] ? natural[j] : 1)
        model.matrix[j, i] = model.matrix[i, j]
      }
      model.diagonal[i] *= left * left
      if curvature == .gaussNewton { model.diagonal[i] = model.matrix[i, i] }
      if curvature == .newton, space.isLog[i] { model.matrix[i, i] += model.gradient[i] }
      isFinite = isFinite && model.gradient[i].isFinite && model.matrix[i, i].isFinite
    }
    if !isFinite { model.value = .infinity }
    return isFinite
  }

  /// Runs a list of the table at x, `natural` holding the parameters.
  mutating func run(
    _ list: FormulaTable.OutputList, _ x: [Double],
    body: (_ start: Int, _ n: Int, _ outputs: RowOutputs, _ scalars: UnsafePointer<Double>) -> Bool
  ) {
    space.natural(x, into: &natural)
    table.run(list, parameters: natural, workspace: &workspace, body: body)
  }
}
