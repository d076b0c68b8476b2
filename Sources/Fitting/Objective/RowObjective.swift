import Expressions

/// The sum over rows of a loss of the residual, and of priors, as a function of the search's coordinates.
struct RowObjective: Sendable {
  let space: ParameterSpace
  let isLog: Bool
  private(set) var table: FormulaTable
  /// The observed values, or their logarithms.
  private(set) var target: [Double]
  /// The observed values.
  private(set) var observed: [Double]
  /// 1 / observed, the unit in which a residual of the logarithm is measured to first order; 1 for plain residuals.
  private(set) var inverse: [Double]
  /// How often each row counts; 0 for the rows that fill up the last four.
  private(set) var weights: [Double]
  var kernel: LossKernel
  /// What priors add; nil without them.
  var penalty: PriorPenalty?

  private var workspace = RowWorkspace()
  private var natural: [Double]
  private var scratch: [Double]

  /// - Parameters:
  ///   - table: the law, compiled for the rows.
  ///   - observed: the observed value of each row; positive where `isLog`.
  ///   - weights: how often each row counts; nil for once.
  init(
    table: FormulaTable, space: ParameterSpace, observed: [Double], weights: [Double]?, isLog: Bool,
    kernel: LossKernel
  ) {
    self.table = table
    self.space = space
    self.isLog = isLog
    self.kernel = kernel
    let fill = (4 - observed.count % 4) % 4
    let last = observed.last ?? 1
    self.observed = fill == 0 ? observed : observed + Array(repeating: last, count: fill)
    target = isLog ? self.observed.map { naturalLogarithm($0) } : self.observed
    inverse = isLog ? self.observed.map { 1 / $0 } : []
    self.weights =
      (weights ?? Array(repeating: 1, count: observed.count)) + Array(repeating: 0, count: fill)
    natural = Array(repeating: 0, count: space.count)
    scratch = Array(repeating: 0, count: 4 * FormulaTable.blockRows)
  }

  /// The same objective on some of the rows, each counted so many times; rows counted 0 times are not evaluated.
  func weighted(_ multiplicity: [Double]) -> RowObjective {
    var kept: [Int] = []
    kept.reserveCapacity(multiplicity.count)
    for row in multiplicity.indices where multiplicity[row] > 0 { kept.append(row) }
    let fill = (4 - kept.count % 4) % 4
    let padded = kept + Array(repeating: kept.last ?? 0, count: fill)
    var copy = self
    copy.table = table.selecting(kept)
    copy.target = padded.map { target[$0] }
    copy.observed = padded.map { observed[$0] }
    copy.inverse = isLog ? padded.map { inverse[$0] } : []
    copy.weights = kept.map { multiplicity[$0] * weights[$0] } + Array(repeating: 0, count: fill)
    return copy
  }

  /// The rows.
  var rowCount: Int { table.rowCount }

