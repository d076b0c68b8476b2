/// How well predictions describe rows, as they are weighed.
struct FitQuality {
  /// The root mean square of predicted − observed.
  let rmse: Double
  /// 1 − the squares of the residuals over those of the observations about their mean, on the scale of the residual;
  /// NaN where the observations are all equal.
  let rSquared: Double

  /// All lists have one entry a row; `isLog` takes residuals of the logarithm for R².
  init(predicted: [Double], observed: [Double], weights: [Double], isLog: Bool) {
    func scaled(_ value: Double) -> Double { isLog ? naturalLogarithm(value) : value }
    let target = observed.map(scaled)
    let count = weights.reduce(0, +)
    var mean = 0.0
    for (value, weight) in zip(target, weights) { mean += weight * value }
    mean /= count
    var (squares, residual, total) = (0.0, 0.0, 0.0)
    for row in observed.indices {
      let (difference, r) = (predicted[row] - observed[row], scaled(predicted[row]) - target[row])
      squares += weights[row] * difference * difference
      residual += weights[row] * r * r
      total += weights[row] * (target[row] - mean) * (target[row] - mean)
    }
    rmse = (squares / count).squareRoot()
    rSquared = total > 0 ? 1 - residual / total : .nan
  }
}
