/// Finds combinations of parameters that the data do not determine.
struct Identifiability {
  /// One sentence for each direction in which the predictions hardly change.
  ///
  /// The directions are eigenvectors of JᵀJ, J being the residuals' derivatives in units of one factor e (a
  /// logarithmic coordinate) or of the parameter's own size (a plain one). An eigenvalue below 1e-10 of the largest is
  /// flat to working precision; otherwise σ/√λ is the standard deviation along the direction, σ a robust scale of the
  /// residuals, and more than one unit of it is as good as flat.
  var warnings: [String] = []
  /// The square root of the largest eigenvalue of JᵀJ over the smallest: how many times more the predictions respond to
  /// the combination of parameters that they know best than to the one that they know least; ∞ where one is flat.
  var conditionNumber = Double.nan

  init(_ problem: FitProblem, _ best: Descent) {
    let space = problem.space
    let touched = Set(space.bounds(touchedBy: best.x).map { $0.index })
    let movable = (0..<space.count).filter { !touched.contains($0) }
    guard !movable.isEmpty else { return }
    var objective = problem.objective
    objective.kernel = .squared
    // What the rows determine: what only a prior does is told as such.
    objective.penalty = nil
    var model = LocalModel(size: space.count)
    guard objective.evaluate(best.x, .gaussNewton, into: &model) else { return }
    let full = model.matrix
    var scaled = SymmetricMatrix(size: movable.count)
    for (a, i) in movable.enumerated() {
      for (b, j) in movable.enumerated() {
        scaled[a, b] = full[i, j] * space.unit(i, at: best.x) * space.unit(j, at: best.x)
      }
    }
    let directions = scaled.eigen()
    let largest = directions.last?.value ?? 0
    // Of a unit of weight, which is what JᵀJ is in.
    let sizes = zip(objective.residuals(best.x), objective.weights).map { abs($0) * $1.squareRoot() }.sorted()
    let sigma = 1.4826 * (sizes.isEmpty ? 0 : Interval.quantile(sizes, 0.5))
    let smallest = directions.first?.value ?? 0
    conditionNumber = smallest > 0 ? (largest / smallest).squareRoot() : .infinity
    warnings = directions.compactMap { direction in
      let isFlat = direction.value <= 1e-10 * largest
      let spread = direction.value > 0 ? sigma / direction.value.squareRoot() : .infinity
      guard isFlat || spread > 1 else { return nil }
      return Self.sentence(problem, best, movable, direction.vector, isFlat: isFlat)
    }
  }

  private static func sentence(
    _ problem: FitProblem, _ best: Descent, _ movable: [Int], _ vector: [Double], isFlat: Bool
  ) -> String {
    let space = problem.space
    var largest = 0
    for k in vector.indices where abs(vector[k]) > abs(vector[largest]) + 1e-9 { largest = k }
    let lead = vector[largest]
    let parts = vector.indices.filter { abs(vector[$0]) >= 0.05 * abs(lead) }
    let names = parts.map { space.names[movable[$0]] }
    let withPrior = Set(problem.objective.penalty?.terms.map { space.names[$0.index] } ?? [])
    let decided = names.first(where: withPrior.contains)
    let effect =
      isFlat ? "leaves every prediction unchanged" : "changes the predictions less than the scatter does"
    if parts.count == 1 {
      let name = names[0]
      let value = shortNumber(space.natural(best.x)[movable[parts[0]]])
      let known = decided == nil ? "" : "; its prior decides"
      return isFlat
        ? "the data do not determine \(name): its value has no effect on the predictions near \(value)\(known)"
        : "the data hardly determine \(name): moving it far from \(value) \(effect)\(known)"
    }
    let moves = parts.map { k -> String in
      let weight = vector[k] / lead
      let index = movable[k]
      if space.isLog[index] { return "\(space.names[index]) × \(shortNumber(exponential(weight)))" }
      let change = weight * space.unit(index, at: best.x)
      return "\(space.names[index]) \(change < 0 ? "−" : "+") \(shortNumber(abs(change)))"
    }
    let verb = isFlat ? "do not" : "hardly"
    return
      "the data \(verb) determine \(list(names)) separately: changing \(list(moves)) together \(effect); "
      + (decided.map { "the prior on \($0) decides" } ?? "fix one of them")
  }

  private static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
