extension Objective {
  /// The losses to minimise one after the other: one for a smooth loss, ever sharper ones for the absolute value.
  ///
  /// A descent begins with squares in any case; the absolute value is then approached from a Huber loss a hundredth as
  /// wide as the observations' spread, each step a tenth of the last, down to where the smoothing is lost in rounding.
  func kernels(_ observed: [Double]) -> [LossKernel] {
    switch loss {
    case .huber(let delta): return [LossKernel(delta: delta)]
    case .squared: return [.squared]
    case .cauchy(let width):
      // Its slope falls off beyond the width: descents come from the Huber loss, which has one minimum more often.
      return [LossKernel(delta: width), LossKernel(shape: .cauchy, delta: width)]
    case .absolute:
      var (low, high) = (Double.infinity, -Double.infinity)
      for value in observed {
        let place = isLog ? naturalLogarithm(value) : value
        low = min(low, place)
        high = max(high, place)
      }
      let spread = 0.5 * (high - low)
      let unit = spread > 0 && spread.isFinite ? spread : max(abs(high), 1)
      return [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10].map {
        LossKernel(delta: $0 * unit, scale: 1 / ($0 * unit), isSharp: $0 < 1e-3)
      }
    }
  }
}
