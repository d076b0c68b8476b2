import Diagnostics
import Expressions
import Laws
import Typesetting

extension Objective.Loss {
  /// The loss of one residual.
  public func value(_ residual: Double) -> Double {
    let size = abs(residual)
    switch self {
    case .squared: return 0.5 * residual * residual
    case .absolute: return size
    case .cauchy(let width):
      let ratio = residual / width
      return 0.5 * width * width * naturalLogarithm(1 + ratio * ratio)
    case .huber(let delta):
      return size <= delta ? 0.5 * residual * residual : delta * (size - 0.5 * delta)
    }
  }
}

extension FitResult {
  /// The fit with its values as they are, evaluated on rows: objective, error, R² and the ranges of the variables.
  ///
  /// Rows that the law cannot describe at these values (it gives no number there, or none above 0 where the objective is
  /// on the logarithm) are left out and named in a warning.
  ///
  /// - Throws: E0502 when a column of the law is missing, E0505 when no row is left,
  ///   E0508 for weights below 0.
  public func evaluated(on data: FitData, objective: Objective) throws(DiagnosticError) -> FitResult {
    let compiled = try CompiledFormula(law.formula, parameters: parameters.map(\.name))
    for name in compiled.variables where data.variables[name]?.count != data.observed.count {
      throw DiagnosticError("E0502", "no column of \"\(name)\" for every row")
    }
    let columns = compiled.variables.map { data.variables[$0] ?? [] }
    let predicted = compiled.values(
      parameters: compiled.parameters.map { name in estimate(name) ?? .nan }, columns: columns)
    let weights = data.weights ?? Array(repeating: 1, count: data.observed.count)
    guard weights.count == data.observed.count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw DiagnosticError("E0508", "the weights are not one number from 0 up for each row")
    }
    let kept = predicted.indices.filter {
      weights[$0] > 0 && predicted[$0].isFinite
        && (!objective.isLog || (predicted[$0] > 0 && data.observed[$0] > 0))
    }
    guard !kept.isEmpty else {
      throw DiagnosticError(
        "E0505", "the law \"\(law.name)\" gives no usable number for any row at the values of the fit",
        help: ["check the units of the variables"])
    }
    func scaled(_ value: Double) -> Double { objective.isLog ? naturalLogarithm(value) : value }
    var sum = 0.0
    for row in kept {
      sum += weights[row] * objective.loss.value(scaled(predicted[row]) - scaled(data.observed[row]))
    }
    let quality = FitQuality(
      predicted: kept.map { predicted[$0] }, observed: kept.map { data.observed[$0] },
      weights: kept.map { weights[$0] }, isLog: objective.isLog)
    var result = self
    result.objective = sum
    result.objectiveKind = objective
    result.rowsUsed = kept.count
    result.clustersUsed = Set(kept.map { data.clusters[$0] }).count
    result.rmse = quality.rmse
    result.rSquared = quality.rSquared
    result.ranges = [:]
    for (name, column) in zip(compiled.variables, columns) {
      let values = kept.map { column[$0] }
      if let low = values.min(), let high = values.max() { result.ranges[name] = low...high }
    }
    let used = Set(kept)
    let left = predicted.indices.filter { weights[$0] > 0 && !used.contains($0) }.map { data.lines[$0] }
    if !left.isEmpty { result.warnings.append(Self.outsideDomain(left)) }
    return result
  }

  /// The same with a warning that names the rows outside the law's domain by their lines.
  ///
  /// - Parameter lines: for each row of the data that was fitted its line in the file.
  public func naming(lines: [Int]) -> FitResult {
    let left = rowsOutsideDomain.filter { lines.indices.contains($0) }.map { lines[$0] }
    guard !left.isEmpty else { return self }
    var named = self
    named.warnings.insert(
      "\(Self.counted(rows: left)) outside the law's domain whatever its parameters and \(Self.leftOut(left))",
      at: 0)
    return named
  }

  private static func outsideDomain(_ lines: [Int]) -> String {
    "\(counted(rows: lines)) outside the law's domain at the values of the fit and \(leftOut(lines))"
  }

  /// `1 row lies`, `3 rows lie`.
  private static func counted(rows lines: [Int]) -> String {
    "\(NumberText.counted(lines.count, "row")) lie\(lines.count == 1 ? "s" : "")"
  }

  /// `was left out: line 4`, with ten lines at most.
  private static func leftOut(_ lines: [Int]) -> String {
    let shown = lines.prefix(10).map { String($0) }.joined(separator: ", ")
    return "\(lines.count == 1 ? "was" : "were") left out: \(NumberText.plural("line", lines.count)) \(shown)"
      + (lines.count > 10 ? ", …" : "")
  }
}
