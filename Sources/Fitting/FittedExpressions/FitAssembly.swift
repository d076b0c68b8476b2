import Diagnostics
import Expressions
import Laws

/// Rewrites an expression over fits into definitions and qualified parameters.
struct FitAssembly {
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
        help: Spelling.didYouMean(name, among: variables + fits.keys.sorted()), missing: .label(name))
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
        help: Spelling.didYouMean(label, among: fits.keys.sorted()), missing: .label(label))
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
