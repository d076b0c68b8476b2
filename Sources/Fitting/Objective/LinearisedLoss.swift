/// The objective with every residual replaced by its tangent: Σ w ρ(r + J s), a convex function of the step s.
///
/// The absolute loss, and a Huber loss with a δ far below the scatter, has a kink wherever a residual changes sign, and its
/// minimum lies where as many kinks cross as there are parameters. Second derivatives see a kink only after crossing it;
/// this model keeps them, so that a descent by its minima (the prox-linear method of nonsmooth optimisation) ends in the
/// corner. Where δ is not small, Newton's method is several times cheaper.
struct LinearisedLoss {
  let count: Int
  let kernel: LossKernel
  /// Rows × coordinates.
  let jacobian: [Double]
  let residuals: [Double]
  let weights: [Double]
  let priors: LinearisedPriors?
  /// The diagonal of Jᵀ W J, W the weights of reweighted least squares: the natural unit of each coordinate.
  let diagonal: [Double]

  init(
    count: Int, kernel: LossKernel, jacobian: [Double], residuals: [Double], weights: [Double],
    priors: LinearisedPriors? = nil
  ) {
    self.count = count
    self.kernel = kernel
    self.jacobian = jacobian
    self.residuals = residuals
    self.weights = weights
    self.priors = priors
    var diagonal = Array(repeating: 0.0, count: count)
    for i in residuals.indices {
      let w = weights[i] * kernel.weight(residuals[i])
      for j in 0..<count { diagonal[j] += w * jacobian[i * count + j] * jacobian[i * count + j] }
    }
    let largest = diagonal.max() ?? 0
    self.diagonal = diagonal.map { max($0, 1e-12 * largest, .leastNormalMagnitude) }
  }

  /// The step in the box that minimises the model plus ½ · damping · sᵀDs, and the decrease that the model promises.
  ///
  /// Newton's method on the piecewise quadratic function, with an exact search along each direction.
  func step(damping: Double, lower: [Double], upper: [Double]) -> (step: [Double], decrease: Double) {
    var s = Array(repeating: 0.0, count: count)
    var r = residuals
    var along = Array(repeating: 0.0, count: r.count)
    var gradient = s
    var matrix = SymmetricMatrix(size: count)
    let start = value(r, s, 0)
    var reached = start
    for _ in 0..<40 {
      derivatives(r, s, damping, &gradient, &matrix)
      guard let direction = direction(s, gradient, matrix, lower, upper) else { break }
      var slope = 0.0
      for j in 0..<count { slope += gradient[j] * direction[j] }
      if -slope <= 1e-4 * (start - reached) || -slope <= 1e-17 * start { break }
      for i in r.indices {
        var sum = 0.0
        for j in 0..<count { sum += jacobian[i * count + j] * direction[j] }
        along[i] = sum
      }
      var longest = Double.infinity
      for j in 0..<count where direction[j] != 0 {
        longest = min(longest, ((direction[j] > 0 ? upper[j] : lower[j]) - s[j]) / direction[j])
      }
      let t = search(r, along, s, direction, damping, slope, longest)
      guard t > 0 else { break }
      for i in r.indices { r[i] += t * along[i] }
      for j in 0..<count {
        if direction[j] > 0, t >= (upper[j] - s[j]) / direction[j] {
          s[j] = upper[j]
        } else if direction[j] < 0, t >= (lower[j] - s[j]) / direction[j] {
          s[j] = lower[j]
        } else {
          s[j] += t * direction[j]
        }
      }
      let next = value(r, s, damping)
      if !(next < reached) { break }
      reached = next
    }
    return (s, start - value(r, s, 0))
  }

  private func value(_ r: [Double], _ s: [Double], _ damping: Double) -> Double {
    var sum = 0.0
    for i in r.indices { sum += weights[i] * kernel.value(r[i]) }
    for j in 0..<count { sum += 0.5 * damping * diagonal[j] * s[j] * s[j] }
    return sum + (priors?.value(s) ?? 0)
  }

