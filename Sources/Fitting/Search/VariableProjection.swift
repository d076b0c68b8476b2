import CKernels
import Expressions

/// Least squares by the nonlinear parameters alone, the linear ones being solved for at each step.
///
/// A law such as A·N^−α + B·D^−β + E is linear in A, B and E once the exponents are fixed (Golub and Pereyra 1973). The
/// products of all terms, of their derivatives and of the observations with each other are enough for everything: the
/// best linear parameters within their ranges, the squared loss there, its gradient and Gauss–Newton matrix by the
/// nonlinear parameters (Kaufman's form). They take one pass over the rows with one exponential a term and no logarithm.
///
/// For residuals of the logarithm the squares are those of predicted/observed − 1, equal to them to first order; for
/// plain residuals this is the squared loss itself.
struct VariableProjection: Sendable {
  /// The linear parameters, and the other ones that the law depends on.
  let linear: [Int]
  let nonlinear: [Int]
  private let layout: DerivativeLayout
  /// Columns of the products: the outputs of the list of terms, then the observations.
  private let columnCount: Int
  /// For each nonlinear parameter the slopes in it, and the term that each belongs to; nil for the offset.
  private let slopesOfParameter: [[(entry: DerivativeLayout.Entry, term: Int?)]]

  /// Nil for a law without linear parameters.
  init?(_ layout: DerivativeLayout) {
    self.layout = layout
    guard !layout.linear.isEmpty else { return nil }
    let linear = layout.linear
    self.linear = linear
    let others = layout.first.map { $0.parameter }.filter { !linear.contains($0) }
    nonlinear = others
    columnCount = layout.termCount + 1
    slopesOfParameter = others.map { parameter in
      layout.termSlopes.filter { $0.parameter == parameter }.map { ($0.entry, $0.term) }
        + layout.offsetSlopes.filter { $0.parameter == parameter }.map { ($0.entry, nil) }
    }
  }

  /// The squared loss with the best linear parameters.
  struct Projected {
    var value = Double.infinity
    var linear: [Double] = []
    /// By the nonlinear parameters' coordinates.
    var gradient: [Double] = []
    var matrix = SymmetricMatrix(size: 0)
  }

  /// Moves x to the least squares, starting from its nonlinear coordinates; unchanged where there is no way.
  func descend(_ objective: inout RowObjective, _ x: inout [Double], longestStep: [Double]) {
    let space = objective.space
    var eta = nonlinear.map { x[$0] }
    var best = project(&objective, x, eta)
    guard best.value.isFinite else { return }
    var solver = BoxStep(size: eta.count)
    var step = eta
    var damping = 1e-3
    var growth = 4.0
    var steps = 0
    while !eta.isEmpty, steps < 40, damping < 1e8 {
      steps += 1
      let lower = nonlinear.indices.map {
        max(space.lower[nonlinear[$0]] - eta[$0], -longestStep[nonlinear[$0]])
      }
      let upper = nonlinear.indices.map {
        min(space.upper[nonlinear[$0]] - eta[$0], longestStep[nonlinear[$0]])
      }
      let diagonal = eta.indices.map { max(best.matrix[$0, $0], .leastNormalMagnitude) }
      guard
        solver.solve(
          best.matrix, damping: damping, diagonal: diagonal, gradient: best.gradient, lower: lower,
          upper: upper,
          into: &step)
      else {
        damping = max(10 * damping, 1e-6)
        continue
      }
      var promised = 0.0
      for i in eta.indices {
        promised -= best.gradient[i] * step[i]
        for j in eta.indices { promised -= 0.5 * step[i] * best.matrix[i, j] * step[j] }
      }
      // What follows is robust and exact; a rough minimum is a good enough place to hand over at.
      if promised <= 1e-3 * best.value { break }
      let trial = eta.indices.map { eta[$0] + step[$0] }
      let next = project(&objective, x, trial)
      let gained = best.value - next.value
      guard gained > 1e-4 * promised else {
        damping = max(damping, 1e-4) * growth
        growth *= 2
        continue
      }
      growth = 4
      damping = max(damping * Damping.factor(gained / promised), 1e-12)
      eta = trial
      best = next
    }
    for (k, parameter) in nonlinear.enumerated() { x[parameter] = eta[k] }
    for (k, parameter) in linear.enumerated() {
      x[parameter] = space.coordinate(best.linear[k], of: parameter)
    }
  }

  /// Sums of products of columns at one place, and the factors of the columns there.
  private struct Products {
    var sums: SymmetricMatrix
    var terms: [Double]
    /// In the order of `slopesOfParameter`.
    var slopes: [[Double]]
    var offset: Double
  }

  /// A combination of columns: what a residual or a derivative is.
  private typealias Combination = [(column: Int, factor: Double)]

