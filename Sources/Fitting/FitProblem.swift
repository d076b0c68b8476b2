import Diagnostics
import Expressions
import Laws

/// A law and its data, checked and compiled: everything that starts and draws share.
struct FitProblem: Sendable {
  let law: Law
  let space: ParameterSpace
  let objective: RowObjective
  let kind: Objective
  /// For each row in use its run, numbered from 0 in order of first appearance.
  let clusters: [Int]
  let clusterCount: Int
  let observed: [Double]
  let ranges: [String: ClosedRange<Double>]
  let minimiser: Minimiser
  /// Lines of rows that the law cannot describe whatever its parameters.
  let excludedLines: [Int]
  /// Losses to minimise one after the other: one for a smooth loss, ever sharper ones for the absolute value.
  let kernels: [LossKernel]

  init(_ law: Law, _ data: FitData, _ options: FitOptions) throws(DiagnosticError) {
    var space = try ParameterSpace(law)
    let compiled = try FitProblem.compile(law, space)
    try FitProblem.check(law, data, compiled.variables, isLog: options.objective.isLog)
    let columns = compiled.variables.map { data.variables[$0] ?? [] }
    let rows = Array(data.observed.indices)
    space.searchPlainly(FitProblem.separateTerms(compiled, space, columns, options.seed))
    let usable = FitProblem.rowsInDomain(compiled, space, columns, rows, options)
    let kept = rows.filter { usable[$0] }
    guard !kept.isEmpty else {
      throw DiagnosticError(
        "E0505",
        "the law \"\(law.name)\" gives no \(options.objective.isLog ? "positive " : "")number for any row",
        notes: ["it was evaluated at many places in its parameters' ranges"],
        help: ["check the ranges of the parameters and the units of the variables"])
    }
    var numbers: [Int: Int] = [:]
    let clusters = kept.map { row in
      let label = data.clusters[row]
      if let number = numbers[label] { return number }
      numbers[label] = numbers.count
      return numbers.count - 1
    }
    guard kept.count >= space.count else {
      throw DiagnosticError(
        "E0504",
        "\(kept.count) row\(kept.count == 1 ? "" : "s") cannot determine the \(space.count) free parameters "
          + "of \"\(law.name)\"",
        notes: ["free: \(space.names.joined(separator: ", "))"],
        help: ["fix or tie parameters, or add runs"])
    }
    let observed = kept.map { data.observed[$0] }
    let target = options.objective.isLog ? observed.map { naturalLogarithm($0) } : observed
    kernels = FitProblem.kernels(options.objective, target)
    let keptColumns = columns.map { column in kept.map { column[$0] } }
    objective = RowObjective(
      compiled: compiled, space: space, columns: keptColumns, target: target, isLog: options.objective.isLog,
      kernel: kernels[0])
    var ranges: [String: ClosedRange<Double>] = [:]
    for (name, column) in zip(compiled.variables, keptColumns) {
      if let low = column.min(), let high = column.max() { ranges[name] = low...high }
    }
    var minimiser = Minimiser(lower: space.lower, upper: space.upper, longestStep: space.longestStep)
    // Residuals of 1e-13 (of 1, or of the observed values' size) are rounding.
    let scale = options.objective.isLog ? 1 : observed.reduce(0) { max($0, abs($1)) }
    minimiser.floor = max(Double(kept.count) * kernels[0].value(1e-13 * scale), 1e-300)
    self.minimiser = minimiser
    self.law = law
    self.space = space
    self.kind = options.objective
    self.clusters = clusters
    clusterCount = numbers.count
    self.observed = observed
    self.ranges = ranges
    excludedLines = rows.filter { !usable[$0] }.map { data.lines[$0] }
  }

  /// Descends through the kernels, from the smoothest to the one that counts.
  func descend(_ objective: inout RowObjective, from start: [Double], kernels: ArraySlice<LossKernel>)
    -> Minimiser.Descent?
  {
    var result: Minimiser.Descent?
    for kernel in kernels {
      objective.kernel = kernel
      let from = result?.x ?? start
      guard let next = minimiser.descend(&objective, from: from) else {
        return nil
      }
      result = next
    }
    return result
  }

