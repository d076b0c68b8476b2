/// The standard normal distribution.
public enum NormalDistribution {
  /// The probability that a number lies below.
  static func probability(below z: Double) -> Double { 0.5 * complementaryError(-z / 2.0.squareRoot()) }

  /// The place below which a number lies with this probability; NaN for what is no probability.
  ///
  /// Newton's method on the distribution function from the tail's asymptote (Abramowitz and Stegun, 26.2.23); it
  /// converges to the last bits for probabilities above 1e-300.
  public static func quantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    guard probability != 0.5 else { return 0 }
    let tail = min(probability, 1 - probability)
    let t = (-2 * naturalLogarithm(tail)).squareRoot()
    var z =
      t - (2.515517 + 0.802853 * t + 0.010328 * t * t)
      / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
    for _ in 0..<4 {
      let density = exponential(-z * z / 2) / (2 * Double.pi).squareRoot()
      z += (0.5 * complementaryError(z / 2.0.squareRoot()) - tail) / density
    }
    return probability < 0.5 ? -z : z
  }
}
