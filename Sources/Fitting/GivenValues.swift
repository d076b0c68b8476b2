import Diagnostics
import Laws

/// Draws of some parameters of a fit; the others are the same in all draws.
public struct ParameterDraws: Sendable, Hashable {
  /// The names, in the order of the values.
  public var parameters: [String]
  /// Draw by parameter.
  public var values: [[Double]]

  /// Makes draws; every draw has one value for each parameter.
  public init(parameters: [String], values: [[Double]]) {
    (self.parameters, self.values) = (parameters, values)
  }
}

extension FitResult {
  /// A law at values that were found elsewhere.
  ///
  /// - Parameters:
  ///   - law: the law; a tied parameter takes the value of the one it is tied to.
  ///   - values: the estimates by name; a parameter that the law holds fixed needs none.
  ///   - intervals: 95 % intervals that came with the values; draws, where there are some, replace them.
  ///   - draws: draws of some parameters.
  ///   - origin: where the values come from.
  /// - Throws: E0501 the law's parameters contradict each other, E0563 a parameter has no value.
  public static func given(
    _ law: Law, values: [String: Double], intervals: [String: ClosedRange<Double>] = [:],
    draws: ParameterDraws? = nil, origin: FitOrigin
  ) throws(DiagnosticError) -> FitResult {
    let space = try ParameterSpace(law)
    // For each parameter the one whose value it has: itself, or the end of its ties.
    let roots = law.parameters.indices.map { index in space.source[index].map { space.free[$0] } ?? index }
    func estimate(_ index: Int) -> Double? {
      let root = law.parameters[roots[index]]
      return values[root.name] ?? root.fixed
    }
    let missing = law.parameters.indices.filter { estimate($0) == nil }.map { law.parameters[$0].name }
    guard missing.isEmpty else {
      throw DiagnosticError(
        "E0563", "no value of \(missing.joined(separator: ", "))",
        notes: ["parameters of \"\(law.name)\": \(law.parameters.map(\.name).joined(separator: ", "))"])
    }
    let columns = roots.map { root in draws?.parameters.firstIndex(of: law.parameters[root].name) }
    let rows = (draws?.values ?? []).map { row in
      law.parameters.indices.map { index in columns[index].map { row[$0] } ?? estimate(index) ?? .nan }
    }
    let parameters = law.parameters.indices.map { index -> ParameterEstimate in
      let parameter = law.parameters[index]
      let own = columns[index] == nil ? nil : Interval.percentile(rows.map { $0[index] })
      let status: ParameterEstimate.Status =
        parameter.tiedTo.map { .tied($0) } ?? (parameter.fixed == nil ? .given : .fixed)
      return ParameterEstimate(
        name: parameter.name, estimate: estimate(index) ?? .nan,
        interval: own ?? intervals[law.parameters[roots[index]].name], status: status)
    }
    return .given(law, parameters, draws: rows, origin: origin)
  }

  /// How far the objective on rows may be from a printed one because the values were printed with few digits: the sum,
  /// over parameters, of its change when one of them moves by half a unit of its last digit.
  ///
  /// - Parameters:
  ///   - data: the rows.
  ///   - objective: what is summed over them.
  ///   - halfUnits: half a unit of the last printed digit of each parameter, by name.
  public func objectiveSlack(
    on data: FitData, objective: Objective, halfUnits: [String: Double]
  ) throws(DiagnosticError) -> Double {
    let here = try evaluated(on: data, objective: objective).objective
    var sum = 0.0
    for parameter in parameters {
      guard let half = halfUnits[parameter.name], half > 0 else { continue }
      var largest = 0.0
      for step in [-half, half] {
        var moved = self
        for index in parameters.indices
        where parameters[index].name == parameter.name || parameters[index].status == .tied(parameter.name) {
          moved.parameters[index].estimate += step
        }
        // Half a unit away the law may give no number at all; then there is nothing to compare.
        guard let there = try? moved.evaluated(on: data, objective: objective) else { return .infinity }
        largest = max(largest, abs(there.objective - here))
      }
      sum += largest
    }
    return sum
  }
}
