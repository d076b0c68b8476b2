import Diagnostics
import Expressions
import Fitting

/// What a curve asks the laws of its fits, place by place: the values of their variables in each call.
struct CurveDomain {
  /// The call of a definition.
  private struct Call {
    var label: String
    var fit: FitResult
    var arguments: [(name: String, value: FittedExpression)]
    /// The variables that the axis varies.
    var varying: Set<String>
  }

  private var calls: [Call] = []

  /// `x` is the variable along the axis, which is the first of `variables`.
  init(
    _ expression: Expression, fits: [String: FitResult], x: String, variables: [String]
  ) throws(DiagnosticError) {
    for call in MeasuredArguments.calls(in: expression) {
      guard let fit = fits[call.fit] else { continue }
      var arguments: [(name: String, value: FittedExpression)] = []
      var varying: Set<String> = []
      for argument in call.arguments {
        let name = argument.label ?? (fit.law.variables.count == 1 ? fit.law.variables.first?.name : nil)
        guard let name, fit.law.variables.contains(where: { $0.name == name }) else { continue }
        if argument.value.names.contains(x) { varying.insert(name) }
        arguments.append((name, try FittedExpression(argument.value, fits: fits, variables: variables)))
      }
      calls.append(Call(label: call.fit, fit: fit, arguments: arguments, varying: varying))
    }
  }

  /// Looks at one place.
  func look(_ values: [Double], isDrawn: Bool, _ note: inout DomainNote) {
    for call in calls {
      let variables = Dictionary(call.arguments.map { ($0.name, $0.value.value(values)) }) { first, _ in first
      }
      note.look(call.label, call.fit, at: variables, varying: call.varying, isDrawn: isDrawn)
    }
  }
}
