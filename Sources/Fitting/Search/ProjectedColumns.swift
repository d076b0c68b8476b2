import CKernels
import Expressions

/// The squared loss with the best linear parameters.
struct ProjectedLoss {
  var value = Double.infinity
  var linear: [Double]
  /// By the nonlinear parameters' coordinates.
  var gradient: [Double]
  var matrix: SymmetricMatrix

  init(_ columns: ProjectedColumns) {
    linear = Array(repeating: 0, count: columns.linear.count)
    gradient = Array(repeating: 0, count: columns.nonlinear.count)
    matrix = SymmetricMatrix(size: columns.nonlinear.count)
  }
}

/// The columns of which variable projection takes the products: the terms of a law, their derivatives, the observations.
///
/// A residual and its derivatives are combinations of these columns: vectors, whose products through the matrix of the
/// columns' products are everything that a step needs.
final class ProjectedColumns: Sendable {
  /// The linear parameters, and the other ones that the law depends on.
  let linear: [Int]
  let nonlinear: [Int]
  /// How many columns there are; the last one has the observations.
  private let count: Int
  private let terms: [DerivativeLayout.Entry]
  private let offset: DerivativeLayout.Entry?
  /// The derivatives of terms, and of the offset (no term), by a nonlinear parameter.
  private let slopes: [(nonlinear: Int, term: Int?, entry: DerivativeLayout.Entry)]

  init(_ layout: DerivativeLayout) {
    let linear = layout.linear
    let nonlinear = layout.first.map { $0.parameter }.filter { !linear.contains($0) }
    self.linear = linear
    self.nonlinear = nonlinear
    count = layout.termCount + 1
    terms = layout.terms
    offset = layout.offset
    slopes = nonlinear.enumerated().flatMap { k, parameter in
      layout.termSlopes.filter { $0.parameter == parameter }.map { (k, $0.term, $0.entry) }
        + layout.offsetSlopes.filter { $0.parameter == parameter }.map { (k, nil, $0.entry) }
    }
  }

  /// What one descent works in.
  struct Room {
    /// The products of the columns, summed over the rows.
    var sums: SymmetricMatrix
    /// The factors of terms, slopes and offset.
    fileprivate var terms: [Double]
    fileprivate var slopes: [Double]
    fileprivate var offset = 1.0
    /// The least squares for the linear parameters, in units in which each term has length 1.
    fileprivate var normal: SymmetricMatrix
    fileprivate var unit, gradient, lower, upper, solution: [Double]
    fileprivate var solver: BoxStep
    fileprivate let ones: [Double]
    /// Combinations of columns, one after the other, and the products of each with all columns.
    fileprivate var vectors, images: [Double]
    /// The products of the free terms and of the slopes.
    fileprivate var full: [Double]

    init(_ columns: ProjectedColumns) {
      let (linear, all) = (columns.linear.count, columns.linear.count + columns.nonlinear.count)
      sums = SymmetricMatrix(size: columns.count)
      terms = Array(repeating: 1, count: linear)
      slopes = Array(repeating: 1, count: columns.slopes.count)
      normal = SymmetricMatrix(size: linear)
      ones = terms
      (unit, gradient, lower, upper, solution) = (terms, terms, terms, terms, terms)
      solver = BoxStep(size: linear)
      vectors = Array(repeating: 0, count: (1 + all) * columns.count)
      images = vectors
      full = Array(repeating: 0, count: all * all)
    }
  }

  /// Everything at the nonlinear coordinates of x; the value is +∞ where the law has none.
  func project(
    _ objective: inout RowObjective, at x: [Double], _ room: inout Room, into result: inout ProjectedLoss
  ) {
    result.value = .infinity
    collect(&objective, x, &room)
    guard room.sums.elements.allSatisfy(\.isFinite), solveLinear(&room, objective.space) else { return }
    for k in linear.indices { result.linear[k] = room.solution[k] / room.unit[k] }
    let free = combine(&room, objective.space, x, result.linear)
    let (count, slopeCount) = (count, nonlinear.count)
    let size = free + slopeCount
    room.vectors.withUnsafeBufferPointer { vectors in
      room.images.withUnsafeMutableBufferPointer { images in
        room.sums.elements.withUnsafeBufferPointer { sums in
          for vector in 0...size {
            for row in 0..<count {
              var sum = 0.0
              for column in 0..<count { sum += sums[row * count + column] * vectors[vector * count + column] }
              images[vector * count + row] = sum
            }
          }
        }
        func inner(_ a: Int, _ b: Int) -> Double {
          var sum = 0.0
          for column in 0..<count { sum += vectors[a * count + column] * images[b * count + column] }
          return sum
        }
        result.value = 0.5 * max(inner(0, 0), 0)
        for k in 0..<slopeCount { result.gradient[k] = inner(1 + free + k, 0) }
        room.full.withUnsafeMutableBufferPointer { full in
          for i in 0..<size {
            for j in 0...i {
              full[i * size + j] = inner(1 + i, 1 + j)
              full[j * size + i] = full[i * size + j]
            }
          }
          // The Schur complement of the free terms: what the nonlinear parameters explain beyond them.
          for pivot in 0..<free where full[pivot * size + pivot] > 1e-14 {
            for i in (pivot + 1)..<max(size, pivot + 1) {
              let factor = full[i * size + pivot] / full[pivot * size + pivot]
              for j in pivot..<size { full[i * size + j] -= factor * full[pivot * size + j] }
            }
          }
          for i in 0..<slopeCount {
            for j in 0..<slopeCount { result.matrix[i, j] = full[(free + i) * size + free + j] }
          }
        }
      }
    }
  }

