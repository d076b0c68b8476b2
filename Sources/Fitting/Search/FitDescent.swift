/// Where a descent ended.
struct Descent: Sendable {
  var x: [Double]
  var value: Double
  var gradient: [Double]
  var converged: Bool
  /// Passes over the rows that gave a value.
  var evaluations: Int
}

/// Descends from one starting point of a fit to a local minimum within bounds.
///
/// Of what was tried on the 4500 starts of the Chinchilla grid (a robust loss with δ = 1e-3, 240 rows) this measured
/// best, in passes over the rows a start and share of the starts that end within 1e-6 of the best: BFGS 100 or more and
/// 38 %; Newton's method on the robust loss from the start 74 and 88 %; Levenberg and Marquardt's on squares first, then
/// Newton's, 43 and 99 %; variable projection in place of the former 16 and 100 %; damping that fits the first step, and
/// lets go where the model is right, 13. So:
///
/// 1. one damped step on the squared loss in all parameters, so that every start goes its own way;
/// 2. variable projection to the least squares where the law is linear in some parameters (`VariableProjection`),
///    Levenberg and Marquardt's method where it is not;
/// 3. Newton's method with exact second derivatives on the loss itself, damped in the same way; for the absolute loss
///    then steps to the minima of ever sharper linearised losses (`LinearisedLoss`).
///
/// Steps are solved in the box of ranges and longest steps, coordinate by coordinate: cutting them off at a bound
/// afterwards instead loses half of the starts.
struct FitDescent: Sendable {
  let lower: [Double]
  let upper: [Double]
  let longestStep: [Double]
  /// The split of the law into terms, where it is linear in some parameters.
  var projection: VariableProjection?
  /// What decrease does not matter in absolute terms.
  var floor = 1e-300

  /// Descends through the losses of `kernels`, from the smoothest to the one that counts; nil when the start lies
  /// outside the law's domain.
  func descend(_ objective: inout RowObjective, from start: [Double], kernels: ArraySlice<LossKernel>)
    -> Descent?
  {
    var state = State(start.indices.map { min(max(start[$0], lower[$0]), upper[$0]) })
    objective.kernel = .squared
    guard state.enter(&objective, .gaussNewton) else { return nil }
    levenberg(&objective, &state, .gaussNewton, tolerance: 1e-3, steps: 1, damping: 1e-2)
    let before = state
    if let projection {
      projection.descend(&objective, &state.x, longestStep: longestStep)
    }
    if state.x == before.x {
      objective.kernel = .squared
      levenberg(&objective, &state, .gaussNewton, tolerance: 1e-3, steps: 60, damping: 1e-2)
    }
    // From least squares the first step to a robust loss is far too long without damping.
    return sharpen(&objective, state, kernels, tolerance: 1e-9, damping: 3e-5)
  }

  /// Descends by Newton's method alone, from a point near a minimum.
  func refine(
    _ objective: inout RowObjective, from start: [Double], kernels: ArraySlice<LossKernel>, tolerance: Double
  ) -> Descent? {
    sharpen(
      &objective, State(start.indices.map { min(max(start[$0], lower[$0]), upper[$0]) }), kernels,
      tolerance: tolerance, damping: 1e-6)
  }

  private func sharpen(
    _ objective: inout RowObjective, _ start: State, _ kernels: ArraySlice<LossKernel>, tolerance: Double,
    damping: Double
  ) -> Descent? {
    var state = start
    for (position, kernel) in zip(kernels.indices, kernels) {
      objective.kernel = kernel
      let isLast = position == kernels.endIndex - 1
      guard state.enter(&objective, kernel.isSharp ? .gaussNewton : .newton) else { return nil }
      if kernel.isSharp {
        turnCorners(&objective, &state)
      } else {
        levenberg(
          &objective, &state, .newton, tolerance: isLast ? tolerance : 1e-4, steps: 200, damping: damping)
        if isLast, !state.converged, kernel.hasCorners, objective.rowCount <= Self.mostLinearisedRows {
          // Where most residuals lie beyond δ, the loss is nearly one of corners, and its curvature tells little.
          turnCorners(&objective, &state)
        }
      }
    }
    return Descent(
      x: state.x, value: state.model.value, gradient: state.model.gradient, converged: state.converged,
      evaluations: state.evaluations)
  }

  /// Beyond so many rows a matrix of all their slopes costs more memory than all else; corners then hardly matter.
  private static let mostLinearisedRows = 100_000

  /// A point with the model there, and room for a trial.
  private struct State {
    var x: [Double]
    var model: LocalModel
    var trial: [Double]
    var trialModel: LocalModel
    var step: [Double]
    var low: [Double]
    var high: [Double]
    var units: [Double]
    var solver: BoxStep
    var converged = false
    var evaluations = 0

    init(_ x: [Double]) {
      self.x = x
      (trial, step, low, high, units) = (x, x, x, x, x)
      model = LocalModel(size: x.count)
      trialModel = model
      solver = BoxStep(size: x.count)
    }

    mutating func enter(_ objective: inout RowObjective, _ curvature: LocalModel.Curvature) -> Bool {
      evaluations += 1
      return objective.evaluate(x, curvature, into: &model)
    }
  }

