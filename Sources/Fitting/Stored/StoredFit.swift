import Laws

/// What a fit found, in a form that can be kept in a file and reads back bit for bit: all of a `FitResult` but its law,
/// which whoever reads it has.
public struct StoredFit: Codable, Sendable {
  private var parameters: [ParameterEstimate]
  private var draws: StoredDraws
  private var objective: PackedNumbers
  private var objectiveKind: Objective
  private var counts: [Int]
  private var minima: [FitResult.Minimum]
  private var ranges: [String: ClosedRange<Double>]
  private var warnings: [String]
  private var rowsOutsideDomain: [Int]
  private var origin: FitOrigin
  private var jackknife: StoredDraws
  private var resampled: String?
  private var weighted: String?
  private var profiles: [String: ProfileInterval]
  private var priors: FitPriors?

  /// Takes everything from a fit.
  public init(_ fit: FitResult) {
    parameters = fit.parameters
    draws = StoredDraws(fit.draws)
    objective = PackedNumbers([fit.objective, fit.gradientNorm, fit.rmse, fit.rSquared, fit.conditionNumber])
    objectiveKind = fit.objectiveKind
    counts = [fit.starts, fit.startsAtOptimum, fit.rowsUsed, fit.clustersUsed, fit.failedDraws]
    minima = fit.minima
    ranges = fit.ranges
    (warnings, rowsOutsideDomain) = (fit.warnings, fit.rowsOutsideDomain)
    origin = fit.origin
    jackknife = StoredDraws(fit.jackknife)
    (resampled, weighted, profiles, priors) = (fit.resampled, fit.weighted, fit.profiles, fit.priors)
  }

  /// The fit of `law`, or nil when what was stored has another shape.
  public func result(of law: Law) -> FitResult? {
    let numbers = objective.values
    guard numbers.count == 5, counts.count == 5, parameters.map(\.name) == law.parameters.map(\.name),
      let draws = draws.rows, let left = jackknife.rows
    else { return nil }
    var fit = FitResult(
      law: law, parameters: parameters, draws: draws, objective: numbers[0], objectiveKind: objectiveKind,
      starts: counts[0], startsAtOptimum: counts[1], minima: minima, gradientNorm: numbers[1],
      rowsUsed: counts[2], clustersUsed: counts[3], failedDraws: counts[4], rmse: numbers[2],
      rSquared: numbers[3], ranges: ranges, warnings: warnings, conditionNumber: numbers[4])
    (fit.origin, fit.rowsOutsideDomain) = (origin, rowsOutsideDomain)
    fit.jackknife = left
    (fit.resampled, fit.weighted, fit.profiles, fit.priors) = (resampled, weighted, profiles, priors)
    return fit
  }
}

/// A table of numbers in one block.
struct StoredDraws: Codable {
  private var count: Int
  private var numbers: PackedNumbers

  init(_ rows: [[Double]]) { (count, numbers) = (rows.count, PackedNumbers(rows.flatMap { $0 })) }

  /// The rows, all of one length; nil when the block does not hold so many.
  var rows: [[Double]]? {
    let values = numbers.values
    guard count > 0 else { return values.isEmpty ? [] : nil }
    guard values.count % count == 0 else { return nil }
    let width = values.count / count
    return (0..<count).map { Array(values[($0 * width)..<(($0 + 1) * width)]) }
  }
}