  /// The predictions at x, finite or not.
  mutating func predictions(_ x: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rowCount)
    run(.value, x) { _, n, outputs, _ in
      result.append(contentsOf: UnsafeBufferPointer(start: outputs[0], count: n))
      return true
    }
    return result
  }

  /// Predicted − observed on the scale of the objective at x.
  mutating func residuals(_ x: [Double]) -> [Double] {
    let predicted = predictions(x)
    return predicted.indices.map { (isLog ? naturalLogarithm(predicted[$0]) : predicted[$0]) - target[$0] }
  }

  /// The value at x; +∞ outside the law's domain.
  mutating func value(_ x: [Double]) -> Double {
    var sum = 0.0
    let (target, weights, kernel, output) = (target, weights, kernel, table.layout.logarithm ?? 0)
    run(.value, x) { start, n, outputs, _ in
      var total = Lanes(repeating: 0)
      target.withUnsafeBufferPointer { target in
        weights.withUnsafeBufferPointer { weights in
          guard let target = target.baseAddress, let weights = weights.baseAddress else { return }
          var row = 0
          while row < n {
            let r = RowSums.load(outputs[output] + row) - RowSums.load(target + start + row)
            total += RowSums.load(weights + start + row) * kernel.terms(r).value
            row += 4
          }
        }
      }
      sum += RowSums.total(total)
      return sum.isFinite
    }
    if let penalty { sum += penalty.value(natural) }
    return sum.isFinite ? sum : .infinity
  }

  /// The objective with its residuals replaced by their tangents at x; nil outside the law's domain.
  mutating func linearised(_ x: [Double]) -> LinearisedLoss? {
    let count = space.count
    let layout = table.layout
    let (isLog, target) = (isLog, target)
    var jacobian = Array(repeating: 0.0, count: rowCount * count)
    var residuals = Array(repeating: 0.0, count: rowCount)
    run(.slopes, x) { start, n, outputs, scalars in
      for row in 0..<n {
        residuals[start + row] = outputs[layout.logarithm ?? 0][row] - target[start + row]
        let factor = isLog ? outputs[layout.reciprocal ?? 0][row] : 1
        for (parameter, entry) in layout.first {
          jacobian[(start + row) * count + parameter] =
            factor * entry.factor(scalars) * outputs[entry.output][row]
        }
      }
      return true
    }
    for j in 0..<count where space.isLog[j] {
      for row in 0..<rowCount { jacobian[row * count + j] *= natural[j] }
    }
    guard residuals.allSatisfy(\.isFinite), jacobian.allSatisfy(\.isFinite) else { return nil }
    return LinearisedLoss(
      count: count, kernel: kernel, jacobian: jacobian, residuals: residuals,
      weights: Array(weights.prefix(rowCount)),
      priors: penalty.map { LinearisedPriors($0, natural, space) })
  }

  /// Value, gradient and curvature at x; false outside the law's domain.
  mutating func evaluate(_ x: [Double], _ curvature: LocalModel.Curvature, into model: inout LocalModel)
    -> Bool
  {
    let count = space.count
    let layout = table.layout
    let (target, weights, kernel, isLog) = (target, weights, kernel, isLog)
    model.value = 0
    for j in 0..<count {
      model.gradient[j] = 0
      model.diagonal[j] = 0
    }
    for k in model.matrix.elements.indices { model.matrix.elements[k] = 0 }
    let firstColumn = isLog ? 3 : 1
    let count1 = layout.outputCounts.slopes - firstColumn
    let countAll =
      (curvature == .newton ? layout.outputCounts.curvature : layout.outputCounts.slopes) - firstColumn
    var block = scratch
    scratch = []
    // Sums over the rows: slope · column, unit · column², weight · column · column.
    var slopes = Array(repeating: 0.0, count: countAll)
    var units = Array(repeating: 0.0, count: count1)
    var products = SymmetricMatrix(size: count1)
    var factors = Factors(first: [], second: [])
    run(curvature == .newton ? .curvature : .slopes, x) { start, n, outputs, scalars in
      let rows = (n + 3) / 4 * 4
      if start == 0 {
        factors.first = layout.first.map { $0.entry.factor(scalars) }
        if curvature == .newton { factors.second = layout.second.map { $0.entry.factor(scalars) } }
      }
      return block.withUnsafeMutableBufferPointer { block in
        guard let slope = block.baseAddress else { return false }
        let width = FormulaTable.blockRows
        let (bend, unit, spare) = (slope + width, slope + 2 * width, slope + 3 * width)
        var total = Lanes(repeating: 0)
        target.withUnsafeBufferPointer { target in
          weights.withUnsafeBufferPointer { weights in
            guard let target = target.baseAddress, let weights = weights.baseAddress else { return }
            let value = outputs[layout.logarithm ?? 0]
            var row = 0
            while row < rows {
              let r = RowSums.load(value + row) - RowSums.load(target + start + row)
              let w = RowSums.load(weights + start + row)
              let terms = kernel.terms(r)
              total += w * terms.value
              // The residual's derivative is the law's, or the law's over its value.
              let factor = isLog ? RowSums.load(outputs[layout.reciprocal ?? 0] + row) : Lanes(repeating: 1)
              let square = w * factor * factor
              RowSums.store(w * terms.slope * factor, slope + row)
              RowSums.store(curvature == .newton ? square : kernel.weights(r) * square, unit + row)
              if curvature == .newton {
                RowSums.store((isLog ? terms.bend - terms.slope : terms.bend) * square, bend + row)
              }
              row += 4
            }
          }
        }
        model.value += RowSums.total(total)
        guard model.value.isFinite else { return false }
        for k in 0..<countAll { slopes[k] += RowSums.dot(slope, outputs[firstColumn + k], rows) }
        if curvature == .newton {
          for k in 0..<count1 { units[k] += RowSums.square(unit, outputs[firstColumn + k], rows) }
        }
        products.elements.withUnsafeMutableBufferPointer { matrix in
          guard let matrix = matrix.baseAddress else { return }
          RowSums.addProducts(
            curvature == .newton ? bend : unit, outputs[firstColumn..<(firstColumn + count1)], rows,
            scratch: spare, into: matrix, size: count1)
        }
        return true
      }
    }
    scratch = block
    guard model.value.isFinite else {
      model.value = .infinity
      return false
    }
    for (a, left) in layout.first.enumerated() {
      let (i, p) = (left.parameter, left.entry.output - firstColumn)
      model.gradient[i] += factors.first[a] * slopes[p]
      if curvature == .newton { model.diagonal[i] += factors.first[a] * factors.first[a] * units[p] }
      for (b, right) in layout.first[...a].enumerated() {
        let q = right.entry.output - firstColumn
        model.matrix[i, right.parameter] +=
          factors.first[a] * factors.first[b] * (p >= q ? products[p, q] : products[q, p])
      }
    }
    if curvature == .newton {
      for (k, second) in layout.second.enumerated() {
        model.matrix[second.0, second.1] += factors.second[k] * slopes[second.entry.output - firstColumn]
      }
    }
    penalty?.add(to: &model, natural, curvature)
    return scale(&model, curvature)
  }

  /// The factors of derivatives' columns in one run.
  private struct Factors {
    var first: [Double]
    var second: [Double]
  }

  /// From derivatives by the parameters to derivatives by the coordinates; false if one is not finite.
  private func scale(_ model: inout LocalModel, _ curvature: LocalModel.Curvature) -> Bool {
    var isFinite = model.value.isFinite
    for i in 0..<space.count {
      let left = space.isLog[i] ? natural[i] : 1
      model.gradient[i] *= left
      for j in 0...i {
        model.matrix[i, j] *= left * (space.isLog[j] ? natural[j] : 1)
        model.matrix[j, i] = model.matrix[i, j]
      }
      model.diagonal[i] *= left * left
      if curvature == .gaussNewton { model.diagonal[i] = model.matrix[i, i] }
      if curvature == .newton, space.isLog[i] { model.matrix[i, i] += model.gradient[i] }
      isFinite = isFinite && model.gradient[i].isFinite && model.matrix[i, i].isFinite
    }
    if !isFinite { model.value = .infinity }
    return isFinite
  }

  /// Runs a list of the table at x, `natural` holding the parameters.
  mutating func run(
    _ list: FormulaTable.OutputList, _ x: [Double],
    body: (_ start: Int, _ n: Int, _ outputs: [UnsafePointer<Double>], _ scalars: UnsafePointer<Double>) ->
      Bool
  ) {
    space.natural(x, into: &natural)
    table.run(list, parameters: natural, workspace: &workspace, body: body)
  }
}
