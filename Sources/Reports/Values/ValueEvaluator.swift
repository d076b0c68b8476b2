import Diagnostics
import Expressions
import Fitting
import Laws

/// Evaluates the expressions of values and claims: over fits draw by draw, over the rows of tables exactly.
struct ValueEvaluator {
  let data: ReportData
  /// Whether a count of no rows is an error: in a claim it most likely is a condition that names nothing.
  var refusesEmptyCount = false

  /// The value of an expression; `trail` learns what it was computed from.
  func evaluate(_ expression: Expression, _ trail: inout Trail) throws(DiagnosticError) -> Quantity {
    let location = expression.location
    switch expression.kind {
    case .number(let value, _): return .number(Estimate(value: value))
    case .string(let text): return .text(text)
    case .boolean(let value): return .truth(Truth(value))
    case .name("pi"): return .number(Estimate(value: .pi))
    case .name(let name): throw bareName(name, at: location)
    case .member(let base, let member): return try self.member(base, member, at: location, &trail)
    case .call(let callee, let arguments):
      return try remembered(expression, &trail) { (trail) throws(DiagnosticError) in
        try call(callee, arguments, at: location, &trail)
      }
    case .unary(.negate, let value):
      return .number(try number(value, &trail).map { -$0 })
    case .unary(.not, let value):
      return .truth(try truth(value, &trail).negated)
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right, &trail)
    case .selection:
      throw DiagnosticError(
        "E0216", "a selection of rows is no value by itself", at: location,
        help: ["write count(… where …), mean(… where …, column) or another function of rows"])
    }
  }

  private func call(
    _ callee: Expression, _ arguments: [Expression.Argument], at location: SourceLocation,
    _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    if case .member(let base, let name) = callee.kind {
      return try methodCall(base, name, callee, arguments, at: location, &trail)
    }
    guard case .name(let name) = callee.kind else {
      throw DiagnosticError(
        "E0215", "only a function or a fit's definition can be called", at: callee.location)
    }
    return try function(name, callee, arguments, at: location, &trail)
  }

  // MARK: Kinds

  /// A number, or an error that names what was found.
  func number(_ expression: Expression, _ trail: inout Trail) throws(DiagnosticError) -> Estimate {
    let quantity = try evaluate(expression, &trail)
    guard case .number(let estimate) = quantity else {
      throw mismatch(expression, "a number", quantity)
    }
    return estimate
  }

  /// A number that no draw changes.
  func exactNumber(_ expression: Expression, _ trail: inout Trail) throws(DiagnosticError) -> Double {
    let estimate = try number(expression, &trail)
    guard estimate.isExact || estimate.isPrintedOnly else {
      throw DiagnosticError("E0217", "this must be a number that no fit changes", at: expression.location)
    }
    return estimate.value
  }

  /// A condition, or an error that names what was found; `memo` may know it.
  func truth(
    _ expression: Expression, _ trail: inout Trail, _ memo: ValueMemo? = nil
  ) throws(DiagnosticError) -> Truth {
    let quantity = try value(expression, &trail, memo)
    guard case .truth(let truth) = quantity else { throw mismatch(expression, "a condition", quantity) }
    return truth
  }

  func mismatch(_ expression: Expression, _ expected: String, _ found: Quantity) -> DiagnosticError {
    DiagnosticError("E0204", "expected \(expected) here, found \(found.noun)", at: expression.location)
  }

  /// A name that is none of a few.
  static func unknown(
    _ name: String, kind: String, among known: [String], at location: SourceLocation,
    missing: MissingName? = nil
  ) -> DiagnosticError {
    DiagnosticError(
      "E0203", "no \(kind) \"\(name)\"", at: location,
      notes: known.isEmpty ? [] : ["there are: \(known.joined(separator: ", "))"],
      help: Spelling.didYouMean(name, among: known), missing: missing)
  }

  /// A label that no cell of the report has.
  static func undefined(
    _ label: String, kind: String, among known: [String], at location: SourceLocation
  ) -> DiagnosticError {
    unknown(label, kind: kind, among: known, at: location, missing: .label(label))
  }

  static func unknownMember(
    _ member: String, of label: String, known: [String], at location: SourceLocation
  ) -> DiagnosticError {
    DiagnosticError(
      "E0203", "\"\(label)\" has no \"\(member)\"", at: location,
      notes: ["it has: \(known.joined(separator: ", "))"], help: Spelling.didYouMean(member, among: known),
      // What a cell defines that is wrong itself is not known.
      missing: .label(label))
  }

  private func bareName(_ name: String, at location: SourceLocation) -> DiagnosticError {
    if data.fitLaws[name] != nil {
      return DiagnosticError(
        "E0216", "\"\(name)\" is a fit; name one of its parameters or facts", at: location,
        help: ["for example \(name).\(data.fitLaws[name]?.parameters.first?.name ?? "rows")"])
    }
    if data.tables[name] != nil {
      return DiagnosticError(
        "E0216", "\"\(name)\" is a table; take a number from it", at: location,
        help: ["for example \(name).rows or max(\(name), column)"])
    }
    return Self.undefined(name, kind: "fit or table", among: data.labels, at: location)
  }

  // MARK: Members

  private func member(
    _ base: Expression, _ member: String, at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    if let score = try ComparisonValues.value(base, member, at: location, in: data) {
      trail.use(comparison: ComparisonValues.base(base)?.label ?? "")
      return .number(score)
    }
    guard case .name(let label) = base.kind else {
      let quantity = try evaluate(base, &trail)
      guard case .allocation(let parts, let status) = quantity else {
        throw DiagnosticError("E0204", "\(quantity.noun) has no \"\(member)\"", at: location)
      }
      if member == "status" { return .text(status) }
      guard let part = parts[member] else {
        throw Self.unknownMember(
          member, of: "optimum", known: parts.keys.sorted() + ["status"], at: location)
      }
      return .number(part)
    }
    if label == "params" {
      guard let parameter = data.parameters[member] else {
        throw Self.unknownMember(member, of: label, known: data.parameters.keys.sorted(), at: location)
      }
      return parameter.quantity
    }
    if let fit = data.fits[label] {
      if !fit.parameters.contains(where: { $0.name == member }), let fact = Facts.value(member, of: fit) {
        trail.use(fit: label, estimateOnly: true)
        return .number(Estimate(value: fact))
      }
      let expression = Expression(.member(base, member), at: location)
      trail.use(fit: label)
      if let printed = PrintedErrors.estimate(member, of: fit, label: label) { return .number(printed) }
      return .number(draws(of: try FittedExpression(expression, fits: data.fits)))
    }
    if let table = data.tables[label] {
      switch member {
      case "rows":
        trail.use(table: label, rows: table.rowCount)
        return .number(Estimate(value: Double(table.rowCount)))
      case "dropped":
        trail.use(table: label, rows: table.rowCount)
        return .number(Estimate(value: Double(table.dropped.count)))
      case "runs":
        guard let clusters = data.clusters[label] else {
          throw DiagnosticError(
            "E0218", "the cell \"\(label)\" does not say which rows are one run", at: location,
            help: ["add `cluster:` with the column that names the run, or write \(label).rows"])
        }
        trail.use(table: label, rows: table.rowCount)
        return .number(Estimate(value: Double(Set(clusters).count)))
      default: throw Self.unknownMember(member, of: label, known: Facts.ofTable, at: location)
      }
    }
    throw Self.undefined(label, kind: "fit or table", among: data.labels, at: base.location)
  }

  private func methodCall(
    _ base: Expression, _ name: String, _ callee: Expression, _ arguments: [Expression.Argument],
    at location: SourceLocation, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    guard case .name(let label) = base.kind else {
      throw DiagnosticError("E0215", "only a fit's definitions can be called", at: callee.location)
    }
    guard let fit = data.fits[label] else {
      if data.tables[label] != nil {
        throw DiagnosticError(
          "E0215", "\"\(label)\" is a table and has nothing to call", at: callee.location,
          notes: ["it has: \(Facts.ofTable.joined(separator: ", "))"])
      }
      throw Self.undefined(label, kind: "fit", among: data.fitLaws.keys.sorted(), at: base.location)
    }
    if name == "optimum" { return try optimum(fit, label, arguments, at: location, &trail) }
    var values: [Estimate] = []
    var names: [String] = []
    var slots: [Expression.Argument] = []
    for argument in arguments {
      if let column = argument.label, LevelArguments(law: fit.law).isColumn(column) {
        // A level is a name, which no draw changes.
        slots.append(argument)
        continue
      }
      let index = names.count
      values.append(try number(argument.value, &trail))
      // A name that nobody can write stands for the argument, so that its value may differ from draw to draw.
      names.append("argument \(index)")
      slots.append(.init(label: argument.label, Expression(.name(names[index]), at: argument.value.location)))
    }
    let call = Expression(.call(callee, slots), at: location)
    let compiled = try FittedExpression(call, fits: data.fits, variables: names)
    trail.use(fit: label)
    for (argument, value) in zip(arguments, values) {
      guard let variable = argument.label, let range = fit.ranges[variable] else { continue }
      noteExtrapolation(variable, value.value, range, label, &trail)
    }
    noteDomain(
      label, fit,
      at: Dictionary(zip(slots.compactMap(\.label), values.map(\.value))) { first, _ in first }, &trail)
    let counts = ([compiled.drawCount] + values.map(\.draws.count)).filter { $0 > 0 }
    let estimate = compiled.value(values.map(\.value))
    let draws = (0..<(counts.min() ?? 0)).map { draw in
      compiled.value(
        values.map { $0.isExact ? $0.value : $0.draws[draw] }, draw: compiled.drawCount > 0 ? draw : nil)
    }
    var jackknife = compiled.jackknife { label, left, value in
      value(values.map { $0.jackknife[label]?[left] ?? $0.value })
    }
    for argument in values {
      for (label, left) in argument.jackknife where jackknife[label] == nil {
        jackknife[label] = left.indices.map { left in
          compiled.value(values.map { $0.jackknife[label]?[left] ?? $0.value })
        }
      }
    }
    var result = Estimate(
      value: estimate, draws: draws, jackknife: jackknife, doubts: Estimate.doubts(of: values))
    result.printed = Set(values.flatMap(\.printed)).sorted()
    result.isPrintedOnly = compiled.drawCount == 0 && values.allSatisfy { $0.isExact || $0.isPrintedOnly }
    return .number(result.printed.count > 1 ? result.withoutPrintedDraws : result)
  }

  /// An interval says nothing about the form of the law where nothing was measured, so the reader is told.
  private func noteExtrapolation(
    _ variable: String, _ value: Double, _ range: ClosedRange<Double>, _ label: String, _ trail: inout Trail
  ) {
    guard value < range.lowerBound * (1 - 1e-9) || value > range.upperBound * (1 + 1e-9) else { return }
    trail.note(
      "\(variable) = \(ValueFormat.plain(value)) lies outside the range measured for \(label), "
        + "\(ValueFormat.plain(range.lowerBound)) to \(ValueFormat.plain(range.upperBound))")
  }

  /// The value of a compiled expression at the estimates and at every draw.
  func draws(of compiled: FittedExpression, _ values: [Double] = []) -> Estimate {
    Estimate(
      value: compiled.value(values), draws: compiled.drawValues(values),
      jackknife: compiled.jackknife { $2(values) })
  }

  // MARK: Operators

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    switch operation {
    case .and: return .truth(try truth(left, &trail).and(try truth(right, &trail)))
    case .or: return .truth(try truth(left, &trail).or(try truth(right, &trail)))
    case .add, .subtract, .multiply, .divide, .power:
      let (a, b) = (try number(left, &trail), try number(right, &trail))
      return .number(Estimate.combine(a, b, Arithmetic.function(operation)))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let (a, b) = (try evaluate(left, &trail), try evaluate(right, &trail))
      switch (a, b) {
      case (.number(let x), .number(let y)):
        return .truth(Comparison.judge(operation, x, y, isLiteral: (left.isLiteral, right.isLiteral)))
      case (.text(let x), .text(let y)) where operation == .equal || operation == .notEqual:
        return .truth(Truth((x == y) == (operation == .equal), evidence: ["\"\(x)\""]))
      case (.number, _), (.text, _): throw mismatch(right, a.noun, b)
      default: throw mismatch(left, "a number", a)
      }
    }
  }
}

extension Expression {
  /// Whether it is a number as written, so that evidence need not repeat it.
  var isLiteral: Bool {
    switch kind {
    case .number, .string, .boolean: true
    case .unary(.negate, let value): value.isLiteral
    default: false
    }
  }
}

/// The arithmetic of expressions.
enum Arithmetic {
  static func function(_ operation: BinaryOperator) -> (Double, Double) -> Double {
    switch operation {
    case .add: { $0 + $1 }
    case .subtract: { $0 - $1 }
    case .multiply: { $0 * $1 }
    case .divide: { $0 / $1 }
    default: Elementary.power
    }
  }
}
