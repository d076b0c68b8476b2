import Diagnostics
import Expressions
import Fitting
import Work

/// Searches along one variable: extrema and roots of an expression over fits, draw by draw.
extension ValueEvaluator {
  /// An expression of one variable, ready to be searched.
  private struct Course {
    var compiled: FittedExpression
    var variable: String
    var range: ClosedRange<Double>
    /// Ranges above 0 are searched in logarithms.
    var isLog: Bool { range.lowerBound > 0 }
  }

  /// `argmin(expression, D, low, high)`, `argmax(…)`: the place; `minimum(…)`, `maximum(…)`: the value there.
  ///
  /// A draw whose extremum stands at an end has none on that side: it counts as infinite there, so that an interval
  /// never pretends to an end that only the search range made.
  func extremum(
    _ name: String, _ values: [Expression], at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    let course = try course(name, values, at: location, &trail)
    let sign = name == "argmax" || name == "maximum" ? -1.0 : 1.0
    let noun = sign < 0 ? "maximum" : "minimum"
    let isPlace = name.hasPrefix("arg")
    let compiled = course.compiled
    @Sendable func find(_ value: ([Double]) -> Double) -> Double {
      let found = ScalarMinimum.find(over: course.range, logarithmic: course.isLog) { sign * value([$0]) }
      if !isPlace { return sign * found.value }
      if found.isInterior { return found.x }
      return found.x - course.range.lowerBound < course.range.upperBound - found.x ? -.infinity : .infinity
    }
    var estimate = Estimate(
      value: find { compiled.value($0) },
      draws: ParallelMap.run(Array(0..<compiled.drawCount)) { draw in
        WorkPool.isCancelled ? .nan : find { compiled.value($0, draw: draw) }
      },
      jackknife: compiled.jackknife { find($2) })
    if isPlace {
      let range = measured(course.variable, by: compiled.fitLabels)
      estimate = estimate.within(measured: range, of: course.variable)
    }
    noteGaps(course.variable, course.range, isLog: course.isLog, { compiled.value($0) }, &trail)
    if estimate.value.isInfinite {
      let reason =
        "no \(noun) between \(ValueFormat.plain(course.range.lowerBound)) and "
        + "\(ValueFormat.plain(course.range.upperBound)): it lies at the "
        + (estimate.value < 0 ? "lower" : "upper") + " end"
      estimate.doubts.append(Doubt(kind: .notBounded, reason: reason))
      trail.note(reason)
    } else {
      let unbounded = estimate.draws.count { $0.isInfinite }
      if unbounded > 0 {
        trail.note("\(unbounded) of \(estimate.draws.count) draws have no \(noun) in the range")
      }
    }
    return .number(estimate)
  }

  /// `root(expression, P, low, high)`: where an expression is 0; the first place from below when there are several.
  ///
  /// A draw without a root has no value; with more than one draw in twenty of that kind there is no interval.
  func root(
    _ values: [Expression], at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    let course = try course("root", values, at: location, &trail)
    @Sendable func find(_ draw: Int?) -> Double? {
      ScalarRoot.find(over: course.range, logarithmic: course.isLog) {
        course.compiled.value([$0], draw: draw)
      }
    }
    guard let value = find(nil) else {
      throw DiagnosticError(
        "E0224",
        "this is not 0 anywhere between \(ValueFormat.plain(course.range.lowerBound)) and "
          + "\(ValueFormat.plain(course.range.upperBound))", at: values[0].location)
    }
    noteGaps(course.variable, course.range, isLog: course.isLog, { course.compiled.value($0) }, &trail)
    let draws = ParallelMap.run(Array(0..<course.compiled.drawCount)) {
      WorkPool.isCancelled ? .nan : find($0) ?? .nan
    }
    let jackknife = course.compiled.jackknife { _, _, value in
      ScalarRoot.find(over: course.range, logarithmic: course.isLog) { value([$0]) } ?? .nan
    }
    let missing = draws.count(where: \.isNaN)
    if missing > 0 { trail.note("\(missing) of \(draws.count) draws have no root in the range") }
    let place = Estimate(value: value, draws: draws, jackknife: jackknife)
    return .number(
      place.within(measured: measured(course.variable, by: course.compiled.fitLabels), of: course.variable))
  }

  private func course(
    _ name: String, _ values: [Expression], at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Course {
    try expect(values, 4...4, name, location)
    guard case .name(let variable) = values[1].kind else {
      throw DiagnosticError(
        "E0225", "the second argument of \"\(name)\" is the name of the variable", at: values[1].location,
        help: ["for example \(name)(main.L(N=1e5, D=D), D, 1e5, 1e9)"])
    }
    let (low, high) = (try exactNumber(values[2], &trail), try exactNumber(values[3], &trail))
    guard low < high else {
      throw DiagnosticError(
        "E0222", "the range of \"\(variable)\" needs its lower end first", at: values[2].location)
    }
    let folded = try foldingRows(values[0], variables: [variable], &trail)
    let compiled = try FittedExpression(folded, fits: data.fits, variables: [variable])
    guard !compiled.variables.isEmpty, folded.names.contains(variable) else {
      throw DiagnosticError(
        "E0225", "\"\(variable)\" does not occur in this expression", at: values[0].location)
    }
    for label in compiled.fitLabels { trail.use(fit: label) }
    return Course(compiled: compiled, variable: variable, range: low...high)
  }
}
