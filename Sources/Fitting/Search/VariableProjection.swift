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
  private let columns: ProjectedColumns

  /// Nil for a law without linear parameters.
  init?(_ layout: DerivativeLayout) {
    guard !layout.linear.isEmpty else { return nil }
    columns = ProjectedColumns(layout)
  }

  /// Moves x to the least squares, starting from its nonlinear coordinates; unchanged where there is no way.
  func descend(_ objective: inout RowObjective, _ x: inout [Double], longestStep: [Double]) {
    let (linear, nonlinear, space) = (columns.linear, columns.nonlinear, objective.space)
    var room = ProjectedColumns.Room(columns)
    var best = ProjectedLoss(columns)
    columns.project(&objective, at: x, &room, into: &best)
    guard best.value.isFinite else { return }
    var next = best
    var solver = BoxStep(size: nonlinear.count)
    var (place, trial) = (x, x)
    var step = Array(repeating: 0.0, count: nonlinear.count)
    var (lower, upper, diagonal) = (step, step, step)
    var damping = 1e-3
    var growth = 4.0
    var steps = 0
    while !nonlinear.isEmpty, steps < 40, damping < 1e8 {
      steps += 1
      for (k, i) in nonlinear.enumerated() {
        lower[k] = max(space.lower[i] - place[i], -longestStep[i])
        upper[k] = min(space.upper[i] - place[i], longestStep[i])
        diagonal[k] = max(best.matrix[k, k], .leastNormalMagnitude)
      }
      guard
        solver.solve(
          best.matrix, damping: damping, diagonal: diagonal, gradient: best.gradient, lower: lower,
          upper: upper, into: &step)
      else {
        damping = max(10 * damping, 1e-6)
        continue
      }
      let promised = best.matrix.decrease(gradient: best.gradient, step: step)
      // What follows is robust and exact; a rough minimum is a good enough place to hand over at.
      if promised <= 1e-3 * best.value { break }
      for (k, i) in nonlinear.enumerated() { trial[i] = place[i] + step[k] }
      columns.project(&objective, at: trial, &room, into: &next)
      let gained = best.value - next.value
      guard gained > 1e-4 * promised else {
        damping = max(damping, 1e-4) * growth
        growth *= 2
        continue
      }
      growth = 4
      damping = max(damping * Damping.factor(gained / promised), 1e-12)
      swap(&place, &trial)
      swap(&best, &next)
    }
    for i in nonlinear { x[i] = place[i] }
    for (k, i) in linear.enumerated() { x[i] = space.coordinate(best.linear[k], of: i) }
  }
}
