import Diagnostics
import Laws

/// The priors of a fit, with what they weigh against its rows.
///
/// The objective is F(θ) = Σ w ρ(r), whose unit is arbitrary: a Huber loss of logarithms is no likelihood. What joins a
/// prior of standard deviation s to it is ½ φ ((θ − m)/s)² with
///
///     φ = Σ w ψ(r)² / (n − k)  ÷  Σ w ψ′(r) / Σ w,    ψ = ρ′,
///
/// at the optimum of the rows alone, n rows and k parameters: the factor by which the inverse curvature of F has to be
/// multiplied to be the sampling covariance of an M-estimate (Huber 1981, section 6.3). A prior then counts as one more
/// independent measurement of the parameter with standard error s, whatever the loss. For the squared loss φ is the
/// variance of the residuals, and the estimate the mean of the posterior of linear regression. Rows count as independent;
/// each bootstrap draw moves the centres by one draw from the priors, as the measurements that they stand for
/// would move, so that intervals are those of rows and priors together.
public struct FitPriors: Sendable, Hashable, Codable {
  /// The priors by parameter.
  public var values: [String: ParameterPrior]
  /// φ, in units of the objective.
  public var scale: Double
  /// Whether residuals too small to weigh anything against were taken as `leastResidual`.
  public var isScaleFloored = false

  /// Makes the record.
  public init(values: [String: ParameterPrior], scale: Double) { (self.values, self.scale) = (values, scale) }

  /// The names, in the order of a law's parameters.
  public func names(in law: Law) -> [String] { law.parameters.map(\.name).filter { values[$0] != nil } }

  /// What the priors add to the objective at given values of the parameters.
  public func penalty(_ value: (String) -> Double?) -> Double {
    var sum = 0.0
    for (name, prior) in values.sorted(by: { $0.key < $1.key }) {
      guard let value = value(name) else { continue }
      let deviation = prior.deviation(of: value)
      sum += 0.5 * scale * deviation * deviation
    }
    return sum
  }

  /// Residuals below this, as a share of 1 (logarithms) or of the largest observation, are rounding.
  static let leastResidual = 1e-6

  /// The priors of a fit weighed against its rows, which takes a fit without them; nil without priors.
  ///
  /// - Throws: what `ParameterPrior.check` and a fit throw.
  static func weighed(
    _ law: Law, _ data: FitData, _ options: FitOptions, progress: @escaping @Sendable (Double) -> Void
  ) throws(DiagnosticError) -> FitPriors? {
    guard !options.priors.isEmpty else { return nil }
    for (name, prior) in options.priors.sorted(by: { $0.key < $1.key }) { try prior.check(name, in: law) }
    let problem = try FitProblem(law, data, options)
    let search = try MultiStart.run(problem, options, progress: progress)
    return FitPriors(values: options.priors, problem, search.best.x)
  }

  private init(values: [String: ParameterPrior], _ problem: FitProblem, _ x: [Double]) {
    var objective = problem.objective
    let residuals = objective.residuals(x)
    let weights = Array(objective.weights.prefix(residuals.count))
    let unit = problem.kind.isLog ? 1 : problem.observed.reduce(0) { max($0, abs($1)) }
    let least = Self.leastResidual * (unit > 0 ? unit : 1)
    let freedom = Double(max(residuals.count - problem.space.count, 1))
    let found = PriorScale(problem.kind.loss, residuals, weights).value(freedom: freedom)
    let floor = problem.kind.loss == .absolute ? least : least * least
    self.init(values: values, scale: max(found, floor))
    isScaleFloored = !(found > floor)
  }
}

/// φ of `FitPriors` from residuals.
private struct PriorScale {
  private let loss: Objective.Loss
  private let residuals: [Double]
  private let weights: [Double]
  /// Half the width of the window in which the density of residuals at 0 is counted, for losses with a kink there.
  private let window: Double

  init(_ loss: Objective.Loss, _ residuals: [Double], _ weights: [Double]) {
    (self.loss, self.residuals, self.weights) = (loss, residuals, weights)
    let sizes = residuals.map { abs($0) }.sorted()
    let sigma = 1.4826 * (sizes.isEmpty ? 0 : Interval.quantile(sizes, 0.5))
    // Silverman's rule, as in the standard errors of quantile regression (Powell 1991).
    window = 0.9 * sigma / exponential(naturalLogarithm(Double(max(residuals.count, 1))) / 5)
  }

  func value(freedom: Double) -> Double {
    var (squares, bends, total) = (0.0, 0.0, 0.0)
    for (residual, weight) in zip(residuals, weights) {
      let (slope, bend) = derivatives(abs(residual))
      squares += weight * slope * slope
      bends += weight * bend
      total += weight
    }
    // Where hardly a residual lies in the middle, a tenth of the weight of all of them stands for the curvature.
    let curvature = max(bends / total, 0.1 * least / Double(residuals.count))
    return squares / freedom / curvature
  }

  /// The smallest curvature that one residual adds where it adds any.
  private var least: Double {
    switch loss {
    case .squared, .cauchy: 1
    case .huber(let delta): window > delta ? delta / window : 1
    case .absolute: window > 0 ? 1 / window : .infinity
    }
  }

  /// ψ and ψ′ of a residual's size; the kink's curvature is spread over the window.
  private func derivatives(_ size: Double) -> (slope: Double, bend: Double) {
    switch loss {
    case .squared: return (size, 1)
    case .huber(let delta):
      let width = max(delta, window)
      return (min(size, delta), size <= width ? delta / width : 0)
    case .absolute: return (1, size <= window && window > 0 ? 1 / window : 0)
    case .cauchy(let width):
      let square = size * size / (width * width)
      return (size / (1 + square), (1 - square) / ((1 + square) * (1 + square)))
    }
  }
}

extension Law {
  /// The law with the ranges of parameters cut to where their priors have something.
  func searched(under priors: FitPriors?) -> Law {
    guard let priors else { return self }
    var law = self
    for index in law.parameters.indices {
      let range = law.parameters[index].range
      guard let lowest = priors.values[law.parameters[index].name]?.lowest, lowest > range.lowerBound,
        lowest < range.upperBound
      else { continue }
      law.parameters[index].range = lowest...range.upperBound
    }
    return law
  }
}
