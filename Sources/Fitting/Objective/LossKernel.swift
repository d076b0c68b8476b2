/// Four rows at a time.
typealias Lanes = SIMD4<Double>

/// The loss of one residual, with what descents need of it.
struct LossKernel: Sendable, Hashable {
  /// The family.
  enum Shape: Sendable, Hashable {
    /// ½r² within δ, δ(|r| − ½δ) beyond; δ = ∞ is the squared loss, a small δ scaled by 1/δ the absolute one.
    case huber
    /// ½δ² ln(1 + (r/δ)²): far residuals hardly count (Cauchy, or Lorentz).
    case cauchy
  }
  var shape: Shape = .huber
  var delta: Double
  var scale: Double = 1

  /// Whether this is a smoothed absolute loss, whose corners matter.
  var isSharp = false

  /// Whether the loss is linear from some residual on, with a kink in its slope there.
  var hasCorners: Bool { shape == .huber && delta.isFinite }

  /// The squared loss.
  static let squared = LossKernel(delta: .infinity)

  /// Loss, first and second derivative.
  struct Terms {
    var value: Lanes
    var slope: Lanes
    var bend: Lanes
  }

  @inline(__always) func terms(_ r: Lanes) -> Terms {
    let zero = Lanes(repeating: 0)
    switch shape {
    case .huber:
      let isNegative = r .< zero
      let size = r.replacing(with: -r, where: isNegative)
      let isFar = size .> Lanes(repeating: delta)
      // Without a division: ½c² + c(|r| − c) with c the smaller of |r| and δ.
      let near = size.replacing(with: Lanes(repeating: delta), where: isFar)
      let slope = near.replacing(with: -near, where: isNegative)
      return Terms(
        value: scale * (near * (size - 0.5 * near)), slope: scale * slope,
        bend: Lanes(repeating: scale).replacing(with: zero, where: isFar))
    case .cauchy:
      let ratio = r / delta
      let square = ratio * ratio
      let weight = 1 / (1 + square)
      var value = zero
      for lane in 0..<4 { value[lane] = naturalLogarithm(1 + square[lane]) }
      return Terms(
        value: (0.5 * scale * delta * delta) * value, slope: scale * (r * weight),
        bend: scale * ((1 - square) * weight * weight))
    }
  }

  /// slope / residual: the weight of reweighted least squares.
  @inline(__always) func weights(_ r: Lanes) -> Lanes {
    switch shape {
    case .huber:
      let size = r.replacing(with: -r, where: r .< Lanes(repeating: 0))
      return Lanes(repeating: scale).replacing(
        with: (scale * delta) / size, where: size .> Lanes(repeating: delta))
    case .cauchy:
      let ratio = r / delta
      return scale / (1 + ratio * ratio)
    }
  }

  // One residual at a time, for the linearised loss, whose kernels are Huber's.

  /// The loss of one residual.
  @inline(__always) func value(_ r: Double) -> Double {
    guard shape == .huber else { return terms(Lanes(repeating: r)).value[0] }
    let size = abs(r)
    return scale * (size <= delta ? 0.5 * r * r : delta * (size - 0.5 * delta))
  }
  /// Huber's first derivative.
  @inline(__always) func slope(_ r: Double) -> Double {
    scale * (abs(r) <= delta ? r : (r > 0 ? delta : -delta))
  }
  /// Huber's second derivative; 0 where the loss is linear.
  @inline(__always) func bend(_ r: Double) -> Double { abs(r) <= delta ? scale : 0 }
  /// Huber's slope / residual.
  @inline(__always) func weight(_ r: Double) -> Double {
    let size = abs(r)
    return scale * (size <= delta ? 1 : delta / size)
  }
}
