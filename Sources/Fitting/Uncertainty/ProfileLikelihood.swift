import Diagnostics
import Laws

/// The interval of one parameter from the profile of the objective: all values at which the other parameters, refitted,
/// bring the objective nearly as low as the optimum.
public struct ProfileInterval: Sendable, Hashable, Codable {
  /// The interval; an end is infinite where the parameter's range ends first: on that side the data do not bound it.
  public var interval: ClosedRange<Double>
  /// The coverage.
  public var level: Double

  /// Makes an interval.
  public init(_ interval: ClosedRange<Double>, level: Double) {
    (self.interval, self.level) = (interval, level)
  }
}

/// Computes profile intervals.
///
/// The deviance of an objective whose scale is unknown is n·ln(F/F₀), twice that for absolute values: exact where
/// residuals are normal (squared loss) or Laplace (absolute values), approximate for a Huber or Cauchy loss. It is compared
/// with the quantile of χ² with one degree of freedom. n is the number of rows, whatever they weigh, so that only the
/// ratios of weights matter. What priors add is part of F. Rows count as independent; for rows that share a run the bootstrap
/// over runs is the wider and the honest one.
struct ProfileSearch {
  let law: Law
  let data: FitData
  let options: FitOptions
  let fit: FitResult
  let level: Double

  /// Steps that one side may take before it counts as open.
  private static let steps = 60

  /// The profile interval of a free parameter; nil when it is not free or the fit is exact.
  func interval(of name: String) throws(DiagnosticError) -> ProfileInterval? {
    guard let index = law.parameters.firstIndex(where: { $0.name == name }), fit.objective > 0,
      fit.parameters[index].status == .free || fit.parameters[index].status == .atBound
    else { return nil }
    let low = try end(index, towards: law.parameters[index].range.lowerBound)
    let high = try end(index, towards: law.parameters[index].range.upperBound)
    return ProfileInterval(low...high, level: level)
  }

  /// Walks from the optimum with growing steps until the deviance is too large, then halves the last step.
  private func end(_ index: Int, towards bound: Double) throws(DiagnosticError) -> Double {
    let optimum = fit.parameters[index].estimate
    let limit = NormalDistribution.quantile(0.5 + level / 2) * NormalDistribution.quantile(0.5 + level / 2)
    let open = bound < optimum ? -Double.infinity : .infinity
    var inside = (value: optimum, fit: fit)
    var step = (bound - optimum) * 1e-3
    var outside: Double?
    for _ in 0..<Self.steps {
      var next = inside.value + step
      if step == 0 { return open }
      let isEnd = step > 0 ? next >= bound : next <= bound
      if isEnd { next = bound }
      if let refit = try refit(index, at: next, from: inside.fit), deviance(refit) <= limit {
        if isEnd { return open }
        inside = (next, refit)
        step *= 1.6
      } else {
        outside = next
        break
      }
    }
    guard var far = outside else { return open }
    for _ in 0..<40 where abs(far - inside.value) > 1e-6 * abs(inside.value) {
      let middle = 0.5 * (far + inside.value)
      if let refit = try refit(index, at: middle, from: inside.fit), deviance(refit) <= limit {
        inside = (middle, refit)
      } else {
        far = middle
      }
    }
    return inside.value
  }

  private func deviance(_ other: FitResult) -> Double {
    let factor = options.objective.loss == .absolute ? 2.0 : 1
    return factor * Double(fit.rowsUsed)
      * naturalLogarithm(
        (other.objective + other.penalty) / (fit.objective + fit.penalty))
  }

  /// The fit with one parameter held, from the parameters of a fit nearby; nil where no descent converges.
  private func refit(_ index: Int, at value: Double, from near: FitResult) throws(DiagnosticError)
    -> FitResult?
  {
    var held = law
    held.parameters[index].fixed = value
    var options = options
    options.held = HeldParameters()
    guard let refits = try? Refits(held, data, options, optimum: near),
      let parameters = refits.leavingOut([[]], starts: 0).first ?? nil
    else { return nil }
    var result = near
    for place in result.parameters.indices { result.parameters[place].estimate = parameters[place] }
    guard let evaluated = try? result.evaluated(on: data, objective: options.objective),
      evaluated.rowsUsed == fit.rowsUsed
    else { return nil }
    return evaluated
  }
}
