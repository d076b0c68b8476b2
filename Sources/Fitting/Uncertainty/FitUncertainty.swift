import Diagnostics
import Laws

/// What the bias-corrected interval and the profile add to a fit that is done.
enum FitUncertainty {
  /// Clusters are left out one at a time up to this many, and in so many groups beyond.
  private static let mostGroups = 400

  /// The estimates with one cluster left out at a time.
  static func jackknife(
    _ fit: FitResult, _ law: Law, _ data: FitData, _ options: FitOptions
  ) throws(DiagnosticError) -> [[Double]] {
    let refits = try Refits(law, data, options, optimum: fit)
    var order: [Int: Int] = [:]
    var groups: [[Int]] = []
    for (place, row) in refits.rows.enumerated() {
      let cluster = data.clusters[row]
      let number = order[cluster] ?? order.count
      order[cluster] = number
      let group = number % mostGroups
      if group == groups.count { groups.append([]) }
      groups[group].append(place)
    }
    guard groups.count > 1 else { return [] }
    let found = refits.leavingOut(groups, starts: 0)
    // With one of them missing the acceleration would be that of other data.
    return found.contains { $0 == nil } ? [] : found.compactMap { $0 }
  }

  /// The fit with the intervals that its options ask for beyond percentiles.
  static func added(
    to fit: FitResult, _ law: Law, _ data: FitData, _ options: FitOptions
  ) throws(DiagnosticError) -> FitResult {
    var result = fit
    if options.intervals == .bca, !fit.draws.isEmpty {
      result.jackknife = try jackknife(fit, law, data, options)
      if result.jackknife.isEmpty {
        result.warnings.append(
          "a refit without one group of rows failed, so the intervals are corrected for bias and not for skewness"
        )
      }
      for index in result.parameters.indices where result.parameters[index].interval != nil {
        result.parameters[index].interval = Interval.bca(
          fit.draws.map { $0[index] }, estimate: fit.parameters[index].estimate,
          jackknife: [result.jackknife.map { $0[index] }])
      }
    }
    let search = ProfileSearch(law: law, data: data, options: options, fit: fit, level: 0.95)
    for name in options.profiles { result.profiles[name] = try search.interval(of: name) }
    return result
  }
}
