import Diagnostics
import Expressions
import Fitting
import Laws
import Runs
import Typesetting

extension ValueEvaluator {
  /// Turns what an expression says about fits and whole tables into columns and numbers, so that what is left is an
  /// expression over columns alone.
  func rewritten(
    _ expression: Expression, _ table: RunTable, _ columns: inout [String: ExpressionColumn],
    _ trail: inout Trail
  ) throws(DiagnosticError) -> Expression {
    let location = expression.location
    switch expression.kind {
    case .number, .string, .boolean, .name: return expression
    case .member(let base, let name):
      if base.kind == .name("params"), case .text(let text)? = data.parameters[name]?.quantity {
        return Expression(.string(text), at: location)
      }
      return try constant(expression, &trail)
    case .call(let callee, let arguments):
      if isScalarCall(callee, arguments, table) { return try constant(expression, &trail) }
      if case .member(let base, let member) = callee.kind, case .name(let label) = base.kind {
        return try fittedColumn(
          label, member, callee, arguments, at: location, table: table, columns: &columns, &trail)
      }
      var rewrittenArguments: [Expression.Argument] = []
      for argument in arguments {
        rewrittenArguments.append(
          .init(label: argument.label, try rewritten(argument.value, table, &columns, &trail)))
      }
      return Expression(.call(callee, rewrittenArguments), at: location)
    case .unary(let operation, let value):
      return Expression(.unary(operation, try rewritten(value, table, &columns, &trail)), at: location)
    case .binary(let operation, let left, let right):
      return Expression(
        .binary(
          operation, try rewritten(left, table, &columns, &trail),
          try rewritten(right, table, &columns, &trail)),
        at: location)
    case .selection:
      throw DiagnosticError("E0204", "a selection of rows has no place in a condition on rows", at: location)
    }
  }

  /// Folds functions of rows and facts of tables into numbers, and leaves what is about fits: for a search over
  /// variables.
  func foldingRows(
    _ expression: Expression, variables: [String], _ trail: inout Trail
  ) throws(DiagnosticError) -> Expression {
    let location = expression.location
    switch expression.kind {
    case .number, .string, .boolean, .name, .selection: return expression
    case .member(let base, let member):
      if case .name(let label) = base.kind, let fit = data.fits[label] {
        let isLawName =
          fit.parameters.contains { $0.name == member }
          || fit.law.formula.definitions.contains { $0.name == member }
        if isLawName || !Facts.ofFit.contains(member) { return expression }
      }
      return try constant(expression, &trail)
    case .call(let callee, let arguments):
      if isScalarCall(callee, arguments, nil) { return try constant(expression, &trail) }
      var folded: [Expression.Argument] = []
      for argument in arguments {
        folded.append(
          .init(label: argument.label, try foldingRows(argument.value, variables: variables, &trail)))
      }
      return Expression(.call(callee, folded), at: location)
    case .unary(let operation, let value):
      return Expression(.unary(operation, try foldingRows(value, variables: variables, &trail)), at: location)
    case .binary(let operation, let left, let right):
      return Expression(
        .binary(
          operation, try foldingRows(left, variables: variables, &trail),
          try foldingRows(right, variables: variables, &trail)), at: location)
    }
  }

  /// Whether a call is one number for the whole table rather than one a row.
  private func isScalarCall(_ callee: Expression, _ arguments: [Expression.Argument], _ table: RunTable?)
    -> Bool
  {
    guard case .name(let name) = callee.kind else { return false }
    if ["argmin", "minimum", "lower", "upper", "p"].contains(name) { return true }
    guard RowFunction(rawValue: name) != nil, let first = arguments.first?.value else { return false }
    if case .name(let column) = first.kind, table?.column(column) != nil { return false }
    return isTable(first)
  }

  private func constant(_ expression: Expression, _ trail: inout Trail) throws(DiagnosticError) -> Expression
  {
    var inner = Trail()
    let value = try number(expression, &inner).value
    for label in inner.fits + inner.estimatesOnly { trail.use(fit: label, estimateOnly: true) }
    for note in inner.notes { trail.note(note) }
    return Expression(.number(value, text: String(value)), at: expression.location)
  }

  /// A definition of a fit's law, evaluated in every row at the estimates.
  private func fittedColumn(
    _ label: String, _ member: String, _ callee: Expression, _ arguments: [Expression.Argument],
    at location: SourceLocation, table: RunTable, columns: inout [String: ExpressionColumn],
    _ trail: inout Trail
  ) throws(DiagnosticError) -> Expression {
    guard let fit = data.fits[label] else {
      throw Self.undefined(label, kind: "fit", among: data.fitLaws.keys.sorted(), at: callee.location)
    }
    guard member != "optimum" else {
      throw DiagnosticError("E0204", "an optimum cannot be computed row by row", at: location)
    }
    var names: [String] = []
    var slots: [Expression.Argument] = []
    var inputs: [[Double]] = []
    for argument in arguments {
      let index = slots.count
      if let column = argument.label, LevelArguments(law: fit.law).isColumn(column) {
        for (label, marks) in try levelMarks(column, argument.value, fit.law, table, columns) {
          names.append("argument \(names.count)")
          inputs.append(marks)
          let name = Expression(.name(names[names.count - 1]), at: argument.value.location)
          slots.append(.init(label: label, name))
        }
        continue
      }
      let rewritten = try rewritten(argument.value, table, &columns, &trail)
      guard case .numbers(let numbers) = try rewritten.evaluate(rows: table.rowCount, columns: columns) else {
        throw DiagnosticError("E0204", "expected numbers here", at: argument.value.location)
      }
      inputs.append(numbers)
      names.append("argument \(index)")
      slots.append(.init(label: argument.label, Expression(.name(names[index]), at: argument.value.location)))
    }
    let call = Expression(.call(callee, slots), at: location)
    let compiled = try FittedExpression(call, fits: [label: fit], variables: names)
    let values =
      inputs.isEmpty
      ? Array(repeating: compiled.value(), count: table.rowCount) : compiled.values(inputs)
    trail.use(fit: label, estimateOnly: true)
    // No name that somebody writes holds a space.
    let name = "fitted \(columns.count)"
    columns[name] = .numbers(values)
    return Expression(.name(name), at: location)
  }

  /// For each level of a column the variable that marks it and its value in every row; rows without one of the law's
  /// levels have none.
  private func levelMarks(
    _ column: String, _ value: Expression, _ law: Law, _ table: RunTable,
    _ columns: [String: ExpressionColumn]
  ) throws(DiagnosticError) -> [(label: String, marks: [Double])] {
    let texts: [String?]
    switch try value.evaluate(rows: table.rowCount, columns: columns) {
    case .texts(let values): texts = values
    case .numbers(let values): texts = values.map { $0.isFinite ? NumberText.machine($0) : nil }
    case .booleans(let values): texts = values.map { $0 ? "true" : "false" }
    }
    let known = Set(law.levels.first { $0.column == column }?.values ?? [])
    return law.variables.compactMap { variable in
      guard let level = variable.level, level.column == column else { return nil }
      let marks = texts.map { text in
        text.map { known.contains($0) ? $0 == level.value ? 1.0 : 0 : .nan } ?? .nan
      }
      return (variable.name, marks)
    }
  }
}
