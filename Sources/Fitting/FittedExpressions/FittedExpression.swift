import Diagnostics
import Expressions

/// An expression over fits: `base.L(N=N, D=D) + ptq.delta(N=N, D=D, P=P)`, `main.alpha - main.beta`,
/// `exp(1/main.gamma)`.
///
/// A member of a fit is one of its parameters (or a definition that needs no variable). A call is any definition of
/// its law, with the variables that the definition needs as labelled arguments. The whole is put together into one
/// formula and compiled, so that it is evaluated over bootstrap draws as fast as the laws themselves. Draw i takes
/// draw i of every fit; published laws are constants.
public struct FittedExpression: Sendable {
  /// The names that must be given a value, in the order of `value`'s argument.
  public let variables: [String]
  /// The fits used, in order of first use.
  public let fitLabels: [String]
  /// The fewest draws among the fits used (published laws apart); 0 if none.
  public let drawCount: Int

  private let compiled: CompiledFormula
  /// For each compiled variable its place in `variables`.
  private let places: [Int]
  /// Whether these are the variables as they are given, so that none has to be moved.
  private let isInOrder: Bool
  private let estimates: [Double]
  /// Draw by compiled parameter.
  private let draws: [[Double]]
  /// For each fit with a jackknife its label, and for each cluster the compiled parameters without it.
  private let jackknives: [(label: String, rows: [[Double]])]

  /// Puts an expression together with the fits that it names.
  ///
  /// - Parameters:
  ///   - expression: the expression.
  ///   - fits: the fits by label.
  ///   - variables: the bare names that it may use.
  /// - Throws: E0201 for an unknown name, E0510 for an unknown member, E0511 for wrong arguments, each at its place and
  ///   with the nearest known name; what the compiler of formulas finds.
  public init(
    _ expression: Expression, fits: [String: FitResult], variables: [String] = []
  ) throws(DiagnosticError) {
    var assembly = FitAssembly(fits: fits, variables: variables)
    let value = try assembly.rewrite(expression)
    let target = Formula.Definition(name: "value", location: expression.location, value: value)
    let formula = Formula(definitions: [target] + assembly.definitions)
    compiled = try CompiledFormula(formula, parameters: assembly.parameters.map { $0.name })
    var places: [Int] = []
    for name in compiled.variables {
      guard let place = variables.firstIndex(of: name) else {
        throw DiagnosticError(
          "E0201", "unknown name \"\(name)\"", at: expression.location,
          help: Spelling.didYouMean(name, among: variables), missing: .label(name))
      }
      places.append(place)
    }
    self.places = places
    isInOrder = places == Array(variables.indices)
    self.variables = variables
    fitLabels = assembly.labels
    let used = assembly.labels.compactMap { fits[$0] }
    let count = used.filter { !$0.isConstant }.map { $0.draws.count }.min() ?? 0
    drawCount = count
    let sources = compiled.parameters.compactMap { name in assembly.parameters.first { $0.name == name } }
    estimates = sources.map { fits[$0.fit]?.parameters[$0.index].estimate ?? .nan }
    let estimates = estimates
    jackknives = assembly.labels.compactMap { label in
      guard let rows = fits[label]?.jackknife, !rows.isEmpty else { return nil }
      return (
        label,
        rows.map { row in
          zip(sources, estimates).map { source, estimate in source.fit == label ? row[source.index] : estimate
          }
        }
      )
    }
    draws = (0..<count).map { draw in
      sources.map { source in
        guard let fit = fits[source.fit] else { return .nan }
        return fit.isConstant ? fit.parameters[source.index].estimate : fit.draws[draw][source.index]
      }
    }
  }

  /// The value at given variables.
  ///
  /// - Parameters:
  ///   - variables: one value for each of `variables`.
  ///   - draw: which bootstrap draw's parameters, below `drawCount`; nil for the estimates.
  public func value(_ variables: [Double] = [], draw: Int? = nil) -> Double {
    compiled.value(
      parameters: parameters(draw), variables: isInOrder ? variables : places.map { variables[$0] })
  }

  /// The values over rows of variables: one column for each of `variables`, all of one length.
  public func values(_ columns: [[Double]], draw: Int? = nil) -> [Double] {
    guard !places.isEmpty else {
      return Array(repeating: value(draw: draw), count: columns.first?.count ?? 1)
    }
    return compiled.values(parameters: parameters(draw), columns: places.map { columns[$0] })
  }

  /// For each fit with a jackknife a function of the parameters, with one cluster of that fit left out at a time.
  ///
  /// - Parameter body: is given the fit, which of its clusters is left out, and the expression as a function of its
  ///   variables at the parameters of that leaving out.
  public func jackknife(
    _ body: (_ label: String, _ left: Int, _ value: ([Double]) -> Double) -> Double
  ) -> [String: [Double]] {
    var result: [String: [Double]] = [:]
    for (label, rows) in jackknives {
      result[label] = rows.enumerated().map { left, row in
        body(label, left) { variables in
          compiled.value(parameters: row, variables: places.map { variables[$0] })
        }
      }
    }
    return result
  }

  /// The values at every draw.
  public func drawValues(_ variables: [Double] = []) -> [Double] {
    (0..<drawCount).map { value(variables, draw: $0) }
  }

  private func parameters(_ draw: Int?) -> [Double] {
    guard let draw else { return estimates }
    return draws[draw]
  }
}
