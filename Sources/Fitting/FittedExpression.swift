import Diagnostics
import Expressions
import Laws

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
          help: Spelling.didYouMean(name, among: variables))
      }
      places.append(place)
    }
    self.places = places
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
    compiled.value(parameters: parameters(draw), variables: places.map { variables[$0] })
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

/// Rewrites an expression over fits into definitions and qualified parameters.
private struct FitAssembly {
  let fits: [String: FitResult]
  let variables: [String]
  /// Fits used, in order.
  var labels: [String] = []
  /// Qualified parameters used, in order.
  var parameters: [(name: String, fit: String, index: Int)] = []
  var definitions: [Formula.Definition] = []
  private var calls = 0

  init(fits: [String: FitResult], variables: [String]) {
    self.fits = fits
    self.variables = variables
  }

  mutating func rewrite(_ expression: Expression) throws(DiagnosticError) -> Expression {
    let location = expression.location
    switch expression.kind {
    case .number, .string, .boolean:
      return expression
    case .name(let name):
      if variables.contains(name) || name == "pi" { return expression }
      if fits[name] != nil {
        throw DiagnosticError(
          "E0510", "\"\(name)\" is a fit; name one of its parameters or definitions", at: location,
          help: ["for example \(name).\(fits[name]?.parameters.first?.name ?? "…")"])
      }
      throw DiagnosticError(
        "E0201", "unknown name \"\(name)\"", at: location, notes: known,
        help: Spelling.didYouMean(name, among: variables + fits.keys.sorted()))
    case .member(let base, let member):
      let (label, fit) = try self.fit(base)
      if let index = fit.parameters.firstIndex(where: { $0.name == member }) {
        return Expression(.name(qualify(label, index, member)), at: location)
      }
      if fit.law.formula.definitions.contains(where: { $0.name == member }) {
        return try instance(label, fit, member, [], at: location)
      }
      throw unknownMember(member, label, fit, at: location)
    case .call(let callee, let arguments):
      guard case .member(let base, let member) = callee.kind else {
        if case .name(let name) = callee.kind, fits[name] != nil {
          throw DiagnosticError(
            "E0510", "\"\(name)\" is a fit; call one of its definitions", at: location,
            help: ["for example \(name).\(fits[name]?.law.target ?? "L")(…)"])
        }
        var rewritten: [Expression.Argument] = []
        for argument in arguments {
          rewritten.append(Expression.Argument(label: argument.label, try rewrite(argument.value)))
        }
        return Expression(.call(callee, rewritten), at: location)
      }
      let (label, fit) = try self.fit(base)
      guard fit.law.formula.definitions.contains(where: { $0.name == member }) else {
        if fit.parameters.contains(where: { $0.name == member }) {
          throw DiagnosticError(
            "E0511", "\"\(label).\(member)\" is a parameter and takes no arguments", at: location)
        }
        throw unknownMember(member, label, fit, at: callee.location)
      }
      return try instance(label, fit, member, arguments, at: location)
    case .unary(let operation, let value):
      return Expression(.unary(operation, try rewrite(value)), at: location)
    case .binary(let operation, let left, let right):
      return Expression(.binary(operation, try rewrite(left), try rewrite(right)), at: location)
    case .selection:
      throw DiagnosticError(
        "E0511", "a selection of rows has no place in an expression over fits", at: location)
    }
  }

  private var known: [String] {
    let parts = [
      fits.isEmpty ? nil : "fits: \(fits.keys.sorted().joined(separator: ", "))",
      variables.isEmpty ? nil : "variables: \(variables.joined(separator: ", "))",
    ]
    return parts.compactMap { $0 }
  }

  private mutating func fit(_ base: Expression) throws(DiagnosticError) -> (String, FitResult) {
    guard case .name(let label) = base.kind else {
      throw DiagnosticError("E0510", "only a fit has members", at: base.location)
    }
    guard let fit = fits[label] else {
      throw DiagnosticError(
        "E0201", "no fit \"\(label)\"", at: base.location, notes: known,
        help: Spelling.didYouMean(label, among: fits.keys.sorted()))
    }
    if !labels.contains(label) { labels.append(label) }
    return (label, fit)
  }

