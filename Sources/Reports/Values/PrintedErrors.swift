import Fitting

/// Constants with the standard errors that were printed beside them or that a file gives, taken as normal.
enum PrintedErrors {
  /// Points of a normal distribution: enough for the ends of a 95 % interval to stand within 0.2 %.
  private static let points = 4095

  /// A constant with its standard error, from a paper or a file of a fit without draws; nil for anything else.
  static func estimate(_ name: String, of fit: FitResult, label: String) -> Estimate? {
    guard fit.origin != .rows, fit.isConstant,
      let parameter = fit.parameters.first(where: { $0.name == name }), let interval = parameter.interval
    else { return nil }
    let error = (interval.upperBound - interval.lowerBound) / (2 * 1.96)
    // An interval with unequal sides is of no normal distribution.
    let isEven = abs(interval.upperBound + interval.lowerBound - 2 * parameter.estimate) < 1e-6 * error
    guard error > 0, error.isFinite, isEven else { return nil }
    var root = name
    if case .tied(let other) = parameter.status { root = other }
    var result = Estimate(value: parameter.estimate)
    result.draws = (1...points).map {
      parameter.estimate + error * NormalDistribution.quantile(radicalInverse($0))
    }
    (result.printed, result.isPrintedOnly) = (["\(label).\(root)"], true)
    return result
  }

  /// What a reader must know of a number that printed standard errors are in.
  static func notes(_ estimate: Estimate) -> [String] {
    switch estimate.printed.count {
    case 0: []
    case 1:
      estimate.isExact
        ? [] : ["printed s.e. of \(estimate.printed[0]), taken as normal"]
    default:
      [
        "no interval from the printed s.e. of \(estimate.printed.joined(separator: ", ")): without a covariance they do not tell how the constants move together"
      ]
    }
  }

  /// Van der Corput's sequence in base 2: any beginning of it is even, and no two beginnings are in step.
  private static func radicalInverse(_ index: Int) -> Double {
    var (rest, digit, sum) = (index, 0.5, 0.0)
    while rest > 0 {
      if rest & 1 == 1 { sum += digit }
      rest >>= 1
      digit /= 2
    }
    return sum
  }
}

extension Estimate {
  /// The same number without the draws that printed standard errors are in.
  var withoutPrintedDraws: Estimate {
    guard !printed.isEmpty else { return self }
    var result = self
    (result.draws, result.jackknife, result.isPrintedOnly) = ([], [:], false)
    return result
  }
}
