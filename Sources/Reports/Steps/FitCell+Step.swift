import Cache
import Diagnostics
import Fitting
import Laws

extension FitCell {
  /// The fit as a step of a build: everything that `search` reads, and nothing that stands around it. On which lines of the
  /// file the rows stand is no part of it.
  func step(on rows: FitRows, _ setting: Setting) throws(DiagnosticError) -> BuildNode {
    let (law, sources) = try law(holdingAt: setting.fits)
    let data = rows.data
    var node = BuildNode(kind: "fit", label: label)
    let text = law.formula.definitions.map { "\($0.name) = \($0.value.source)" }.joined(separator: "; ")
    node.reads("law", text) { $0.add(law) }
    node.reads("rows", "\(data.observed.count)", from: "runs \(self.data)") { hasher in
      for (name, column) in data.variables.sorted(by: { $0.key < $1.key }) {
        hasher.add(name)
        hasher.add(column)
      }
      hasher.add(data.observed)
      hasher.add(data.clusters)
      if let weights = data.weights { hasher.add(weights) }
    }
    node.reads("objective", "\(objective)")
    node.reads("starts", "\(starts)") { hasher in
      hasher.add([Double(starts)])
      for (name, values) in grid.sorted(by: { $0.key < $1.key }) {
        hasher.add(name)
        hasher.add(values)
      }
    }
    node.reads("bootstrap", "\(bootstrap)")
    node.reads("seed", "\(setting.seed)")
    node.reads("intervals", intervals.rawValue)
    node.reads("profiles", profiles.joined(separator: ", "))
    node.reads("resample", resample?.column ?? "runs")
    let priors = settled.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.words($0.value))" }
    node.reads("priors", priors.isEmpty ? "none" : priors.joined(separator: ", ")) { $0.add(settled) }
    node.reads("weights", weights?.source ?? "none")
    for source in sources {
      guard let fit = setting.fits[source.fit] else { continue }
      let value = fit.estimate(source.source) ?? .nan
      node.reads("\(source.parameter) of \(source.fit)", "\(value)", from: "fit \(source.fit)") { hasher in
        hasher.add(source.source)
        hasher.add(value)
        guard let index = fit.parameters.firstIndex(where: { $0.name == source.source }) else { return }
        hasher.add(fit.draws.map { $0[index] })
        hasher.add(fit.parameters[index].interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
      }
    }
    return node
  }

  private static func words(_ prior: ParameterPrior) -> String {
    prior.isLog
      ? "\(Float(prior.centre)) */ \(Float(prior.factor))"
      : "\(Float(prior.centre)) +- \(Float(prior.spread))"
  }

  /// The fit, its search from the cache where the same one is stored, with what its rows show.
  func run(
    on rows: FitRows, _ setting: Setting, cache: BuildCache?, progress: (@Sendable (Double) -> Void)?
  ) throws(DiagnosticError) -> FitResult {
    let law = try law(holdingAt: setting.fits).law
    let warnings = try RowChecks(law: law, rows: rows, location: location).warnings()
    var result = try found(on: rows, law, setting, cache: cache, progress: progress)
      .naming(lines: rows.data.lines)
    result.warnings = warnings + result.warnings
    return result
  }

  private func found(
    on rows: FitRows, _ law: Law, _ setting: Setting, cache: BuildCache?,
    progress: (@Sendable (Double) -> Void)?
  ) throws(DiagnosticError) -> FitResult {
    guard let cache else { return try search(on: rows, setting, progress: progress) }
    let node = try step(on: rows, setting)
    let stored = try cache.value(
      of: node, isUsable: { (stored: StoredFit) in stored.result(of: law) != nil },
      details: { rows.details(target: law.target) }
    ) { () throws(DiagnosticError) in StoredFit(try search(on: rows, setting, progress: progress)) }
    if let result = stored.result(of: law) { return result }
    return try search(on: rows, setting, progress: progress)
  }
}
