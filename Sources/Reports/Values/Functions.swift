import Diagnostics
import Expressions

extension ValueEvaluator {
  /// What can be called in a value, for suggestions.
  static let functionNames =
    Elementary.functions.keys.sorted() + RowFunction.allCases.map(\.rawValue)
    + [
      "argmax", "argmin", "ci", "contains", "lower", "maximum", "minimum", "near", "p", "profile", "range",
      "root",
      "upper", "within",
    ]

  func function(
    _ name: String, _ callee: Expression, _ arguments: [Expression.Argument], at location: SourceLocation,
    _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    if let label = arguments.first(where: { $0.label != nil }), let word = label.label {
      throw DiagnosticError(
        "E0219", "\"\(name)\" takes no argument named \"\(word)\"", at: label.value.location)
    }
    let values = arguments.map(\.value)
    if let function = RowFunction(rawValue: name), function.isOnlyOfRows || values.first.map(isTable) == true
    {
      return try rows(function, values, at: location, &trail)
    }
    if let f = Elementary.functions[name] {
      try expect(values, 1...1, name, location)
      return .number(try number(values[0], &trail).map(f))
    }
    switch name {
    case "min", "max":
      try expect(values, 2...Int.max, name, location)
      var parts: [Estimate] = []
      for value in values { parts.append(try number(value, &trail)) }
      return .number(
        Estimate.combine(parts) { numbers in
          numbers.dropFirst().reduce(numbers[0]) { name == "min" ? Swift.min($0, $1) : Swift.max($0, $1) }
        })
    case "ci":
      let (estimate, level, interval) = try interval(name, values, location, &trail)
      return .interval(interval, of: estimate, level: level)
    case "lower":
      return .number(Estimate(value: try interval(name, values, location, &trail).interval.lowerBound))
    case "upper":
      return .number(Estimate(value: try interval(name, values, location, &trail).interval.upperBound))
    case "p":
      try expect(values, 1...1, name, location)
      let truth = try truth(values[0], &trail)
      guard !truth.draws.isEmpty else {
        throw DiagnosticError("E0221", "no draws: this condition is exact", at: values[0].location)
      }
      return .number(Estimate(value: Double(truth.draws.count { $0 }) / Double(truth.draws.count)))
    case "contains":
      try expect(values, 2...2, name, location)
      let quantity = try evaluate(values[0], &trail)
      guard case .interval(let interval, let estimate, _) = quantity else {
        throw mismatch(values[0], "an interval, such as ci(x, 95%),", quantity)
      }
      let value = try exactNumber(values[1], &trail)
      var truth = Truth(
        interval.contains(value), evidence: [ValueFormat.evidence(estimate, interval: interval)])
      if !estimate.doubts.isEmpty {
        truth.verdict = .undecided
        truth.evidence += estimate.doubts.map(\.reason)
      }
      return .truth(truth)
    case "within":
      try expect(values, 3...3, name, location)
      let parts = [
        try number(values[0], &trail), try number(values[1], &trail), try number(values[2], &trail),
      ]
      let low = Comparison.judge(.greaterOrEqual, parts[0], parts[1], isLiteral: (false, true))
      let high = Comparison.judge(.lessOrEqual, parts[0], parts[2], isLiteral: (false, true))
      return .truth(low.and(high))
    case "profile": return try profile(values, at: location, &trail)
    case "range":
      try expect(values, 2...2, name, location)
      let (low, high) = (try exactNumber(values[0], &trail), try exactNumber(values[1], &trail))
      guard low < high else {
        throw DiagnosticError("E0222", "a range needs its lower end first", at: location)
      }
      return .range(low...high)
    case "near":
      // As in `within`, a claim about a number with draws is undecided while its interval straddles an end.
      try expect(values, 3...3, name, location)
      let (value, target) = (try number(values[0], &trail), try number(values[1], &trail))
      let tolerance = try exactNumber(values[2], &trail)
      guard tolerance >= 0 else {
        throw DiagnosticError("E0222", "a tolerance is not negative", at: values[2].location)
      }
      let above = Comparison.judge(
        .greaterOrEqual, value, target.map { $0 - tolerance }, isLiteral: (false, values[1].isLiteral))
      let below = Comparison.judge(
        .lessOrEqual, value, target.map { $0 + tolerance }, isLiteral: (false, values[1].isLiteral))
      return .truth(Truth.near(above, below, value, target, isLiteral: values[1].isLiteral))
    case "argmin", "argmax", "minimum", "maximum": return try extremum(name, values, at: location, &trail)
    case "root": return try root(values, at: location, &trail)
    default:
      throw DiagnosticError(
        "E0203", "no function \"\(name)\"", at: callee.location,
        help: Spelling.didYouMean(name, among: Self.functionNames))
    }
  }

  /// Whether an argument is a table or a selection of its rows.
  func isTable(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .selection: true
    case .name(let name): data.tables[name] != nil
    default: false
    }
  }

  func expect(
    _ values: [Expression], _ count: ClosedRange<Int>, _ name: String, _ location: SourceLocation
  ) throws(DiagnosticError) {
    guard !count.contains(values.count) else { return }
    let expected =
      count.lowerBound == count.upperBound
      ? "\(count.lowerBound)"
      : count.upperBound == Int.max
        ? "at least \(count.lowerBound)" : "\(count.lowerBound) or \(count.upperBound)"
    throw DiagnosticError(
      "E0219", "\"\(name)\" takes \(expected) argument\(expected == "1" ? "" : "s"), found \(values.count)",
      at: location)
  }

  private func interval(
    _ name: String, _ values: [Expression], _ location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> (estimate: Estimate, level: Double, interval: ClosedRange<Double>) {
    try expect(values, 1...2, name, location)
    let estimate = try number(values[0], &trail)
    let level = values.count == 2 ? try exactNumber(values[1], &trail) : 0.95
    guard level > 0, level < 1 else {
      throw DiagnosticError(
        "E0222", "a level lies between 0 and 1", at: values[1].location, help: ["write 95%"])
    }
    guard !estimate.isExact else {
      throw DiagnosticError("E0221", "this number is exact and has no interval", at: values[0].location)
    }
    guard let interval = estimate.interval(level) else {
      throw DiagnosticError(
        "E0221", "too few of the draws have a value here for an interval", at: values[0].location)
    }
    return (estimate, level, interval)
  }
}
