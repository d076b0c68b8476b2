import Diagnostics
import Expressions
import Laws
import Typesetting

/// A law and its data, checked and compiled: everything that starts and draws share.
struct FitProblem: Sendable {
  private(set) var law: Law
  private(set) var space: ParameterSpace
  private(set) var objective: RowObjective
  let kind: Objective
  /// For each row in use its run, numbered from 0 in order of first appearance.
  let clusters: [Int]
  let clusterCount: Int
  let observed: [Double]
  let ranges: [String: ClosedRange<Double>]
  private(set) var descent: FitDescent
  /// The rows in use, by their place in the data that was given.
  let rows: [Int]
  /// Rows that the law cannot describe whatever its parameters, by their place in the data that was given.
  let excludedRows: [Int]
  /// Losses to minimise one after the other: one for a smooth loss, ever sharper ones for the absolute value.
  let kernels: [LossKernel]

  /// `priors` are those of the options weighed against the rows, or nil to leave them out.
  init(
    _ law: Law, _ data: FitData, _ options: FitOptions, priors: FitPriors? = nil
  ) throws(DiagnosticError) {
    var space = try ParameterSpace(law.searched(under: priors))
    let compiled = try FitProblem.compile(law, space)
    var (data, rows) = try FitProblem.counted(law, data, compiled.variables)
    try FitProblem.checkNumbers(law, data, compiled.variables, isLog: options.objective.isLog)
    space.searchPlainly(compiled.separateParameters)
    var columns = compiled.variables.map { data.variables[$0] ?? [] }
    let excluded = FitProblem.rowsOutsideDomain(compiled, space, columns, data.observed.count, options)
    guard excluded.count < data.observed.count else {
      throw FitProblem.noDomain(law, compiled, space, columns, data, options)
    }
    excludedRows = excluded.map { rows[$0] }
    if !excluded.isEmpty {
      let left = Set(excluded)
      let kept = data.observed.indices.filter { !left.contains($0) }
      columns = columns.map { column in kept.map { column[$0] } }
      rows = kept.map { rows[$0] }
      data = data.selecting(kept)
    }
    let observed = data.observed
    let (clusters, clusterCount) = FitProblem.numbered(data.clusters)
    guard observed.count >= space.count else {
      throw DiagnosticError(
        "E0504",
        "\(NumberText.counted(observed.count, "row")) cannot determine the \(space.count) free parameters "
          + "of \"\(law.name)\"",
        notes: ["free: \(space.names.joined(separator: ", "))"],
        help: ["fix or tie parameters, or add runs"])
    }
    kernels = options.objective.kernels(observed)
    let table = FormulaTable(
      compiled, columns: columns, rows: observed.count, withLogarithm: options.objective.isLog,
      instructionSet: options.instructionSet)
    var objective = RowObjective(
      table: table, space: space, observed: observed, weights: data.weights, isLog: options.objective.isLog,
      kernel: kernels[0])
    objective.penalty = PriorPenalty(priors, space)
    self.objective = objective
    var ranges: [String: ClosedRange<Double>] = [:]
    for (name, column) in zip(compiled.variables, columns) {
      if let low = column.min(), let high = column.max() { ranges[name] = low...high }
    }
    var descent = FitDescent(
      lower: space.lower, upper: space.upper, longestStep: space.longestStep,
      // Least squares without the priors would lead along what only they determine.
      projection: objective.penalty == nil ? VariableProjection(table.layout) : nil)
    // Residuals of 1e-13 (of 1, or of the observed values' size) are rounding.
    let scale = options.objective.isLog ? 1 : observed.reduce(0) { max($0, abs($1)) }
    let count = data.weights?.reduce(0, +) ?? Double(observed.count)
    descent.floor = max(count * kernels[0].value(1e-13 * scale), 1e-300)
    self.descent = descent
    self.law = law
    self.space = space
    self.kind = options.objective
    self.clusters = clusters
    self.clusterCount = clusterCount
    self.observed = observed
    self.ranges = ranges
    self.rows = rows
  }

  /// The same problem for a law that differs in nothing but fixed values: only its formula is compiled again, rows,
  /// clusters and losses stay. Where it cannot describe a row at those values, its objective is infinite everywhere.
  func holding(_ law: Law, _ data: FitData, _ options: FitOptions) throws(DiagnosticError) -> FitProblem {
    var copy = self
    copy.law = law
    copy.space = try space.holding(law)
    let compiled = try FitProblem.compile(law, copy.space)
    let columns = compiled.variables.map { name in
      let column = data.variables[name] ?? []
      return rows.count == column.count ? column : rows.map { column[$0] }
    }
    let table = FormulaTable(
      compiled, columns: columns, rows: observed.count, withLogarithm: options.objective.isLog,
      instructionSet: options.instructionSet)
    var objective = RowObjective(
      table: table, space: copy.space, observed: observed,
      weights: data.weights.map { all in rows.map { all[$0] } },
      isLog: options.objective.isLog, kernel: kernels[0])
    objective.penalty = self.objective.penalty
    copy.objective = objective
    copy.descent.projection = objective.penalty == nil ? VariableProjection(table.layout) : nil
    return copy
  }

