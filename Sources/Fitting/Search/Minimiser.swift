/// A function to minimise, with its gradient.
protocol SmoothObjective {
  /// The value at x and the gradient there; +∞ outside the domain (the gradient is then undefined).
  mutating func evaluate(_ x: [Double], gradient: inout [Double]) -> Double
}

/// Descends from one starting point to a local minimum within bounds, for a function whose curvature is not known: BFGS.
///
/// The line search meets the weak Wolfe conditions by bisection (Lewis and Overton 2013), which needs no smoothness.
/// Fits, whose curvature is known, descend by `FitDescent`.
struct Minimiser {
  let lower: [Double]
  let upper: [Double]
  let longestStep: [Double]
  /// The predicted relative decrease below which a point counts as a minimum.
  var tolerance = 1e-13
  /// What decrease does not matter in absolute terms.
  var floor = 1e-300
  var maxSteps = 100

  init(lower: [Double], upper: [Double], longestStep: [Double]) {
    self.lower = lower
    self.upper = upper
    self.longestStep = longestStep
  }

  /// Runs a descent; nil when the start lies outside the objective's domain.
  func descend(_ objective: inout some SmoothObjective, from start: [Double]) -> Descent? {
    var point = Descent(
      x: clipped(start), value: 0, gradient: Array(repeating: 0, count: start.count), converged: false,
      evaluations: 1)
    point.value = objective.evaluate(point.x, gradient: &point.gradient)
    guard point.value.isFinite else { return nil }
    if start.isEmpty {
      point.converged = true
      return point
    }
    for _ in 0..<3 {
      descendQuasiNewton(&objective, &point)
      if point.converged { break }
    }
    return point
  }

  private func clipped(_ x: [Double]) -> [Double] { x.indices.map { min(max(x[$0], lower[$0]), upper[$0]) } }

  /// The coordinates that may move: not at a bound with the descent pointing out of it.
  private func free(_ point: Descent) -> [Int] {
    point.x.indices.filter { i in
      !(point.x[i] <= lower[i] && point.gradient[i] >= 0)
        && !(point.x[i] >= upper[i] && point.gradient[i] <= 0)
    }
  }

  // MARK: BFGS

  private func descendQuasiNewton(_ objective: inout some SmoothObjective, _ point: inout Descent) {
    var model = identityModel(point)
    var isFresh = true
    var stalls = 0
    for _ in 0..<maxSteps {
      let movable = free(point)
      if movable.isEmpty {
        point.converged = true
        return
      }
      guard var direction = newtonDirection(model, point, movable) else {
        model = identityModel(point)
        isFresh = false
        continue
      }
      var slope = dot(point.gradient, direction)
      if -0.5 * slope <= tolerance * abs(point.value) + floor {
        point.converged = true
        if isFresh { return }
        // The model has learnt its shape on the way; ask a fresh one before believing it.
        model = identityModel(point)
        isFresh = true
        guard let second = newtonDirection(model, point, movable) else { return }
        direction = second
        slope = dot(point.gradient, direction)
        if -0.5 * slope <= tolerance * abs(point.value) + floor { return }
        point.converged = false
      }
      let before = point
      guard search(&objective, &point, direction, slope) else {
        if isFresh {
          point.converged = -0.5 * slope <= 1e-7 * abs(point.value) + floor
          return
        }
        model = identityModel(point)
        isFresh = true
        continue
      }
      stalls = before.value - point.value <= 1e-14 * abs(point.value) ? stalls + 1 : 0
      if stalls >= 4 {
        point.converged = true
        return
      }
      update(&model, before, point)
      isFresh = false
    }
  }

  private func identityModel(_ point: Descent) -> SymmetricMatrix {
    var model = SymmetricMatrix(size: point.x.count)
    let size = max(dot(point.gradient, point.gradient).squareRoot(), .leastNormalMagnitude)
    for i in point.x.indices { model[i, i] = size }
    return model
  }

