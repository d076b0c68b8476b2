import Diagnostics
import Expressions
import Fitting

/// Where a curve stays inside the runs of its fits: what its expression gives to their laws' variables, place by place,
/// beside the values that the fits have seen.
///
/// Arguments that do not vary along the axis do not count: a law asked at a round size for a whole curve is no
/// extrapolation that the axis could show.
struct MeasuredArguments {
  private var arguments: [(value: FittedExpression, range: ClosedRange<Double>)] = []

  /// Reads the calls of an expression over fits; `x` is the variable along the axis, which is the first of `variables`.
  init(
    _ expression: Expression, fits: [String: FitResult], x: String, variables: [String]
  ) throws(DiagnosticError) {
    for call in Self.calls(in: expression) {
      guard let fit = fits[call.fit], fit.hasRuns else { continue }
      for argument in call.arguments where argument.value.names.contains(x) {
        // An argument without a name is the law's only one.
        let name = argument.label ?? (fit.law.variables.count == 1 ? fit.law.variables.first?.name : nil)
        guard let name, let range = fit.ranges[name] else { continue }
        arguments.append((try FittedExpression(argument.value, fits: fits, variables: variables), range))
      }
    }
  }

  /// Whether every argument is a value that its fit has seen, with room for rounding.
  func contains(_ values: [Double]) -> Bool {
    arguments.allSatisfy { argument in
      let value = argument.value.value(values)
      let room = 1e-9 * max(abs(argument.range.lowerBound), abs(argument.range.upperBound))
      return value >= argument.range.lowerBound - room && value <= argument.range.upperBound + room
    }
  }

  typealias Call = (fit: String, arguments: [Expression.Argument])

  /// The calls of fits' definitions in an expression, those inside arguments too.
  static func calls(in expression: Expression) -> [Call] {
    switch expression.kind {
    case .call(let callee, let arguments):
      let inner = arguments.flatMap { calls(in: $0.value) }
      guard case .member(let base, _) = callee.kind, case .name(let label) = base.kind else { return inner }
      return [(label, arguments)] + inner
    case .unary(_, let value): return calls(in: value)
    case .binary(_, let left, let right): return calls(in: left) + calls(in: right)
    default: return []
    }
  }
}