  /// The objective as the author named it (the absolute loss without its smoothing).
  func reportedValue(_ objective: RowObjective, at x: [Double]) -> Double {
    var plain = objective
    if kind.loss == .absolute { plain.kernel = LossKernel(delta: 1e-150, scale: 1e150) }
    return plain.value(ofPredictions: plain.predictions(x))
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

  private static func check(
    _ law: Law, _ data: FitData, _ variables: [String], isLog: Bool
  ) throws(DiagnosticError) {
    let rows = data.observed.count
    guard rows > 0 else { throw DiagnosticError("E0502", "no rows to fit \"\(law.name)\" to") }
    guard data.clusters.count == rows, data.lines.count == rows else {
      throw DiagnosticError("E0502", "the runs or lines of the rows are not as many as the \(rows) rows")
    }
    var found: [Diagnostic] = []
    for variable in variables {
      guard let column = data.variables[variable] else {
        found.append(
          Diagnostic(
            .error, "E0502", "the law \"\(law.name)\" needs a column for its variable \"\(variable)\"",
            notes: ["given: \(data.variables.keys.sorted().joined(separator: ", "))"],
            help: Spelling.didYouMean(variable, among: data.variables.keys)))
        continue
      }
      guard column.count == rows else {
        found.append(
          Diagnostic(
            .error, "E0502", "the column of \"\(variable)\" has \(column.count) values for \(rows) rows"))
        continue
      }
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        found.append(
          Diagnostic(
            .error, "E0503", "line \(data.lines[row]): \"\(variable)\" is missing or not a finite number"))
      }
    }
    if let row = data.observed.firstIndex(where: { !$0.isFinite || (isLog && $0 <= 0) }) {
      let value = data.observed[row]
      let expected = isLog ? "a positive number, for the objective takes its logarithm" : "a finite number"
      found.append(
        Diagnostic(
          .error, "E0503", "line \(data.lines[row]): the observed \(law.target) is \(value), not \(expected)",
          help: ["leave such rows out with `where`"]))
    }
    if !found.isEmpty { throw DiagnosticError(found) }
  }

  /// Free parameters that stand in the law as terms of their own (the floor E): the prediction's derivative is the same
  /// wherever it is taken.
  private static func separateTerms(
    _ compiled: CompiledFormula, _ space: ParameterSpace, _ columns: [[Double]], _ seed: UInt64
  ) -> [Int] {
    let sequence = LowDiscrepancySequence(dimensions: space.count, seed: seed)
    var first: [Double] = []
    var constant = Set(0..<space.count)
    var values = Array(repeating: 0.0, count: columns.first?.count ?? 0)
    var gradients = Array(repeating: 0.0, count: values.count * space.count)
    for index in 0..<4 where !values.isEmpty {
      compiled.valuesAndGradients(
        parameters: space.natural(space.place(sequence.point(index))), columns: columns, into: &values,
        gradients: &gradients)
      if first.isEmpty { first = gradients }
      constant = constant.filter { j in
        stride(from: j, to: gradients.count, by: space.count).allSatisfy { gradients[$0] == first[j] }
      }
    }
    return values.isEmpty ? [] : constant.sorted()
  }

  /// Which rows the law can describe at one place at least of the parameters' ranges.
  private static func rowsInDomain(
    _ compiled: CompiledFormula, _ space: ParameterSpace, _ columns: [[Double]], _ rows: [Int],
    _ options: FitOptions
  ) -> [Bool] {
    let sequence = LowDiscrepancySequence(dimensions: space.count, seed: options.seed)
    var usable = rows.map { _ in false }
    var open = rows
    for index in 0..<512 where !open.isEmpty {
      let natural = space.natural(space.place(sequence.point(index)))
      let values = compiled.values(
        parameters: natural, columns: columns.map { column in open.map { column[$0] } })
      for (row, value) in zip(open, values) where value.isFinite && (!options.objective.isLog || value > 0) {
        usable[row] = true
      }
      open = open.filter { !usable[$0] }
    }
    return usable
  }

  private static func kernels(_ objective: Objective, _ target: [Double]) -> [LossKernel] {
    switch objective.loss {
    case .huber(let delta): return [LossKernel(delta: delta, scale: 1)]
    case .squared: return [LossKernel(delta: .infinity, scale: 1)]
    case .absolute:
      let mean = target.reduce(0, +) / Double(target.count)
      let spread = target.reduce(0) { max($0, abs($1 - mean)) }
      let unit = spread > 0 ? spread : max(abs(mean), 1)
      return [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10].map {
        LossKernel(delta: $0 * unit, scale: 1 / ($0 * unit))
      }
    }
  }
}