  private func levenberg(
    _ objective: inout RowObjective, _ state: inout State, _ curvature: LocalModel.Curvature,
    tolerance: Double,
    steps: Int, damping first: Double
  ) {
    state.converged = state.x.isEmpty
    var damping = first
    var growth = 4.0
    var count = 0
    while !state.x.isEmpty, count < steps, damping < 1e14 {
      guard let promised = propose(&objective, &state, &damping) else { return }
      if promised <= tolerance * abs(state.model.value) + floor {
        // A step that damping has made short promises little anywhere.
        if damping <= 1e-3 || promised <= 1e-3 * tolerance * abs(state.model.value) + floor {
          state.converged = true
          return
        }
        damping /= 10
        count += 1
        continue
      }
      moveTrial(&state)
      state.evaluations += 1
      count += 1
      let isInside = objective.evaluate(state.trial, curvature, into: &state.trialModel)
      let gained = isInside ? state.model.value - state.trialModel.value : -Double.infinity
      guard gained > 1e-4 * promised else {
        if promised <= 1e-11 * abs(state.model.value) + floor {
          // What the model still promises is lost in rounding.
          state.converged = true
          return
        }
        // The further the objective went up, the shorter a step its bend asks for.
        damping = max(damping, 1e-6) * growth * Damping.growth(gained / promised)
        growth *= 2
        continue
      }
      growth = 4
      damping = max(damping * Damping.factor(gained / promised), 1e-15)
      swap(&state.x, &state.trial)
      swap(&state.model, &state.trialModel)
    }
  }

  /// Descends by minima of the linearised loss.
  private func turnCorners(_ objective: inout RowObjective, _ state: inout State) {
    state.converged = state.x.isEmpty
    guard !state.x.isEmpty, var model = objective.linearised(state.x) else { return }
    var damping = 1e-4
    var growth = 4.0
    for _ in 0..<80 where damping < 1e12 {
      for i in state.x.indices {
        state.low[i] = max(lower[i] - state.x[i], -longestStep[i])
        state.high[i] = min(upper[i] - state.x[i], longestStep[i])
      }
      let (step, promised) = model.step(damping: damping, lower: state.low, upper: state.high)
      if promised <= 1e-13 * abs(state.model.value) + floor {
        if damping <= 1e-3 {
          state.converged = true
          return
        }
        damping /= 10
        continue
      }
      state.step = step
      moveTrial(&state)
      state.evaluations += 1
      let isInside = objective.evaluate(state.trial, .gaussNewton, into: &state.trialModel)
      let gained = isInside ? state.model.value - state.trialModel.value : -Double.infinity
      guard gained > 1e-4 * promised else {
        if promised <= 1e-11 * abs(state.model.value) + floor {
          state.converged = true
          return
        }
        damping *= growth
        growth *= 2
        continue
      }
      growth = 4
      if gained > 0.5 * promised {
        damping = max(damping / 10, 1e-12)
      } else if gained < 0.1 * promised {
        damping *= 4
      }
      swap(&state.x, &state.trial)
      swap(&state.model, &state.trialModel)
      guard let next = objective.linearised(state.x) else { return }
      model = next
    }
  }

  /// Puts the trial a step away.
  private func moveTrial(_ state: inout State) {
    for i in state.x.indices {
      // On the bound to the last bit, so that the next step sees it there.
      if state.step[i] == lower[i] - state.x[i] {
        state.trial[i] = lower[i]
      } else if state.step[i] == upper[i] - state.x[i] {
        state.trial[i] = upper[i]
      } else {
        state.trial[i] = state.x[i] + state.step[i]
      }
    }
  }

  /// Solves for the next step and returns the decrease that the model promises; nil when it cannot.
  private func propose(_ objective: inout RowObjective, _ state: inout State, _ damping: inout Double)
    -> Double?
  {
    var largest = 0.0
    for unit in state.model.diagonal { largest = max(largest, unit) }
    for i in state.x.indices {
      state.units[i] = max(state.model.diagonal[i], 1e-30 * largest, .leastNormalMagnitude)
      state.low[i] = max(lower[i] - state.x[i], -longestStep[i])
      state.high[i] = min(upper[i] - state.x[i], longestStep[i])
    }
    var isPlain = false
    for _ in 0..<60 {
      let isSolved = state.solver.solve(
        state.model.matrix, damping: damping, diagonal: state.units, gradient: state.model.gradient,
        lower: state.low,
        upper: state.high, into: &state.step)
      if isSolved {
        let promised = state.model.matrix.decrease(gradient: state.model.gradient, step: state.step)
        if promised > 0 || state.step.allSatisfy({ $0 == 0 }) { return max(promised, 0) }
      }
      if isPlain {
        damping = max(10 * damping, 1e-6)
      } else {
        // Where the exact curvature points nowhere, the Gauss–Newton model always points downhill.
        isPlain = true
        state.evaluations += 1
        guard objective.evaluate(state.x, .gaussNewton, into: &state.model) else { return nil }
      }
    }
    return nil
  }
}
