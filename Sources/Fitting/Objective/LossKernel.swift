import CKernels

/// The loss of one residual, with what descents need of it.
struct LossKernel: Sendable, Hashable {
  /// The family. Huber's with δ = ∞ is the squared loss, with a small δ scaled by 1/δ the absolute one; Cauchy's hardly
  /// counts far residuals.
  var shape: RowLossShape = .huber
  var delta: Double
  var scale: Double = 1

  /// Whether this is a smoothed absolute loss, whose corners matter.
  var isSharp = false

  /// Whether the loss is linear from some residual on, with a kink in its slope there.
  var hasCorners: Bool { shape == .huber && delta.isFinite }

  /// The squared loss.
  static let squared = LossKernel(delta: .infinity)

  /// What the loops over rows need of it.
  var rowLoss: RowLoss { RowLoss(shape: shape, delta: delta, scale: scale) }

  // One residual at a time, for the linearised loss, whose kernels are Huber's.

  /// Huber's loss of one residual.
  @inline(__always) func value(_ r: Double) -> Double {
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
