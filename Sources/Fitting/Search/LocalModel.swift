/// An objective near a point: its value, gradient and curvature in the search's coordinates.
struct LocalModel: Sendable {
  var value = Double.infinity
  var gradient: [Double]
  /// The second derivatives, or the Gauss–Newton model of them, which is never indefinite.
  var matrix: SymmetricMatrix
  /// The diagonal of the Gauss–Newton model: the natural unit of each coordinate.
  var diagonal: [Double]

  init(size: Int) {
    gradient = Array(repeating: 0, count: size)
    diagonal = gradient
    matrix = SymmetricMatrix(size: size)
  }

  /// Sets all derivatives to 0.
  mutating func clear() {
    for i in gradient.indices {
      gradient[i] = 0
      diagonal[i] = 0
    }
    for k in matrix.elements.indices { matrix.elements[k] = 0 }
  }

  /// Which curvature is asked for.
  enum Curvature: Sendable {
    /// Jᵀ W J with the weights of iteratively reweighted least squares: above the true curvature of a robust loss, so
    /// that steps are never wild.
    case gaussNewton
    /// The exact second derivatives: few steps near the optimum, where a robust loss with a small δ is nearly linear
    /// in most residuals and the curvature of the law is what bends the objective.
    case newton
  }
}

/// The step that minimises a quadratic model in a box.
struct BoxStep: Sendable {
  private var factor: [Double]
  private var right: [Double]
  private var free: [Int] = []
  private var isFixed: [Bool]

  init(size: Int) {
    factor = Array(repeating: 0, count: size * size)
    right = Array(repeating: 0, count: size)
    isFixed = Array(repeating: false, count: size)
  }

  /// Minimises gᵀs + ½ sᵀ(M + λD)s for lower ≤ s ≤ upper, a coordinate that leaves the box being held at its side from
  /// then on; false when the matrix is not positive definite. `holdingAtStart` holds from the outset what stands at a
  /// side and would leave.
  mutating func solve(
    _ matrix: SymmetricMatrix, damping: Double, diagonal: [Double], gradient: [Double], lower: [Double],
    upper: [Double], into step: inout [Double], holdingAtStart: Bool = true
  ) -> Bool {
    for i in step.indices {
      step[i] = 0
      isFixed[i] =
        holdingAtStart && ((lower[i] >= 0 && gradient[i] > 0) || (upper[i] <= 0 && gradient[i] < 0))
    }
    for _ in 0...step.count {
      free.removeAll(keepingCapacity: true)
      for i in step.indices where !isFixed[i] { free.append(i) }
      if free.isEmpty { return true }
      guard factorise(matrix, damping, diagonal) else { return false }
      substitute(matrix, gradient, &step)
      var isInside = true
      for i in free where step[i] > upper[i] || step[i] < lower[i] {
        step[i] = step[i] > upper[i] ? upper[i] : lower[i]
        isFixed[i] = true
        isInside = false
      }
      if isInside { return true }
    }
    return true
  }

  private mutating func factorise(_ m: SymmetricMatrix, _ damping: Double, _ diagonal: [Double]) -> Bool {
    let n = free.count
    let size = m.size
    return factor.withUnsafeMutableBufferPointer { factor in
      m.elements.withUnsafeBufferPointer { m in
        for a in 0..<n {
          for b in 0...a {
            var sum = m[free[a] * size + free[b]]
            var scale = 0.0
            if a == b {
              scale = abs(sum) + damping * diagonal[free[a]]
              sum += damping * diagonal[free[a]]
            }
            for k in 0..<b { sum -= factor[a * n + k] * factor[b * n + k] }
            if a == b {
              // A pivot that cancellation has emptied means that the matrix is singular to working precision.
              guard sum > 1e-14 * scale, sum.isFinite else { return false }
              factor[a * n + a] = sum.squareRoot()
            } else {
              factor[a * n + b] = sum / factor[b * n + b]
            }
          }
        }
        return true
      }
    }
  }

  private mutating func substitute(_ m: SymmetricMatrix, _ gradient: [Double], _ step: inout [Double]) {
    let n = free.count
    for a in 0..<n {
      var sum = -gradient[free[a]]
      for j in step.indices where isFixed[j] { sum -= m[free[a], j] * step[j] }
      for k in 0..<a { sum -= factor[a * n + k] * right[k] }
      right[a] = sum / factor[a * n + a]
    }
    for a in stride(from: n - 1, through: 0, by: -1) {
      var sum = right[a]
      for k in (a + 1)..<max(n, a + 1) { sum -= factor[k * n + a] * step[free[k]] }
      step[free[a]] = sum / factor[a * n + a]
    }
  }
}
