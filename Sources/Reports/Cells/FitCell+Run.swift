import Diagnostics
import Fitting
import Laws

extension FitCell {
  /// What a fit needs besides its cell and rows.
  struct Setting {
    var fits: [String: FitResult]
    var seed: UInt64
  }

  /// Fits the law to its rows, held parameters at the values of the fits that they come from. What is said of rows by their
  /// lines is left to `run`.
  func search(
    on rows: FitRows, _ setting: Setting, progress: (@Sendable (Double) -> Void)?
  ) throws(DiagnosticError) -> FitResult {
    let (law, sources) = try law(holdingAt: setting.fits)
    var options = options(setting)
    options.held = held(sources, setting.fits)
    (options.intervals, options.profiles, options.priors) = (intervals, profiles, settled)
    var result = try FitResult.search(law, in: rows.data, options: options, progress: progress)
    result.resampled = resample?.column
    result.weighted = weights?.source
    for source in sources {
      guard let index = result.parameters.firstIndex(where: { $0.name == source.parameter }) else { continue }
      result.parameters[index].status = .held(source.fit)
      result.parameters[index].interval =
        setting.fits[source.fit]?.parameters.first { $0.name == source.source }?.interval
    }
    return result
  }

  /// Whether information criteria can judge the fit.
  var hasLikelihood: Bool { weights == nil && priors.isEmpty }

  /// `starts: {alpha: [0.1, 0.5, 1], A: [1, 100]}`: every combination is a start.
  static func grid(_ node: ConfigNode, _ law: Law?) throws(DiagnosticError) -> [String: [Double]] {
    var result: [String: [Double]] = [:]
    var count = 1.0
    for entry in try node.entries("starts") {
      // The levels of a column are known once its table is read.
      let isLevel = law?.parameters.contains { $0.by != nil && entry.key.hasPrefix("\($0.name)_") } ?? false
      let known = law?.parameters.map(\.name) ?? []
      guard law == nil || isLevel || known.contains(entry.key) else {
        throw ValueEvaluator.unknown(entry.key, kind: "parameter", among: known, at: entry.keyLocation)
      }
      var values: [Double] = []
      for item in try entry.value.list("values to start from") {
        values.append(try item.number("a value to start from"))
      }
      guard !values.isEmpty else { throw entry.value.mismatch("\"\(entry.key)\" needs values to start from") }
      count *= Double(values.count)
      guard count <= 1e6 else { throw node.mismatch("starts are at most 1000000 combinations") }
      result[entry.key] = values
    }
    return result
  }

  /// `interval: bca`
  static func intervals(_ node: ConfigNode?) throws(DiagnosticError) -> IntervalMethod {
    guard let node else { return .percentile }
    let text = try node.string("interval")
    guard let method = IntervalMethod(rawValue: text) else {
      let known = IntervalMethod.allCases.map(\.rawValue)
      throw DiagnosticError(
        "E0532", "no kind of interval \"\(text)\"", at: node.location,
        notes: ["kinds: \(known.joined(separator: ", "))"], help: Spelling.didYouMean(text, among: known))
    }
    return method
  }

  /// `profile: [gamma, n]`
  static func profiles(_ node: ConfigNode?, _ law: Law) throws(DiagnosticError) -> [String] {
    var names: [String] = []
    for item in try node?.list("profile") ?? [] {
      let name = try item.string("a parameter")
      guard let parameter = law.parameters.first(where: { $0.name == name }) else {
        throw ValueEvaluator.unknown(
          name, kind: "parameter", among: law.parameters.map(\.name), at: item.location)
      }
      guard parameter.fixed == nil, parameter.tiedTo == nil else {
        throw DiagnosticError(
          "E0533", "\"\(name)\" is not free, so that its profile is a single point", at: item.location)
      }
      names.append(name)
    }
    return names
  }

  /// How the fit is done, without what it takes from other fits.
  func options(_ setting: Setting) -> FitOptions {
    FitOptions(
      objective: objective, starts: starts, bootstrap: bootstrap, seed: setting.seed, grid: grid)
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
