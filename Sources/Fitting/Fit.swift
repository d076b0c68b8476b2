import Diagnostics
import Laws
import Work

extension FitResult {
  /// Fits a law to runs.
  ///
  /// Many descents start from low-discrepancy points in the parameters' ranges and, where the law was published, from
  /// its printed values; the best end point is the estimate. The bootstrap then draws runs with replacement and refits.
  /// Work is spread over all cores; the result is the same for any number of them.
  ///
  /// - Parameters:
  ///   - law: the law; its parameters' `fixed` and `tiedTo` are obeyed and their ranges are hard limits.
  ///   - data: one row per measured loss, in the law's units.
  ///   - options: objective, starts, draws, seed.
  ///   - progress: told the finished share, 0 to 1, from any thread but never twice at once.
  /// - Throws: E0501 the law's parameters contradict each other, E0502 columns are missing or uneven, E0503 a row
  ///   cannot be used, E0504 fewer rows than free parameters, E0505 no start lies in the law's domain,
  ///   E0508 weights that are below 0, no numbers or all 0, E0570 to E0573 priors that the law cannot have.
  public static func fit(
    _ law: Law, to data: FitData, options: FitOptions = FitOptions(),
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(DiagnosticError) -> FitResult {
    try search(law, in: data, options: options, progress: progress).naming(lines: data.lines)
  }

  /// Fits a law to runs, and says of no row on which line it stands: the result depends on the values of the rows and on their
  /// order alone. `naming(lines:)` adds the rest. Parameters and errors are those of `fit`.
  public static func search(
    _ law: Law, in data: FitData, options: FitOptions = FitOptions(),
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(DiagnosticError) -> FitResult {
    try law.checkConsistency()
    let shareOfStarts = options.bootstrap > 0 ? 0.4 : 1.0
    let shareOfPriors = options.priors.isEmpty ? 0 : 0.4 * shareOfStarts
    let priors = try FitPriors.weighed(law, data, options) { progress?(shareOfPriors * $0) }
    let problem = try FitProblem(law, data, options, priors: priors)
    let search = try MultiStart.run(problem, options) {
      progress?(shareOfPriors + (shareOfStarts - shareOfPriors) * $0)
    }
    var warnings = search.warnings
    if priors?.isScaleFloored ?? false {
      warnings.append(
        "without the priors the law meets every row, so that nothing tells what the priors weigh against them"
      )
    }
    let bootstrap = Bootstrap.run(problem, search, data, options) {
      progress?(shareOfStarts + (1 - shareOfStarts) * $0)
    }
    if !bootstrap.draws.isEmpty, problem.clusterCount < min(fewClusters, problem.clusters.count) {
      warnings.append(
        "the bootstrap draws from only \(problem.clusterCount) groups of rows, so its intervals are rough")
    }
    if options.bootstrap > 0, bootstrap.draws.count < options.bootstrap {
      warnings.append(
        "only \(bootstrap.draws.count) of \(options.bootstrap) bootstrap draws could be refitted")
    }
    var fit = assemble(problem, search, bootstrap, options, warnings)
    (fit.priors, fit.rowsOutsideDomain) = (priors, problem.excludedRows)
    let whole = try FitUncertainty.added(to: fit, law, data, options)
    guard !WorkPool.isCancelled else { throw .abandoned }
    return whole
  }

  /// Fewer groups of rows than this have too few distinct resamples for the ends of a 95 % interval.
  private static let fewClusters = 8

  private static func assemble(
    _ problem: FitProblem, _ search: MultiStart, _ bootstrap: Bootstrap, _ options: FitOptions,
    _ warnings: [String]
  ) -> FitResult {
    let x = search.best.x
    let values = problem.space.all(x)
    let touched = Set(problem.space.bounds(touchedBy: x).map { $0.index })
    let estimates = problem.law.parameters.indices.map { index -> ParameterEstimate in
      let parameter = problem.law.parameters[index]
      let status: ParameterEstimate.Status
      if let tied = parameter.tiedTo {
        status = .tied(tied)
      } else if let free = problem.space.source[index] {
        status = touched.contains(free) ? .atBound : .free
      } else {
        status = .fixed
      }
      let interval =
        problem.space.source[index] == nil ? nil : Interval.percentile(bootstrap.draws.map { $0[index] })
      return ParameterEstimate(
        name: parameter.name, estimate: values[index], interval: interval, status: status)
    }
    var objective = problem.objective
    let predictions = objective.predictions(x)
    let weights = objective.weights.prefix(predictions.count)
    let quality = FitQuality(
      predicted: predictions, observed: problem.observed, weights: Array(weights), isLog: problem.kind.isLog)
    return FitResult(
      law: problem.law, parameters: estimates, draws: bootstrap.draws,
      objective: problem.reportedValue(problem.objective, at: x),
      objectiveKind: options.objective, starts: search.starts, startsAtOptimum: search.startsAtOptimum,
      minima: search.minima, gradientNorm: search.gradientNorm, rowsUsed: predictions.count,
      clustersUsed: problem.clusterCount, failedDraws: bootstrap.failed,
      rmse: quality.rmse, rSquared: quality.rSquared,
      ranges: problem.ranges, warnings: warnings, conditionNumber: search.conditionNumber)
  }

  /// The estimate of a parameter, or nil when the law has none of that name.
  public func estimate(_ name: String) -> Double? { parameters.first { $0.name == name }?.estimate }
}
