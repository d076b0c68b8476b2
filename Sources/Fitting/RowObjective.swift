import Expressions

/// A function to minimise, with its gradient and, where it has one, a positive semidefinite model of its curvature.
protocol SmoothObjective {
  /// The value at x and the gradient there; +∞ outside the domain (the gradient is then undefined).
  mutating func evaluate(_ x: [Double], gradient: inout [Double]) -> Double
  /// The curvature model at the point that was evaluated last; nil when there is none.
  func curvature() -> SymmetricMatrix?
  /// The objective with its residuals linearised at the point that was evaluated last; nil when it has none.
  func linearised() -> LinearisedLoss?
}

/// The loss of one residual as a Huber function, which the squared (δ = ∞) and the absolute (δ → 0, scaled) also are.
struct LossKernel: Sendable, Hashable {
  let delta: Double
  let scale: Double

  @inline(__always) func value(_ r: Double) -> Double {
    let size = abs(r)
    return scale * (size <= delta ? 0.5 * r * r : delta * (size - 0.5 * delta))
  }
  /// The second derivative; 0 where the loss is linear.
  @inline(__always) func bend(_ r: Double) -> Double { abs(r) <= delta ? scale : 0 }
  @inline(__always) func slope(_ r: Double) -> Double {
    scale * (abs(r) <= delta ? r : (r > 0 ? delta : -delta))
  }
  /// slope / residual: the weight of iteratively reweighted least squares.
  @inline(__always) func weight(_ r: Double) -> Double {
    let size = abs(r)
    return scale * (size <= delta ? 1 : delta / size)
  }
}

/// The sum over rows of a loss of the residual, as a function of the search's coordinates.
struct RowObjective: SmoothObjective {
  let compiled: CompiledFormula
  let space: ParameterSpace
  /// In the order of `compiled.variables`.
  private(set) var columns: [[Double]]
  /// The observed values, or their logarithms.
  private(set) var target: [Double]
  /// How often each row counts.
  private(set) var weights: [Double]
  let isLog: Bool
  var kernel: LossKernel

  private var values: [Double] = []
  private var gradients: [Double] = []
  private(set) var residuals: [Double] = []
  /// ∂residual/∂coordinate without the factor of the row: rows × coordinates.
  private var rowScale: [Double] = []
  private var coordinateScale: [Double] = []

  init(
    compiled: CompiledFormula, space: ParameterSpace, columns: [[Double]], target: [Double], isLog: Bool,
    kernel: LossKernel
  ) {
    self.compiled = compiled
    self.space = space
    self.columns = columns
    self.target = target
    self.isLog = isLog
    self.kernel = kernel
    weights = Array(repeating: 1, count: target.count)
    reserve()
  }

  /// The same objective on some of the rows, each counted so many times; rows counted 0 times are not evaluated.
  func weighted(_ multiplicity: [Double]) -> RowObjective {
    let kept = multiplicity.indices.filter { multiplicity[$0] > 0 }
    var copy = self
    copy.columns = columns.map { column in kept.map { column[$0] } }
    copy.target = kept.map { target[$0] }
    copy.weights = kept.map { multiplicity[$0] }
    copy.reserve()
    return copy
  }

  private mutating func reserve() {
    let rows = target.count
    values = Array(repeating: 0, count: rows)
    residuals = Array(repeating: 0, count: rows)
    rowScale = Array(repeating: 0, count: rows)
    gradients = Array(repeating: 0, count: rows * space.count)
    coordinateScale = Array(repeating: 1, count: space.count)
  }

  /// The predictions at x, finite or not.
  func predictions(_ x: [Double]) -> [Double] {
    compiled.values(parameters: space.natural(x), columns: columns)
  }

  /// The objective of given predictions.
  func value(ofPredictions predictions: [Double]) -> Double {
    var sum = 0.0
    for i in predictions.indices {
      let predicted = predictions[i]
      guard predicted.isFinite, !isLog || predicted > 0 else { return .infinity }
      sum += weights[i] * kernel.value((isLog ? naturalLogarithm(predicted) : predicted) - target[i])
    }
    return sum.isNaN ? .infinity : sum
  }

  mutating func evaluate(_ x: [Double], gradient: inout [Double]) -> Double {
    let natural = space.natural(x)
    let count = space.count
    compiled.valuesAndGradients(
      parameters: natural, columns: columns, into: &values, gradients: &gradients)
    for j in 0..<count { coordinateScale[j] = space.isLog[j] ? natural[j] : 1 }
    var sum = 0.0
    for j in 0..<count { gradient[j] = 0 }
    let rows = target.count
    let isLog = isLog
    let kernel = kernel
    let finished = values.withUnsafeBufferPointer { values in
      gradients.withUnsafeBufferPointer { gradients in
        target.withUnsafeBufferPointer { target in
          weights.withUnsafeBufferPointer { weights in
            residuals.withUnsafeMutableBufferPointer { residuals in
              rowScale.withUnsafeMutableBufferPointer { rowScale in
                gradient.withUnsafeMutableBufferPointer { gradient in
                  for i in 0..<rows {
                    let predicted = values[i]
                    guard predicted.isFinite, !isLog || predicted > 0 else { return false }
                    let factor = isLog ? 1 / predicted : 1
                    let residual = (isLog ? naturalLogarithm(predicted) : predicted) - target[i]
                    residuals[i] = residual
                    rowScale[i] = factor
                    sum += weights[i] * kernel.value(residual)
                    let slope = weights[i] * kernel.slope(residual) * factor
                    let base = i * count
                    for j in 0..<count { gradient[j] += slope * gradients[base + j] }
                  }
                  return true
                }
              }
            }
          }
        }
      }
    }
    guard finished, sum.isFinite else { return .infinity }
    for j in 0..<count {
      gradient[j] *= coordinateScale[j]
      if !gradient[j].isFinite { return .infinity }
    }
    return sum
  }

  /// Gauss–Newton with the weights of iteratively reweighted least squares: it lies above the true curvature of a
  /// Huber loss, so steps from it are never wild.
  func curvature() -> SymmetricMatrix? { normalMatrix { kernel.weight($0) } }

  func linearised() -> LinearisedLoss? {
    let count = space.count
    var jacobian = gradients
    jacobian.withUnsafeMutableBufferPointer { jacobian in
      for i in residuals.indices {
        for j in 0..<count { jacobian[i * count + j] *= rowScale[i] * coordinateScale[j] }
      }
    }
    return LinearisedLoss(
      count: count, kernel: kernel, jacobian: jacobian, residuals: residuals, weights: weights)
  }

  /// Jᵀ W J at the point that was evaluated last, W from the residuals.
  func normalMatrix(_ weight: (Double) -> Double) -> SymmetricMatrix {
    let count = space.count
    var matrix = SymmetricMatrix(size: count)
    gradients.withUnsafeBufferPointer { gradients in
      matrix.elements.withUnsafeMutableBufferPointer { m in
        for i in residuals.indices {
          let w = weights[i] * weight(residuals[i]) * rowScale[i] * rowScale[i]
          let base = i * count
          for a in 0..<count {
            let left = w * gradients[base + a]
            for b in 0...a { m[a * count + b] += left * gradients[base + b] }
          }
        }
      }
    }
    for a in 0..<count {
      for b in 0...a {
        matrix[a, b] *= coordinateScale[a] * coordinateScale[b]
        matrix[b, a] = matrix[a, b]
      }
    }
    return matrix
  }
}