  private func derivatives(
    _ r: [Double], _ s: [Double], _ damping: Double, _ gradient: inout [Double],
    _ matrix: inout SymmetricMatrix
  ) {
    let count = count
    for j in 0..<count { gradient[j] = damping * diagonal[j] * s[j] }
    for k in matrix.elements.indices { matrix.elements[k] = 0 }
    jacobian.withUnsafeBufferPointer { jacobian in
      matrix.elements.withUnsafeMutableBufferPointer { m in
        gradient.withUnsafeMutableBufferPointer { gradient in
          for i in r.indices {
            let base = i * count
            let slope = weights[i] * kernel.slope(r[i])
            for j in 0..<count { gradient[j] += slope * jacobian[base + j] }
            let bend = weights[i] * kernel.bend(r[i])
            if bend == 0 { continue }
            for a in 0..<count {
              let left = bend * jacobian[base + a]
              for b in 0...a { m[a * count + b] += left * jacobian[base + b] }
            }
          }
        }
      }
    }
    priors?.addDerivatives(s, &gradient, &matrix)
    for a in 0..<count {
      // Where every residual is on a straight piece the step is bounded by this share of the natural unit.
      matrix[a, a] += (damping + 1e-6) * diagonal[a]
      for b in 0..<a { matrix[b, a] = matrix[a, b] }
    }
  }

  private func direction(
    _ s: [Double], _ gradient: [Double], _ matrix: SymmetricMatrix, _ lower: [Double], _ upper: [Double]
  ) -> [Double]? {
    let downhill = gradient.map { -$0 }
    var movable = s.indices.filter {
      !(s[$0] <= lower[$0] && gradient[$0] >= 0) && !(s[$0] >= upper[$0] && gradient[$0] <= 0)
    }
    while !movable.isEmpty {
      guard
        let step = matrix.solve(downhill, free: movable)
          ?? matrix.solve(downhill, free: movable, damping: 1e-6)
      else { return nil }
      let inside = movable.filter {
        !(s[$0] <= lower[$0] && step[$0] < 0) && !(s[$0] >= upper[$0] && step[$0] > 0)
      }
      if inside.count == movable.count { return step }
      movable = inside
    }
    return nil
  }

  /// Where the slope along a direction has all but vanished; the slope rises along it, for the model is convex.
  private func search(
    _ r: [Double], _ along: [Double], _ s: [Double], _ direction: [Double], _ damping: Double,
    _ slope: Double,
    _ longest: Double
  ) -> Double {
    var (base, growth) = (0.0, 0.0)
    for j in 0..<count {
      base += damping * diagonal[j] * s[j] * direction[j]
      growth += damping * diagonal[j] * direction[j] * direction[j]
    }
    if let (slope, bend) = priors?.along(s, direction) { (base, growth) = (base + slope, growth + bend) }
    func slopeAt(_ t: Double) -> Double {
      var sum = base + t * growth
      for i in r.indices { sum += weights[i] * kernel.slope(r[i] + t * along[i]) * along[i] }
      return sum
    }
    var (low, lowSlope) = (0.0, slope)
    var (high, highSlope) = (0.0, 0.0)
    var t = min(1, longest)
    for _ in 0..<60 {
      let here = slopeAt(t)
      if abs(here) <= 0.05 * -slope || (here < 0 && t >= longest) { return t }
      if here < 0 {
        (low, lowSlope) = (t, here)
      } else {
        (high, highSlope) = (t, here)
      }
      if high == 0 {
        t = min(4 * t, longest)
      } else {
        // A secant step, kept off the ends so that the bracket shrinks.
        let secant = low + (high - low) * lowSlope / (lowSlope - highSlope)
        t = min(max(secant, low + 0.1 * (high - low)), high - 0.1 * (high - low))
        if high - low <= 1e-14 * high { return t }
      }
    }
    return t
  }
}