  private func newtonDirection(_ model: SymmetricMatrix, _ point: Descent, _ all: [Int], relaxed: Bool = true)
    -> [Double]?
  {
    let downhill = point.gradient.map { -$0 }
    var movable = all
    var step: [Double] = []
    // A coordinate on its bound may be free by its own slope and yet be pushed out by the others': hold it.
    while true {
      var solved = model.solve(downhill, free: movable)
      if solved == nil, relaxed { solved = model.solve(downhill, free: movable, damping: 1e-9) }
      guard let next = solved else { return nil }
      step = next
      let inside = movable.filter { i in
        !(point.x[i] <= lower[i] && next[i] < 0) && !(point.x[i] >= upper[i] && next[i] > 0)
      }
      if inside.count == movable.count { break }
      movable = inside
    }
    var shrink = 1.0
    for i in movable where abs(step[i]) > longestStep[i] {
      shrink = min(shrink, longestStep[i] / abs(step[i]))
    }
    if shrink < 1 { for i in movable { step[i] *= shrink } }
    return dot(step, point.gradient) < 0 ? step : nil
  }

  /// A step along `direction` that meets the weak Wolfe conditions, or the best that meets the first of them.
  private func search(
    _ objective: inout some SmoothObjective, _ point: inout Descent, _ direction: [Double], _ slope: Double
  ) -> Bool {
    var longest = Double.infinity
    for i in direction.indices where direction[i] != 0 {
      let room = (direction[i] > 0 ? upper[i] : lower[i]) - point.x[i]
      longest = min(longest, room / direction[i])
    }
    guard longest > 0 else { return false }
    let origin = point
    var (low, high) = (0.0, Double.infinity)
    var step = min(1, longest)
    var gradient = point.gradient
    for _ in 0..<50 {
      let x = origin.x.indices.map { i -> Double in
        // On the bound to the last bit, so that the next step sees it there.
        if direction[i] > 0, step >= (upper[i] - origin.x[i]) / direction[i] { return upper[i] }
        if direction[i] < 0, step >= (lower[i] - origin.x[i]) / direction[i] { return lower[i] }
        return origin.x[i] + step * direction[i]
      }
      let value = objective.evaluate(x, gradient: &gradient)
      point.evaluations += 1
      if !(value < origin.value + 1e-4 * step * slope) {
        high = step
        if low == 0, value.isFinite {
          // The minimum of the parabola through what is known, kept away from both ends.
          let parabola = -slope * step * step / (2 * (value - origin.value - slope * step))
          step = parabola.isFinite ? min(max(parabola, 0.05 * step), 0.6 * step) : 0.5 * step
        } else {
          step = 0.5 * (low + high)
        }
      } else {
        point.x = x
        point.value = value
        point.gradient = gradient
        if dot(gradient, direction) >= 0.9 * slope || step >= longest { return true }
        low = step
        step = high.isFinite ? 0.5 * (low + high) : min(3 * step, longest)
      }
      if high - low <= 1e-14 * high { break }
    }
    return low > 0
  }

  /// Powell's damped BFGS update, which keeps the model positive definite.
  private func update(_ model: inout SymmetricMatrix, _ before: Descent, _ after: Descent) {
    let n = model.size
    let s = (0..<n).map { after.x[$0] - before.x[$0] }
    var y = (0..<n).map { after.gradient[$0] - before.gradient[$0] }
    let product = model.times(s)
    let curvature = dot(s, product)
    guard curvature > 0 else { return }
    var sy = dot(s, y)
    if sy < 0.05 * curvature {
      let mix = 0.95 * curvature / (curvature - sy)
      for i in 0..<n { y[i] = mix * y[i] + (1 - mix) * product[i] }
      sy = dot(s, y)
    }
    guard sy > 0, sy.isFinite else { return }
    for i in 0..<n {
      for j in 0..<n { model[i, j] += y[i] * y[j] / sy - product[i] * product[j] / curvature }
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}
