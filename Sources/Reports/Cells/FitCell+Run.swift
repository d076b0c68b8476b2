import Diagnostics
import Fitting
import Laws

extension FitCell {
  /// What a fit needs besides its cell and rows.
  struct Setting {
    var fits: [String: FitResult]
    var seed: UInt64
    var maxThreads: Int?
  }

  /// Fits the law to its rows, held parameters at the values of the fits that they come from.
  func run(
    on rows: FitRows, _ setting: Setting, progress: (@Sendable (Double) -> Void)?
  ) throws(DiagnosticError) -> FitResult {
    let (law, sources) = try law(holdingAt: setting.fits)
    var options = options(setting)
    options.held = held(sources, setting.fits)
    var result = try FitResult.fit(law, to: rows.data, options: options, progress: progress)
    for source in sources {
      guard let index = result.parameters.firstIndex(where: { $0.name == source.parameter }) else { continue }
      result.parameters[index].status = .held(source.fit)
      result.parameters[index].interval =
        setting.fits[source.fit]?.parameters.first { $0.name == source.source }?.interval
    }
    return result
  }

  /// How the fit is done, without what it takes from other fits.
  func options(_ setting: Setting) -> FitOptions {
    FitOptions(
      objective: objective, starts: starts, bootstrap: bootstrap, seed: setting.seed,
      maxThreads: setting.maxThreads)
  }

  /// The law with its held parameters fixed, and where they come from.
  func law(
    holdingAt fits: [String: FitResult]
  ) throws(DiagnosticError) -> (law: Law, sources: [HeldValues.Source]) {
    let sources = try held.resolve(law, among: fits.mapValues(Self.determined))
    var law = law
    for source in sources {
      guard let index = law.parameters.firstIndex(where: { $0.name == source.parameter }) else { continue }
      law.parameters[index].fixed = fits[source.fit]?.estimate(source.source)
    }
    return (law, sources)
  }

  /// The law of a fit as its cell had it: what the fit holds counts as determined.
  private static func determined(_ fit: FitResult) -> Law {
    var law = fit.law
    for (index, parameter) in fit.parameters.enumerated() {
      if case .held = parameter.status { law.parameters[index].fixed = nil }
    }
    return law
  }

  private func held(_ sources: [HeldValues.Source], _ fits: [String: FitResult]) -> HeldParameters {
    var held = HeldParameters()
    for source in sources {
      guard let fit = fits[source.fit], !fit.draws.isEmpty,
        let index = fit.parameters.firstIndex(where: { $0.name == source.source })
      else { continue }
      held.draws[source.parameter] = fit.draws.map { $0[index] }
    }
    return held
  }
}