  /// The losses of a refit from an optimum: without the blunter ones, which would lead away from it.
  var nearKernels: ArraySlice<LossKernel> { kernels.count > 2 ? kernels.dropFirst(2) : kernels.suffix(1) }

  /// The objective as the author named it: the absolute loss without its smoothing, and priors left out.
  func reportedValue(_ objective: RowObjective, at x: [Double]) -> Double {
    var plain = objective
    plain.penalty = nil
    guard kind.loss == .absolute else {
      plain.kernel = kernels[kernels.count - 1]
      return plain.value(x)
    }
    var sum = 0.0
    for (residual, weight) in zip(plain.residuals(x), plain.weights) { sum += weight * abs(residual) }
    return sum
  }

  /// What priors add to the objective.
  func penalty(at x: [Double]) -> Double { objective.penalty?.value(space.natural(x)) ?? 0 }

  /// Runs numbered from 0 in order of first appearance.
  private static func numbered(_ labels: [Int]) -> ([Int], Int) {
    // Most tables number their runs so already; a dictionary of a million labels would be half of the memory.
    var next = 0
    if labels.allSatisfy({ label in
      if label == next { next += 1 }
      return label >= 0 && label < next
    }) {
      return (labels, next)
    }
    var numbers: [Int: Int] = [:]
    let result = labels.map { label in
      if let number = numbers[label] { return number }
      numbers[label] = numbers.count
      return numbers.count - 1
    }
    return (result, numbers.count)
  }

  private static func compile(_ law: Law, _ space: ParameterSpace) throws(DiagnosticError) -> CompiledFormula
  {
    var replacements: [String: Expression.Kind] = [:]
    let zeros = Array(repeating: 0.0, count: space.count)
    let values = space.all(zeros)
    for (index, parameter) in law.parameters.enumerated() {
      if let free = space.source[index] {
        if space.names[free] != parameter.name { replacements[parameter.name] = .name(space.names[free]) }
      } else {
        replacements[parameter.name] = Expression.constant(values[index])
      }
    }
    return try CompiledFormula(law.formula.substituting(replacements), parameters: space.names)
  }

  /// Places of the parameters' ranges at which a domain is looked for.
  private static let domainTrials = 512

  /// The rows that the law can describe at no place of the parameters' ranges.
  private static func rowsOutsideDomain(
    _ compiled: CompiledFormula, _ space: ParameterSpace, _ columns: [[Double]], _ rows: Int,
    _ options: FitOptions
  ) -> [Int] {
    let sequence = SobolSequence(dimensions: space.count, seed: options.seed)
    var open: [Int]?
    for index in 0..<domainTrials where open?.isEmpty != true {
      let natural = space.natural(space.place(sequence.point(index)))
      let some = open.map { open in columns.map { column in open.map { column[$0] } } } ?? columns
      let values = compiled.values(parameters: natural, columns: some)
      func isOutside(_ value: Double) -> Bool { !value.isFinite || (options.objective.isLog && value <= 0) }
      // A law without variables has one value for all rows.
      if columns.isEmpty {
        if values.contains(where: isOutside) { continue }
        return []
      }
      let bad = values.indices.filter { isOutside(values[$0]) }
      open = open.map { open in bad.map { open[$0] } } ?? bad
    }
    return open ?? Array(0..<rows)
  }

  /// The error for a law that is undefined everywhere, with the part at which the first row fails.
  private static func noDomain(
    _ law: Law, _ compiled: CompiledFormula, _ space: ParameterSpace, _ columns: [[Double]], _ data: FitData,
    _ options: FitOptions
  ) -> DiagnosticError {
    let sequence = SobolSequence(dimensions: space.count, seed: options.seed)
    let natural = space.natural(space.place(sequence.point(0)))
    var notes = ["it was evaluated at many places in its parameters' ranges"]
    if let exit = compiled.domainExit(parameters: natural, variables: columns.map { $0[0] }) {
      notes.append("line \(data.lines[0]): \(exit.sentence)")
    }
    return DiagnosticError(
      "E0505",
      "the law \"\(law.name)\" gives no \(options.objective.isLog ? "positive " : "")number for any row",
      notes: notes, help: ["check the ranges of the parameters and the units of the variables"])
  }
}
