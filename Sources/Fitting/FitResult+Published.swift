import Diagnostics
import Laws

extension FitResult {
  /// A law at its published constants, without draws: what overlays and checks of a paper use.
  ///
  /// Where standard errors were printed, a constant's interval is the estimate with 1.96 of them on either side. They say
  /// nothing about how the constants move together, so nothing that is computed from several has an interval.
  ///
  /// - Throws: E0506 when a parameter is neither published, fixed nor tied to one that is.
  public static func published(_ law: Law) throws(DiagnosticError) -> FitResult {
    let space = try ParameterSpace(law)
    var missing: [String] = []
    let free = space.free.map { index -> Double in
      if let value = law.parameters[index].published { return value }
      missing.append(law.parameters[index].name)
      return .nan
    }
    guard missing.isEmpty else {
      throw DiagnosticError(
        "E0506", "the law \"\(law.name)\" has no published value of \(missing.joined(separator: ", "))")
    }
    let estimates = law.parameters.indices.map { index -> ParameterEstimate in
      let parameter = law.parameters[index]
      let source = space.source[index]
      let value = source.map { free[$0] } ?? parameter.fixed ?? .nan
      let status: ParameterEstimate.Status =
        parameter.tiedTo.map { .tied($0) } ?? (source == nil ? .fixed : .given)
      let error = source.flatMap { standardError(of: law.parameters[space.free[$0]], in: law) }
      return ParameterEstimate(
        name: parameter.name, estimate: value,
        interval: error.map { (value - 1.96 * $0)...(value + 1.96 * $0) }, status: status)
    }
    return .given(law, estimates, draws: [], origin: .publication)
  }

  /// The standard error that was printed with a parameter's value, where the law carries one set of constants.
  private static func standardError(of parameter: LawParameter, in law: Law) -> Double? {
    guard law.constants.count == 1, let constant = law.constants[0][parameter.name],
      constant.value == parameter.published
    else { return nil }
    return constant.standardError
  }

  /// A fit whose values are known, before any rows are looked at.
  static func given(
    _ law: Law, _ parameters: [ParameterEstimate], draws: [[Double]], origin: FitOrigin
  ) -> FitResult {
    FitResult(
      law: law, parameters: parameters, draws: draws, objective: .nan, objectiveKind: Objective(), starts: 0,
      startsAtOptimum: 0, minima: [], gradientNorm: .nan, rowsUsed: 0, clustersUsed: 0, failedDraws: 0,
      rmse: .nan, rSquared: .nan, ranges: [:], warnings: [], origin: origin)
  }
}