  /// All products of columns, summed over the rows, and the factors of the columns.
  private func collect(_ objective: inout RowObjective, _ x: [Double], _ room: inout Room) {
    let count = count
    for k in room.sums.elements.indices { room.sums.elements[k] = 0 }
    let (observed, weights) = (objective.observed, objective.relativeWeights)
    let kernels = objective.table.instructionSet.kernels
    objective.run(.terms, x) { start, n, outputs, scalars in
      if start == 0 {
        for (k, entry) in terms.enumerated() { room.terms[k] = entry.factor(scalars) }
        for (k, slope) in slopes.enumerated() { room.slopes[k] = slope.entry.factor(scalars) }
        room.offset = offset?.factor(scalars) ?? 1
      }
      observed.withUnsafeBufferPointer { observed in
        weights.withUnsafeBufferPointer { weights in
          guard let observed = observed.baseAddress, let weights = weights.baseAddress else { return }
          withUnsafeTemporaryAllocation(of: UnsafePointer<Double>.self, capacity: count) { columns in
            guard let base = columns.baseAddress else { return }
            for column in 0..<(count - 1) { (base + column).initialize(to: outputs[column]) }
            (base + count - 1).initialize(to: observed + start)
            kernels.pointee.addProducts(
              weights + start, base, count, n.paddedToLanes, &room.sums.elements)
          }
        }
      }
      return true
    }
    for i in 0..<count { for j in 0..<i { room.sums[j, i] = room.sums[i, j] } }
  }

  /// Solves for the best linear parameters in their ranges; false where nothing determines them.
  private func solveLinear(_ room: inout Room, _ space: ParameterSpace) -> Bool {
    let last = count - 1
    for (i, term) in terms.enumerated() {
      let square = room.terms[i] * room.terms[i] * room.sums[term.output, term.output]
      room.unit[i] = square > 0 ? square.squareRoot() : 1
    }
    for (i, term) in terms.enumerated() {
      let left = room.terms[i] / room.unit[i]
      for (j, other) in terms.enumerated() {
        room.normal[i, j] = left * room.sums[term.output, other.output] * room.terms[j] / room.unit[j]
      }
      room.gradient[i] = -left * room.sums[term.output, last]
      if let offset { room.gradient[i] += left * room.sums[term.output, offset.output] * room.offset }
      // Solved from 0, which may lie outside the ranges; sides only hold what the free solution pushes over them.
      room.lower[i] = space.ranges[linear[i]].lowerBound * room.unit[i]
      room.upper[i] = space.ranges[linear[i]].upperBound * room.unit[i]
    }
    var damping = 0.0
    while !room.solver.solve(
      room.normal, damping: damping, diagonal: room.ones, gradient: room.gradient, lower: room.lower,
      upper: room.upper, into: &room.solution, holdingAtStart: false)
    {
      damping = max(100 * damping, 1e-14)
      guard damping < 1 else { return false }
    }
    return true
  }

  /// Writes the vectors: the residual, the terms that are inside their ranges, in units of their length, and the slopes;
  /// returns how many terms those are.
  private func combine(_ room: inout Room, _ space: ParameterSpace, _ x: [Double], _ theta: [Double]) -> Int {
    for k in room.vectors.indices { room.vectors[k] = 0 }
    for (k, term) in terms.enumerated() { room.vectors[term.output] += room.terms[k] * theta[k] }
    if let offset { room.vectors[offset.output] += room.offset }
    room.vectors[count - 1] = -1
    var free = 0
    for (k, term) in terms.enumerated()
    where room.solution[k] > room.lower[k] && room.solution[k] < room.upper[k] {
      free += 1
      let length = room.sums[term.output, term.output].squareRoot()
      room.vectors[free * count + term.output] = length > 0 ? 1 / length : 1
    }
    for (index, slope) in slopes.enumerated() {
      let parameter = nonlinear[slope.nonlinear]
      let unit = space.isLog[parameter] ? exponential(x[parameter]) : 1
      room.vectors[(1 + free + slope.nonlinear) * count + slope.entry.output] +=
        unit * room.slopes[index] * (slope.term.map { theta[$0] } ?? 1)
    }
    return free
  }
}
