import Diagnostics
import Expressions
import Fitting

extension ValueEvaluator {
  /// `profile(main.gamma)`: the profile interval of a parameter that the fit's cell names in `profile:`.
  func profile(
    _ values: [Expression], at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    try expect(values, 1...1, "profile", location)
    guard case .member(let base, let name) = values[0].kind, case .name(let label) = base.kind,
      let fit = data.fits[label], let estimate = fit.estimate(name)
    else {
      throw DiagnosticError(
        "E0204", "\"profile\" takes a parameter of a fit", at: values[0].location,
        help: ["for example profile(main.gamma)"])
    }
    guard let profile = fit.profiles[name] else {
      throw DiagnosticError(
        "E0226", "the fit \"\(label)\" has no profile of \"\(name)\"", at: values[0].location,
        help: ["add `profile: \(name)` to its cell"])
    }
    trail.use(fit: label, estimateOnly: true)
    var result = Estimate(value: estimate)
    if !profile.interval.lowerBound.isFinite || !profile.interval.upperBound.isFinite {
      result.doubts.append(
        Doubt(
          kind: .notIdentified,
          reason: "\(name) is not identified: its profile stays low up to an end of its range"))
    }
    return .interval(profile.interval, of: result, level: profile.level)
  }
}