  /// Everything at given nonlinear coordinates; `x` supplies the length only.
  private func project(_ objective: inout RowObjective, _ x: [Double], _ eta: [Double]) -> Projected {
    var place = x
    for (k, parameter) in nonlinear.enumerated() { place[parameter] = eta[k] }
    let products = products(&objective, place)
    guard products.sums.elements.allSatisfy(\.isFinite) else { return Projected() }
    let space = objective.space
    let terms = linear.indices.map { (column: layout.terms[$0].output, factor: products.terms[$0]) }
    guard let (theta, isFree) = solveLinear(products, terms, space) else { return Projected() }
    var result = Projected()
    result.linear = theta
    func inner(_ a: Combination, _ b: Combination) -> Double {
      var sum = 0.0
      for left in a {
        for right in b { sum += left.factor * right.factor * products.sums[left.column, right.column] }
      }
      return sum
    }
    var residual = terms.indices.map { (column: terms[$0].column, factor: terms[$0].factor * theta[$0]) }
    if let offset = layout.offset { residual.append((offset.output, products.offset)) }
    residual.append((columnCount - 1, -1))
    result.value = 0.5 * max(inner(residual, residual), 0)
    let columns = nonlinear.indices.map { k -> Combination in
      let unit = space.isLog[nonlinear[k]] ? exponential(eta[k]) : 1
      return slopesOfParameter[k].enumerated().map { index, slope in
        (slope.entry.output, unit * products.slopes[k][index] * (slope.term.map { theta[$0] } ?? 1))
      }
    }
    result.gradient = columns.map { inner($0, residual) }
    // The Schur complement of the free linear parameters: what the nonlinear ones explain beyond them.
    let held = linear.indices.filter { isFree[$0] }
    let all =
      held.map { index -> Combination in
        let length = products.sums[terms[index].column, terms[index].column].squareRoot()
        return [(terms[index].column, length > 0 ? 1 / length : 1)]
      } + columns
    var full = SymmetricMatrix(size: all.count)
    for i in all.indices {
      for j in 0...i {
        full[i, j] = inner(all[i], all[j])
        full[j, i] = full[i, j]
      }
    }
    for pivot in held.indices where full[pivot, pivot] > 1e-14 {
      for i in (pivot + 1)..<max(all.count, pivot + 1) {
        let factor = full[i, pivot] / full[pivot, pivot]
        for j in pivot..<all.count { full[i, j] -= factor * full[pivot, j] }
      }
    }
    result.matrix = SymmetricMatrix(size: columns.count)
    for i in columns.indices {
      for j in columns.indices { result.matrix[i, j] = full[held.count + i, held.count + j] }
    }
    return result
  }

  /// All products of columns, summed over the rows.
  private func products(_ objective: inout RowObjective, _ x: [Double]) -> Products {
    let count = columnCount
    var result = Products(sums: SymmetricMatrix(size: count), terms: [], slopes: [], offset: 1)
    var spare = Array(repeating: 0.0, count: FormulaTable.blockRows)
    let (observed, weights) = (objective.observed, objective.relativeWeights)
    let kernels = objective.table.instructionSet.kernels
    objective.run(.terms, x) { start, n, outputs, scalars in
      if start == 0 {
        result.terms = layout.terms.map { $0.factor(scalars) }
        result.slopes = slopesOfParameter.map { $0.map { $0.entry.factor(scalars) } }
        result.offset = layout.offset?.factor(scalars) ?? 1
      }
      observed.withUnsafeBufferPointer { observed in
        weights.withUnsafeBufferPointer { weights in
          guard let observed = observed.baseAddress, let weights = weights.baseAddress else { return }
          withUnsafeTemporaryAllocation(of: UnsafePointer<Double>.self, capacity: count) { columns in
            guard let base = columns.baseAddress else { return }
            for column in 0..<(count - 1) { (base + column).initialize(to: outputs[column]) }
            (base + count - 1).initialize(to: observed + start)
            kernels.pointee.addProducts(
              weights + start, base, count, n.paddedToLanes, &spare, &result.sums.elements)
          }
        }
      }
      return true
    }
    for i in 0..<count { for j in 0..<i { result.sums[j, i] = result.sums[i, j] } }
    return result
  }

  /// The best linear parameters in their ranges, and which of them are inside.
  private func solveLinear(
    _ products: Products, _ terms: Combination, _ space: ParameterSpace
  ) -> ([Double], [Bool])? {
    let count = linear.count
    let last = columnCount - 1
    // In units in which each term has length 1.
    let unit = terms.map { term -> Double in
      let square = term.factor * term.factor * products.sums[term.column, term.column]
      return square > 0 ? square.squareRoot() : 1
    }
    var matrix = SymmetricMatrix(size: count)
    var gradient = Array(repeating: 0.0, count: count)
    for i in 0..<count {
      let left = terms[i].factor / unit[i]
      for j in 0..<count {
        matrix[i, j] = left * products.sums[terms[i].column, terms[j].column] * terms[j].factor / unit[j]
      }
      gradient[i] = -left * products.sums[terms[i].column, last]
      if let offset = layout.offset {
        gradient[i] += left * products.sums[terms[i].column, offset.output] * products.offset
      }
    }
    // Solved from 0, which may lie outside the ranges; sides only hold what the free solution pushes over them.
    let lower = linear.indices.map { space.ranges[linear[$0]].lowerBound * unit[$0] }
    let upper = linear.indices.map { space.ranges[linear[$0]].upperBound * unit[$0] }
    var solver = BoxStep(size: count)
    var solution = Array(repeating: 0.0, count: count)
    let ones = Array(repeating: 1.0, count: count)
    var damping = 0.0
    while !solver.solve(
      matrix, damping: damping, diagonal: ones, gradient: gradient, lower: lower, upper: upper,
      into: &solution,
      holdingAtStart: false)
    {
      damping = max(100 * damping, 1e-14)
      guard damping < 1 else { return nil }
    }
    let isFree = solution.indices.map { solution[$0] > lower[$0] && solution[$0] < upper[$0] }
    return (solution.indices.map { solution[$0] / unit[$0] }, isFree)
  }
}

/// How much a trust region grows or shrinks after an accepted step.
enum Damping {
  /// Nielsen's rule (1999): smooth in the ratio of what was gained to what was promised, so that damping does not swing
  /// between too little and too much in a bent valley.
  static func factor(_ ratio: Double) -> Double {
    // A step that gained much more than promised met a shape that the model does not know.
    if ratio > 1.5 { return 1 }
    let t = 2 * ratio - 1
    return min(max(1 / 3, 1 - t * t * t * t * t), 5)
  }
}
