/// A small dense symmetric matrix: what an optimiser of a dozen parameters needs and no more.
struct SymmetricMatrix: Sendable {
  let size: Int
  /// Row-major, both triangles filled.
  var elements: [Double]

  init(size: Int) {
    self.size = size
    elements = Array(repeating: 0, count: size * size)
  }

  subscript(i: Int, j: Int) -> Double {
    @inline(__always) get { elements[i * size + j] }
    @inline(__always) set { elements[i * size + j] = newValue }
  }

  /// Solves (M + damping · diagonal) x = rhs restricted to the coordinates in `free`; the others come out 0.
  /// Nil when the restricted matrix is not positive definite.
  func solve(_ rhs: [Double], free: [Int], damping: Double = 0) -> [Double]? {
    let n = free.count
    var factor = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = self[free[i], free[j]]
        if i == j { sum += damping * max(sum, .leastNormalMagnitude) }
        for k in 0..<j { sum -= factor[i * n + k] * factor[j * n + k] }
        if i == j {
          // A pivot that cancellation has emptied means that the matrix is singular to working precision.
          guard sum > 1e-15 * abs(self[free[i], free[i]]), sum.isFinite else { return nil }
          factor[i * n + i] = sum.squareRoot()
        } else {
          factor[i * n + j] = sum / factor[j * n + j]
        }
      }
    }
    var y = free.map { rhs[$0] }
    for i in 0..<n {
      for k in 0..<i { y[i] -= factor[i * n + k] * y[k] }
      y[i] /= factor[i * n + i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(n, i + 1) { y[i] -= factor[k * n + i] * y[k] }
      y[i] /= factor[i * n + i]
    }
    var result = Array(repeating: 0.0, count: size)
    for i in 0..<n { result[free[i]] = y[i] }
    return result
  }

  /// −gᵀs − ½ sᵀMs: what a step gains in the quadratic model of this curvature.
  func decrease(gradient: [Double], step: [Double]) -> Double {
    elements.withUnsafeBufferPointer { m in
      var sum = 0.0
      for i in 0..<size {
        var image = 0.0
        for j in 0..<size { image += m[i * size + j] * step[j] }
        sum -= step[i] * (gradient[i] + 0.5 * image)
      }
      return sum
    }
  }

  /// M v.
  func times(_ v: [Double]) -> [Double] {
    (0..<size).map { i in
      var sum = 0.0
      for j in 0..<size { sum += self[i, j] * v[j] }
      return sum
    }
  }

  /// Eigenvalues, smallest first, each with its unit vector (Jacobi's rotations).
  func eigen() -> [(value: Double, vector: [Double])] {
    var a = self
    var vectors = SymmetricMatrix(size: size)
    for i in 0..<size { vectors[i, i] = 1 }
    for _ in 0..<60 {
      var off = 0.0
      var diagonal = 0.0
      for i in 0..<size {
        diagonal += a[i, i] * a[i, i]
        for j in 0..<i { off += a[i, j] * a[i, j] }
      }
      if off <= 1e-32 * diagonal { break }
      for p in 0..<size {
        for q in (p + 1)..<max(size, p + 1) where a[p, q] != 0 { a.rotate(p, q, &vectors) }
      }
    }
    return (0..<size).map { k in (a[k, k], (0..<size).map { vectors[$0, k] }) }.sorted { $0.value < $1.value }
  }

  private mutating func rotate(_ p: Int, _ q: Int, _ vectors: inout SymmetricMatrix) {
    let theta = (self[q, q] - self[p, p]) / (2 * self[p, q])
    let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in 0..<size {
      let (x, y) = (self[k, p], self[k, q])
      self[k, p] = c * x - s * y
      self[k, q] = s * x + c * y
    }
    for k in 0..<size {
      let (x, y) = (self[p, k], self[q, k])
      self[p, k] = c * x - s * y
      self[q, k] = s * x + c * y
    }
    for k in 0..<size {
      let (x, y) = (vectors[k, p], vectors[k, q])
      vectors[k, p] = c * x - s * y
      vectors[k, q] = s * x + c * y
    }
  }
}