  private func unknownMember(
    _ member: String, _ label: String, _ fit: FitResult, at location: SourceLocation
  ) -> DiagnosticError {
    let parameters = fit.parameters.map { $0.name }
    let definitions = fit.law.formula.definitions.map { $0.name }
    return DiagnosticError(
      "E0510", "the fit \"\(label)\" has no \"\(member)\"", at: location,
      notes: [
        "parameters: \(parameters.joined(separator: ", "))",
        "definitions: \(definitions.joined(separator: ", "))",
      ], help: Spelling.didYouMean(member, among: parameters + definitions))
  }

  private mutating func qualify(_ label: String, _ index: Int, _ name: String) -> String {
    // A dot cannot stand in a name that somebody writes, so qualified names never meet others.
    let qualified = "\(label).\(name)"
    if !parameters.contains(where: { $0.name == qualified }) { parameters.append((qualified, label, index)) }
    return qualified
  }

  /// A copy of the law's definitions for one set of arguments; the name of the one that was called.
  private mutating func instance(
    _ label: String, _ fit: FitResult, _ target: String, _ arguments: [Expression.Argument],
    at location: SourceLocation
  ) throws(DiagnosticError) -> Expression {
    let parameterNames = fit.parameters.map { $0.name }
    let needed = fit.law.formula.inputs(of: target).filter { !parameterNames.contains($0) }
    let allVariables = fit.law.variables.map { $0.name }
    let levels = LevelArguments(law: fit.law)
    let wanted = levels.names(needed)
    var given: [String: Expression] = [:]
    for argument in arguments {
      guard let name = argument.label ?? (wanted.count == 1 && arguments.count == 1 ? wanted[0] : nil) else {
        throw DiagnosticError(
          "E0511", "the arguments of \"\(label).\(target)\" need their variables' names",
          at: argument.value.location,
          help: ["write \(label).\(target)(\(wanted.map { "\($0)=…" }.joined(separator: ", ")))"])
      }
      if levels.isColumn(name) {
        guard !levels.names(Array(given.keys)).contains(name) else {
          throw DiagnosticError("E0511", "\"\(name)\" is given twice", at: argument.value.location)
        }
        for (variable, mark) in try levels.values(name, argument.value) {
          given[variable] = Expression(Expression.constant(mark), at: argument.value.location)
        }
        continue
      }
      guard needed.contains(name) || allVariables.contains(name) else {
        throw DiagnosticError(
          "E0511", "\"\(label).\(target)\" has no argument \"\(name)\"", at: argument.value.location,
          notes: wanted.isEmpty ? [] : ["it takes \(wanted.joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: wanted))
      }
      guard given[name] == nil else {
        throw DiagnosticError("E0511", "\"\(name)\" is given twice", at: argument.value.location)
      }
      given[name] = try rewrite(argument.value)
    }
    let missing = levels.names(needed.filter { given[$0] == nil })
    guard missing.isEmpty else {
      throw DiagnosticError(
        "E0511", "\"\(label).\(target)\" needs \(missing.map { "\"\($0)\"" }.joined(separator: " and "))",
        at: location, help: ["write \(label).\(target)(\(wanted.map { "\($0)=…" }.joined(separator: ", ")))"])
    }
    calls += 1
    let prefix = "\(label)#\(calls)."
    var replacements: [String: Expression.Kind] = [:]
    for (name, argument) in given.sorted(by: { $0.key < $1.key }) where needed.contains(name) {
      replacements[name] = .name(prefix + name)
      definitions.append(Formula.Definition(name: prefix + name, location: location, value: argument))
    }
    for definition in fit.law.formula.definitions {
      replacements[definition.name] = .name(prefix + definition.name)
    }
    let used = reachable(fit.law.formula, from: target)
    for name in used.flatMap({ $0.value.names }) where replacements[name] == nil {
      if let index = parameterNames.firstIndex(of: name) {
        replacements[name] = .name(qualify(label, index, name))
      }
    }
    for definition in used {
      definitions.append(
        Formula.Definition(
          name: prefix + definition.name, location: definition.location,
          value: definition.value.substituting(replacements)))
    }
    return Expression(.name(prefix + target), at: location)
  }

  private func reachable(_ formula: Formula, from target: String) -> [Formula.Definition] {
    var wanted: Set<String> = [target]
    var open = [target]
    while let name = open.popLast() {
      guard let definition = formula.definitions.first(where: { $0.name == name }) else { continue }
      for used in definition.value.names where wanted.insert(used).inserted { open.append(used) }
    }
    return formula.definitions.filter { wanted.contains($0.name) }
  }
}
